-- Times are kept to the millisecond, as JSON and JavaScript carry them: keyset cursors compare exactly.

-- Settings of the installation as a whole. server_key signs receipts and encrypts secrets that must be read back.
CREATE TABLE settings (
  name  text PRIMARY KEY,
  value text NOT NULL
);
-- Two random UUIDs are 244 random bits from the database's CSPRNG; the key never leaves the database and this server.
INSERT INTO settings (name, value)
VALUES ('server_key', replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''));

CREATE TABLE sites (
  id              uuid PRIMARY KEY,
  key             text NOT NULL UNIQUE,
  name            text NOT NULL,
  allowed_origins text[] NOT NULL DEFAULT '{}',
  mode            text NOT NULL DEFAULT 'everything' CHECK (mode IN ('everything', 'new-authors', 'flagged')),
  -- thresholds, group caps, retention and the like; shape: siteSettingsSchema in src/sites/site.ts
  settings        jsonb NOT NULL DEFAULT '{}',
  -- +1 with every saved rule or word list: a worker compares it to know whether its compiled rules are current
  rules_revision  integer NOT NULL DEFAULT 1,
  created_at      timestamptz(3) NOT NULL DEFAULT now()
);

CREATE TABLE pages (
  site_id       uuid NOT NULL,
  url           text NOT NULL,
  id            uuid NOT NULL,
  title         text,
  closed_at     timestamptz(3),
  first_seen_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (site_id, url)
);
-- GET /v1/pages/{id}
CREATE INDEX pages_id ON pages (id);

CREATE TABLE comments (
  site_id          uuid NOT NULL,
  id               uuid NOT NULL,
  external_id      text,
  page_url         text NOT NULL,
  page_title       text,
  parent_id        uuid,
  author_name      text NOT NULL,
  author_email     text,
  author_url       text,
  -- who wrote it, as far as a guest can be told apart; see src/comments/author-key.ts
  author_key       text NOT NULL,
  body             text NOT NULL,
  body_hash        bytea NOT NULL,
  status           text NOT NULL DEFAULT 'queued'
                   CHECK (status IN ('queued', 'held', 'approved', 'rejected', 'spam', 'deleted')),
  revision         integer NOT NULL DEFAULT 1,
  score            real NOT NULL DEFAULT 0,
  -- who set the present status: a human's word is never changed by rules
  decided_by       text CHECK (decided_by IN ('rules', 'moderator')),
  decided_at       timestamptz(3),
  public_reason    text,
  author_ip        inet,
  -- the address as velocity counts it: IPv4 whole, IPv6 by its /64
  author_network   inet,
  user_agent       text,
  referrer         text,
  honeypot_filled  boolean,
  written_in_ms    integer,
  created_at       timestamptz(3) NOT NULL,
  -- moderation of a queued comment: attempts that failed, times the sweep put it back, and when it may do so next
  attempts         smallint NOT NULL DEFAULT 0,
  sweeps           smallint NOT NULL DEFAULT 0,
  lease_until      timestamptz(3) NOT NULL DEFAULT now() + interval '15 seconds',
  last_error       text,
  -- advisory claim by a moderator, by the database's clock
  claimed_by       uuid,
  claimed_until    timestamptz(3),
  PRIMARY KEY (site_id, id)
) WITH (fillfactor = 90);
-- a comment by its id alone: /v1/comments/{id}
CREATE INDEX comments_id ON comments (id);
-- the queue of one site, by status, newest or oldest first, keyset
CREATE INDEX comments_site_status ON comments (site_id, status, created_at, id);
-- the queue over several sites (keyset) and the counts of what waits
CREATE INDEX comments_open ON comments (created_at, id) WHERE status IN ('queued', 'held');
-- held comments by risk, highest score first
CREATE INDEX comments_held_by_risk ON comments (site_id, score DESC, created_at, id) WHERE status = 'held';
-- the published thread of a page
CREATE INDEX comments_thread ON comments (site_id, page_url, created_at, id) WHERE status = 'approved';
-- author history and velocity by author: earlier comments of the same author
CREATE INDEX comments_author ON comments (site_id, author_key, created_at, id);
-- exact duplicates: earlier comments with the same text
CREATE INDEX comments_body ON comments (site_id, body_hash, created_at, id);
-- velocity by network: earlier comments from the same address
CREATE INDEX comments_network ON comments (site_id, author_network, created_at) WHERE author_network IS NOT NULL;
-- an integrator's own id names one comment of a site
CREATE UNIQUE INDEX comments_external ON comments (site_id, external_id) WHERE external_id IS NOT NULL;
-- what the sweep puts back: stored, not judged, lease over
CREATE INDEX comments_due ON comments (lease_until) WHERE status = 'queued';

