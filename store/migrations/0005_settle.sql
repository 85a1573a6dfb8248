-- Things to settle: what the head office found that a person must look at.

-- Derived ---------------------------------------------------------------------

-- What a person at this till has settled. The head office may not know it yet.
CREATE TABLE conflict_settled (
  conflict BLOB    PRIMARY KEY,
  event    INTEGER NOT NULL REFERENCES event (id),
  note     TEXT    NOT NULL,
  person   BLOB
) STRICT, WITHOUT ROWID;

-- Not of the journal ----------------------------------------------------------

-- As the head office told them last, whole: what is not here was settled.
CREATE TABLE conflict (
  id       BLOB    PRIMARY KEY,
  json     BLOB    NOT NULL,
  checksum BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

-- mark is the head office's of these things, at when it told them, tills how many
-- the chain has.
CREATE TABLE office_told (
  one      INTEGER PRIMARY KEY CHECK (one = 1),
  mark     INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  tills    INTEGER NOT NULL,
  checksum BLOB    NOT NULL
) STRICT;
