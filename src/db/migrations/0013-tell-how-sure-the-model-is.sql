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
