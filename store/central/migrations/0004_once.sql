-- What counts once for what it is for: a service, a review, a welcome, a friend.
-- The first that was received stands. given is the place of the event that gave
-- it, to account so many points; ended that of the event by which a person said
-- that it gives nothing. Either is empty where there is none.
CREATE TABLE once (
  key     bytea PRIMARY KEY, -- a digest of what it is for
  given   bytea NOT NULL,
  account bytea NOT NULL,
  points  bigint NOT NULL,
  ended   bytea NOT NULL
);
