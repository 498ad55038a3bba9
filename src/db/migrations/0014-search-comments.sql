-- What comments are searched by: written in the background, seconds after a decision, so that intake and decisions pay
-- nothing for it. What is not in here yet is searched directly. What a document holds: src/comments/search-document.ts.
CREATE TABLE comment_search (
  comment_id uuid PRIMARY KEY,
  created_at timestamptz(3) NOT NULL,
  score      real NOT NULL,
  document   tsvector NOT NULL
);
-- the newest or oldest comments in which common words stand, keyset
CREATE INDEX comment_search_time ON comment_search (created_at, comment_id);
-- everything else that is searched; the list of what is still to be sorted in stays short, as every search reads it
CREATE INDEX comment_search_document ON comment_search USING gin (document) WITH (gin_pending_list_limit = 512);

-- Up to which event's position documents are written, and the comment from which older ones are still to be indexed,
-- newest first (empty = all are).
INSERT INTO settings (name, value)
VALUES ('search_position', (SELECT coalesce(max(position), 0)::text FROM numbered_events)),
       ('search_backfill', 'ffffffff-ffff-ffff-ffff-ffffffffffff');

-- published by the rules although some gave it points, riskiest first; nearly all comments are not in here
CREATE INDEX comments_flagged ON comments (site_id, score DESC, created_at, id)
  WHERE status = 'approved' AND decided_by = 'rules' AND score > 0;
-- a moderator's own latest decisions: how long one takes; rules' decisions are not in here
CREATE INDEX decisions_user ON decisions (user_id, created_at) WHERE user_id IS NOT NULL;
