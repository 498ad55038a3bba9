-- In which language messages are written; the list is in src/notices/notice-words.ts. English is what everybody got before,
-- and what a process of the version before goes on writing: it saves settings without naming this.
ALTER TABLE notice_targets ADD COLUMN language text NOT NULL DEFAULT 'en';
