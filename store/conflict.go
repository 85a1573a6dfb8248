package store

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/till"
)

// ToSettle is the mark of the things to settle that the till keeps, and when the
// head office told them; 0 is never.
func (s *Store) ToSettle(ctx context.Context) (mark int64, at pos.Millis, err error) {
	err = s.readers.use(ctx, func(q *session) error {
		_, err := q.get("SELECT mark, at FROM office_told", nil, &mark, &at)
		return err
	})
	return mark, at, err
}

// TakeToSettle keeps what is to be settled, in place of what was kept. tills is
// how many the chain has.
func (s *Store) TakeToSettle(ctx context.Context, mark int64, list []pos.Conflict, tills int64) error {
	return s.write(ctx, func(w *session) (func(), error) {
		if err := w.exec("DELETE FROM conflict"); err != nil {
			return nil, err
		}
		for _, c := range list {
			data, err := json.Marshal(c)
			if err != nil {
				return nil, err
			}
			if err := w.exec("INSERT INTO conflict (id, json, checksum) VALUES (?, ?, ?)", c.ID[:], data, conflictSum(c.ID[:], data)); err != nil {
				return nil, err
			}
		}
		at := s.opt.Now().UnixMilli()
		return nil, w.exec(`INSERT INTO office_told (one, mark, at, tills, checksum) VALUES (1, ?, ?, ?, ?) ON CONFLICT (one) DO UPDATE SET
			mark = excluded.mark, at = excluded.at, tills = excluded.tills, checksum = excluded.checksum`, mark, at, tills, toldSum(mark, at, tills))
	})
}

func conflictSum(id, data []byte) []byte { return checksum(id, data) }

func toldSum(mark, at, tills int64) []byte { return checksum(number(mark), number(at), number(tills)) }

// Conflicts are the things to settle as the till knows them, without those that
// were settled here; the oldest first.
func (r *reader) Conflicts() (list []pos.Conflict, err error) {
	err = r.s.each("SELECT json FROM conflict WHERE id NOT IN (SELECT conflict FROM conflict_settled)", nil, func(rows *row) error {
		var data []byte
		if err := rows.Scan(&data); err != nil {
			return err
		}
		var c pos.Conflict
		if err := json.Unmarshal(data, &c); err != nil {
			return damaged(err)
		}
		list = append(list, c)
		return nil
	})
	slices.SortFunc(list, func(a, b pos.Conflict) int { return cmp.Or(cmp.Compare(a.At, b.At), bytes.Compare(a.ID[:], b.ID[:])) })
	return list, err
}

// Office is what the till knows of its head office.
func (r *reader) Office() (o till.Office, err error) {
	if o.Joined, err = r.s.get("SELECT name FROM joined", nil, &o.TillName); err != nil || !o.Joined {
		return o, err
	}
	if _, err := r.s.get("SELECT at, tills FROM office_told", nil, &o.Told, &o.Tills); err != nil {
		return o, err
	}
	if _, err := r.s.get("SELECT count(*), coalesce(sum(rights), 0) FROM account WHERE rights > 0 AND rights_in = (SELECT max(ordinal) FROM incarnation)",
		nil, &o.RightsMembers, &o.RightsPoints); err != nil {
		return o, err
	}
	o.CardNumbers, err = r.cardNumbersLeft()
	return o, err
}

func (f *fold) conflictSettled(body *journalpb.Body, w *journalpb.ConflictSettled) error {
	return f.s.exec("INSERT INTO conflict_settled (conflict, event, note, person) VALUES (?, ?, ?, ?) ON CONFLICT (conflict) DO NOTHING",
		notNil(w.Conflict), int64(f.ref), w.Note, bytesOrNull(body.By))
}

// settleSums checks the rows that the head office told.
func (v *verifier) settleSums() error {
	err := v.live.each("SELECT id, json, checksum FROM conflict", nil, func(r *row) error {
		var id, data, sum []byte
		if err := r.Scan(&id, &data, &sum); err != nil {
			return err
		}
		return sumIs(sum, conflictSum(id, data), "conflict", "id", show(id))
	})
	if err != nil {
		return err
	}
	return v.live.each("SELECT one, mark, at, tills, checksum FROM office_told", nil, func(r *row) error {
		var one, mark, at, tills int64
		var sum []byte
		if err := r.Scan(&one, &mark, &at, &tills, &sum); err != nil {
			return err
		}
		if one != 1 {
			return differs("table office_told: the row is number %d, and not 1", one)
		}
		return sumIs(sum, toldSum(mark, at, tills), "office_told", "one", one)
	})
}
