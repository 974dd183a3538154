-- What many would keep: a lead with four indexes and a word index, and an event.
CREATE TABLE lead(
    id bigserial PRIMARY KEY, email text UNIQUE NOT NULL, name text, company text, service text,
    zip text, notes text, status text NOT NULL, source text,
    created timestamptz NOT NULL DEFAULT now(), version int NOT NULL DEFAULT 1);
CREATE INDEX ON lead(created);
CREATE INDEX ON lead(status, id);
CREATE INDEX ON lead(service, id);
CREATE INDEX ON lead(zip, id);
CREATE INDEX ON lead USING gin (to_tsvector('simple',
    coalesce(name, '') || ' ' || coalesce(company, '') || ' ' || email));
CREATE TABLE event(
    seq bigserial PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), type text, lead bigint,
    actor text);
-- How many words each lead is found by, of enough leads to tell.
CREATE VIEW words AS SELECT length(to_tsvector('simple',
    coalesce(name, '') || ' ' || coalesce(company, '') || ' ' || email)) AS count
    FROM lead LIMIT 1000;
