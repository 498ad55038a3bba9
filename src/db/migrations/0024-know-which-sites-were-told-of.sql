-- The sites of which the last message spoke: all that waits on another one is news, however old. NULL = not known, as of
-- messages before this: then only what is newer than `told_through` is.
ALTER TABLE notice_targets ADD COLUMN told_site_ids uuid[];
