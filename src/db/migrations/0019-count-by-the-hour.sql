-- What happened in each hour (UTC), counted from comments and decisions by the sweep, never by who writes those. An hour
-- is always counted whole and anew, so counting it again gives the same: see src/stats/hour-queries.ts.
CREATE TABLE site_hours (
  -- 00000000-0000-0000-0000-000000000000 = all sites together
  site_id         uuid NOT NULL,
  hour            timestamptz(0) NOT NULL,
  -- comments written in this hour, whatever became of them
  submitted       integer NOT NULL,
  -- decisions of this hour by status and by whom; deletions and what was taken back (undo) apart
  rules_approved  integer NOT NULL,
  rules_held      integer NOT NULL,
  rules_rejected  integer NOT NULL,
  rules_spam      integer NOT NULL,
  people_approved integer NOT NULL,
  people_held     integer NOT NULL,
  people_rejected integer NOT NULL,
  people_spam     integer NOT NULL,
  deleted         integer NOT NULL,
  undone          integer NOT NULL,
  -- comments that came to be held in this hour, less those that ceased to be: the sum of all hours is what waits
  held_change     integer NOT NULL,
  -- a site over a time; one hour, to compare and replace it, is looked for site by site
  PRIMARY KEY (site_id, hour)
);

-- How long comments had waited that were approved, rejected or marked as spam for the first time in this hour.
CREATE TABLE waiting_hours (
  -- as in site_hours
  site_id    uuid NOT NULL,
  hour       timestamptz(0) NOT NULL,
  decided_by text NOT NULL,
  -- four to each doubling, 0 begins at one hour: see src/stats/waiting-times.ts
  bucket     smallint NOT NULL,
  comments   integer NOT NULL,
  -- a site over a time
  PRIMARY KEY (site_id, hour, decided_by, bucket)
);

-- What each person (or key) decided; how it is called stands where people and keys are.
CREATE TABLE moderator_hours (
  site_id      uuid NOT NULL,
  hour         timestamptz(0) NOT NULL,
  moderator_id uuid NOT NULL,
  approved     integer NOT NULL,
  held         integer NOT NULL,
  rejected     integer NOT NULL,
  spam         integer NOT NULL,
  deleted      integer NOT NULL,
  undone       integer NOT NULL,
  -- a site over a time
  PRIMARY KEY (site_id, hour, moderator_id)
);

-- Which hours have been counted, and which are to be counted (again) because a decision in them has become known.
CREATE TABLE counted_hours (
  hour       timestamptz(0) PRIMARY KEY,
  is_due     boolean NOT NULL DEFAULT true,
  -- an hour in a flood is not counted anew with every few comments
  not_before timestamptz(3) NOT NULL DEFAULT now()
);
-- the hours to be counted, newest first; usually one or two
CREATE INDEX counted_hours_due ON counted_hours (hour) WHERE is_due;

-- The position up to which decisions' events have named their hours, and the decision from which older ones are still to
-- be looked through, newest first (empty = all have been).
INSERT INTO settings (name, value)
VALUES ('stats_position', (SELECT coalesce(max(position), 0)::text FROM numbered_events)),
       ('stats_backfill', 'ffffffff-ffff-ffff-ffff-ffffffffffff');

-- the decisions of an hour; a block range index costs next to nothing to write, and decisions are stored as time goes
CREATE INDEX decisions_time ON decisions USING brin (created_at) WITH (pages_per_range = 32, autosummarize = on);
