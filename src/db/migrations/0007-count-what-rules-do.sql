-- What each version of a rule did, by the day (UTC) of the judgement. Folded by the sweep from numbered events, and at
-- any time equal to what decisions and findings say (rebuildRuleNumbers, differingRuleNumbers): see
-- src/rules/number-queries.ts for what counts as confirmed and overturned.
CREATE TABLE rule_days (
  site_id          uuid NOT NULL,
  rule_id          uuid NOT NULL,
  rule_version     integer NOT NULL,
  day              date NOT NULL,
  -- judgements in which the rule had a finding, and those among them of which a human has had the last word
  hits             integer NOT NULL,
  confirmed        integer NOT NULL,
  overturned       integer NOT NULL,
  -- the part of them that was drawn for blind review
  blind_hits       integer NOT NULL,
  blind_confirmed  integer NOT NULL,
  blind_overturned integer NOT NULL,
  last_hit_at      timestamptz(3),
  -- the numbers of a rule over its last days
  PRIMARY KEY (rule_id, rule_version, day)
);

-- On how many comments each version was run, and how long that took: added up in each process, written by its sweep.
CREATE TABLE rule_costs (
  rule_id      uuid NOT NULL,
  rule_version integer NOT NULL,
  day          date NOT NULL,
  evaluated    bigint NOT NULL,
  microseconds double precision NOT NULL,
  PRIMARY KEY (rule_id, rule_version, day)
);

-- The position of the last event whose decision is in rule_days; empty = to be counted from the rows once.
INSERT INTO settings (name, value) VALUES ('rule_numbers_position', '');

-- What the rules would have done with a comment that was drawn for blind review; no moderator is shown it before deciding.
ALTER TABLE decisions ADD COLUMN blind jsonb;

-- Why the emergency brake saved this version; NULL = a person saved it.
ALTER TABLE rule_versions ADD COLUMN brake_reason text;
