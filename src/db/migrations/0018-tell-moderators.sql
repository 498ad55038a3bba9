-- What readers see above a moderator's replies as the newsroom; NULL = the site's name.
ALTER TABLE users ADD COLUMN public_name text;
