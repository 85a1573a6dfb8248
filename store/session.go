package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"modernc.org/sqlite"

	"bonuskasse/pos"
)

// mode is what a connection is for. Each has its own pragmas: they are a
// property of the connection, so they stand in its DSN.
type mode int

const (
	asWriter   mode = iota
	asImporter      // writes a list of many new rows in one transaction
	asReader        // beside a writer, in the same process
	asReadOnly      // in a process that changes nothing
	asFrozen        // of a file that nobody writes: no lock, no log
	asScratch       // a database that a replay makes and throws away
	asCopy          // a backup that is being made
)

// busyMs is how long a connection waits for another program's transaction.
const busyMs = 5000

// Page caches: KiB, below zero as SQLite wants it. An importer's holds the pages
// of a hundred thousand members until they are committed.
const (
	writerCache   = "-65536"
	importerCache = "-131072"
)

func dsn(path string, m mode) string {
	q := url.Values{}
	pragma := func(p string) { q.Add("_pragma", p) }
	q.Set("_busy_timeout", strconv.Itoa(busyMs))
	q.Set("_dqs", "0")
	// What is replayed was checked when it was written. What an importer writes
	// refers to rows of the statement before (makeMembers), and verify proves
	// it: to look for each of them, and to keep a copy of each page in case one is
	// missing, costs a sixth of an import.
	if m != asScratch && m != asImporter {
		pragma("foreign_keys(1)")
	}
	pragma("trusted_schema(0)")
	switch m {
	case asWriter, asImporter:
		q.Set("_txlock", "immediate")
		q.Set("mode", "rw")
		pragma("synchronous(FULL)")
		// What a statement of many rows would undo is kept in memory, not in a file.
		pragma("temp_store(2)")
		// What is deleted is overwritten: a member who is erased is gone from the
		// file too.
		pragma("secure_delete(1)")
		// The log is written back in the background (checkpoint.go). A till that
		// never rests does it itself; an import leaves it for after its commit.
		cache, back := writerCache, "16000"
		if m == asImporter {
			cache, back = importerCache, "0"
		}
		pragma("cache_size(" + cache + ")")
		pragma("wal_autocheckpoint(" + back + ")")
		pragma("journal_size_limit(67108864)")
		pragma("fullfsync(1)") // of macOS; others have no second kind
	case asReader:
		q.Set("mode", "rw") // a reader of a WAL writes the shared-memory file
		pragma("cache_size(-32768)")
		pragma("query_only(1)")
	case asReadOnly:
		q.Set("mode", "ro")
		pragma("cache_size(-65536)")
		pragma("query_only(1)")
	case asFrozen:
		q.Set("mode", "ro")
		q.Set("immutable", "1")
		pragma("query_only(1)")
	case asCopy:
		q.Set("mode", "rw")
		pragma("journal_mode(DELETE)")
		pragma("synchronous(FULL)")
	case asScratch:
		q.Set("mode", "rwc")
		pragma("journal_mode(OFF)")
		pragma("synchronous(OFF)")
		pragma("locking_mode(EXCLUSIVE)")
		pragma("cache_size(-262144)")
	}
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: q.Encode()}
	return u.String()
}

// session is one connection with the statements it has prepared. It speaks to
// the driver itself: what database/sql adds (a pool, locks, conversions) costs a
// sale a tenth of its time, and a session is one goroutine's at a time.
type session struct {
	conn  driver.Conn
	stmts map[string]*statement
}

type statement struct {
	exec  driver.StmtExecContext
	query driver.StmtQueryContext
	close func() error
	args  []driver.NamedValue // of the last call, used again
	row   row
}

// Statements run without the caller's context: a context that can end costs a
// goroutine a statement, and a transaction of a till is over in a millisecond.
// What takes longer looks at the context itself.
var bg = context.Background()

func openSession(ctx context.Context, path string, m mode, maxPages int) (*session, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	connector, err := sqlite.NewConnector(dsn(path, m))
	if err != nil {
		return nil, trouble(err)
	}
	conn, err := connector.Connect(bg)
	if err != nil {
		return nil, trouble(err)
	}
	s := &session{conn: conn, stmts: map[string]*statement{}}
	if maxPages > 0 {
		if err := s.exec("PRAGMA max_page_count = " + strconv.Itoa(maxPages)); err != nil {
			s.close()
			return nil, err
		}
	}
	return s, nil
}

func (s *session) close() error {
	for _, st := range s.stmts {
		st.close()
	}
	return trouble(s.conn.Close())
}

// useWAL turns write-ahead logging on. It is a property of the file, so it is
// done once, and when it is known whose log may lie beside it.
func (s *session) useWAL() error {
	var got string
	if _, err := s.get("PRAGMA journal_mode = WAL", nil, &got); err != nil {
		return err
	}
	if got != "wal" {
		return &pos.Trouble{Code: pos.DiskTrouble, Err: fmt.Errorf("journal_mode is %s, not wal", got)}
	}
	return nil
}

// check makes sure that the pragmas hold: a till without them would work, and
// lose sales.
func (s *session) check() error {
	for _, want := range []struct {
		pragma string
		value  int64
	}{{"synchronous", 2}, {"foreign_keys", 1}, {"busy_timeout", busyMs}, {"application_id", applicationID}} {
		var got int64
		if _, err := s.get("PRAGMA "+want.pragma, nil, &got); err != nil {
			return err
		}
		if got != want.value {
			code := pos.DiskTrouble
			if want.pragma == "application_id" {
				code = pos.DatabaseDamaged
			}
			return &pos.Trouble{Code: code, Err: fmt.Errorf("pragma %s is %d, not %d", want.pragma, got, want.value)}
		}
	}
	return nil
}

