-- The log of what each life has said up to when (see pos/checkpoint). n is from
-- 0 without a gap; a row is never changed.
CREATE TABLE log_run (
  n          bigint PRIMARY KEY,
  life       bigint NOT NULL,
  from_seq   bigint NOT NULL,
  to_seq     bigint NOT NULL,
  head       bytea NOT NULL, -- hash of the event to_seq
  root       bytea NOT NULL  -- of the tree over the events' hashes
);
CREATE UNIQUE INDEX log_run_life ON log_run (life, to_seq);

CREATE TABLE checkpoint (
  size bigint PRIMARY KEY, -- runs of the log
  at   bigint NOT NULL,
  note text NOT NULL       -- signed by the chain, and by witnesses
);

CREATE TABLE witness (
  name text PRIMARY KEY,
  key  text NOT NULL -- public
);

-- runs: the number of rows of the log.
INSERT INTO meta (name, n) VALUES ('runs', 0);

-- What a receipt's code stands for.
CREATE INDEX event_code ON event (substr(hash, 1, 5));
