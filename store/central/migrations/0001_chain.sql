-- The head office's database, in the words of PostgreSQL; SQLite reads the same
-- with its own types (see migrate.go). A migration expands only: an instance of
-- the version before goes on working beside it.
--
-- Keys of what a member has begin with the member's account, so that a database
-- that is spread over machines keeps them together. Moments are milliseconds
-- since 1970 UTC, money minor units, ids 16 bytes. A fill factor leaves room for
-- the next version of a row beside it, so that no index is written (PostgreSQL).

CREATE TABLE meta (
  name text PRIMARY KEY,
  n    bigint NOT NULL
);
-- cursor: the last place in the order of commits; lives: the last number of a
-- life; cards: the last number of a card that is given out.
INSERT INTO meta (name, n) VALUES ('cursor', 0), ('lives', 0), ('cards', 0);

CREATE TABLE office (
  one  bigint PRIMARY KEY CHECK (one = 1),
  id   bytea NOT NULL,
  name text NOT NULL,
  seed bytea NOT NULL -- of the Ed25519 key
);

-- Tills ---------------------------------------------------------------------

CREATE TABLE code (
  hash      bytea PRIMARY KEY,
  till_name text NOT NULL,
  shop      text NOT NULL,
  until     bigint NOT NULL,
  used      bytea NOT NULL -- the till that used it; empty while it is good
);

CREATE TABLE till (
  id       bytea PRIMARY KEY,
  name     text NOT NULL,
  shop     text NOT NULL,
  currency text NOT NULL,  -- one for all tills of the chain
  token    bytea NOT NULL, -- SHA-256
  enrolled bigint NOT NULL,
  seen     bigint NOT NULL,
  revoked  bigint NOT NULL
);
CREATE UNIQUE INDEX till_token ON till (token);

-- A life is one incarnation of a till; the head office has one of its own.
CREATE TABLE life (
  no          bigint PRIMARY KEY,
  till        bytea NOT NULL,
  incarnation bytea NOT NULL,
  ordinal     bigint NOT NULL,
  public_key  bytea NOT NULL,
  applied     bigint NOT NULL,
  head        bytea NOT NULL, -- hash of the event at applied
  clock       bigint NOT NULL, -- of that event
  fenced      bigint NOT NULL
);
CREATE UNIQUE INDEX life_incarnation ON life (till, incarnation);

-- Journal --------------------------------------------------------------------

-- id is the number of the life << 40 | the gap-free sequence in it. The hash of
-- the event before is that event's.
CREATE TABLE event (
  id           bigint PRIMARY KEY,
  clock        bigint NOT NULL,
  type         text NOT NULL,
  version      bigint NOT NULL,
  member       bytea NOT NULL,
  rights_delta bigint NOT NULL,
  payload      bytea NOT NULL,
  hash         bytea NOT NULL,
  signature    bytea NOT NULL
);

-- What an account is folded from.
CREATE TABLE account_event (
  account bytea NOT NULL,
  event   bigint NOT NULL,
  PRIMARY KEY (account, event)
);

-- Folded ---------------------------------------------------------------------

-- points is B, held the sum of all H. What is free (F) is points - held where
-- that is above zero, debt (D) what it is below.
CREATE TABLE account (
  id      bytea PRIMARY KEY,
  points  bigint NOT NULL,
  held    bigint NOT NULL,
  expires bigint NOT NULL -- no lot of it ends before
) WITH (fillfactor = 60);

CREATE TABLE holding (
  account bytea NOT NULL,
  life    bigint NOT NULL,
  rights  bigint NOT NULL,
  PRIMARY KEY (account, life)
) WITH (fillfactor = 60);

CREATE TABLE lease (
  id       bytea PRIMARY KEY,
  account  bytea NOT NULL,
  life     bigint NOT NULL,
  want     bigint NOT NULL,
  granted  bigint NOT NULL,
  at       bigint NOT NULL,
  accepted bigint NOT NULL -- 1: by an event of the till
);
CREATE INDEX lease_life ON lease (life, accepted);

CREATE TABLE recall (
  account bytea NOT NULL,
  life    bigint NOT NULL, -- of whom it is asked
  points  bigint NOT NULL,
  at      bigint NOT NULL,
  PRIMARY KEY (account, life)
);
CREATE INDEX recall_life ON recall (life);

-- The newest fact of each thing, but for coupons and gift cards. place is the
-- event's key, so that bytes compare as events do.
CREATE TABLE fact (
  kind  bigint NOT NULL,
  key   bytea NOT NULL,
  place bytea NOT NULL,
  body  bytea NOT NULL,
  opens bytea NOT NULL, -- the member whose personal key opens it
  PRIMARY KEY (kind, key)
);

CREATE TABLE coupon (
  code       bytea PRIMARY KEY,
  made       bytea NOT NULL, -- place of the event, or empty
  made_body  bytea NOT NULL,
  place      bytea NOT NULL, -- of what became of it first, or empty
  place_body bytea NOT NULL,
  life       bigint NOT NULL -- that registered it; 0 is none
);

-- Registrations that came second.
CREATE TABLE coupon_late (
  code     bytea NOT NULL,
  life     bigint NOT NULL,
  reversed bigint NOT NULL,
  PRIMARY KEY (code, life)
);

CREATE TABLE gift_card (
  code      bytea PRIMARY KEY,
  made      bytea NOT NULL,
  made_body bytea NOT NULL,
  balance   bigint NOT NULL,
  blocked   bigint NOT NULL,
  corrected bytea NOT NULL -- place of the newest correction, or empty
);

-- Who is called what, as a mark under the chain's key; empty is no name.
CREATE TABLE username (
  member bytea PRIMARY KEY,
  place  bytea NOT NULL,
  mark   bytea NOT NULL
);
CREATE INDEX username_mark ON username (mark);

-- What opens a member's personal data. Gone with the person.
CREATE TABLE personal_key (
  member bytea PRIMARY KEY,
  key    bytea NOT NULL
);

-- Beside ---------------------------------------------------------------------

-- A thing that has changed is in one row, which moves to the newest place. sole
-- is the life that alone has ever moved it, which need not be told; 0 is several.
CREATE TABLE change (
  kind bigint NOT NULL,
  key  bytea NOT NULL,
  at   bigint NOT NULL,
  sole bigint NOT NULL,
  PRIMARY KEY (kind, key)
);
CREATE INDEX change_at ON change (at);

CREATE TABLE conflict (
  id       bytea PRIMARY KEY,
  kind     text NOT NULL,
  at       bigint NOT NULL,
  till     bytea NOT NULL,
  till_two bytea NOT NULL,
  member   bytea NOT NULL,
  subject  text NOT NULL,
  points   bigint NOT NULL,
  settled  bigint NOT NULL,
  note     text NOT NULL
);

CREATE TABLE card_block (
  id    bytea PRIMARY KEY,
  life  bigint NOT NULL,
  first bigint NOT NULL,
  count bigint NOT NULL
);
