-- Every kind of entry that Leadline keeps for a new lead, written by one call.
CREATE TABLE lead(
    id bigserial PRIMARY KEY, email text UNIQUE NOT NULL, name text, company text, service text,
    zip text, notes text, status text NOT NULL, source text, owner text,
    score int NOT NULL DEFAULT 0, domain text NOT NULL, place text NOT NULL,
    created timestamptz NOT NULL DEFAULT now(), updated timestamptz NOT NULL DEFAULT now(),
    version int NOT NULL DEFAULT 1);
CREATE INDEX ON lead(status, id);
CREATE INDEX ON lead(service, id);
CREATE INDEX ON lead(zip, id);
CREATE INDEX ON lead USING gin (to_tsvector('simple',
    translate(name || ' ' || company || ' ' || email, '@.-+_', '     ')));
CREATE INDEX ON lead(domain) WHERE status <> 'won' AND status <> 'lost';
CREATE INDEX ON lead(place) WHERE status <> 'won' AND status <> 'lost';
CREATE INDEX ON lead(score DESC, id) WHERE status = 'new' AND owner IS NULL;
CREATE INDEX ON lead(service, score DESC, id) WHERE status = 'new' AND owner IS NULL;
CREATE INDEX ON lead(updated);
CREATE TABLE event(
    seq bigserial PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), type text NOT NULL,
    lead bigint NOT NULL, service text, zip text, actor text NOT NULL, personal text);
CREATE INDEX ON event(lead, seq);

CREATE FUNCTION lead_new(
    email text, name text, company text, service text, zip text, notes text) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    domain text := split_part(lower(email), '@', 2);
    place text := lower(company) || ':' || zip;
    lead_id bigint;
BEGIN
    INSERT INTO lead(email, name, company, service, zip, notes, status, source, domain, place)
    VALUES (email, name, company, service, zip, notes, 'new', 'employee', domain, place)
    RETURNING id INTO lead_id;
    INSERT INTO event(type, lead, service, zip, actor, personal)
    VALUES ('lead.created', lead_id, service, zip, 'bench', json_build_object(
        'email', email, 'name', name, 'company', company, 'notes', notes)::text);
    RETURN lead_id;
END $$;

-- How many words each lead is found by, of enough leads to tell.
CREATE VIEW words AS SELECT length(to_tsvector('simple',
    translate(name || ' ' || company || ' ' || email, '@.-+_', '     '))) AS count
    FROM lead LIMIT 1000;
