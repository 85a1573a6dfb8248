-- The bonus programme beyond the sale: categories, appointments, rewards, gift
-- cards, proposals. All of it is computed from the journal.

CREATE TABLE category (
  name          TEXT PRIMARY KEY,
  discountable  INTEGER,  -- NULL: as the product says
  earns         INTEGER,
  bonus_payable INTEGER,
  fixed_points  INTEGER
) STRICT, WITHOUT ROWID;

-- What an appointment gives waits in pending, under the event that booked it.
CREATE TABLE appointment (
  event   INTEGER PRIMARY KEY REFERENCES event (id),
  id      BLOB    NOT NULL UNIQUE,
  member  INTEGER NOT NULL REFERENCES account (no),
  sku     TEXT    NOT NULL,
  ends_at INTEGER NOT NULL,
  due_at  INTEGER NOT NULL,
  points  INTEGER NOT NULL,
  state   TEXT    NOT NULL,  -- booked, awarded, cancelled, missed
  uid     TEXT    NOT NULL
) STRICT;
CREATE INDEX appointment_member ON appointment (member, ends_at);
CREATE INDEX appointment_ends ON appointment (ends_at);
CREATE UNIQUE INDEX appointment_uid ON appointment (uid) WHERE uid <> '';

CREATE TABLE reward (
  no     INTEGER PRIMARY KEY,
  sku    TEXT    NOT NULL UNIQUE,
  name   TEXT    NOT NULL,
  kind   TEXT    NOT NULL,
  points INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  stock  INTEGER CHECK (stock >= 0),  -- NULL: without end
  active INTEGER NOT NULL
) STRICT;

CREATE TABLE purchase (
  event     INTEGER PRIMARY KEY REFERENCES event (id),
  id        BLOB    NOT NULL UNIQUE,
  member    INTEGER NOT NULL REFERENCES account (no),
  sku       TEXT    NOT NULL,
  points    INTEGER NOT NULL,
  at        INTEGER NOT NULL,
  gift_card TEXT    NOT NULL,
  handed    INTEGER NOT NULL  -- when; 0: not yet
) STRICT;
CREATE INDEX purchase_member ON purchase (member, event);
CREATE INDEX purchase_open ON purchase (event) WHERE handed = 0;

CREATE TABLE gift_card (
  code          TEXT    PRIMARY KEY,
  kind          TEXT    NOT NULL,  -- paid, promotional
  amount        INTEGER NOT NULL CHECK (amount > 0),
  balance       INTEGER NOT NULL CHECK (balance >= 0),
  valid_until   INTEGER NOT NULL,
  payable_until INTEGER NOT NULL,
  blocked       INTEGER NOT NULL,
  made          INTEGER NOT NULL,
  member        INTEGER REFERENCES account (no),
  sale          BLOB,
  purchase      BLOB,
  person        BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX gift_card_member ON gift_card (member) WHERE member IS NOT NULL;
CREATE INDEX gift_card_valid ON gift_card (valid_until);

-- Every change of a balance; of a spending the amount is below zero.
CREATE TABLE gift_card_entry (
  code   TEXT    NOT NULL REFERENCES gift_card (code),
  event  INTEGER NOT NULL REFERENCES event (id),
  n      INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  sale   BLOB,
  PRIMARY KEY (code, event, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX gift_card_entry_sale ON gift_card_entry (sale) WHERE sale IS NOT NULL;

CREATE TABLE proposal (
  event   INTEGER PRIMARY KEY REFERENCES event (id),
  id      BLOB    NOT NULL UNIQUE,
  member  INTEGER NOT NULL REFERENCES account (no),
  kind    TEXT    NOT NULL,
  points  INTEGER NOT NULL,
  subject TEXT    NOT NULL,
  note    TEXT    NOT NULL,
  state   TEXT    NOT NULL,  -- open, approved, refused
  person  BLOB,              -- who made it
  decided BLOB               -- who decided
) STRICT;
CREATE INDEX proposal_open ON proposal (event) WHERE state = 'open';
CREATE UNIQUE INDEX proposal_once ON proposal (member, kind, subject) WHERE subject <> '' AND state <> 'refused';

-- A sale whose member was put right afterwards: the newest row counts.
CREATE TABLE sale_mended (
  event  INTEGER PRIMARY KEY REFERENCES event (id),
  sale   BLOB    NOT NULL,
  member INTEGER REFERENCES account (no),
  person BLOB,
  reason TEXT    NOT NULL
) STRICT;
CREATE INDEX sale_mended_sale ON sale_mended (sale, event);
