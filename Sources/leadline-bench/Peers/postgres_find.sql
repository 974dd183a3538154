\set id random(1, :keyspace)
SELECT id, email, name, company, service, zip, status, source, created, version FROM lead
WHERE to_tsvector('simple', translate(name || ' ' || company || ' ' || email, '@.-+_', '     '))
    @@ to_tsquery('simple', 'xk' || lpad((:id)::text, 8, '0') || ':*')
ORDER BY id DESC LIMIT 50;
