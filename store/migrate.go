package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"sort"
	"strconv"
	"strings"

	"bonuskasse/pos"
)

// applicationID marks the file as a shop of ours: "BnKs" (PRAGMA application_id).
const applicationID = 0x426e4b73

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migration brings the schema from version-1 to version. A migration expands
// first (new tables and columns, which an older program does not see), and
// contracts in a later release.
type migration struct {
	version int64
	sql     string
}

func migrations() []migration {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	sort.Strings(names)
	var list []migration
	for i, name := range names {
		data, err := migrationFiles.ReadFile(name)
		if err != nil {
			panic(err) // it is embedded
		}
		no, _, _ := strings.Cut(strings.TrimPrefix(name, "migrations/"), "_")
		if v, err := strconv.ParseInt(no, 10, 64); err != nil || v != int64(i+1) {
			panic("store: migrations are not numbered 1, 2, 3: " + name)
		}
		list = append(list, migration{int64(i + 1), string(data)})
	}
	return list
}

// schemaVersion is the newest this program knows.
func schemaVersion() int64 { return int64(len(migrations())) }

func versionOf(s *session) (v int64, err error) {
	_, err = s.get("PRAGMA user_version", nil, &v)
	return v, err
}

// checkVersion refuses a file of a newer program, and one that is no shop.
func checkVersion(s *session) error {
	var app int64
	if _, err := s.get("PRAGMA application_id", nil, &app); err != nil {
		return err
	}
	if app != applicationID {
		return damaged(fmt.Errorf("application_id is %#x, not %#x", app, applicationID))
	}
	v, err := versionOf(s)
	if err != nil {
		return err
	}
	if v > schemaVersion() {
		return &pos.Trouble{Code: pos.DatabaseNewer, Err: fmt.Errorf("schema %d, this program knows %d", v, schemaVersion())}
	}
	return nil
}

// migrate brings an existing shop's schema up to date, each step in one
// transaction.
func migrate(ctx context.Context, s *session) error {
	if err := checkVersion(s); err != nil {
		return err
	}
	v, err := versionOf(s)
	if err != nil || v == schemaVersion() {
		return err
	}
	return steps(ctx, s)
}

// steps runs the migrations that a file has not seen. Another program may be
// doing the same: the version is read under the write lock.
func steps(ctx context.Context, s *session) error {
	for _, m := range migrations() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.exec("BEGIN IMMEDIATE"); err != nil {
			return err
		}
		v, err := versionOf(s)
		if err == nil && v < m.version {
			err = s.script(m.sql + fmt.Sprintf("\nPRAGMA user_version = %d;\nPRAGMA application_id = %d;", m.version, applicationID))
		}
		if err != nil {
			s.exec("ROLLBACK")
			return err
		}
		if err := s.exec("COMMIT"); err != nil {
			return err
		}
	}
	return nil
}
