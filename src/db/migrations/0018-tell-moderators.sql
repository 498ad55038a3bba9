-- What readers see above a moderator's replies as the newsroom; NULL = the site's name.
ALTER TABLE users ADD COLUMN public_name text;

-- Who is told of what waits, and how far: a moderator by e-mail, or a site's chat by its webhook.
CREATE TABLE notice_targets (
  id             uuid PRIMARY KEY,
  user_id        uuid UNIQUE REFERENCES users ON DELETE CASCADE,
  site_id        uuid UNIQUE REFERENCES sites,
  -- of a chat: where its messages go, encrypted with the server's key
  url            bytea,
  enabled        boolean NOT NULL,
  -- which sites, what is urgent, hours and time zone; shape: noticeSettingsSchema in src/notices/notice.ts
  settings       jsonb NOT NULL,
  -- the newest decision on a held comment that the last message told of
  told_through   timestamptz(3) NOT NULL DEFAULT 'epoch',
  -- the last message about something urgent, and the last hour for a digest that has been seen to
  urgent_sent_at timestamptz(3),
  digest_hour    timestamptz(3) NOT NULL,
  last_sent_at   timestamptz(3),
  -- since the last message that went out
  failures       integer NOT NULL DEFAULT 0,
  retry_at       timestamptz(3),
  last_error     text,
  last_error_at  timestamptz(3),
  CHECK ((user_id IS NULL) <> (site_id IS NULL)),
  CHECK ((site_id IS NULL) = (url IS NULL))
);
