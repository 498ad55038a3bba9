-- Rules tried on comments that are decided already. A row is the work itself: a worker leases it, writes how far it has
-- come, and last the result. The result names comments by id and holds none of their text.
CREATE TABLE backtests (
  id           uuid PRIMARY KEY,
  site_id      uuid NOT NULL REFERENCES sites,
  -- the saved rule whose place the tried one takes; NULL = a rule that is not saved
  rule_id      uuid,
  rule         jsonb NOT NULL,
  -- NULL = as far back as max_comments reach
  days         integer,
  max_comments integer NOT NULL,
  status       text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'running', 'done', 'cancelled', 'failed')),
  done         integer NOT NULL DEFAULT 0,
  total        integer,
  result       jsonb,
  error        text,
  requested_by text NOT NULL,
  -- a worker that is not heard of until then has died, and another one starts again; after some attempts it fails
  lease_until  timestamptz(3),
  attempts     smallint NOT NULL DEFAULT 0,
  created_at   timestamptz(3) NOT NULL DEFAULT now(),
  started_at   timestamptz(3),
  finished_at  timestamptz(3)
);
-- what there is to do, oldest first
CREATE INDEX backtests_due ON backtests (created_at, id) WHERE status IN ('queued', 'running');
-- the backtests of a site, newest first: the list, and which are too many to keep
CREATE INDEX backtests_site ON backtests (site_id, created_at DESC, id DESC);
