-- Invitations, and new passwords by an admin or from the command line. Only the token's hash is kept.
CREATE TABLE one_time_links (
  id               uuid PRIMARY KEY,
  token_hash       bytea NOT NULL UNIQUE,
  purpose          text NOT NULL CHECK (purpose IN ('invitation', 'new-password')),
  -- lower case, as in users
  email            text NOT NULL,
  -- new-password: whose
  user_id          uuid REFERENCES users ON DELETE CASCADE,
  -- invitation: to which site (NULL = all) and as what
  site_id          uuid REFERENCES sites,
  role             text CHECK (role IN ('admin', 'moderator', 'viewer')),
  ends_second_step boolean NOT NULL DEFAULT false,
  made_by          text NOT NULL,
  created_at       timestamptz(3) NOT NULL DEFAULT now(),
  expires_at       timestamptz(3) NOT NULL,
  CHECK ((purpose = 'invitation') = (role IS NOT NULL)),
  CHECK ((purpose = 'new-password') = (user_id IS NOT NULL))
);

-- The second step at sign-in. Secrets are encrypted with the server's key; `pending` until the first code was right.
ALTER TABLE users ADD COLUMN totp_secret bytea;
ALTER TABLE users ADD COLUMN totp_pending_secret bytea;
-- The last step a code was taken for: none is taken twice.
ALTER TABLE users ADD COLUMN totp_last_step bigint;

CREATE TABLE recovery_codes (
  user_id   uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  code_hash bytea NOT NULL,
  PRIMARY KEY (user_id, code_hash)
);

-- who works on a site
CREATE INDEX user_roles_of_site ON user_roles (site_id);
-- the audit log of a site, newest first
CREATE INDEX audit_of_site ON audit (site_id, created_at DESC, id DESC);
