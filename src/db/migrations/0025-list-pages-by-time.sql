-- the list of a site's pages, newest first, and where a search among them goes on
CREATE INDEX pages_time ON pages (site_id, first_seen_at DESC, id DESC);
-- those among them that were closed by hand
CREATE INDEX pages_closed ON pages (site_id, first_seen_at DESC, id DESC) WHERE closed_at IS NOT NULL;
