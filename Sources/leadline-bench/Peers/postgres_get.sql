\set id random(1, :keyspace)
SELECT email, name, company, service, zip, notes, status, source, created, version
FROM lead WHERE id = :id;
