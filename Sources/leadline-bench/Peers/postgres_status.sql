\set id random(1, :keyspace)
SELECT status, created, version FROM lead WHERE id = :id;
