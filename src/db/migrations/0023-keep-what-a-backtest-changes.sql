-- The comments that a backtest would have decided otherwise, for the file of all of them; the result has some as samples.
-- As there, a comment is named by its id and none of its text is kept.
CREATE TABLE backtest_changes (
  backtest_id uuid NOT NULL REFERENCES backtests ON DELETE CASCADE,
  -- in the order they were tried, the newest comment first
  place       integer NOT NULL,
  was         text NOT NULL,
  becomes     text NOT NULL,
  sample      jsonb NOT NULL,
  PRIMARY KEY (backtest_id, place)
);
