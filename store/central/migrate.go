package central

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"sort"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrate brings the schema up to what this program knows, each step in one
// transaction. A newer schema is left as it is: steps only ever add, so that an
// instance of the version before goes on working beside it.
func migrate(ctx context.Context, db engine) error {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		return err
	}
	sort.Strings(names)
	if err := db.write(ctx, func(t *tx) error {
		return t.do.script(db.schema("CREATE TABLE IF NOT EXISTS migration (no bigint PRIMARY KEY);\n"))
	}); err != nil {
		return err
	}
	for i, name := range names {
		data, err := migrationFiles.ReadFile(name)
		if err != nil {
			return err
		}
		err = db.write(ctx, func(t *tx) error {
			// Another instance that does the same is waited for here.
			fresh, err := t.exec("INSERT INTO migration (no) VALUES (?) ON CONFLICT (no) DO NOTHING", int64(i+1))
			if err != nil || fresh == 0 {
				return err
			}
			return t.do.script(db.schema(string(data)))
		})
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}
