-- Moderators' decisions on edited texts were counted for what the rules had said of the text before: everything is counted
-- from the rows once more.
UPDATE settings SET value = '' WHERE name = 'rule_numbers_position';
