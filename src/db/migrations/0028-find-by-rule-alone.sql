-- A rule belongs to one site. With the site in front, this index looked as good as the key for finding one comment's
-- findings to a plan made while there were few, and was then read through for all of the site's.
DROP INDEX findings_rule;
-- the comments that one rule hit, newest first
CREATE INDEX findings_rule ON findings (rule_id, created_at DESC);
