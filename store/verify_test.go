package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// busyShop is a shop with a little of everything in it: a row in every table.
func busyShop(t testing.TB) *shopUnderTest {
	t.Helper()
	u := newShop(t)
	ctx := context.Background()
	app := u.till()
	who := till.By(pos.System)
	who.Reason = "test"
	fixed := int64(7)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(u.Fill(ctx, Filling{Members: 3, Sales: 5, Seed: 3}, nil))
	must(app.SetProducts(ctx, []pos.Product{{SKU: "K1", Barcodes: []string{"4006381333931"}, Name: "Klipning", Price: 300_00, VATBp: 2500,
		Kind: pos.Service, Earns: true, FixedPoints: &fixed}}, who))
	must(app.Set(ctx, "language.paper", "da", who))
	_, err := app.AddMember(ctx, till.NewMember{Username: "soren", Name: "Søren Åkjær", Tier: pos.FirstTier, Card: "90001"}, who)
	must(err)
	_, err = app.SetPerson(ctx, pos.Person{Name: "Inga", Role: pos.Manager, Active: true}, "4711", who)
	must(err)
	sell(t, app, "90001", 0)
	done := sell(t, app, "90001", 200)
	_, err = app.Refund(ctx, till.Return{Receipt: done.Sale.Receipt, Lines: []till.ReturnLine{{Line: 0, QtyMilli: 1000}}}, who)
	must(err)
	d, err := app.NewSale(ctx, pos.System)
	must(err)
	must(app.AddBarcode(ctx, &d, "4006381333931", 1000))
	_, err = app.AttachCard(ctx, &d, "90001", true)
	must(err)
	_, err = app.Complete(ctx, d, till.Payment{Cash: till.Exact})
	must(err)
	must(app.OpenDrawer(ctx, who))
	must(u.SaveDraft(ctx, pos.Draft{ID: pos.ID{1}, Opened: 5, Label: "suspended"}))
	must(u.AddJob(ctx, till.Job{ID: pos.ID{2}, Made: 6, Title: "receipt", Document: []byte("{}"), State: till.JobWaiting}))
	shop, err := app.Shop(ctx)
	must(err)
	must(u.Acked(ctx, shop.Incarnation, 3))
	return u
}

func verifyFolder(t testing.TB, dir string) Report {
	t.Helper()
	r, err := Verify(context.Background(), dir, Options{}, nil)
	if err != nil {
		t.Fatalf("verify could not be made: %v", err)
	}
	if r.OK != (r.FirstDifference == "") {
		t.Fatalf("report %+v", r)
	}
	return r
}

func TestVerifyWhole(t *testing.T) {
	u := busyShop(t)
	stages := map[string]int64{}
	r, err := u.Verify(context.Background(), func(stage string, done, total int64) {
		if done < stages[stage] || done > total {
			t.Errorf("%s went from %d to %d of %d", stage, stages[stage], done, total)
		}
		stages[stage] = done
	})
	if err != nil || !r.OK || r.Events < 20 || len(stages) != 3 {
		t.Fatalf("%+v %v %v", r, stages, err)
	}
}

func TestVerifyIsOneStateWhileOthersSell(t *testing.T) {
	u := busyShop(t)
	app := u.till()
	stop, sold := make(chan struct{}), make(chan int)
	go func() {
		n := 0
		for {
			select {
			case <-stop:
				sold <- n
				return
			default:
				sell(t, app, "90001", 0)
				n++
			}
		}
	}()
	for range 5 {
		if r := verifyFolder(t, u.dir); !r.OK {
			t.Errorf("%+v", r)
		}
	}
	close(stop)
	if n := <-sold; n == 0 {
		t.Error("nothing was sold meanwhile")
	}
}

