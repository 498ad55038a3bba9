-- Documents say their day, too, so that a search can stop after any day and go on with the next page. Those of old comments
-- are written anew in the background, newest first; until then a search asks the index for all days at once.
UPDATE settings SET value = 'ffffffff-ffff-ffff-ffff-ffffffffffff' WHERE name = 'search_backfill';
