-- Comments on which a moderator wants another one's opinion. Open until somebody decides; taking that decision back
-- opens it again.
CREATE TABLE second_opinions (
  comment_id    uuid PRIMARY KEY,
  site_id       uuid NOT NULL,
  asked_by_name text NOT NULL,
  note          text NOT NULL DEFAULT '',
  asked_at      timestamptz(3) NOT NULL DEFAULT now(),
  -- the decision that settled it
  answered_by   uuid
);
-- the list of a site, and its count
CREATE INDEX second_opinions_open ON second_opinions (site_id, asked_at, comment_id) WHERE answered_by IS NULL;

-- What one moderator leaves for the next.
CREATE TABLE handover_notes (
  id              uuid PRIMARY KEY,
  site_id         uuid NOT NULL,
  body            text NOT NULL,
  written_by_name text NOT NULL,
  written_at      timestamptz(3) NOT NULL DEFAULT now(),
  done_at         timestamptz(3),
  done_by_name    text
);
-- what stands above the queue
CREATE INDEX handover_notes_open ON handover_notes (site_id, id) WHERE done_at IS NULL;