func TestVerifyWordsSayWhere(t *testing.T) {
	for _, c := range []struct{ change, says string }{
		{"UPDATE sale SET to_pay = to_pay + 1 WHERE receipt = '1-000006'", "table sale, row event = 1099511627793: to_pay is 30001, and the journal says 30000"},
		{"DELETE FROM tender WHERE sale = (SELECT max(sale) FROM tender)", "table tender: the row sale ="},
		{"UPDATE event SET payload = zeroblob(length(payload)) WHERE id & 255 = 9", "event 1.9"},
		{"DELETE FROM event WHERE id & 255 = 9", "the sequence has a gap"},
		{"UPDATE event SET clock = 1 WHERE id & 255 = 9", "the clock goes back"},
		{"UPDATE setting SET value = 'fr'", `table setting, row key = "language.paper": value is "fr", and the journal says "da"`},
		{"UPDATE draft SET opened = 6", "table draft, row id = 01"},
		{"DELETE FROM member_word WHERE word = 'soren'", "table member_word: the row word = \"soren\""},
		{"INSERT INTO card VALUES ('77777', 'both', 'printed', NULL, 0)", "and the journal knows nothing of it"},
		{"CREATE TABLE extra (x)", "table sqlite_schema"},
		{"PRAGMA user_version = 0", "user_version is 0"},
	} {
		u := busyShop(t)
		u.Close()
		raw := openRaw(t, u.dir)
		if _, err := raw.Exec(c.change); err != nil {
			t.Fatal(err)
		}
		raw.Close()
		if r := verifyFolder(t, u.dir); r.OK || !strings.Contains(r.FirstDifference, c.says) {
			t.Errorf("after %s: %+v", c.change, r)
		}
	}
}

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
				if flipOne(t, raw, u.dir, table, column, keys, row, value, b) {
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
func flipOne(t *testing.T, raw *sql.DB, dir, table, column string, keys []string, row int, value any, b int) bool {
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
	for _, q := range []string{"DELETE FROM " + table, "INSERT INTO " + table + " SELECT * FROM temp.kept"} {
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

// TestVerifyOfRubble: whatever stands in the file, verify answers.
func TestVerifyOfRubble(t *testing.T) {
	u := busyShop(t)
	u.Close()
	path := u.path(fileDB)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(3, 3))
	noise := func(from, to int) []byte {
		data := append([]byte(nil), whole...)
		for i := from; i < to; i++ {
			data[i] = byte(rnd.Uint32())
		}
		return data
	}
	for name, data := range map[string][]byte{
		"all noise":   noise(0, len(whole)),
		"no header":   noise(0, 100),
		"first page":  noise(100, 4096),
		"half":        noise(len(whole)/2, len(whole)),
		"truncated":   whole[:len(whole)/2],
		"a page less": whole[:len(whole)-4096],
		"odd end":     whole[:len(whole)-100],
		"zeros":       make([]byte, len(whole)),
		"text":        []byte("this is a letter, and no shop"),
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			if r := verifyFolder(t, u.dir); r.OK {
				t.Error("found nothing")
			} else {
				t.Log(r.FirstDifference)
			}
		})
	}
}

func TestVerifyChecksTheFilesBeside(t *testing.T) {
	for name, harm := range map[string]func(dir string) error{
		"no guard":     func(dir string) error { return os.Remove(filepath.Join(dir, fileGuard)) },
		"no key":       func(dir string) error { return os.Remove(filepath.Join(dir, fileKey)) },
		"key flipped":  func(dir string) error { return flipFile(filepath.Join(dir, fileKey), 8*3) },
		"guard slot 0": func(dir string) error { return flipFile(filepath.Join(dir, fileGuard), 8*30) },
		"guard slot 1": func(dir string) error { return flipFile(filepath.Join(dir, fileGuard), 8*(slotEvery+50)+7) },
	} {
		u := busyShop(t)
		u.Close()
		if err := harm(u.dir); err != nil {
			t.Fatal(err)
		}
		if r := verifyFolder(t, u.dir); r.OK {
			t.Errorf("%s: found nothing", name)
		}
	}
}

func flipFile(path string, b int) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	data[b/8] ^= 1 << (b % 8)
	return os.WriteFile(path, data, 0o600)
}
