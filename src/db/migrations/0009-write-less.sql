-- Less to write with each comment and decision.
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
-- Positions stand beside the events, not in them: numbering an event wrote it and its indexes a second time.
CREATE TABLE numbered_events (
  -- GET /v1/events?after=
  position bigint PRIMARY KEY,
  event_id uuid NOT NULL
);
-- What the sequencer has to number: written with the event.
CREATE TABLE unnumbered_events (
  event_id   uuid PRIMARY KEY,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);
INSERT INTO numbered_events (position, event_id) SELECT position, id FROM events WHERE position IS NOT NULL ORDER BY position;
INSERT INTO unnumbered_events (event_id, created_at) SELECT id, created_at FROM events WHERE position IS NULL;
ALTER TABLE events DROP COLUMN position;
