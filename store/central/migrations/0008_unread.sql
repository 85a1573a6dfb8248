-- What events of a newer till did to its rights, in ways that this program cannot
-- fold yet: their points stand on the account still, and nobody may have them.
ALTER TABLE account ADD COLUMN unread bigint NOT NULL DEFAULT 0;
CREATE INDEX account_unread ON account (id) WHERE unread <> 0;
