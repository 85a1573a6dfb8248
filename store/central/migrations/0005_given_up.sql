-- Lives that were given up, and when the head office has to look the next time at
-- what waits under their events: services and appointments that their till gives
-- no points for any more.
CREATE TABLE given_up (
  life bigint PRIMARY KEY,
  due  bigint NOT NULL
);
INSERT INTO given_up (life, due) SELECT no, 0 FROM life WHERE fenced <> 0;
