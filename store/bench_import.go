package store

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/csv"
	"fmt"
	mrand "math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/table"
	"bonuskasse/pos/till"
)

// importHeadings are the columns of the list that is measured.
var importHeadings = []string{"username", "name", "phone", "email", "card", "points", "tier", "language", "birthday", "organisation", "consent", "notes"}

// imports measures the import of a list of members into an empty shop, and the
// bare rows, in turn; each is the middle of three rounds. The bare rows are put
// in several times, so that both sides take about as long: on a machine that
// does something else too, what is short finds it idle more often.
func (b *Bench) imports(ctx context.Context, dir string, members int, progress Progress) error {
	temp, err := os.MkdirTemp(dir, "import-")
	if err != nil {
		return trouble(err)
	}
	defer os.RemoveAll(temp)
	rows := importRows(members)
	data := csvOf(rows)
	const rounds, bareTimes = 3, 5
	var took, bare []time.Duration
	for i := range rounds {
		var x time.Duration
		for range bareTimes {
			once, err := bareInsert(ctx, filepath.Join(temp, "bare"), rows)
			if err != nil {
				return err
			}
			x += once / bareTimes
		}
		y, err := importOnce(ctx, filepath.Join(temp, fmt.Sprint("shop", i)), data, members, progress)
		if err != nil {
			return err
		}
		bare, took = append(bare, x), append(took, y)
	}
	b.Import = importFigures(members, took, bare)
	return nil
}

// importRows are members as a shop would bring them from its old till.
func importRows(n int) [][]string {
	rnd := mrand.New(mrand.NewPCG(3, 4))
	rows := make([][]string, n)
	for i := range rows {
		first, last := pick(rnd, fillFirst), pick(rnd, fillLast)
		rows[i] = []string{
			fmt.Sprintf("%s%d", strings.ToLower(first), i), first + " " + last, fmt.Sprintf("%08d", 20_000_000+rnd.IntN(70_000_000)),
			fmt.Sprintf("%s.%s%d@example.com", pos.SearchWord(first), pos.SearchWord(last), i), fmt.Sprint(firstCard + i), fmt.Sprint(rnd.IntN(2) * rnd.IntN(5000)),
			pos.FirstTier, []string{"da", "en", "fr"}[rnd.IntN(3)], fmt.Sprintf("%04d-%02d-%02d", 1930+rnd.IntN(80), 1+rnd.IntN(12), 1+rnd.IntN(28)),
			"", []string{"ja", "nej"}[rnd.IntN(2)], "",
		}
	}
	return rows
}

func csvOf(rows [][]string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write(importHeadings) // a buffer takes everything
	_ = w.WriteAll(rows)
	return b.Bytes()
}

func importOnce(ctx context.Context, dir string, data []byte, members int, progress Progress) (time.Duration, error) {
	opt := Options{Random: rand.Reader, Now: time.Now}
	shop := till.Shop{Name: "Bench", Currency: pos.DKK, Language: "da", TillNo: 1, TimeZone: "Europe/Copenhagen"}
	if err := Init(ctx, dir, shop, opt, func(tx till.Tx) error { return till.FirstFacts(tx, time.Now(), pos.DKK) }); err != nil {
		return 0, err
	}
	s, err := Open(ctx, dir, opt)
	if err != nil {
		return 0, err
	}
	defer s.Close()
	t, err := till.New(ctx, s, till.Options{Now: time.Now, Random: rand.Reader})
	if err != nil {
		return 0, err
	}
	defer t.Close()
	start := time.Now()
	how := till.MemberImport{Progress: func(done, total int) { progress.tell("import", int64(done), int64(total)) }}
	got, err := t.ImportMembers(ctx, table.Read(data), how, till.By(pos.System))
	took := time.Since(start)
	if err == nil && got.Imported != members {
		err = fmt.Errorf("%d of %d members were imported: %v", got.Imported, members, got.Bad[:min(len(got.Bad), 3)])
	}
	return took, err
}

// bareInsert is the floor: every column of the rows into one table with a unique
// username, a prepared statement a row, one transaction, the till's pragmas.
func bareInsert(ctx context.Context, path string, rows [][]string) (time.Duration, error) {
	for _, part := range []string{path, path + "-wal", path + "-shm"} {
		if err := os.Remove(part); err != nil && !os.IsNotExist(err) {
			return 0, trouble(err)
		}
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		return 0, trouble(err)
	}
	s, err := openSession(ctx, path, asWriter, 0)
	if err != nil {
		return 0, err
	}
	defer s.close()
	if err := s.useWAL(); err != nil {
		return 0, err
	}
	columns := strings.Join(importHeadings, " TEXT NOT NULL, ") + " TEXT NOT NULL"
	columns = strings.Replace(columns, "username TEXT NOT NULL", "username TEXT NOT NULL UNIQUE", 1)
	if err := s.script("CREATE TABLE bare (" + columns + ") STRICT"); err != nil {
		return 0, err
	}
	start := time.Now()
	if err := s.exec("BEGIN IMMEDIATE"); err != nil {
		return 0, err
	}
	query := insertQuery("INSERT INTO bare", len(importHeadings), 1, 0)
	values := make([]any, len(importHeadings))
	for _, row := range rows {
		for i, c := range row {
			values[i] = c
		}
		if err := s.exec(query, values...); err != nil {
			return 0, err
		}
	}
	if err := s.exec("COMMIT"); err != nil {
		return 0, err
	}
	return time.Since(start), nil
}
