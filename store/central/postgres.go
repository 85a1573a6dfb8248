package central

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"bonuskasse/pos/chain"
)

// postgresEngine is PostgreSQL 15 or later, or what speaks its protocol.
type postgresEngine struct{ pool *pgxpool.Pool }

// OpenPostgres opens the database that a URL (postgres://...) names. As many as
// wish may have it open.
func OpenPostgres(ctx context.Context, url string, opt Options) (*Store, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, err
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	return open(ctx, &postgresEngine{pool}, opt)
}

func (e *postgresEngine) close() error {
	e.pool.Close()
	return nil
}

func (e *postgresEngine) schema(text string) string { return text }

// copyTo is not this program's: PostgreSQL has better ways.
func (e *postgresEngine) copyTo(context.Context, io.Writer) error {
	return errors.New("a database on PostgreSQL is backed up by pg_dump or a replica")
}

// write runs at READ COMMITTED: what is computed from is locked, and sums are
// added to in place.
func (e *postgresEngine) write(ctx context.Context, work func(*tx) error) error {
	return e.run(ctx, pgx.TxOptions{IsoLevel: pgx.ReadCommitted}, work)
}

func (e *postgresEngine) read(ctx context.Context, work func(*tx) error) error {
	return e.run(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, work)
}

// tries is how often a transaction runs that others are in the way of.
const tries = 10

