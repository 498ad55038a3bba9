-- which comments still have an address or user agent, oldest first: dropped after a site's number of days
CREATE INDEX comments_addresses ON comments (site_id, created_at) WHERE author_ip IS NOT NULL OR user_agent IS NOT NULL;
