-- The money in the drawer. All of it is computed from the journal.

CREATE TABLE cash_moved (
  event  INTEGER PRIMARY KEY REFERENCES event (id),
  kind   TEXT    NOT NULL,  -- float, in, out
  amount INTEGER NOT NULL CHECK (amount > 0),
  at     INTEGER NOT NULL,
  reason TEXT    NOT NULL
) STRICT;

-- One row a closing of a shift at which the drawer was counted.
CREATE TABLE drawer_count (
  event    INTEGER PRIMARY KEY REFERENCES event (id),
  expected INTEGER NOT NULL,
  counted  INTEGER NOT NULL CHECK (counted >= 0),
  left_in  INTEGER NOT NULL CHECK (left_in BETWEEN 0 AND counted),
  reason   TEXT    NOT NULL
) STRICT;
