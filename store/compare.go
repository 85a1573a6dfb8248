package store

import (
	"bytes"
	"cmp"
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// notDerived are the tables that do not follow from the journal: they are
// checked otherwise (the event by its hash, the others by their checksums).
var notDerived = map[string]bool{"outbox": true, "backup_mark": true, "draft": true, "noted_draft": true, "print_job": true, "pin_try": true,
	"link": true, "lease_ask": true, "pulled": true, "pulled_no": true,
	"conflict": true, "office_told": true}

// tables compares every derived table, row by row in the order of its key.
func (v *verifier) tables(ctx context.Context) error {
	names, err := column(v.fresh, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")
	if err != nil {
		return err
	}
	for i, name := range names {
		if notDerived[name] {
			continue
		}
		v.progress.tell("tables", int64(i), int64(len(names)))
		columns, err := column(v.fresh, "SELECT name FROM pragma_table_info('"+name+"') ORDER BY cid")
		if err != nil {
			return err
		}
		key, err := column(v.fresh, "SELECT name FROM pragma_table_info('"+name+"') WHERE pk > 0 ORDER BY pk")
		if err != nil {
			return err
		}
		if err := v.compare(ctx, name, strings.Join(columns, ", "), key); err != nil {
			return err
		}
	}
	v.progress.tell("tables", int64(len(names)), int64(len(names)))
	return nil
}

func column(s *session, query string) (list []string, err error) {
	err = s.each(query, nil, func(rows *row) error {
		var x string
		err := rows.Scan(&x)
		list = append(list, x)
		return err
	})
	return list, err
}

// chunkRows are handed from the reader of one database to the comparison at a
// time; the two databases are read on two processors.
const chunkRows = 256

type chunk struct {
	rows [][]any
	err  error
}

func stream(s *session, query string, stop <-chan struct{}) <-chan chunk {
	out := make(chan chunk, 2)
	go func() {
		defer close(out)
		var c chunk
		send := func() bool {
			select {
			case out <- c:
				c = chunk{}
				return true
			case <-stop:
				return false
			}
		}
		defer func() {
			if p := recover(); p != nil {
				c.err = damaged(fmt.Errorf("%v", p))
				send()
			}
		}()
		c.err = s.each(query, nil, func(r *row) error {
			row := make([]any, len(r.values))
			for i, v := range r.values {
				row[i] = v
			}
			if c.rows = append(c.rows, row); len(c.rows) == chunkRows && !send() {
				return errStop
			}
			return nil
		})
		send()
	}()
	return out
}

// rowReader takes rows one by one out of a stream.
type rowReader struct {
	in   <-chan chunk
	rows [][]any
	err  error
}

func (r *rowReader) next() []any {
	for len(r.rows) == 0 {
		if r.err != nil {
			return nil
		}
		c, ok := <-r.in
		if !ok {
			return nil
		}
		r.rows, r.err = c.rows, c.err
	}
	row := r.rows[0]
	r.rows = r.rows[1:]
	return row
}

func (v *verifier) compare(ctx context.Context, table, columns string, key []string) error {
	names := strings.Split(columns, ", ")
	query := fmt.Sprintf("SELECT %s FROM %s ORDER BY %s", columns, table, strings.Join(key, ", "))
	stop := make(chan struct{})
	live := &rowReader{in: stream(v.live, query, stop)}
	fresh := &rowReader{in: stream(v.fresh, query, stop)}
	defer func() { // both sessions are free again when this returns
		close(stop)
		for range live.in {
		}
		for range fresh.in {
		}
	}()
	for n := 0; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		got, want := live.next(), fresh.next()
		if err := fresh.err; err != nil && want == nil {
			return err
		}
		if err := live.err; err != nil && got == nil {
			return err
		}
		switch {
		case got == nil && want == nil:
			return nil
		case got == nil:
			return differs("table %s: the row %s is missing", table, rowKey(names, want, key))
		case want == nil:
			return differs("table %s: the row %s is there, and the journal knows nothing of it", table, rowKey(names, got, key))
		}
		switch order(names, got, want, key) {
		case -1:
			return differs("table %s: the row %s is there, and the journal knows nothing of it", table, rowKey(names, got, key))
		case 1:
			return differs("table %s: the row %s is missing", table, rowKey(names, want, key))
		}
		for i, name := range names {
			if !same(got[i], want[i]) {
				return differs("table %s, row %s: %s is %s, and the journal says %s", table, rowKey(names, want, key), name, show(got[i]), show(want[i]))
			}
		}
	}
}

// order compares the keys of two rows, as SQLite orders them.
func order(names []string, a, b []any, key []string) int {
	for _, k := range key {
		i := slices.Index(names, k)
		c := 0
		switch x := a[i].(type) {
		case int64:
			if y, ok := b[i].(int64); ok {
				c = cmp.Compare(x, y)
			}
		case string:
			if y, ok := b[i].(string); ok {
				c = cmp.Compare(x, y)
			}
		case []byte:
			if y, ok := b[i].([]byte); ok {
				c = bytes.Compare(x, y)
			}
		}
		if c != 0 {
			return c
		}
	}
	return 0
}

func same(a, b any) bool {
	x, ok1 := a.([]byte)
	y, ok2 := b.([]byte)
	if ok1 && ok2 {
		return bytes.Equal(x, y)
	}
	return !ok1 && !ok2 && a == b
}

func rowKey(names []string, row []any, key []string) string {
	var parts []string
	for i, name := range names {
		for _, k := range key {
			if k == name {
				parts = append(parts, fmt.Sprintf("%s = %s", name, show(row[i])))
			}
		}
	}
	return strings.Join(parts, ", ")
}

// show is a value in a sentence.
func show(v any) string {
	switch x := v.(type) {
	case nil:
		return "nothing"
	case []byte:
		if len(x) > 40 {
			return hex.EncodeToString(x[:40]) + "..."
		}
		return hex.EncodeToString(x)
	case string:
		if len(x) > 200 {
			x = x[:200] + "..."
		}
		return fmt.Sprintf("%q", x)
	}
	return fmt.Sprint(v)
}
