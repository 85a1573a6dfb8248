package store

import (
	"context"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

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
	return w.exec(insertJob, no, j.ID[:], int64(j.Made), idOrNull(j.Sale), j.Title, notNil(j.Document), string(j.State), j.Why, jobSum(no, j))
}

// DropJobs forgets the papers that match.
func (t *tx) DropJobs(match func(till.Job) (bool, error)) error {
	var drop []int64
	err := t.s.each(jobColumns+"ORDER BY no", nil, func(rows *row) error {
		no, j, err := scanJob(rows)
		if err != nil {
			return err
		}
		is, err := match(j)
		if is {
			drop = append(drop, no)
		}
		return err
	})
	for _, no := range drop {
		if err == nil {
			err = t.s.exec("DELETE FROM print_job WHERE no = ?", no)
		}
	}
	return err
}

func jobSum(no int64, j till.Job) []byte {
	return checksum(number(no), j.ID[:], number(int64(j.Made)), j.Sale[:], []byte(j.Title), j.Document, []byte(j.State), []byte(j.Why))
}

const jobColumns = "SELECT no, id, made, sale, title, document, state, why FROM print_job "

func scanJob(rows *row) (no int64, j till.Job, err error) {
	var id, sale []byte
	err = rows.Scan(&no, &id, &j.Made, &sale, &j.Title, &j.Document, &j.State, &j.Why)
	j.ID, j.Sale = pos.IDFromBytes(id), pos.IDFromBytes(sale)
	return no, j, err
}

// Jobs are the papers in any of the states, in the order they were queued; no
// state is all of them. Those done or dropped are gone: a paper can be made
// again from its sale.
func (s *Store) Jobs(ctx context.Context, states ...till.JobState) (list []till.Job, err error) {
	where, a := "", []any{}
	if len(states) > 0 {
		where = "WHERE state IN (?" + strings.Repeat(", ?", len(states)-1) + ") "
		for _, st := range states {
			a = append(a, string(st))
		}
	}
	err = s.readers.use(ctx, func(r *session) error {
		return r.each(jobColumns+where+"ORDER BY no", a, func(rows *row) error {
			_, j, err := scanJob(rows)
			list = append(list, j)
			return err
		})
	})
	return list, err
}

// Spool is the paper that is next, with its document, and how many there are. A
// till whose printer is off for a day asks often, and has many.
func (s *Store) Spool(ctx context.Context) (next *till.Job, waiting, unconfirmed int, err error) {
	err = s.readers.use(ctx, func(r *session) error {
		if _, err := r.get(`SELECT count(*) FILTER (WHERE state = ?), count(*) FILTER (WHERE state = ?) FROM print_job`,
			args(string(till.JobWaiting), string(till.JobUnconfirmed)), &waiting, &unconfirmed); err != nil || waiting == 0 {
			return err
		}
		return r.each(jobColumns+"WHERE state = ? ORDER BY no LIMIT 1", args(string(till.JobWaiting)), func(rows *row) error {
			_, j, err := scanJob(rows)
			next = &j
			return err
		})
	})
	return next, waiting, unconfirmed, err
}

// SetJob notes what became of a paper. One that is done or dropped is
// forgotten; saying so again changes nothing.
func (s *Store) SetJob(ctx context.Context, id pos.ID, state till.JobState, why string) error {
	return s.write(ctx, func(w *session) (func(), error) {
		if state == till.JobDone || state == till.JobDropped {
			return nil, w.exec("DELETE FROM print_job WHERE id = ?", id[:])
		}
		var no int64
		var j till.Job
		found := false
		err := w.each(jobColumns+"WHERE id = ?", args(id[:]), func(r *row) (err error) {
			found = true
			no, j, err = scanJob(r)
			return err
		})
		if err != nil {
			return nil, err
		}
		if !found {
			return nil, pos.Refuse(pos.UnknownReceipt, id)
		}
		j.State, j.Why = state, why
		return nil, w.exec("UPDATE print_job SET state = ?, why = ?, checksum = ? WHERE no = ?", string(state), why, jobSum(no, j), no)
	})
}
