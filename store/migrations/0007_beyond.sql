-- What was spent beyond this till's rights, and up to where the head office knows
-- of it.

-- Derived ---------------------------------------------------------------------

CREATE TABLE beyond (
  event      INTEGER PRIMARY KEY REFERENCES event (id),
  member     INTEGER NOT NULL REFERENCES account (no),
  points     INTEGER NOT NULL CHECK (points >= 0),     -- within the floor limits
  overridden INTEGER NOT NULL CHECK (overridden >= 0)  -- above them, let by a manager
) STRICT;

-- The offline period that runs began after the event known.
CREATE TABLE offline_ended (
  one   INTEGER PRIMARY KEY CHECK (one = 1),
  event INTEGER NOT NULL REFERENCES event (id),
  known INTEGER NOT NULL
) STRICT;
