-- Appointments and proposals are the chain's: a till has those of others, whose
-- events are not in its journal.

CREATE TABLE appointment_new (
  id      BLOB    PRIMARY KEY,
  event   INTEGER NOT NULL,  -- that booked it: its points wait in pending under this. Below zero it is another till's
  member  INTEGER NOT NULL REFERENCES account (no),
  sku     TEXT    NOT NULL,
  ends_at INTEGER NOT NULL,
  due_at  INTEGER NOT NULL,
  points  INTEGER NOT NULL,
  state   TEXT    NOT NULL,  -- booked, paid, awarded, cancelled, missed
  uid     TEXT    NOT NULL,
  sale    BLOB               -- that it was rung up with
) STRICT, WITHOUT ROWID;
INSERT INTO appointment_new SELECT id, event, member, sku, ends_at, due_at, points, state, uid, NULL FROM appointment;
DROP TABLE appointment;
ALTER TABLE appointment_new RENAME TO appointment;
CREATE INDEX appointment_event ON appointment (event);
CREATE INDEX appointment_member ON appointment (member, ends_at);
CREATE INDEX appointment_ends ON appointment (ends_at);
CREATE INDEX appointment_uid ON appointment (uid) WHERE uid <> '';

CREATE TABLE proposal_new (
  id      BLOB    PRIMARY KEY,
  made    INTEGER NOT NULL,  -- the clock of its event
  member  INTEGER NOT NULL REFERENCES account (no),
  kind    TEXT    NOT NULL,
  points  INTEGER NOT NULL,
  subject TEXT    NOT NULL,
  note    TEXT    NOT NULL,
  state   TEXT    NOT NULL,  -- open, approved, refused
  person  BLOB,              -- who made it
  decided BLOB               -- who decided
) STRICT, WITHOUT ROWID;
INSERT INTO proposal_new SELECT p.id, e.clock, p.member, p.kind, p.points, p.subject, p.note, p.state, p.person, p.decided
  FROM proposal p JOIN event e ON e.id = p.event;
DROP TABLE proposal;
ALTER TABLE proposal_new RENAME TO proposal;
CREATE INDEX proposal_open ON proposal (made) WHERE state = 'open';
CREATE INDEX proposal_made ON proposal (made);
CREATE INDEX proposal_member ON proposal (member, kind, subject);

-- Sales of services: an appointment that is heard of late may have been rung up.
CREATE INDEX sale_service ON sale (coalesce(account, member), completed) WHERE points_scheduled > 0;