-- Answers to POSTs with an Idempotency-Key, kept for 24 hours. scope = 'site:<id>' for public routes, 'key:<id>' or
-- 'user:<id>' otherwise. A comment's answer is rebuilt from comment_id; other routes store theirs.
CREATE TABLE idempotency_keys (
  scope        text NOT NULL,
  key          text NOT NULL,
  payload_hash bytea NOT NULL,
  comment_id   uuid,
  status       smallint,
  answer       jsonb,
  created_at   timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (scope, key)
);
-- the sweep drops what is over 24 hours old
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

CREATE TABLE decisions (
  site_id         uuid NOT NULL,
  id              uuid NOT NULL,
  comment_id      uuid NOT NULL,
  batch_id        uuid,
  status          text NOT NULL,
  previous_status text NOT NULL,
  revision        integer NOT NULL,
  decided_by      text NOT NULL CHECK (decided_by IN ('rules', 'moderator')),
  user_id         uuid,
  api_key_id      uuid,
  decided_by_name text,
  reasons         text[] NOT NULL DEFAULT '{}',
  note            text,
  score           real,
  -- what the rules looked at (only decisions by rules): a backtest replays exactly this
  facts           jsonb,
  rules_revision  integer,
  undoes          uuid,
  created_at      timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (site_id, id)
);
-- the history of one comment
CREATE INDEX decisions_comment ON decisions (comment_id, created_at);
-- undo by decision or by batch
CREATE INDEX decisions_id ON decisions (id);
CREATE INDEX decisions_batch ON decisions (batch_id) WHERE batch_id IS NOT NULL;

CREATE TABLE findings (
  site_id       uuid NOT NULL,
  decision_id   uuid NOT NULL,
  comment_id    uuid NOT NULL,
  position      smallint NOT NULL,
  rule_id       uuid NOT NULL,
  rule_version  integer NOT NULL,
  rule_name     text NOT NULL,
  stage         text NOT NULL,
  check_name    text NOT NULL,
  field         text,
  span_start    integer,
  span_end      integer,
  matched       text,
  lane          text,
  points        real NOT NULL,
  force         text,
  public_reason text,
  explanation   text NOT NULL,
  created_at    timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (site_id, comment_id, decision_id, position)
);
-- the comments that one rule hit, newest first
CREATE INDEX findings_rule ON findings (site_id, rule_id, created_at DESC);

