-- Times of events are those of their own writing, not of the transaction's start: a batch that waited for locks would
-- otherwise stamp its events before ones that were written and read earlier.
ALTER TABLE events ALTER COLUMN created_at SET DEFAULT clock_timestamp();

-- due deliveries of one endpoint, in the order in which they are leased
DROP INDEX deliveries_due;
CREATE INDEX deliveries_due ON deliveries (endpoint_id, next_attempt_at, event_id) WHERE status = 'pending';
-- how many deliveries of an endpoint are under way, and whether a lease holds a failing one back
CREATE INDEX deliveries_leased ON deliveries (endpoint_id, lease_until) WHERE status = 'pending' AND lease_until IS NOT NULL;
-- an event goes to an endpoint once, however often it is sent again
CREATE UNIQUE INDEX deliveries_event ON deliveries (event_id, endpoint_id);
