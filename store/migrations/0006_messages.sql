-- What a message is about, so that it is queued once, and the shop's own words.

ALTER TABLE message ADD COLUMN cause      TEXT    NOT NULL DEFAULT '';
ALTER TABLE message ADD COLUMN points     INTEGER NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN expires_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN about      TEXT    NOT NULL DEFAULT '';  -- a gift card's code, a level
UPDATE message SET state = 'waiting' WHERE state = 'queued';
CREATE UNIQUE INDEX message_cause ON message (member, kind, cause) WHERE cause <> '';
CREATE INDEX message_state ON message (state, made);

CREATE TABLE message_template (
  kind     TEXT NOT NULL,
  language TEXT NOT NULL,
  subject  TEXT NOT NULL,
  text     TEXT NOT NULL,
  PRIMARY KEY (kind, language)
) STRICT, WITHOUT ROWID;
