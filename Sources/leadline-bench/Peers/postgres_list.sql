SELECT id, email, name, company, service, zip, status, source, created, version
FROM lead WHERE status = 'new' ORDER BY id DESC LIMIT 50;
