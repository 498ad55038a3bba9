-- Decisions on all comments that match, and their undo. A row is the work itself: which comments at which revision was
-- fixed when it was asked for, a worker leases the row and goes on from `position`. So a comment that came or changed
-- since is left alone, and a worker that dies costs nothing. It names comments by id and holds none of their text.
CREATE TABLE decision_batches (
  -- the batch_id of its decisions
  id              uuid PRIMARY KEY,
  -- what is to become of them; NULL = each gets back what it had before the batch `undoes`
  status          text CHECK (status IN ('held', 'approved', 'rejected', 'spam')),
  undoes          uuid,
  undone_by       uuid,
  reasons         text[] NOT NULL DEFAULT '{}',
  public_reason   text,
  note            text,
  user_id         uuid,
  api_key_id      uuid,
  decided_by_name text NOT NULL,
  -- the sites of the comments in it
  site_ids        uuid[] NOT NULL,
  -- the comments, or the decisions that are undone; NULL once it has ended
  subjects        uuid[],
  -- of the comments, when they were found
  revisions       integer[],
  matched         integer NOT NULL,
  position        integer NOT NULL DEFAULT 0,
  done            integer NOT NULL DEFAULT 0,
  -- changed meanwhile, and so left alone
  skipped         integer NOT NULL DEFAULT 0,
  state           text NOT NULL CHECK (state IN ('waiting', 'running', 'cancelling', 'done', 'cancelled', 'failed')),
  error           text,
  -- a worker that is not heard of until then has died; `lease` tells its lease from a later one
  lease           integer NOT NULL DEFAULT 0,
  lease_until     timestamptz(3),
  failures        smallint NOT NULL DEFAULT 0,
  created_at      timestamptz(3) NOT NULL DEFAULT now(),
  started_at      timestamptz(3),
  finished_at     timestamptz(3),
  CHECK ((status IS NULL) = (undoes IS NOT NULL))
);
-- what there is to do, oldest first
CREATE INDEX decision_batches_due ON decision_batches (created_at, id) WHERE state IN ('waiting', 'running', 'cancelling');
-- the list, newest first, and which are too old to keep
CREATE INDEX decision_batches_time ON decision_batches (created_at DESC, id DESC);
