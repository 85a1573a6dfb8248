package central

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"strings"

	"modernc.org/sqlite"
)

// session is one connection to SQLite with the statements it has prepared. It
// speaks to the driver itself, as the till's store does and for its reasons: it
// is one goroutine's at a time, and a statement without a context that can end
// costs no goroutine.
type session struct {
	conn  driver.Conn
	stmts map[string]driver.Stmt
}

func openSession(dsn string) (*session, error) {
	connector, err := sqlite.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	conn, err := connector.Connect(context.Background())
	if err != nil {
		return nil, err
	}
	return &session{conn, map[string]driver.Stmt{}}, nil
}

func (s *session) close() (err error) {
	for _, st := range s.stmts {
		err = errors.Join(err, st.Close())
	}
	return errors.Join(err, s.conn.Close())
}

func (s *session) prepare(query string) (driver.Stmt, error) {
	if st := s.stmts[query]; st != nil {
		return st, nil
	}
	st, err := s.conn.Prepare(strings.ReplaceAll(query, " FOR UPDATE", ""))
	if err != nil {
		return nil, fmt.Errorf("%w in %s", err, query)
	}
	s.stmts[query] = st
	return st, nil
}

// script runs several statements once.
func (s *session) script(text string) error {
	conn, ok := s.conn.(driver.ExecerContext)
	if !ok {
		return fmt.Errorf("the driver's connection is %T", s.conn)
	}
	_, err := conn.ExecContext(context.Background(), text, nil)
	return err
}

func bind(a []any) []driver.NamedValue {
	bound := make([]driver.NamedValue, len(a))
	for i, v := range a {
		if b, ok := v.([]byte); ok && b == nil {
			v = []byte{} // what was read of an empty column; nil would be NULL
		}
		bound[i] = driver.NamedValue{Ordinal: i + 1, Value: v}
	}
	return bound
}

func (s *session) exec(query string, a []any) (int64, error) {
	st, err := s.prepare(query)
	if err != nil {
		return 0, err
	}
	r, err := st.(driver.StmtExecContext).ExecContext(context.Background(), bind(a))
	if err != nil {
		return 0, fmt.Errorf("%w in %s", err, query)
	}
	return r.RowsAffected()
}

func (s *session) later(query string, a []any) error {
	_, err := s.exec(query, a)
	return err
}

func (s *session) flush() error { return nil }

func (s *session) each(query string, a []any, dest []any, work func() error) (err error) {
	st, err := s.prepare(query)
	if err != nil {
		return err
	}
	rows, err := st.(driver.StmtQueryContext).QueryContext(context.Background(), bind(a))
	if err != nil {
		return fmt.Errorf("%w in %s", err, query)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	values := make([]driver.Value, len(rows.Columns()))
	if len(values) != len(dest) {
		return fmt.Errorf("central: %d columns for %d places in %s", len(values), len(dest), query)
	}
	for {
		switch err := rows.Next(values); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("%w in %s", err, query)
		}
		for i, d := range dest {
			if err := assign(d, values[i]); err != nil {
				return fmt.Errorf("central: column %d: %w in %s", i+1, err, query)
			}
		}
		if err := work(); err != nil {
			return err
		}
	}
}

func assign(dest any, v driver.Value) error {
	ok := false
	switch d := dest.(type) {
	case *int64:
		*d, ok = v.(int64)
	case *string:
		*d, ok = v.(string)
	case *[]byte:
		*d, ok = v.([]byte)
	}
	if !ok {
		return fmt.Errorf("%T into %T", v, dest)
	}
	return nil
}

// Rows and keys of one statement. A text is prepared for every power of two.
const (
	mostRows = 64
	mostKeys = 256
)

func (s *session) eachIn(query string, a []any, keys any, dest []any, work func() error) error {
	for at, n := 0, lengthOf(keys); at < n; at += mostKeys {
		count := min(n-at, mostKeys)
		padded := 1
		for padded < count {
			padded *= 2
		}
		bound := append(make([]any, 0, len(a)+padded), a...)
		for i := range padded {
			bound = append(bound, valueOf(keys, at+min(i, count-1)))
		}
		marks := "IN (?" + strings.Repeat(", ?", padded-1) + ")"
		if err := s.each(strings.Replace(query, "IN (keys)", marks, 1), bound, dest, work); err != nil {
			return err
		}
	}
	return nil
}

func (s *session) insertWatched(into, tail, _ string, columns []any, dest []any, work func() error) error {
	return s.insert(into, tail, columns, dest, work)
}

func (s *session) insertCounted(counter, into, tail string, columns []any) error {
	n := int64(lengthOf(columns[0]))
	var last int64
	if err := s.each(countUp, args(n, counter), []any{&last}, nothing); err != nil {
		return err
	}
	numbers := make([]int64, n)
	for i := range numbers {
		numbers[i] = last - n + 1 + int64(i)
	}
	return s.insert(into, tail, append(columns[:len(columns):len(columns)], numbers), nil, nil)
}

func (s *session) append(into string, columns []any) error {
	return s.insert("INSERT INTO "+into, "", columns, nil, nil)
}

func (s *session) insert(into, tail string, columns []any, dest []any, work func() error) error {
	total := lengthOf(columns[0])
	row := "(?" + strings.Repeat(", ?", len(columns)-1) + ")"
	bound := make([]any, 0, mostRows*len(columns))
	for at := 0; at < total; {
		n := mostRows
		for n > total-at {
			n /= 2
		}
		bound = bound[:0]
		for i := at; i < at+n; i++ {
			for _, c := range columns {
				bound = append(bound, valueOf(c, i))
			}
		}
		query := into + " VALUES " + row + strings.Repeat(", "+row, n-1) + " " + tail
		var err error
		if work == nil {
			_, err = s.exec(query, bound)
		} else {
			err = s.each(query, bound, dest, work)
		}
		if err != nil {
			return err
		}
		at += n
	}
	return nil
}
