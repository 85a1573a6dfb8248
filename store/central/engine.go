package central

import (
	"context"
	"errors"
	"io"
)

// engine is what SQLite and PostgreSQL do each in their own way.
type engine interface {
	// write runs work in a transaction that sees what is committed and locks what
	// it reads FOR UPDATE. It runs again where the database asks for that.
	write(ctx context.Context, work func(*tx) error) error
	// read runs work in a transaction of one state.
	read(ctx context.Context, work func(*tx) error) error
	// schema is a migration in the engine's own words.
	schema(sql string) string
	// copyTo writes a copy of the database.
	copyTo(ctx context.Context, to io.Writer) error
	close() error
}

// statements are what an engine's transaction runs. Queries have ? for each
// argument, FOR UPDATE where a lock is wanted, and IN (keys) in each and rows of
// many.
type statements interface {
	exec(query string, a []any) (changed int64, err error)
	// later is exec whose answer nobody needs: it goes with what comes next.
	later(query string, a []any) error
	// each scans every row into dest, and calls work.
	each(query string, a []any, dest []any, work func() error) error
	// eachIn is each for the rows whose column is one of keys ([]int64, [][]byte);
	// "IN (keys)" is the last condition's, and the rows come in any order.
	eachIn(query string, a []any, keys any, dest []any, work func() error) error
	// append brings rows, given by columns, into a table that has none of their
	// keys: "name (column, ...)".
	append(into string, columns []any) error
	// insert brings in rows given by columns ([]int64, []string, [][]byte), in
	// their order, and scans what the tail returns, if work is not nil.
	insert(into, tail string, columns []any, dest []any, work func() error) error
	// insertWatched is insert, whose answers are only of interest where they meet a
	// condition over what the tail returns: work is called for those at the least,
	// and before flush returns.
	insertWatched(into, tail, condition string, columns []any, dest []any, work func() error) error
	// insertCounted is insert of rows whose last column, which is not among those
	// given, is the next number of a counter. Whoever took some before has
	// committed, or this waits.
	insertCounted(counter, into, tail string, columns []any) error
	// flush waits until all is done that was asked for.
	flush() error
	// script runs several statements without arguments.
	script(text string) error
}

// tx is a transaction.
type tx struct {
	ctx context.Context
	do  statements
}

// args makes a list; it reads better than []any{...} at every call.
func args(a ...any) []any { return a }

func (t *tx) exec(query string, a ...any) (int64, error) { return t.do.exec(query, a) }

var errStop = errors.New("enough")

// one scans the first row; false is none.
func (t *tx) one(query string, a []any, dest ...any) (found bool, err error) {
	err = t.do.each(query, a, dest, func() error {
		found = true
		return errStop
	})
	if errors.Is(err, errStop) {
		err = nil
	}
	return found, err
}

// lengthOf is the number of rows of a column.
func lengthOf(column any) int {
	switch c := column.(type) {
	case []int64:
		return len(c)
	case []string:
		return len(c)
	case [][]byte:
		return len(c)
	}
	panic("central: a column is of no type")
}

func valueOf(column any, row int) any {
	switch c := column.(type) {
	case []int64:
		return c[row]
	case []string:
		return c[row]
	case [][]byte:
		if c[row] == nil {
			return []byte{}
		}
		return c[row]
	}
	panic("central: a column is of no type")
}
