-- Every word in the documents of the search that somebody may begin to write: PostgreSQL looks up whole words as it needs
-- them, but gathers all places of whatever begins so before it looks at any (see src/comments/known-words.ts). Those of
-- old comments follow in the background; until then a search asks for beginnings.
CREATE TABLE known_words (
  word text COLLATE "C" PRIMARY KEY,
  -- the day on which it was last written or looked for: what no comment has any more is forgotten a month later
  seen date NOT NULL DEFAULT current_date
);
CREATE INDEX known_words_seen ON known_words (seen);
-- How far the index is has new names: a worker of the version before, which knows no words, may still be running, and must
-- not say of comments that they are done. It goes on with the old ones.
INSERT INTO settings (name, value)
SELECT 'index_position', value FROM settings WHERE name = 'search_position'
UNION ALL VALUES ('index_backfill', 'ffffffff-ffff-ffff-ffff-ffffffffffff');
