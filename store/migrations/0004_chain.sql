-- The chain: what a till has of its head office, and through it of the other
-- tills. What is pulled lies here as it came, and is folded into the tables
-- above (see pulled.go).

-- Derived ---------------------------------------------------------------------

CREATE TABLE joined (
  one             INTEGER PRIMARY KEY CHECK (one = 1),
  event           INTEGER NOT NULL REFERENCES event (id),
  chain           BLOB    NOT NULL,
  name            TEXT    NOT NULL,
  head_office_key BLOB    NOT NULL
) STRICT;

CREATE TABLE lease_taken (
  lease  BLOB    PRIMARY KEY,
  event  INTEGER NOT NULL REFERENCES event (id),
  member INTEGER NOT NULL REFERENCES account (no),
  points INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE card_block (
  block BLOB    PRIMARY KEY,
  event INTEGER NOT NULL REFERENCES event (id),
  first INTEGER NOT NULL,
  count INTEGER NOT NULL CHECK (count > 0)
) STRICT, WITHOUT ROWID;

-- What an event of this till did to an account whose state was pulled since:
-- its postings are in that state, and gone here.
CREATE TABLE heard (
  member INTEGER NOT NULL REFERENCES account (no),
  event  INTEGER NOT NULL,
  points INTEGER NOT NULL,
  PRIMARY KEY (member, event)
) STRICT, WITHOUT ROWID;

-- Not of the journal ----------------------------------------------------------

-- after is the event of this till up to which the state has taken in what the
-- till said itself. folded is 0 while an event of the till's own that the state
-- does not know yet touches the same thing.
CREATE TABLE pulled (
  kind     INTEGER NOT NULL,
  key      BLOB    NOT NULL,
  after    INTEGER NOT NULL,
  folded   INTEGER NOT NULL,
  state    BLOB    NOT NULL,
  checksum BLOB    NOT NULL,
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX pulled_waits ON pulled (kind, key) WHERE folded = 0;

-- Row numbers of what was first heard of by pulling. Those of what the till made
-- itself follow from its journal, and lie below 1 << 40.
CREATE TABLE pulled_no (
  kind     INTEGER NOT NULL,
  key      BLOB    NOT NULL,
  no       INTEGER NOT NULL,
  checksum BLOB    NOT NULL,
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE link (
  one      INTEGER PRIMARY KEY CHECK (one = 1),
  json     BLOB    NOT NULL,
  cursor   INTEGER NOT NULL,
  checksum BLOB    NOT NULL
) STRICT;

-- Leases that were asked for, and not answered yet.
CREATE TABLE lease_ask (
  lease       BLOB    PRIMARY KEY,
  incarnation BLOB    NOT NULL,
  account     BLOB    NOT NULL,
  want        INTEGER NOT NULL,
  made        INTEGER NOT NULL,
  checksum    BLOB    NOT NULL
) STRICT, WITHOUT ROWID;
