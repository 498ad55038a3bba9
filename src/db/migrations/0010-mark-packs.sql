-- Packs that a site has switched on at some time. Their rules and word lists are copies of the site's own, marked with the
-- pack and with the key of the part; what a person changed in a copy is kept through updates and through off and on.
CREATE TABLE site_packs (
  site_id        uuid NOT NULL REFERENCES sites,
  pack           text NOT NULL,
  -- the version of the pack that the copies were made or updated from
  version        integer NOT NULL,
  -- NULL = switched off: the copies wait on the shelf
  switched_on_at timestamptz(3),
  -- word lists that were ever made: one of these that is missing was deleted by a person, and stays so
  word_lists     text[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (site_id, pack)
);

ALTER TABLE rules
  ADD COLUMN pack         text,
  ADD COLUMN pack_part    text,
  -- the version of the rule that the pack saved last: a later one is a person's
  ADD COLUMN pack_version integer,
  -- set together with deleted_at when the pack is switched off; deleted_at alone = a person deleted the rule
  ADD COLUMN shelved_at   timestamptz(3);
-- the copies of a pack on a site, those on the shelf too; never two of one part
CREATE UNIQUE INDEX rules_pack ON rules (site_id, pack, pack_part) WHERE pack IS NOT NULL;

ALTER TABLE word_lists
  ADD COLUMN pack          text,
  ADD COLUMN pack_part     text,
  -- {name, entries, allow} as the pack wrote them last: what differs from it is a person's
  ADD COLUMN pack_original jsonb,
  ADD COLUMN shelved_at    timestamptz(3);
-- the same of word lists
CREATE UNIQUE INDEX word_lists_pack ON word_lists (site_id, pack, pack_part) WHERE pack IS NOT NULL;
