-- The first form of a shop's file. Every table below `event` and `incarnation`
-- is computed from the journal, and can be computed again (see verify.go);
-- only outbox, personal_key, draft and print_job say something of their own, and
-- carry a checksum for it.
--
-- Moments are milliseconds since 1970 UTC, money minor units, rates basis
-- points, quantities thousandths, ids 16 bytes. There are few indexes, and
-- most grow at their right edge: a sale must touch few pages.

-- Journal ------------------------------------------------------------------

-- id is the ordinal of the incarnation << 40 | the gap-free sequence in it.
CREATE TABLE event (
  id           INTEGER PRIMARY KEY,
  clock        INTEGER NOT NULL,
  type         TEXT    NOT NULL,
  version      INTEGER NOT NULL,
  member       BLOB,
  rights_delta INTEGER NOT NULL,
  payload      BLOB    NOT NULL,
  prev         BLOB    NOT NULL,
  hash         BLOB    NOT NULL,
  signature    BLOB    NOT NULL
) STRICT;

CREATE TABLE incarnation (
  ordinal       INTEGER PRIMARY KEY,
  id            BLOB    NOT NULL UNIQUE,
  prefix        TEXT    NOT NULL UNIQUE,  -- of its receipt numbers
  public_key    BLOB    NOT NULL,         -- Ed25519
  previous      BLOB,
  previous_seq  INTEGER NOT NULL,
  previous_hash BLOB,
  cause         TEXT    NOT NULL,
  adopted       INTEGER NOT NULL          -- 1: may spend
) STRICT;

-- What the head office has acknowledged: unsent is head less acked.
CREATE TABLE outbox (
  incarnation INTEGER PRIMARY KEY,
  acked       INTEGER NOT NULL,
  checksum    BLOB    NOT NULL
) STRICT;

