-- Who brought a friend, where the points for it went to a pool that they are one of:
-- the pool's account does not say of which of its members a gift is, and who brought
-- the friend may be merged later.
CREATE TABLE brought (
  member bytea NOT NULL,
  friend bytea NOT NULL,
  PRIMARY KEY (member, friend)
);
