-- What near-duplicates are found by: a small sketch of each text, written when the rules first look at it and kept as
-- long as the longest window of a rule. It holds no word of the text.
CREATE TABLE text_sketches (
  site_id    uuid NOT NULL,
  comment_id uuid NOT NULL,
  created_at timestamptz(3) NOT NULL,
  -- of the comment when the sketch was made: an edited text is sketched again
  revision   integer NOT NULL,
  -- the share of bits that two sketches have in common tells how alike the texts are; see src/text/similarity.ts
  sketch     bit(256) NOT NULL,
  -- texts that are much alike have at least one of these in common, at the same place
  band1      integer,
  band2      integer,
  band3      integer,
  band4      integer,
  band5      integer,
  band6      integer,
  PRIMARY KEY (site_id, comment_id)
);
-- earlier texts that may be like this one, newest first: one index a band
CREATE INDEX text_sketches_band1 ON text_sketches (site_id, band1, created_at) WHERE band1 IS NOT NULL;
CREATE INDEX text_sketches_band2 ON text_sketches (site_id, band2, created_at) WHERE band2 IS NOT NULL;
CREATE INDEX text_sketches_band3 ON text_sketches (site_id, band3, created_at) WHERE band3 IS NOT NULL;
CREATE INDEX text_sketches_band4 ON text_sketches (site_id, band4, created_at) WHERE band4 IS NOT NULL;
CREATE INDEX text_sketches_band5 ON text_sketches (site_id, band5, created_at) WHERE band5 IS NOT NULL;
CREATE INDEX text_sketches_band6 ON text_sketches (site_id, band6, created_at) WHERE band6 IS NOT NULL;
-- which are older than any window; rows lie in the order of time, so the smallest kind of index will do
CREATE INDEX text_sketches_age ON text_sketches USING brin (created_at);

-- What moderators have said of each comment, and what of it the model has learnt. The two differ until the sweep has
-- taught it; what is taken back is unlearnt by the features that were learnt, so nothing counts twice.
CREATE TABLE lessons (
  site_id            uuid NOT NULL,
  comment_id         uuid NOT NULL,
  -- the newest decision by a moderator; refused is NULL where it says nothing (held again, deleted, taken back)
  decision_id        uuid NOT NULL,
  refused            boolean,
  learnt_decision_id uuid,
  learnt_refused     boolean,
  -- hashes of the traits that were counted; no word can be read from them
  features           bigint[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (site_id, comment_id)
);
-- what is still to be learnt, oldest decision first
CREATE INDEX lessons_due ON lessons (decision_id) WHERE learnt_decision_id IS DISTINCT FROM decision_id;

-- How many refused and approved comments a site's model has learnt from; +1 with each round of learning.
CREATE TABLE learned_models (
  site_id  uuid PRIMARY KEY,
  version  integer NOT NULL DEFAULT 0,
  refused  integer NOT NULL DEFAULT 0,
  approved integer NOT NULL DEFAULT 0
);

-- In how many of them a trait was found.
CREATE TABLE learned_features (
  site_id  uuid NOT NULL,
  feature  bigint NOT NULL,
  refused  integer NOT NULL,
  approved integer NOT NULL,
  -- of the model when it was last counted: rare and old ones make room for new ones
  version  integer NOT NULL,
  PRIMARY KEY (site_id, feature)
) WITH (fillfactor = 80);

-- What moderators decided before there was anything to learn with.
INSERT INTO lessons (site_id, comment_id, decision_id, refused)
SELECT site_id, comment_id, id, status <> 'approved'
FROM (SELECT DISTINCT ON (comment_id) d.site_id, d.comment_id, d.id, d.status, d.undoes FROM decisions d
      WHERE d.decided_by = 'moderator' ORDER BY d.comment_id, d.created_at DESC, d.id DESC) newest
WHERE status IN ('approved', 'rejected', 'spam') AND undoes IS NULL;
