\set n :n + 1
\set number 100000000000 + :client_id * 1000000000 + :n
SELECT lead_new(:run || '-p' || :number || '@x' || :run || :number || '.example', :name,
    'Acme ' || :run || ' ' || :number, :service, :zip, :notes);
