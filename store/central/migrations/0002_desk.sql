-- desk: 1 is the head office's own till, which sets what the chain owns.
ALTER TABLE till ADD COLUMN desk bigint NOT NULL DEFAULT 0;

CREATE TABLE shop (
  name text PRIMARY KEY
);
