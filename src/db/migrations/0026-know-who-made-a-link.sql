-- A link is worth something only as long as its maker has the right that making it took. NULL = made by an API key, by the
-- command line, or before this column was there; such links stay good until they expire.
ALTER TABLE one_time_links ADD COLUMN made_by_user_id uuid REFERENCES users ON DELETE CASCADE;
