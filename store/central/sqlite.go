package central

import (
	"context"
	"errors"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"bonuskasse/pos/chain"
)

// sqliteFile is the database in its folder.
const sqliteFile = "headoffice.db"

// sqliteEngine is a file: one writer, and a few readers that see one state each.
type sqliteEngine struct {
	path   string
	writer chan *session // one
	reader chan *session
	all    []*session
}

const sqliteReaders = 4

// OpenSQLite opens the database in a folder, and makes it where it is not.
func OpenSQLite(ctx context.Context, dir string, opt Options) (*Store, error) {
	dir, err := filepath.Abs(dir) // a database's name is a URL, which has no relative form
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	e := &sqliteEngine{path: filepath.Join(dir, sqliteFile), writer: make(chan *session, 1), reader: make(chan *session, sqliteReaders)}
	// The file is made here, before SQLite does, so that nobody else may read it.
	f, err := os.OpenFile(e.path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	for i := range 1 + sqliteReaders {
		s, err := openSession(sqliteDSN(e.path, i == 0))
		if err != nil {
			return nil, errors.Join(sqliteTrouble(err), e.close())
		}
		e.all = append(e.all, s)
		if i == 0 {
			e.writer <- s
		} else {
			e.reader <- s
		}
	}
	return open(ctx, e, opt)
}

// Missing tells that a folder holds no database of a head office yet.
func Missing(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, sqliteFile))
	return errors.Is(err, os.ErrNotExist)
}

func sqliteDSN(path string, writer bool) string {
	q := url.Values{"mode": {"rw"}, "_busy_timeout": {"5000"}, "_dqs": {"0"}}
	pragmas := []string{"query_only(1)", "cache_size(-32768)"}
	if writer {
		pragmas = []string{"journal_mode(WAL)", "synchronous(FULL)", "fullfsync(1)", "temp_store(2)", "cache_size(-131072)",
			"secure_delete(1)", // a member who is erased is gone from the file too
			"wal_autocheckpoint(16000)", "journal_size_limit(67108864)"}
	}
	q["_pragma"] = append(pragmas, "trusted_schema(0)")
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: q.Encode()}
	return u.String()
}

// close waits for what is running.
func (e *sqliteEngine) close() (err error) {
	for range e.all {
		var s *session
		select {
		case s = <-e.reader:
		case s = <-e.writer:
		}
		err = errors.Join(err, s.close())
	}
	e.all = nil
	return err
}

func (e *sqliteEngine) write(ctx context.Context, work func(*tx) error) error {
	return run(ctx, e.writer, "BEGIN IMMEDIATE", work)
}

func (e *sqliteEngine) read(ctx context.Context, work func(*tx) error) error {
	return run(ctx, e.reader, "BEGIN", work)
}

func run(ctx context.Context, free chan *session, begin string, work func(*tx) error) (err error) {
	var s *session
	select {
	case s = <-free:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { free <- s }()
	if _, err := s.exec(begin, nil); err != nil {
		return sqliteTrouble(err)
	}
	done := false
	defer func() {
		if !done { // of an error, or a panic
			s.exec("ROLLBACK", nil)
		}
		err = sqliteTrouble(err)
	}()
	if err := work(&tx{ctx, s}); err != nil {
		return err
	}
	if _, err := s.exec("COMMIT", nil); err != nil {
		return err
	}
	done = true
	return nil
}

// sqliteTrouble names what an operator can do something about.
func sqliteTrouble(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_FULL:
		return chain.Refuse(chain.FullDisk, err)
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return chain.Refuse(chain.Busy, err)
	}
	return err
}

var (
	sqliteTypes = regexp.MustCompile(`\b(bytea|bigint|text)\b`)
	fillFactor  = regexp.MustCompile(` WITH \(fillfactor = \d+\)`)
)

// schema gives SQLite's names of the types. Tables are STRICT; one whose key is a
// number is a tree by that number, the others are trees by their keys.
func (e *sqliteEngine) schema(text string) string {
	parts := strings.Split(text, ";\n")
	for i, p := range parts {
		if strings.Contains(p, "ALTER TABLE") {
			parts[i] = sqliteTypes.ReplaceAllStringFunc(p, sqliteType)
		}
		if !strings.Contains(p, "CREATE TABLE") {
			continue
		}
		parts[i] = sqliteTypes.ReplaceAllStringFunc(fillFactor.ReplaceAllString(p, ""), sqliteType) + " STRICT"
		if !strings.Contains(p, "bigint PRIMARY KEY") {
			parts[i] += ", WITHOUT ROWID"
		}
	}
	return strings.Join(parts, ";\n")
}

func sqliteType(t string) string {
	return map[string]string{"bytea": "BLOB", "bigint": "INTEGER", "text": "TEXT"}[t]
}

// copyTo makes a copy beside the file, whole and without a log, and sends it.
func (e *sqliteEngine) copyTo(ctx context.Context, to io.Writer) error {
	dir, err := os.MkdirTemp(filepath.Dir(e.path), ".backup-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	name := filepath.Join(dir, sqliteFile)
	s, err := openSession(sqliteDSN(e.path, true)) // VACUUM is of no transaction, and of no reader
	if err != nil {
		return sqliteTrouble(err)
	}
	_, err = s.exec("VACUUM INTO ?", args(name))
	if err = errors.Join(err, s.close()); err != nil {
		return sqliteTrouble(err)
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(to, f)
	return err
}