-- What opens a member's personal data in the journal. Gone with the person.
CREATE TABLE personal_key (
  member   BLOB PRIMARY KEY,
  key      BLOB NOT NULL,
  checksum BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- A row here says: this file is a backup, not a till's own.
CREATE TABLE backup_mark (
  made     INTEGER PRIMARY KEY,
  checksum BLOB    NOT NULL
) STRICT;

-- Shop ---------------------------------------------------------------------

CREATE TABLE shop (
  one       INTEGER PRIMARY KEY CHECK (one = 1),
  id        BLOB    NOT NULL,
  name      TEXT    NOT NULL,
  currency  TEXT    NOT NULL,
  language  TEXT    NOT NULL,
  training  INTEGER NOT NULL,
  till      BLOB    NOT NULL,
  till_no   INTEGER NOT NULL,
  time_zone TEXT    NOT NULL
) STRICT;

CREATE TABLE setting (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE program (
  version    INTEGER PRIMARY KEY,
  valid_from INTEGER NOT NULL,
  json       BLOB    NOT NULL
) STRICT;

CREATE TABLE tier (
  no          INTEGER PRIMARY KEY,
  name        TEXT    NOT NULL UNIQUE,
  rate_bp     INTEGER NOT NULL,
  discount_bp INTEGER NOT NULL,
  threshold   INTEGER NOT NULL,
  is_default  INTEGER NOT NULL
) STRICT;

CREATE TABLE person (
  no       INTEGER PRIMARY KEY,
  id       BLOB    NOT NULL UNIQUE,
  name     TEXT    NOT NULL,
  role     TEXT    NOT NULL,
  pin_hash TEXT    NOT NULL,
  active   INTEGER NOT NULL,
  member   BLOB
) STRICT;

-- Goods --------------------------------------------------------------------

CREATE TABLE product (
  no            INTEGER PRIMARY KEY,
  sku           TEXT    NOT NULL UNIQUE,
  name          TEXT    NOT NULL,
  category      TEXT    NOT NULL,
  price         INTEGER NOT NULL,
  vat_bp        INTEGER NOT NULL,
  kind          TEXT    NOT NULL,
  discountable  INTEGER NOT NULL,
  earns         INTEGER NOT NULL,
  bonus_payable INTEGER NOT NULL,
  fixed_points  INTEGER,
  own           INTEGER NOT NULL  -- the switches that no category sets
) STRICT;
CREATE INDEX product_category ON product (category);

CREATE TABLE barcode (
  code    TEXT    PRIMARY KEY,
  product INTEGER NOT NULL REFERENCES product (no),
  place   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX barcode_product ON barcode (product, place);

CREATE TABLE product_word (
  word    TEXT    NOT NULL,
  product INTEGER NOT NULL REFERENCES product (no),
  PRIMARY KEY (word, product)
) STRICT, WITHOUT ROWID;

-- Members ------------------------------------------------------------------

-- no is given in the order of the journal, so that a replay gives the same.
-- carried is rights of earlier incarnations. spend is what the ladder counts, by
-- the day (spend.go): it lies here because a sale writes this row anyway.
CREATE TABLE account (
  no        INTEGER PRIMARY KEY,
  id        BLOB    NOT NULL UNIQUE,
  debt      INTEGER NOT NULL,
  rights_in INTEGER NOT NULL,
  rights    INTEGER NOT NULL,
  carried   INTEGER NOT NULL,
  spend     BLOB
) STRICT;

CREATE TABLE member (
  no           INTEGER PRIMARY KEY REFERENCES account (no),
  username     TEXT UNIQUE,
  name         TEXT    NOT NULL,
  phone        TEXT    NOT NULL,
  email        TEXT    NOT NULL,
  language     TEXT    NOT NULL,
  tier         TEXT    NOT NULL,
  status       TEXT    NOT NULL,
  joined       INTEGER NOT NULL,
  notes        TEXT    NOT NULL,
  birthday     TEXT    NOT NULL,
  organisation BLOB,
  consent_at   INTEGER NOT NULL,
  consent_text TEXT    NOT NULL,
  alias_of     INTEGER REFERENCES account (no),
  referred_by  INTEGER REFERENCES account (no),
  pinned       INTEGER NOT NULL DEFAULT 0,  -- the ladder leaves the tier alone
  review_at    INTEGER NOT NULL DEFAULT 0   -- when the ladder looks again; 0: never
) STRICT;
CREATE INDEX member_review ON member (review_at) WHERE review_at > 0;
-- Whose birthday a day is: month and day.
CREATE INDEX member_birthday ON member (substr(birthday, 6)) WHERE birthday <> '';

-- Every word a member is found by, folded. beside holds the member's names, a
-- space before each, so that a search of several words reads this table alone;
-- it is empty for numbers and the like (see search.go).
CREATE TABLE member_word (
  word   TEXT    NOT NULL,
  member INTEGER NOT NULL,
  beside TEXT    NOT NULL,
  PRIMARY KEY (word, member)
) STRICT, WITHOUT ROWID;

-- value is a number of figures alone, so that lists stand in the order people
-- count in and a free range is found by index; 0 of one with letters.
CREATE TABLE card (
  number      TEXT    PRIMARY KEY,
  kind        TEXT    NOT NULL,
  state       TEXT    NOT NULL,
  member      INTEGER REFERENCES account (no),
  issued      INTEGER NOT NULL,
  replaced_by TEXT    NOT NULL,
  batch       BLOB,
  value       INTEGER GENERATED ALWAYS AS (CASE WHEN number GLOB '*[^0-9]*' THEN 0 ELSE CAST(number AS INTEGER) END) VIRTUAL
) STRICT, WITHOUT ROWID;
CREATE INDEX card_value ON card (value, number);
-- All of a card: a member's cards are read at every sale.
CREATE INDEX card_member ON card (member, issued, number, kind, state) WHERE member IS NOT NULL;

-- Points -------------------------------------------------------------------

CREATE TABLE lot (
  member     INTEGER NOT NULL REFERENCES account (no),
  id         INTEGER NOT NULL,  -- the event that made it
  part       INTEGER NOT NULL,
  points     INTEGER NOT NULL,
  left_over  INTEGER NOT NULL CHECK (left_over > 0),
  origin     TEXT    NOT NULL,
  accrued_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  paid       INTEGER NOT NULL,
  PRIMARY KEY (member, id, part)
) STRICT, WITHOUT ROWID;
-- What a day's end takes. It grows at its right edge, as time does.
CREATE INDEX lot_expires ON lot (expires_at) WHERE expires_at > 0;

CREATE TABLE lot_use (
  sale       INTEGER NOT NULL,
  part       INTEGER NOT NULL,
  points     INTEGER NOT NULL,
  restored   INTEGER NOT NULL CHECK (restored BETWEEN 0 AND points),
  accrued_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  paid       INTEGER NOT NULL,
  PRIMARY KEY (sale, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE pending (
  member INTEGER NOT NULL REFERENCES account (no),
  id     INTEGER NOT NULL,  -- the sale
  part   INTEGER NOT NULL,  -- its line
  points INTEGER NOT NULL CHECK (points > 0),
  due_at INTEGER NOT NULL,
  PRIMARY KEY (member, id, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX pending_due ON pending (due_at);

CREATE TABLE posting (
  member  INTEGER NOT NULL REFERENCES account (no),
  event   INTEGER NOT NULL,
  n       INTEGER NOT NULL,
  account INTEGER NOT NULL,  -- ledger.AccountName
  points  INTEGER NOT NULL,
  PRIMARY KEY (member, event, n)
) STRICT, WITHOUT ROWID;

-- Sales --------------------------------------------------------------------

-- A refund is a sale whose amounts are negative, and refund_of its sale.
CREATE TABLE sale (
  event            INTEGER PRIMARY KEY REFERENCES event (id),
  id               BLOB    NOT NULL,
  receipt          TEXT    NOT NULL,
  completed        INTEGER NOT NULL,
  person           BLOB,
  member           INTEGER REFERENCES account (no),
  card             TEXT    NOT NULL,
  card_typed       INTEGER NOT NULL,
  program          INTEGER NOT NULL,
  tier             TEXT    NOT NULL,
  subtotal         INTEGER NOT NULL,
  points_used      INTEGER NOT NULL,
  bonus_value      INTEGER NOT NULL,
  payable          INTEGER NOT NULL,
  rounding         INTEGER NOT NULL,
  to_pay           INTEGER NOT NULL,
  change           INTEGER NOT NULL,
  accrual_base     INTEGER NOT NULL,
  points_earned    INTEGER NOT NULL,
  points_scheduled INTEGER NOT NULL,
  balance_after    INTEGER NOT NULL,
  held_back        INTEGER NOT NULL,
  refund_of        INTEGER REFERENCES sale (event),
  account          INTEGER REFERENCES account (no)  -- whose points, where not the member's own
) STRICT;
CREATE UNIQUE INDEX sale_id ON sale (id);
CREATE UNIQUE INDEX sale_receipt ON sale (receipt);

CREATE TABLE sale_line (
  sale               INTEGER NOT NULL REFERENCES sale (event),
  line               INTEGER NOT NULL,
  sku                TEXT    NOT NULL,
  barcode            TEXT    NOT NULL,
  name               TEXT    NOT NULL,
  kind               TEXT    NOT NULL,
  qty_milli          INTEGER NOT NULL,
  unit_price         INTEGER NOT NULL,
  vat_bp             INTEGER NOT NULL,
  manual_discount_bp INTEGER NOT NULL,
  flags              INTEGER NOT NULL,  -- 1 discountable, 2 earns, 4 bonus payable, 8 voided, 16 club
  fixed_points       INTEGER,
  gross              INTEGER NOT NULL,
  discount           INTEGER NOT NULL,
  net                INTEGER NOT NULL,
  bonus_value        INTEGER NOT NULL,
  points_used        INTEGER NOT NULL,
  promo_gift_card    INTEGER NOT NULL,
  points_earned      INTEGER NOT NULL,
  points_scheduled   INTEGER NOT NULL,
  returned_milli     INTEGER NOT NULL CHECK (returned_milli BETWEEN 0 AND abs(qty_milli)),
  card               TEXT    NOT NULL,
  gift_card          TEXT    NOT NULL,
  PRIMARY KEY (sale, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE tender (
  sale   INTEGER NOT NULL REFERENCES sale (event),
  n      INTEGER NOT NULL,
  kind   TEXT    NOT NULL,
  amount INTEGER NOT NULL,
  change INTEGER NOT NULL,
  PRIMARY KEY (sale, n)
) STRICT, WITHOUT ROWID;

-- What happened at the till beside sales: voids, copies, drawer openings.
CREATE TABLE act (
  event INTEGER PRIMARY KEY REFERENCES event (id),
  type  TEXT    NOT NULL,
  at    INTEGER NOT NULL,
  sale  BLOB
) STRICT;
CREATE INDEX act_at ON act (at);

-- Not of the journal -------------------------------------------------------

CREATE TABLE draft (
  id       BLOB PRIMARY KEY,
  opened   INTEGER NOT NULL,
  json     BLOB    NOT NULL,
  checksum BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

-- Papers that are not printed yet; few, so it has no index: each would be a page
-- more in every sale. document stands last: what waits is counted without it.
CREATE TABLE print_job (
  no       INTEGER PRIMARY KEY,
  id       BLOB    NOT NULL,
  made     INTEGER NOT NULL,
  sale     BLOB,
  title    TEXT    NOT NULL,
  state    TEXT    NOT NULL,
  why      TEXT    NOT NULL,
  checksum BLOB    NOT NULL,
  document BLOB    NOT NULL
) STRICT;
