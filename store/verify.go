package store

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

// Report is what a verification found.
type Report struct {
	OK     bool  `json:"ok"`
	Events int64 `json:"events"` // read and right
	// FirstDifference says what is not as the journal says, and where; it is
	// empty where OK.
	FirstDifference string `json:"first_difference"`
}

// Verify reads a shop's folder and says whether it is whole. A database so
// damaged that it cannot be read is a finding and no error; an error is that
// the verification could not be made.
func Verify(ctx context.Context, dir string, opt Options, progress Progress) (Report, error) {
	opt.ReadOnly = true
	s, err := Open(ctx, dir, opt)
	if err != nil {
		return findingOf(Report{}, err)
	}
	defer s.Close()
	return s.Verify(ctx, progress)
}

// Verify reads the whole journal (chain, hashes, signatures, sequence, clock),
// computes every table from it anew in a temporary database, compares them row
// by row, and checks what does not follow from the journal by its checksums.
// It sees one state; others may sell meanwhile.
func (s *Store) Verify(ctx context.Context, progress Progress) (report Report, err error) {
	defer func() {
		// The reader of a damaged file may stumble where no C program would
		// look twice; that is a finding.
		if p := recover(); p != nil {
			report.OK, report.FirstDifference, err = false, fmt.Sprintf("the database cannot be read: %v", p), nil
		}
	}()
	v := &verifier{store: s, progress: progress}
	err = v.run(ctx)
	report.Events = v.events
	if err != nil {
		return findingOf(report, err)
	}
	report.OK = true
	return report, nil
}

// difference is a finding, in words.
type difference struct{ text string }

func (d *difference) Error() string { return d.text }

func differs(format string, a ...any) error { return &difference{fmt.Sprintf(format, a...)} }

// findingOf makes a report of an error that says something about the database,
// and lets the others through.
func findingOf(r Report, err error) (Report, error) {
	var d *difference
	if errors.As(err, &d) {
		r.FirstDifference = d.text
		return r, nil
	}
	if pos.TroubleOf(err) == pos.DatabaseDamaged {
		r.FirstDifference = "the database cannot be read: " + err.Error()
		return r, nil
	}
	return r, err
}

// verifier is one verification.
type verifier struct {
	store    *Store
	progress Progress
	live     *session // one read transaction
	fresh    *session // computed from the journal
	events   int64
	total    int64
	marked   bool
	owned    []pulledRow // what the chain owns, by the event that it comes after
	// waits is what was pulled of members whom an event of the till's own makes.
	waits map[string][]pulledRow
}

func (v *verifier) run(ctx context.Context) error {
	// The guard is read before the snapshot is taken: then it cannot be ahead
	// of a right one.
	guard, haveGuard, err := v.store.readGuard()
	if err != nil {
		return err
	}
	if v.live, err = openSession(ctx, v.store.path(fileDB), v.store.mode, 0); err != nil {
		return err
	}
	defer v.live.close()
	temp, err := v.store.tempDir()
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	if v.fresh, err = openSession(ctx, filepath.Join(temp, "replay.db"), asScratch, 0); err != nil {
		return err
	}
	defer v.fresh.close()
	if err := v.live.exec("BEGIN"); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{v.structure, v.journal, v.tables, v.checksums} {
		if err := step(ctx); err != nil {
			return v.readError(err)
		}
	}
	return v.readError(v.outside(guard, haveGuard))
}

// readError: what SQLite says of a file that it reads is a finding, but for a
// lock and the end of the caller's patience.
func (v *verifier) readError(err error) error {
	if _, ok := resultCode(err); ok && pos.TroubleOf(err) != pos.DatabaseBusy && pos.TroubleOf(err) != pos.DiskFull {
		return differs("the database cannot be read: %v", err)
	}
	return err
}

// tempDir is beside the shop, where there is room for it as for a backup, or
// where the system keeps its own.
func (s *Store) tempDir() (string, error) {
	const pattern = ".verify-"
	old, _ := filepath.Glob(filepath.Join(s.dir, pattern+"*"))
	for _, dir := range old { // of a verification that was killed
		if info, err := os.Stat(dir); err == nil && time.Since(info.ModTime()) > 24*time.Hour {
			os.RemoveAll(dir)
		}
	}
	dir, err := os.MkdirTemp(s.dir, pattern)
	if err != nil {
		dir, err = os.MkdirTemp("", pattern)
	}
	return dir, trouble(err)
}

