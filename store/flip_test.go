package store

import (
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// openRaw opens the database without the store's rules.
func openRaw(t testing.TB, dir string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, fileDB)+"?_pragma=synchronous(OFF)&_pragma=ignore_check_constraints(1)")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

// envCount lets a longer run be asked for.
func envCount(name string, n int) int {
	if v, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return v
	}
	return n
}

// TestVerifyFindsFlippedBitsOfValues flips bits of values of every column of
// every table, by SQL, and back. STORE_FLIPS is how many a value (0 is every
// one).
func TestVerifyFindsFlippedBitsOfValues(t *testing.T) {
	u := busyShop(t)
	chainFacts(t, u)
	u.Close()
	raw := openRaw(t, u.dir)
	rnd := rand.New(rand.NewPCG(1, 1))
	most := envCount("STORE_FLIPS", 2)
	tables, err := texts(raw, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'backup_mark' ORDER BY name")
	if err != nil {
		t.Fatal(err)
	}
	flipped := 0
	for _, table := range tables {
		keys, err := texts(raw, "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", table)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := texts(raw, "SELECT name FROM pragma_table_info(?) ORDER BY cid", table)
		if err != nil {
			t.Fatal(err)
		}
		var rows int
		if err := raw.QueryRow("SELECT count(*) FROM " + table).Scan(&rows); err != nil || rows == 0 {
			t.Fatalf("%s has %d rows: %v", table, rows, err)
		}
		for _, column := range columns {
			row := rnd.IntN(rows)
			where := fmt.Sprintf("WHERE (%s) = (SELECT %[1]s FROM %[2]s ORDER BY %[1]s LIMIT 1 OFFSET %[3]d)", strings.Join(keys, ", "), table, row)
			var value any
			if err := raw.QueryRow(fmt.Sprintf("SELECT %s FROM %s %s", column, table, where)).Scan(&value); err != nil {
				t.Fatal(err)
			}
			bits := bitsOf(value)
			rnd.Shuffle(len(bits), func(i, j int) { bits[i], bits[j] = bits[j], bits[i] })
			if most > 0 {
				bits = bits[:min(most, len(bits))]
			}
			for _, b := range bits {
				if flipOne(t, raw, u.dir, table, column, columns, keys, row, value, b) {
					flipped++
				}
			}
		}
	}
	t.Logf("%d bits flipped", flipped)
	if flipped < 200 {
		t.Errorf("only %d bits could be flipped", flipped)
	}
	if r := verifyFolder(t, u.dir); !r.OK {
		t.Fatalf("not as it was: %+v", r)
	}
}

// flipOne flips a bit, verifies, and puts the row back. A flip that the schema
// refuses cannot be made this way; false is that.
func flipOne(t *testing.T, raw *sql.DB, dir, table, column string, columns, keys []string, row int, value any, b int) bool {
	t.Helper()
	// The whole table is kept aside: where the key itself changes, the row is
	// not found by it.
	for _, q := range []string{"DROP TABLE IF EXISTS temp.kept", "CREATE TEMP TABLE kept AS SELECT * FROM " + table} {
		if _, err := raw.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	key := strings.Join(keys, ", ")
	set := "?"
	if _, ok := value.(string); ok {
		set = "CAST(? AS TEXT)" // bytes that may be no UTF-8 any more
	}
	_, err := raw.Exec(fmt.Sprintf("UPDATE %s SET %s = %s WHERE (%s) = (SELECT %[4]s FROM temp.kept ORDER BY %[4]s LIMIT 1 OFFSET %[5]d)",
		table, column, set, key, row), flipBit(value, b))
	if err != nil {
		return false
	}
	if r := verifyFolder(t, dir); r.OK {
		t.Errorf("bit %d of %s.%s (row %d, %s) flipped, and verify finds nothing", b, table, column, row, show(value))
	}
	stored := strings.Join(columns, ", ") // what is generated cannot be put back, and need not be
	for _, q := range []string{"DELETE FROM " + table, fmt.Sprintf("INSERT INTO %s (%s) SELECT %[2]s FROM temp.kept", table, stored)} {
		if _, err := raw.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	return true
}

func bitsOf(v any) (bits []int) {
	n := 0
	switch x := v.(type) {
	case int64:
		n = 64
	case string:
		n = 8 * len(x)
	case []byte:
		n = 8 * len(x)
	}
	for b := range n {
		bits = append(bits, b)
	}
	return bits
}

func flipBit(v any, b int) any {
	switch x := v.(type) {
	case int64:
		return x ^ 1<<b
	case string:
		return flipBit([]byte(x), b)
	case []byte:
		y := append([]byte(nil), x...)
		y[b/8] ^= 1 << (b % 8)
		return y
	}
	return v
}

func texts(db *sql.DB, query string, a ...any) (list []string, err error) {
	rows, err := db.Query(query, a...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, rows.Err()
}

// TestVerifyFindsFlippedBitsOfTheFile flips bits anywhere in the closed file.
// A bit that is not found must mean nothing: then SQLite finds the structure
// whole, and reads every row of every table as it was.
func TestVerifyFindsFlippedBitsOfTheFile(t *testing.T) {
	u := busyShop(t)
	u.Close()
	path := u.path(fileDB)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, err := dump(u.dir)
	if err != nil {
		t.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(2, 2))
	found, nothing := 0, 0
	for range envCount("STORE_RAW_FLIPS", 120) {
		b := rnd.IntN(8 * len(whole))
		data := append([]byte(nil), whole...)
		data[b/8] ^= 1 << (b % 8)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		r := verifyFolder(t, u.dir)
		if !r.OK {
			found++
			continue
		}
		if after, err := dump(u.dir); err != nil || after != before {
			t.Errorf("bit %d of byte %d flipped, the tables differ (%v), and verify finds nothing", b%8, b/8, err)
		}
		nothing++
	}
	t.Logf("%d found, %d in space that holds nothing, of a file of %d bytes", found, nothing, len(whole))
	if found == 0 || nothing == 0 {
		t.Errorf("%d found, %d not: one of them cannot be", found, nothing)
	}
}

// dump is all that SQL can read of the file, and what SQLite says of its
// structure.
func dump(dir string) (string, error) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, fileDB)+"?mode=ro")
	if err != nil {
		return "", err
	}
	defer db.Close()
	var b strings.Builder
	queries := []string{"PRAGMA user_version", "PRAGMA application_id", "PRAGMA encoding", "PRAGMA integrity_check", "SELECT * FROM sqlite_schema"}
	tables, err := texts(db, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
	if err != nil {
		return "", err
	}
	for _, t := range tables {
		queries = append(queries, "SELECT * FROM "+t)
	}
	for _, q := range queries {
		rows, err := db.Query(q)
		if err != nil {
			return "", err
		}
		columns, err := rows.Columns()
		if err != nil {
			return "", err
		}
		for rows.Next() {
			row := make([]any, len(columns))
			dest := make([]any, len(columns))
			for i := range row {
				dest[i] = &row[i]
			}
			if err := rows.Scan(dest...); err != nil {
				return "", err
			}
			fmt.Fprintf(&b, "%s: %v\n", q, row)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return "", err
		}
	}
	return b.String(), nil
}
