-- Leads to be read, up to a number.
WITH made AS (
    INSERT INTO lead(email, name, company, service, zip, notes, status, source)
    SELECT 'run-pk' || n || '@xk' || n || '.example', :name, 'Acme run k' || n, :service, :zip,
        :notes, 'new', 'employee'
    FROM (SELECT lpad(i::text, 8, '0') AS n
        FROM generate_series((SELECT count(*) FROM lead) + 1, :count) AS i) AS numbers
    RETURNING id)
INSERT INTO event(type, lead, actor) SELECT 'lead.created', id, 'bench' FROM made;
