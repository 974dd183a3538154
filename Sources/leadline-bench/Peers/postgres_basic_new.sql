\set n :n + 1
\set number 100000000000 + :client_id * 1000000000 + :n
BEGIN;
INSERT INTO lead(email, name, company, service, zip, notes, status, source)
VALUES (:run || '-p' || :number || '@x' || :run || :number || '.example', :name,
    'Acme ' || :run || ' ' || :number, :service, :zip, :notes, 'new', 'employee')
ON CONFLICT DO NOTHING RETURNING id;
INSERT INTO event(type, lead, actor) VALUES ('lead.created', currval('lead_id_seq'), 'bench');
COMMIT;
