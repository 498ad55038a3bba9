-- How sure a model has to be is learnt from how well it foretold its site's decisions, each before it was learnt.
ALTER TABLE learned_models
  -- the evidence that makes a score of 0.9
  ADD COLUMN hold_from real NOT NULL DEFAULT 3.1,
  -- approvals by the evidence there was against them, in tenths; the last is for all beyond
  ADD COLUMN approved_at integer[] NOT NULL DEFAULT '{}';
-- where in approved_at it counts, if it was approved; NULL = the model knew too little when it came
ALTER TABLE lessons ADD COLUMN foretold smallint;

-- Other traits are looked at now, so everything is learnt anew, a thousand decisions with each sweep.
TRUNCATE learned_features;
UPDATE learned_models SET refused = 0, approved = 0;
UPDATE lessons SET learnt_decision_id = NULL, learnt_refused = NULL, features = '{}';

-- Whether Akismet hears what moderators decide; of Akismet's row alone.
ALTER TABLE service_secrets ADD COLUMN reports_decisions boolean NOT NULL DEFAULT true;

-- Comments that moderators of a site with an Akismet key decided, and what Akismet was told of them. A decision puts its
-- comment here in its own statement; what there is to say is worked out when it is sent.
CREATE TABLE akismet_reports (
  site_id     uuid NOT NULL,
  comment_id  uuid NOT NULL,
  -- the newest decision by a moderator
  decision_id uuid NOT NULL,
  -- when to look at it next; NULL = what it said was told or cannot be
  due_at      timestamptz(3) DEFAULT now(),
  attempts    smallint NOT NULL DEFAULT 0,
  -- what Akismet was told last, and which judgement by rules holds the answer it was told about
  told        text CHECK (told IN ('ham', 'spam')),
  judgement_id uuid,
  PRIMARY KEY (site_id, comment_id)
);
-- what is still to be told, oldest first
CREATE INDEX akismet_reports_due ON akismet_reports (due_at) WHERE due_at IS NOT NULL;