func (e *postgresEngine) run(ctx context.Context, opt pgx.TxOptions, work func(*tx) error) (err error) {
	for try := range tries {
		err = pgx.BeginTxFunc(ctx, e.pool, opt, func(raw pgx.Tx) error {
			t := &postgresTx{ctx, raw, &pgx.Batch{}}
			if err := work(&tx{ctx, t}); err != nil {
				return err
			}
			return t.flush()
		})
		if !again(err) {
			return postgresTrouble(err)
		}
		// Those who were in each other's way do not come back at once.
		select {
		case <-time.After(time.Duration(1+rand.IntN(5<<try)) * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return postgresTrouble(err)
}

// again says that the transaction was undone and may be run anew: it could not be
// put in an order with others (40001), was in a deadlock (40P01), or two have
// made the same thing at the same time (23505).
func again(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && (e.Code == "40001" || e.Code == "40P01" || e.Code == "23505")
}

// postgresTrouble names what an operator can do something about.
func postgresTrouble(err error) error {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return err
	}
	switch {
	case e.Code == "53100":
		return chain.Refuse(chain.FullDisk, err)
	case e.Code == "53300", e.Code == "55P03", e.Code == "57014", again(err):
		return chain.Refuse(chain.Busy, err)
	}
	return err
}

// postgresTx sends what has no answer together with the next statement that has
// one: a journey to the server costs as much as a small statement.
type postgresTx struct {
	ctx     context.Context
	raw     pgx.Tx
	waiting *pgx.Batch
}

// flush sends what waits.
func (t *postgresTx) flush() error {
	if t.waiting.Len() == 0 {
		return nil
	}
	return t.send().Close()
}

// texts keeps queries in PostgreSQL's words.
var texts sync.Map

type textKey struct{ query, kind string }

func text(query, kind string, write func() string) string {
	if q, ok := texts.Load(textKey{query, kind}); ok {
		return q.(string)
	}
	q := write()
	texts.Store(textKey{query, kind}, q)
	return q
}

// numbered writes $1, $2 for each ?.
func numbered(query string) string {
	return text(query, "", func() string {
		var b strings.Builder
		n := 0
		for _, r := range query {
			if r != '?' {
				b.WriteRune(r)
				continue
			}
			n++
			b.WriteString("$" + strconv.Itoa(n))
		}
		return b.String()
	})
}

func (t *postgresTx) send() pgx.BatchResults {
	sent := t.raw.SendBatch(t.ctx, t.waiting)
	t.waiting = &pgx.Batch{}
	return sent
}

func (t *postgresTx) script(text string) error {
	if err := t.flush(); err != nil {
		return err
	}
	_, err := t.raw.Conn().PgConn().Exec(t.ctx, text).ReadAll()
	return err
}

func (t *postgresTx) exec(query string, a []any) (int64, error) {
	if err := t.flush(); err != nil {
		return 0, err
	}
	tag, err := t.raw.Exec(t.ctx, numbered(query), a...)
	return tag.RowsAffected(), err
}

func (t *postgresTx) later(query string, a []any) error {
	t.waiting.Queue(numbered(query), a...)
	return nil
}

func (t *postgresTx) each(query string, a []any, dest []any, work func() error) error {
	t.scan(numbered(query), a, dest, work)
	return t.flush()
}

// scan calls work for the rows of a query, when it is sent.
func (t *postgresTx) scan(query string, a []any, dest []any, work func() error) {
	t.waiting.Queue(query, a...).Query(func(rows pgx.Rows) error {
		for rows.Next() {
			if err := rows.Scan(dest...); err != nil {
				return err
			}
			if err := work(); err != nil {
				return err
			}
		}
		return rows.Err()
	})
}

func (t *postgresTx) eachIn(query string, a []any, keys any, dest []any, work func() error) error {
	return t.each(strings.Replace(query, "IN (keys)", "= ANY(?)", 1), append(a[:len(a):len(a)], keys), dest, work)
}

// append copies: a row that no other statement can be in conflict with costs the
// server a third of one that is inserted.
func (t *postgresTx) append(into string, columns []any) error {
	if err := t.flush(); err != nil {
		return err
	}
	table, names, _ := strings.Cut(strings.TrimSuffix(into, ")"), " (")
	row := make([]any, len(columns))
	_, err := t.raw.CopyFrom(t.ctx, pgx.Identifier{table}, strings.Split(names, ", "), pgx.CopyFromSlice(lengthOf(columns[0]), func(i int) ([]any, error) {
		for c := range columns {
			row[c] = valueOf(columns[c], i)
		}
		return row, nil
	}))
	return err
}

func (t *postgresTx) insert(into, tail string, columns []any, dest []any, work func() error) error {
	query, columns := unnested(into, tail, "", columns)
	if work == nil {
		t.waiting.Queue(query, columns...)
		return nil
	}
	t.scan(query, columns, dest, work)
	return t.flush()
}

func (t *postgresTx) insertWatched(into, tail, condition string, columns []any, dest []any, work func() error) error {
	query, columns := unnested(into, tail, condition, columns)
	t.scan(query, columns, dest, work)
	return nil
}

func (t *postgresTx) insertCounted(counter, into, tail string, columns []any) error {
	rows := int64(lengthOf(columns[0]))
	query := text(into, tail, func() string {
		count, name := "$"+strconv.Itoa(len(columns)+1), "$"+strconv.Itoa(len(columns)+2)
		var given strings.Builder
		for i := range columns {
			given.WriteString("c" + strconv.Itoa(i) + ", ")
		}
		return "WITH before AS (UPDATE meta SET n = n + " + count + " WHERE name = " + name + " RETURNING n - " + count + " AS n) " +
			into + " SELECT " + given.String() + "before.n + no FROM before, unnest(" + arrays(columns) + ") WITH ORDINALITY AS given (" + given.String() + "no) " + tail
	})
	t.waiting.Queue(query, append(withoutNil(columns), rows, counter)...)
	return nil
}

// unnested is an insert of rows that come as one array a column.
func unnested(into, tail, condition string, columns []any) (string, []any) {
	query := text(into, tail+condition, func() string {
		q := into + " SELECT * FROM unnest(" + arrays(columns) + ") " + tail
		if condition != "" {
			q = "WITH told AS (" + q + ") SELECT * FROM told WHERE " + condition
		}
		return q
	})
	return query, withoutNil(columns)
}

// arrays are the arguments that columns come as.
func arrays(columns []any) string {
	list := make([]string, len(columns))
	for i, c := range columns {
		kind := "bytea"
		switch c.(type) {
		case []int64:
			kind = "bigint"
		case []string:
			kind = "text"
		}
		list[i] = "$" + strconv.Itoa(i+1) + "::" + kind + "[]"
	}
	return strings.Join(list, ", ")
}

func withoutNil(columns []any) []any {
	for i, c := range columns {
		if list, ok := c.([][]byte); ok {
			columns[i] = noNil(list)
		}
	}
	return columns
}

// noNil has empty bytes where there are none: nil would be NULL.
func noNil(list [][]byte) [][]byte {
	for i, b := range list {
		if b == nil {
			list[i] = []byte{}
		}
	}
	return list
}