CREATE TABLE rules (
  id         uuid PRIMARY KEY,
  site_id    uuid NOT NULL REFERENCES sites,
  version    integer NOT NULL,
  deleted_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
-- the rules of a site
CREATE INDEX rules_site ON rules (site_id) WHERE deleted_at IS NULL;

-- Immutable: a change of a rule is a new row.
CREATE TABLE rule_versions (
  rule_id    uuid NOT NULL REFERENCES rules,
  version    integer NOT NULL,
  name       text NOT NULL,
  stage      text NOT NULL CHECK (stage IN ('draft', 'shadow', 'hold', 'enforce')),
  definition jsonb NOT NULL,
  saved_by   text,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (rule_id, version)
);

CREATE TABLE word_lists (
  id         uuid PRIMARY KEY,
  site_id    uuid NOT NULL REFERENCES sites,
  name       text NOT NULL,
  entries    jsonb NOT NULL,
  allow      text[] NOT NULL DEFAULT '{}',
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
-- the word lists of a site
CREATE INDEX word_lists_site ON word_lists (site_id);

CREATE TABLE webhook_endpoints (
  id              uuid PRIMARY KEY,
  site_id         uuid NOT NULL REFERENCES sites,
  url             text NOT NULL,
  -- NULL = every event
  events          text[],
  -- encrypted with the server's key; after a rotation the old one signs too until previous_secret_until
  secret          bytea NOT NULL,
  previous_secret bytea,
  previous_secret_until timestamptz(3),
  enabled         boolean NOT NULL DEFAULT true,
  disabled_reason text,
  -- since when every attempt has failed; NULL after a success
  failing_since   timestamptz(3),
  created_at      timestamptz(3) NOT NULL DEFAULT now()
);
-- the endpoints of a site, read in every decision
CREATE INDEX webhook_endpoints_site ON webhook_endpoints (site_id);

-- The outbox: written with the decision, numbered afterwards by one sequencer, so that a position never appears
-- below one that a reader has already seen.
CREATE TABLE events (
  id         uuid PRIMARY KEY,
  site_id    uuid NOT NULL,
  comment_id uuid,
  type       text NOT NULL,
  data       jsonb NOT NULL,
  position   bigint,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE SEQUENCE event_positions;
-- GET /v1/events?after=
CREATE UNIQUE INDEX events_position ON events (position) WHERE position IS NOT NULL;
-- what the sequencer has to number
CREATE INDEX events_unnumbered ON events (created_at, id) WHERE position IS NULL;
-- blanking a deleted comment's text in its events
CREATE INDEX events_comment ON events (comment_id);

CREATE TABLE deliveries (
  id               uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  site_id          uuid NOT NULL,
  endpoint_id      uuid NOT NULL,
  event_id         uuid NOT NULL,
  comment_id       uuid,
  status           text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'delivered', 'failed', 'cancelled')),
  attempts         smallint NOT NULL DEFAULT 0,
  next_attempt_at  timestamptz(3) NOT NULL DEFAULT now(),
  lease_until      timestamptz(3),
  last_status_code smallint,
  last_error       text,
  delivered_at     timestamptz(3),
  created_at       timestamptz(3) NOT NULL DEFAULT now()
);
-- due deliveries of one endpoint, oldest first
CREATE INDEX deliveries_due ON deliveries (endpoint_id, next_attempt_at) WHERE status = 'pending';
-- the delivery log of an endpoint
CREATE INDEX deliveries_endpoint ON deliveries (endpoint_id, created_at DESC, id DESC);
-- the deliveries of a comment
CREATE INDEX deliveries_comment ON deliveries (comment_id);

CREATE TABLE delivery_attempts (
  delivery_id   uuid NOT NULL,
  attempt       smallint NOT NULL,
  status_code   smallint,
  error         text,
  response      text,
  duration_ms   integer NOT NULL,
  created_at    timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (delivery_id, attempt)
);

CREATE TABLE users (
  id            uuid PRIMARY KEY,
  -- lower case: sign-in ignores case
  email         text NOT NULL UNIQUE,
  name          text NOT NULL,
  password_hash text NOT NULL,
  disabled_at   timestamptz(3),
  created_at    timestamptz(3) NOT NULL DEFAULT now()
);

-- site_id NULL = all sites
CREATE TABLE user_roles (
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  site_id uuid REFERENCES sites,
  role    text NOT NULL CHECK (role IN ('admin', 'moderator', 'viewer'))
);
-- one role per user and site, one over all sites (two indexes: NULLS NOT DISTINCT needs PostgreSQL 15, 14 is promised)
CREATE UNIQUE INDEX user_roles_site ON user_roles (user_id, site_id) WHERE site_id IS NOT NULL;
CREATE UNIQUE INDEX user_roles_all_sites ON user_roles (user_id) WHERE site_id IS NULL;

CREATE TABLE sessions (
  token_hash   bytea PRIMARY KEY,
  id           uuid NOT NULL UNIQUE,
  user_id      uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  user_agent   text,
  created_at   timestamptz(3) NOT NULL DEFAULT now(),
  last_seen_at timestamptz(3) NOT NULL DEFAULT now()
);
-- sessions of a user
CREATE INDEX sessions_user ON sessions (user_id);

CREATE TABLE setup_tokens (
  token_hash bytea PRIMARY KEY,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);

CREATE TABLE api_keys (
  id           uuid PRIMARY KEY,
  -- NULL = all sites
  site_id      uuid REFERENCES sites,
  name         text NOT NULL,
  key_hash     bytea NOT NULL UNIQUE,
  scopes       text[] NOT NULL,
  created_at   timestamptz(3) NOT NULL DEFAULT now(),
  last_used_at timestamptz(3),
  revoked_at   timestamptz(3)
);

CREATE TABLE audit (
  id         uuid PRIMARY KEY,
  site_id    uuid,
  user_id    uuid,
  api_key_id uuid,
  actor      text NOT NULL,
  action     text NOT NULL,
  subject    text,
  detail     jsonb,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
-- the audit log, newest first
CREATE INDEX audit_newest ON audit (created_at DESC, id DESC);

-- Counters of rate limits where there is no Redis; the shape is rate-limiter-flexible's. Losing it in a crash is harmless.
CREATE UNLOGGED TABLE rate_limits (
  key    varchar(255) PRIMARY KEY,
  points integer NOT NULL DEFAULT 0,
  expire bigint
);
