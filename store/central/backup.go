package central

import (
	"context"
	"io"
)

// Backup writes a copy that can be opened. PostgreSQL has its own ways
// (pg_dump, replicas): there it is an error that says so.
func (s *Store) Backup(ctx context.Context, to io.Writer) error { return s.db.copyTo(ctx, to) }
