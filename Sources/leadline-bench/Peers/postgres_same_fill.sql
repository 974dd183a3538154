-- Leads to be read, up to a number.
SELECT count(lead_new('run-pk' || n || '@xk' || n || '.example', :name, 'Acme run k' || n, :service,
    :zip, :notes))
FROM (SELECT lpad(i::text, 8, '0') AS n
    FROM generate_series((SELECT count(*) FROM lead) + 1, :count) AS i) AS numbers;
