-- folded is 2 where a newer head office says of a thing what this program cannot
-- read: the program that can folds it when it first hears from the head office.
CREATE INDEX pulled_unread ON pulled (kind, key) WHERE folded = 2;
