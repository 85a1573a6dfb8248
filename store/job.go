package store

import (
	"context"
	"database/sql"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// keepJobs are how many papers stay after they are done: a paper can be made
// again from its sale, and the documents are larger than the sales.
const keepJobs = 1000

const insertJob = `INSERT INTO print_job (no, id, made, sale, title, document, state, why, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`

// AddJob queues a paper.
func (s *Store) AddJob(ctx context.Context, j till.Job) error {
	return s.write(ctx, func(w *session) (func(), error) { return nil, addJob(w, j) })
}

// AddJob queues a paper in the same transaction as what it is about.
func (t *tx) AddJob(j till.Job) error { return addJob(t.s, j) }

func addJob(w *session, j till.Job) error {
	var no int64
	if _, err := w.get("SELECT coalesce(max(no), 0) + 1 FROM print_job", nil, &no); err != nil {
		return err
	}
	err := w.exec(insertJob, no, j.ID[:], int64(j.Made), idOrNull(j.Sale), j.Title, notNil(j.Document), string(j.State), j.Why, jobSum(no, j))
	if breaks(err) {
		return pos.Refuse(pos.AlreadyThere, j.ID)
	}
	return err
}

func jobSum(no int64, j till.Job) []byte {
	return checksum(number(no), j.ID[:], number(int64(j.Made)), j.Sale[:], []byte(j.Title), j.Document, []byte(j.State), []byte(j.Why))
}

const jobColumns = "SELECT no, id, made, sale, title, document, state, why FROM print_job "

func scanJob(rows *sql.Rows) (no int64, j till.Job, err error) {
	var id, sale []byte
	err = rows.Scan(&no, &id, &j.Made, &sale, &j.Title, &j.Document, &j.State, &j.Why)
	j.ID, j.Sale = pos.IDFromBytes(id), pos.IDFromBytes(sale)
	return no, j, err
}

// Jobs are the papers in any of the states, in the order they were queued; no
// state is all of them. Of those done, the last thousand are kept.
func (s *Store) Jobs(ctx context.Context, states ...till.JobState) (list []till.Job, err error) {
	where, a := "", []any{}
	if len(states) > 0 {
		where = "WHERE state IN (?" + strings.Repeat(", ?", len(states)-1) + ") "
		for _, st := range states {
			a = append(a, string(st))
		}
	}
	err = s.readers.use(ctx, func(r *session) error {
		return r.each(jobColumns+where+"ORDER BY no", a, func(rows *sql.Rows) error {
			_, j, err := scanJob(rows)
			list = append(list, j)
			return err
		})
	})
	return list, err
}

// SetJob notes what became of a paper.
func (s *Store) SetJob(ctx context.Context, id pos.ID, state till.JobState, why string) error {
	return s.write(ctx, func(w *session) (func(), error) {
		var no int64
		var j till.Job
		found := false
		err := w.each(jobColumns+"WHERE id = ?", args(id[:]), func(rows *sql.Rows) (err error) {
			found = true
			no, j, err = scanJob(rows)
			return err
		})
		if err != nil {
			return nil, err
		}
		if !found {
			return nil, pos.Refuse(pos.UnknownReceipt, id)
		}
		j.State, j.Why = state, why
		if err := w.exec("UPDATE print_job SET state = ?, why = ?, checksum = ? WHERE no = ?", string(state), why, jobSum(no, j), no); err != nil {
			return nil, err
		}
		return nil, w.exec("DELETE FROM print_job WHERE no <= ? AND state IN ('done', 'dropped')", no-keepJobs)
	})
}
