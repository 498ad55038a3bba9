-- What became of an author's comments, and when the first one came: for each comment that is judged and each card that is
-- shown. The status stands in the index, so that a long history is read without the comments themselves.
DROP INDEX comments_author;
CREATE INDEX comments_author ON comments (site_id, author_key, created_at, id) INCLUDE (status);
