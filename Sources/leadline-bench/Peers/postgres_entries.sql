-- Rows and index entries for each lead: a row has one entry in each index of its table, but as many
-- as it has words in the index of words.
SELECT round((sum(s.n_tup_ins * (1 + (SELECT count(*) FROM pg_index i WHERE i.indrelid = s.relid)))
    / (SELECT count(*) FROM lead) + (SELECT avg(count) - 1 FROM words))::numeric, 1)
FROM pg_stat_user_tables s;
