SELECT id, email, name, company, service, zip, status, source, created, version
FROM lead WHERE status = 'new' AND owner IS NULL ORDER BY score DESC, id LIMIT 50;
