\set id random(1, :keyspace)
-- Found first and sorted then: without that some plans walk all leads from the newest, matching each.
WITH found AS MATERIALIZED (
    SELECT id, email, name, company, service, zip, status, source, created, version FROM lead
    WHERE to_tsvector('simple', translate(name || ' ' || company || ' ' || email, '@.-+_', '     '))
        @@ to_tsquery('simple', 'xk' || lpad((:id)::text, 8, '0') || ':*'))
SELECT * FROM found ORDER BY id DESC LIMIT 50;
