-- Answers to POSTs with an Idempotency-Key may hold a secret that is shown once: they are kept encrypted with the
-- server's key. NULL while the first request is still at work.
ALTER TABLE idempotency_keys DROP COLUMN answer;
ALTER TABLE idempotency_keys ADD COLUMN answer bytea;
