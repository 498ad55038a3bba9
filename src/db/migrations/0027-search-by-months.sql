-- Documents say their month, so that a search can go through the index month by month. Those of old comments are written
-- anew in the background, newest first; until then a search asks the index for all months at once.
UPDATE settings SET value = 'ffffffff-ffff-ffff-ffff-ffffffffffff' WHERE name = 'search_backfill';
-- What is still to be sorted in is sorted in by a statement that happens to come when the list is full: less at once.
ALTER INDEX comment_search_document SET (gin_pending_list_limit = 128);
