package central

import (
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/mutant"
)

// Expire takes the lots whose day is over, out of what is free, of so many
// accounts at the most, and asks the keepers for what is not free. It tells of
// how many accounts it took something; 0 says that all is done for now.
func (s *Store) Expire(ctx context.Context, at pos.Millis, limit int) (accounts int, err error) {
	var after []byte
	for accounts < limit {
		var done, seen int
		done, seen, after, err = s.expireSome(ctx, at, after, limit-accounts)
		if err != nil {
			return accounts, err
		}
		accounts += done
		if seen == 0 {
			break
		}
	}
	return accounts, nil
}

// expireSome goes through some of the accounts that have a lot whose day may be
// over, by their ids.
func (s *Store) expireSome(ctx context.Context, at pos.Millis, after []byte, limit int) (done, seen int, last []byte, err error) {
	err = s.db.write(ctx, func(t *tx) error {
		done, seen, last = 0, 0, after
		var ids []pos.ID
		var id []byte
		const part = 200
		if err := t.do.each("SELECT id FROM account WHERE expires < ? AND id > ? ORDER BY id LIMIT ? FOR UPDATE", args(int64(at), notNil(after), int64(min(limit, part))), []any{&id}, func() error {
			ids = append(ids, pos.IDFromBytes(id))
			return nil
		}); err != nil || len(ids) == 0 {
			return err
		}
		seen = len(ids)
		last = append([]byte(nil), ids[seen-1][:]...)
		states, err := t.accounts(ids)
		if err != nil {
			return err
		}
		w := s.work(t, at)
		expired := &journalpb.LotsExpired{AsOf: int64(at)}
		for _, id := range ids {
			x, err := w.expire(states[id], at)
			if err != nil {
				return err
			}
			more, err := w.astray(states[id], x)
			if err != nil {
				return err
			}
			for _, points := range []int64{x, more} {
				if points != 0 {
					expired.Of = append(expired.Of, &journalpb.ExpiredPoints{Member: id[:], Points: points})
				}
			}
		}
		if done = len(expired.Of); done > 0 {
			if err := w.act(&journalpb.Body{What: &journalpb.Body_LotsExpired{LotsExpired: expired}}, pos.ID{}); err != nil {
				return err
			}
		}
		return w.finish()
	})
	return done, seen, last, err
}

// expire is how much of an account can be taken now. What tills hold of it is
// recalled, and taken another time.
func (w *work) expire(a *chain.AccountPoints, at pos.Millis) (points int64, err error) {
	var over int64
	next := int64(noEnd)
	for _, l := range a.State.Points.Lots {
		switch {
		case !l.Good(ledger.Millis(at)):
			over += l.Left
		case l.ExpiresAt != 0:
			next = min(next, int64(l.ExpiresAt))
		}
	}
	over = max(over+min(a.Unread, 0), 0) // what a newer till spent was of those that end first
	points = min(over, a.Free)
	if mutant.ExpiresHeld {
		points = over
	}
	if over > points {
		return points, w.recall(&chain.Lease{Account: a.State.ID, Want: over - points}, 0)
	}
	_, err = w.exec("UPDATE account SET expires = ? WHERE id = ?", next, a.State.ID[:])
	return points, err
}

// astray is what an expiry has to make good, beside the points that it takes now.
// A till was without a line when a day ended, and what it says now comes before
// that: it had used the lots, and more was expired than the account's history
// takes; those become free again, by an expiry of less than nothing. Or it had
// brought points, which leave less of the history to a debt: more is to be taken.
// What tills hold of that is recalled, and taken another time.
func (w *work) astray(a *chain.AccountPoints, taken int64) (points int64, err error) {
	sums, err := w.sums(a.State.ID, true)
	if err != nil {
		return 0, err
	}
	p := a.State.Points
	more := sums.points - (p.Holding() - p.Debt)
	points = min(more, a.Free-taken)
	if more <= 0 || points == more {
		return more, nil
	}
	if _, err := w.exec("UPDATE account SET expires = 1 WHERE id = ?", a.State.ID[:]); err != nil {
		return 0, err
	}
	return points, w.recall(&chain.Lease{Account: a.State.ID, Want: more - points}, 0)
}

func notNil(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}