func (s *session) prepare(query string) (*statement, error) {
	if st := s.stmts[query]; st != nil {
		return st, nil
	}
	prepared, err := s.conn.Prepare(query)
	if err != nil {
		return nil, err
	}
	st := &statement{close: prepared.Close}
	var ok1, ok2 bool
	st.exec, ok1 = prepared.(driver.StmtExecContext)
	st.query, ok2 = prepared.(driver.StmtQueryContext)
	if !ok1 || !ok2 {
		return nil, fmt.Errorf("the driver's statement is %T", prepared)
	}
	s.stmts[query] = st
	return st, nil
}

// bind puts the arguments into the form of the driver.
func (st *statement) bind(a []any) ([]driver.NamedValue, error) {
	st.args = st.args[:0]
	for i, v := range a {
		switch x := v.(type) {
		case nil, int64, string, []byte:
		default:
			var err error
			if v, err = driver.DefaultParameterConverter.ConvertValue(x); err != nil {
				return nil, err
			}
		}
		st.args = append(st.args, driver.NamedValue{Ordinal: i + 1, Value: v})
	}
	return st.args, nil
}

// args makes a list; it reads better than []any{...} at every call.
func args(a ...any) []any { return a }

func (s *session) exec(query string, a ...any) error {
	st, err := s.prepare(query)
	if err != nil {
		return trouble(err)
	}
	bound, err := st.bind(a)
	if err != nil {
		return trouble(err)
	}
	_, err = st.exec.ExecContext(bg, bound)
	return trouble(err)
}

// insert writes several rows in one statement; a statement costs more than a
// row. width is the number of values of a row.
func (s *session) insert(into string, width int, values []any) error {
	const most = 8 // rows; more come in several statements
	for len(values) > 0 {
		n := min(len(values)/width, most)
		if err := s.exec(insertQuery(into, width, n, 0), values[:n*width]...); err != nil {
			return err
		}
		values = values[n*width:]
	}
	return nil
}

// insertMany is insert with at most so many rows a statement. A value that all
// these rows have is bound once: binding costs half of an insert.
func (s *session) insertMany(into string, width, most int, values []any) error {
	bound := make([]any, 0, width*most)
	for len(values) > 0 {
		n := min(len(values)/width, most)
		rows := values[:n*width]
		alike := alikeColumns(width, rows)
		bound = append(bound[:0], rows[:width]...)
		for i := width; i < len(rows); i++ {
			if alike>>(i%width)&1 == 0 {
				bound = append(bound, rows[i])
			}
		}
		if err := s.exec(insertQuery(into, width, n, alike), bound...); err != nil {
			return err
		}
		values = values[n*width:]
	}
	return nil
}

// alikeColumns are the columns, as bits, that have one value in all rows.
func alikeColumns(width int, rows []any) (alike uint64) {
	for c := range width {
		first, same := rows[c], true
		if _, blob := first.([]byte); blob || c >= 64 {
			continue
		}
		for i := c + width; same && i < len(rows); i += width {
			if _, blob := rows[i].([]byte); blob || rows[i] != first {
				same = false
			}
		}
		if same {
			alike |= 1 << c
		}
	}
	return alike
}

type insertKey struct {
	into     string
	width, n int
	alike    uint64
}

var insertQueries sync.Map // insertKey -> string

// insertQuery is the text for n rows; alike columns of the later rows are those
// of the first.
func insertQuery(into string, width, n int, alike uint64) string {
	key := insertKey{into, width, n, alike}
	if q, ok := insertQueries.Load(key); ok {
		return q.(string)
	}
	var b strings.Builder
	b.WriteString(into + " VALUES (?" + strings.Repeat(", ?", width-1) + ")")
	for range n - 1 {
		for c := range width {
			b.WriteString(map[bool]string{true: ", (", false: ", "}[c == 0])
			b.WriteByte('?')
			if alike>>c&1 == 1 {
				b.WriteString(strconv.Itoa(c + 1))
			}
		}
		b.WriteByte(')')
	}
	q := b.String()
	insertQueries.Store(key, q)
	return q
}

// get scans one row; false is none.
func (s *session) get(query string, a []any, dest ...any) (found bool, err error) {
	err = s.each(query, a, func(r *row) error {
		found = true
		if err := r.Scan(dest...); err != nil {
			return err
		}
		return errStop
	})
	return found, err
}

// errStop ends each early, without an error.
var errStop = errors.New("enough")

// each calls work for every row; the row is the callee's until it returns.
func (s *session) each(query string, a []any, work func(*row) error) (err error) {
	st, err := s.prepare(query)
	if err != nil {
		return trouble(err)
	}
	bound, err := st.bind(a)
	if err != nil {
		return trouble(err)
	}
	rows, err := st.query.QueryContext(bg, bound)
	if err != nil {
		return trouble(err)
	}
	defer func() {
		if errors.Is(err, errStop) {
			err = nil
		}
		if closing := rows.Close(); err == nil {
			err = closing
		}
		err = trouble(err)
	}()
	if n := len(rows.Columns()); len(st.row.values) != n {
		st.row.values = make([]driver.Value, n)
	}
	for {
		switch err := rows.Next(st.row.values); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		if err := work(&st.row); err != nil {
			return err
		}
	}
}

// script runs several statements once.
func (s *session) script(text string, a ...any) error { return s.scriptContext(bg, text, a...) }

// scriptContext is for what takes long: it ends with its context.
func (s *session) scriptContext(ctx context.Context, text string, a ...any) error {
	conn, ok := s.conn.(driver.ExecerContext)
	if !ok {
		return trouble(fmt.Errorf("the driver's connection is %T", s.conn))
	}
	bound, err := new(statement).bind(a)
	if err != nil {
		return trouble(err)
	}
	_, err = conn.ExecContext(ctx, text, bound)
	return trouble(err)
}
