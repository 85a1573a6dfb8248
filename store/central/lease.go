package central

import (
	"context"
	"crypto/sha256"
	"encoding/binary"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/mutant"
)

// Lease grants rights out of what is free, once for an id; where nothing is free
// nothing is kept of it, and the same id may ask again. What is missing is
// recalled from those who keep it.
//
// Refusals: UnknownTill, Revoked, Fenced.
func (s *Store) Lease(ctx context.Context, l chain.Lease, at pos.Millis) (chain.Lease, error) {
	asked := l
	err := s.db.write(ctx, func(t *tx) error {
		l = asked
		w := s.work(t, at)
		asker, err := w.asker(l.Till, l.Incarnation)
		if err != nil {
			return err
		}
		if known, err := w.granted(&l); err != nil {
			return err
		} else if !known || mutant.LeaseAgain {
			sums, err := w.sums(l.Account, true)
			if err != nil {
				return err
			}
			free := sums.free()
			if mutant.LeaseOfAll {
				free = sums.points
			}
			if err := w.grant(&l, asker.no, min(l.Want, free)); err != nil {
				return err
			}
			if err := w.recall(&l, asker.no); err != nil {
				return err
			}
		}
		return w.finish()
	})
	return l, err
}

// asker is a life that may be given something. Refusals: UnknownTill, Revoked,
// Fenced.
func (w *work) asker(till, incarnation pos.ID) (*lifeRow, error) {
	row, err := w.lockTill(till)
	if err != nil {
		return nil, err
	}
	if row.Revoked {
		return nil, chain.Refuse(chain.Revoked, row.Name)
	}
	l, err := w.life(till, incarnation)
	switch {
	case err != nil:
		return nil, err
	case l == nil:
		return nil, chain.Refuse(chain.UnknownTill, "incarnation ", incarnation)
	case l.Fenced:
		return nil, chain.Refuse(chain.Fenced, "incarnation ", incarnation)
	}
	return l, nil
}

// granted fills in what a lease was given when it was asked for before.
func (w *work) granted(l *chain.Lease) (known bool, err error) {
	return w.one("SELECT granted FROM lease WHERE id = ?", args(l.ID[:]), &l.Granted)
}

// grant moves points from what is free to the rights of a life.
func (w *work) grant(l *chain.Lease, life, points int64) error {
	l.Granted = max(points, 0)
	if l.Granted == 0 {
		return nil
	}
	err := w.act(&journalpb.Body{What: &journalpb.Body_LeaseGranted{LeaseGranted: &journalpb.LeaseGranted{
		Lease: l.ID[:], Member: l.Account[:], Till: l.Till[:], Incarnation: l.Incarnation[:], Points: l.Granted}}}, l.Account)
	if err != nil {
		return err
	}
	_, err = w.exec("INSERT INTO lease (id, account, life, want, granted, at, accepted) VALUES (?, ?, ?, ?, ?, ?, 0) ON CONFLICT (id) DO NOTHING",
		l.ID[:], l.Account[:], life, l.Want, l.Granted, int64(w.at))
	return err
}

// recall asks those who hold rights of an account for what a lease is short of.
func (w *work) recall(l *chain.Lease, asker int64) error {
	missing := l.Want - l.Granted
	if missing <= 0 {
		return nil
	}
	holders, err := w.s.holders(w.tx, l.Account, w.at)
	if err != nil {
		return err
	}
	for _, h := range holders {
		if h.life == asker || h.fenced {
			continue
		}
		l.Keepers = append(l.Keepers, h.Keeper)
		if _, err := w.exec(`INSERT INTO recall (account, life, points, at) VALUES (?, ?, ?, ?)
			ON CONFLICT (account, life) DO UPDATE SET points = excluded.points, at = excluded.at`,
			l.Account[:], h.life, min(missing, h.Rights), int64(w.at)); err != nil {
			return err
		}
		if mutant.RecallFrees {
			w.account(l.Account).held -= min(missing, h.Rights)
		}
		// Whoever waits for a change looks, and finds the recall.
		w.touch(chain.Account, string(l.Account[:]), w.s.life)
	}
	return nil
}

// writeLeases notes what tills have done about leases and recalls.
func (w *work) writeLeases() error {
	var done []byte
	if len(w.accepted) > 0 {
		if err := w.do.eachIn("UPDATE lease SET accepted = 1 WHERE id IN (keys) RETURNING id", nil, w.accepted, []any{&done}, nothing); err != nil {
			return err
		}
	}
	if len(w.released) == 0 {
		return nil
	}
	// The rows stay: what was released is for whoever asked, and not for the till
	// where the member shops.
	return w.do.eachIn("UPDATE recall SET points = 0 WHERE life = ? AND account IN (keys) RETURNING account", args(w.by), idKeys(sortedIDs(w.released)), []any{&done}, nothing)
}

