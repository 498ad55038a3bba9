-- Fewer indexes to write with each comment and decision.
-- The id alone is unique; the site stays in the key, so that a table can be divided by sites.
ALTER TABLE comments DROP CONSTRAINT comments_pkey;
ALTER TABLE comments ADD PRIMARY KEY (id, site_id);
DROP INDEX comments_id;
ALTER TABLE decisions DROP CONSTRAINT decisions_pkey;
ALTER TABLE decisions ADD PRIMARY KEY (id, site_id);
DROP INDEX decisions_id;
-- Sketches are made in another way and found by four bands: earlier ones cannot be compared with them. They are stored
-- with the decision on the text, so they need not say of which revision they are.
TRUNCATE text_sketches;
ALTER TABLE text_sketches DROP COLUMN band5, DROP COLUMN band6, DROP COLUMN revision;
