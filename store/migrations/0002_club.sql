-- The club: what members bring, cards in batches, coupons, noted lists. All of
-- it is computed from the journal.

CREATE TABLE organisation (
  no     INTEGER PRIMARY KEY,
  id     BLOB    NOT NULL UNIQUE,
  name   TEXT    NOT NULL,
  number TEXT    NOT NULL,
  pooled INTEGER NOT NULL,
  active INTEGER NOT NULL
) STRICT;
CREATE INDEX member_organisation ON member (organisation) WHERE organisation IS NOT NULL;

CREATE INDEX member_alias ON member (alias_of) WHERE alias_of IS NOT NULL;

CREATE TABLE photo (
  member INTEGER PRIMARY KEY REFERENCES account (no),
  jpeg   BLOB    NOT NULL
) STRICT;

-- What waits to be sent to a member.
CREATE TABLE message (
  id      BLOB    PRIMARY KEY,
  member  INTEGER NOT NULL REFERENCES account (no),
  kind    TEXT    NOT NULL,
  channel TEXT    NOT NULL,
  state   TEXT    NOT NULL,
  made    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX message_member ON message (member, made);

-- Cards --------------------------------------------------------------------

CREATE TABLE card_batch (
  no        INTEGER PRIMARY KEY,
  id        BLOB    NOT NULL UNIQUE,
  first     INTEGER NOT NULL,
  count     INTEGER NOT NULL CHECK (count > 0),
  kind      TEXT    NOT NULL,
  symbology TEXT    NOT NULL,
  design    TEXT    NOT NULL,
  layout    TEXT    NOT NULL,
  made      INTEGER NOT NULL,
  person    BLOB
) STRICT;
CREATE INDEX card_batch_end ON card_batch (first + count);
CREATE INDEX card_state ON card (state, value, number);
-- What a card costs: a handful of articles among all.
CREATE INDEX product_card_fee ON product (sku) WHERE kind = 'card_fee';

CREATE TABLE card_reprint (
  event  INTEGER PRIMARY KEY REFERENCES event (id),
  number TEXT    NOT NULL,
  count  INTEGER NOT NULL,
  at     INTEGER NOT NULL,
  reason TEXT    NOT NULL
) STRICT;
CREATE INDEX card_reprint_number ON card_reprint (number);

CREATE TABLE card_design (
  name TEXT PRIMARY KEY,
  json BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Coupons ------------------------------------------------------------------

CREATE TABLE coupon_batch (
  no          INTEGER PRIMARY KEY,
  id          BLOB    NOT NULL UNIQUE,
  title       TEXT    NOT NULL,
  points      INTEGER NOT NULL,
  valid_until INTEGER NOT NULL,
  count       INTEGER NOT NULL,
  made        INTEGER NOT NULL,
  sale        BLOB,
  person      BLOB
) STRICT;
-- A sale has one coupon, however often it is asked for.
CREATE UNIQUE INDEX coupon_batch_sale ON coupon_batch (sale) WHERE sale IS NOT NULL;

-- state is free, registered or void; expired is free whose day is over.
CREATE TABLE coupon (
  code        TEXT    PRIMARY KEY,
  batch       INTEGER REFERENCES coupon_batch (no),  -- none of one made elsewhere
  points      INTEGER NOT NULL CHECK (points > 0),
  valid_until INTEGER NOT NULL,
  state       TEXT    NOT NULL,
  made        INTEGER NOT NULL,
  changed     INTEGER NOT NULL,  -- when it got its state
  member      INTEGER REFERENCES account (no),
  way         TEXT    NOT NULL,
  person      BLOB,              -- who gave it its state
  reason      TEXT    NOT NULL,  -- why it is void
  prints      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- One index a way to search (store/coupon.go), in the order of its list. The
-- first has what tells free from expired, so that skipping reads no coupon.
CREATE INDEX coupon_state ON coupon (state, changed, code, valid_until, points);
CREATE INDEX coupon_points ON coupon (points, changed, code, state, valid_until);
CREATE INDEX coupon_batch_code ON coupon (batch, changed, code);
CREATE INDEX coupon_member ON coupon (member, changed, code) WHERE member IS NOT NULL;

-- Points that no sale earned -------------------------------------------------

-- One row a PointsGiven or PointsTaken; points taken are below zero.
CREATE TABLE given (
  event  INTEGER PRIMARY KEY REFERENCES event (id),
  member INTEGER NOT NULL REFERENCES account (no),
  origin TEXT    NOT NULL,
  points INTEGER NOT NULL,
  source BLOB,
  place  INTEGER NOT NULL,  -- row of a noted list, from 1; else 0
  code   TEXT    NOT NULL,
  note   TEXT    NOT NULL,
  person BLOB,
  at     INTEGER NOT NULL,
  whom   INTEGER REFERENCES account (no)  -- the member, where the account is a pool's
) STRICT;
CREATE INDEX given_member ON given (member, event);
CREATE INDEX given_whom ON given (whom) WHERE whom IS NOT NULL;
CREATE INDEX given_source ON given (source, place) WHERE source IS NOT NULL;

CREATE TABLE noted_list (
  no     INTEGER PRIMARY KEY,
  id     BLOB    NOT NULL UNIQUE,
  title  TEXT    NOT NULL,
  rows   INTEGER NOT NULL,
  points INTEGER NOT NULL,
  made   INTEGER NOT NULL,
  person BLOB,
  undone INTEGER NOT NULL  -- when; 0: it stands
) STRICT;

CREATE TABLE noted_row (
  list   INTEGER NOT NULL REFERENCES noted_list (no),
  place  INTEGER NOT NULL,  -- from 1
  member INTEGER NOT NULL REFERENCES account (no),
  points INTEGER NOT NULL,
  PRIMARY KEY (list, place)
) STRICT, WITHOUT ROWID;

-- Lists that are not given yet: outside the journal, each with a checksum. What
-- is erased of a member is taken out of them too.
CREATE TABLE noted_draft (
  id       BLOB    PRIMARY KEY,
  opened   INTEGER NOT NULL,
  json     BLOB    NOT NULL,
  checksum BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE alarm_settled (
  alarm  TEXT    PRIMARY KEY,
  until  INTEGER NOT NULL,
  person BLOB
) STRICT, WITHOUT ROWID;

-- People ---------------------------------------------------------------------

-- Wrong PINs of a person, so that a restart is no way round the wait. It does
-- not follow from the journal.
CREATE TABLE pin_try (
  person   BLOB    PRIMARY KEY,
  wrong    INTEGER NOT NULL,
  until    INTEGER NOT NULL,  -- no PIN is looked at before
  checksum BLOB    NOT NULL
) STRICT, WITHOUT ROWID;