func nothing() error { return nil }

// recalls are what a life is asked to release, and somebody still waits for.
func (t *tx) recalls(life int64, at pos.Millis) (list []chain.Recall, err error) {
	var account []byte
	var points int64
	err = t.do.each(`SELECT r.account, r.points FROM recall r JOIN holding h ON h.account = r.account AND h.life = r.life
		WHERE r.life = ? AND r.at >= ? AND r.points > 0 AND h.rights > 0 ORDER BY r.account`, args(life, int64(at)-recallFor.Milliseconds()),
		[]any{&account, &points}, func() error {
			list = append(list, chain.Recall{Account: pos.IDFromBytes(account), Points: points})
			return nil
		})
	return list, err
}

// awayFromHome adds what a life holds of accounts whose members shop at another
// till: there bonus is to work with the line down, and here it would lie idle.
func (t *tx) awayFromHome(recalls []chain.Recall, life int64, accounts []pos.ID) ([]chain.Recall, error) {
	if len(accounts) == 0 {
		return recalls, nil
	}
	var account []byte
	var rights int64
	err := t.do.eachIn("SELECT account, rights FROM holding WHERE life = ? AND rights > 0 AND account IN (keys)", args(life), idKeys(accounts),
		[]any{&account, &rights}, func() error {
			id := pos.IDFromBytes(account)
			for i := range recalls {
				if recalls[i].Account == id {
					recalls[i].Points = max(recalls[i].Points, rights)
					return nil
				}
			}
			recalls = append(recalls, chain.Recall{Account: id, Points: rights})
			return nil
		})
	return recalls, err
}

// unaccepted are the leases that a life was granted and has not taken up yet.
func (t *tx) unaccepted(l *lifeRow) (list []chain.Lease, err error) {
	var id, account []byte
	var want, granted int64
	err = t.do.each("SELECT id, account, want, granted FROM lease WHERE life = ? AND accepted = 0 ORDER BY id", args(l.no),
		[]any{&id, &account, &want, &granted}, func() error {
			list = append(list, chain.Lease{ID: pos.IDFromBytes(id), Account: pos.IDFromBytes(account), Till: l.Till, Incarnation: l.Incarnation, Want: want, Granted: granted})
			return nil
		})
	return list, err
}

// keepAtHome grants a till what is free of the accounts of members who shop
// there, up to what the programme keeps: so that bonus works there with the line
// down. Where somebody waits for the account's rights they are left alone.
func (s *Store) keepAtHome(ctx context.Context, l lifeRow, accounts []pos.ID, at pos.Millis) (list []chain.Lease, err error) {
	err = s.db.write(ctx, func(t *tx) error {
		list = nil
		w := s.work(t, at)
		asker, err := w.asker(l.Till, l.Incarnation)
		if chain.WhyOf(err) != "" {
			return nil // it is no longer of use
		}
		if err != nil {
			return err
		}
		program, err := t.program(at)
		if err != nil {
			return err
		}
		for _, id := range accounts {
			lease, err := w.keep(id, asker, program.RightsKeptPoints)
			if err != nil {
				return err
			}
			if lease.Granted > 0 {
				list = append(list, lease)
			}
		}
		return w.finish()
	})
	return list, err
}

func (w *work) keep(account pos.ID, asker *lifeRow, limit int64) (l chain.Lease, err error) {
	var waits, rights int64
	if _, err := w.one("SELECT count(*) FROM recall WHERE account = ? AND (at >= ? OR points > 0 AND at >= ?)",
		args(account[:], int64(w.at)-askerFor.Milliseconds(), int64(w.at)-recallFor.Milliseconds()), &waits); err != nil || waits > 0 {
		return l, err
	}
	sums, err := w.sums(account, true)
	if err != nil {
		return l, err
	}
	if _, err := w.one("SELECT rights FROM holding WHERE account = ? AND life = ?", args(account[:], asker.no), &rights); err != nil {
		return l, err
	}
	n := min(sums.free(), limit-rights)
	if n <= 0 {
		return l, nil
	}
	l = chain.Lease{Account: account, Till: asker.Till, Incarnation: asker.Incarnation, Want: n}
	h := sha256.New()
	h.Write(account[:])
	h.Write(asker.Incarnation[:])
	for _, n := range []int64{sums.points, sums.held, rights, int64(w.at)} {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(n)))
	}
	l.ID = pos.IDFromBytes(h.Sum(nil)[:16])
	return l, w.grant(&l, asker.no, n)
}
