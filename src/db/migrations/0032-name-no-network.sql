-- Keys of authors that name the network itself, as all of guests without an e-mail address did: the housekeeping writes
-- them anew (src/comments/retention-queries.ts), and finds by this what is left. No key is written so any more.
CREATE INDEX comments_network_in_key ON comments (site_id, id) WHERE author_key LIKE 'name:%@%';
