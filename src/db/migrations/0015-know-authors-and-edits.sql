-- What moderators have said of an author: trust, a ban, a note. Most authors have no row.
CREATE TABLE authors (
  site_id      uuid NOT NULL,
  -- as in comments: who wrote it, as far as a guest can be told apart
  author_key   text NOT NULL,
  id           uuid NOT NULL,
  -- as the comment gave them by which the author was found
  name         text NOT NULL,
  email        text,
  trusted_at   timestamptz(3),
  banned_at    timestamptz(3),
  -- NULL = for good
  banned_until timestamptz(3),
  note         text NOT NULL DEFAULT '',
  changed_by   text NOT NULL,
  changed_at   timestamptz(3) NOT NULL DEFAULT now(),
  -- the facts of each comment ask by this key
  PRIMARY KEY (site_id, author_key)
);
-- PATCH /v1/authors/{id}
CREATE UNIQUE INDEX authors_id ON authors (id);
-- the list, latest change first
CREATE INDEX authors_changed ON authors (changed_at DESC, id DESC);

-- Texts that were replaced by an edit, by the revision at which they stood; they go with the comment.
CREATE TABLE earlier_texts (
  comment_id uuid NOT NULL,
  revision   integer NOT NULL,
  site_id    uuid NOT NULL,
  body       text NOT NULL,
  edited_by  text NOT NULL,
  edited_at  timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (comment_id, revision, site_id)
);

-- What the author was told: taking back a later decision brings it back.
ALTER TABLE decisions ADD COLUMN public_reason text;