// structure checks the file's pages and trees by SQLite's own means, and that
// the schema is this program's, to the letter.
func (v *verifier) structure(ctx context.Context) error {
	v.progress.tell("structure", 0, 1)
	if err := steps(ctx, v.fresh); err != nil {
		return err
	}
	for _, pragma := range []string{"application_id", "user_version", "encoding"} {
		var got, want string
		if _, err := v.live.get("PRAGMA "+pragma, nil, &got); err != nil {
			return err
		}
		if _, err := v.fresh.get("PRAGMA "+pragma, nil, &want); err != nil {
			return err
		}
		if got != want {
			return differs("the file's %s is %s, and should be %s", pragma, got, want)
		}
	}
	if err := v.compare(ctx, "sqlite_schema", "type, name, tbl_name, sql", []string{"type", "name"}); err != nil {
		return err
	}
	var first string
	err := v.live.each("PRAGMA integrity_check(1)", nil, func(rows *row) error { return rows.Scan(&first) })
	if err != nil {
		return err
	}
	if first != "ok" {
		return differs("the file's structure is damaged: %s", first)
	}
	v.progress.tell("structure", 1, 1)
	return nil
}

// checksums checks the rows that no journal stands behind.
func (v *verifier) checksums(context.Context) error {
	err := v.live.each("SELECT incarnation, acked, checksum FROM outbox", nil, func(rows *row) error {
		var ordinal, acked int64
		var sum []byte
		if err := rows.Scan(&ordinal, &acked, &sum); err != nil {
			return err
		}
		return sumIs(sum, outboxSum(ordinal, acked), "outbox", "incarnation", ordinal)
	})
	if err != nil {
		return err
	}
	for _, sums := range []func() error{v.chainSums, v.settleSums} {
		if err := sums(); err != nil {
			return err
		}
	}
	err = v.live.each("SELECT made, checksum FROM backup_mark", nil, func(rows *row) error {
		var made int64
		var sum []byte
		if err := rows.Scan(&made, &sum); err != nil {
			return err
		}
		v.marked = true
		return sumIs(sum, checksum(number(made)), "backup_mark", "made", made)
	})
	if err != nil {
		return err
	}
	for _, table := range []string{"draft", "noted_draft"} {
		err = v.live.each("SELECT id, opened, json, checksum FROM "+table, nil, func(rows *row) error {
			var id, data, sum []byte
			var opened int64
			if err := rows.Scan(&id, &opened, &data, &sum); err != nil {
				return err
			}
			return sumIs(sum, draftSum(id, opened, data), table, "id", show(id))
		})
		if err != nil {
			return err
		}
	}
	err = v.live.each("SELECT person, wrong, until, checksum FROM pin_try", nil, func(rows *row) error {
		var person, sum []byte
		var wrong, until int64
		if err := rows.Scan(&person, &wrong, &until, &sum); err != nil {
			return err
		}
		return sumIs(sum, pinSum(person, wrong, until), "pin_try", "person", show(person))
	})
	if err != nil {
		return err
	}
	return v.live.each("SELECT no, id, made, sale, title, document, state, why, checksum FROM print_job", nil, func(rows *row) error {
		var no int64
		var id, sale, sum []byte
		var j till.Job
		if err := rows.Scan(&no, &id, &j.Made, &sale, &j.Title, &j.Document, &j.State, &j.Why, &sum); err != nil {
			return err
		}
		j.ID, j.Sale = pos.IDFromBytes(id), pos.IDFromBytes(sale)
		if len(id) != len(j.ID) || sale != nil && len(sale) != len(j.Sale) {
			return differs("table print_job, row no = %d: an id has the wrong length", no)
		}
		return sumIs(sum, jobSum(no, j), "print_job", "no", no)
	})
}

func sumIs(got, want []byte, table, key string, value any) error {
	if string(got) == string(want) {
		return nil
	}
	return differs("table %s, row %s = %v: the checksum is %s, the row says %s", table, key, value, show(got), show(want))
}

// outside compares the files beside the database with it.
func (v *verifier) outside(m guardMark, haveGuard bool) error {
	if v.marked {
		return nil // a backup stands for itself
	}
	if !haveGuard {
		return differs("the file %s is missing or unreadable: was the folder restored?", fileGuard)
	}
	ok, err := holds(v.live, m)
	if err != nil {
		return err
	}
	if !ok {
		return differs("the guard has seen event %d of incarnation %s, and the journal has no such event", m.seq, m.incarnation)
	}
	var last int64
	if _, err := v.live.get("SELECT id FROM event ORDER BY id DESC LIMIT 1", nil, &last); err != nil {
		return err
	}
	inc, err := (&Store{}).incarnation(v.live, ordinalOf(ledger.Ref(last)))
	if err != nil {
		return err
	}
	key, err := v.store.loadKey()
	if err != nil {
		return err
	}
	if key == nil || !key.Public().(ed25519.PublicKey).Equal(inc.key) {
		return differs("the file %s is not the key of this till's incarnation", fileKey)
	}
	return nil
}

// readGuard is the guard's mark; false where it is missing or a slot of it is
// not whole.
func (s *Store) readGuard() (guardMark, bool, error) {
	if s.guard == nil {
		return guardMark{}, false, nil
	}
	for range 3 { // another program may be writing a slot just now
		if m, ok := s.guard.whole(); ok {
			return m, true, nil
		}
		time.Sleep(time.Millisecond)
	}
	return guardMark{}, false, nil
}
