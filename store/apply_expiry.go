package store

import (
	"slices"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
)

// lotsExpired takes the lots whose day is over. Of several members it says how
// many points each lost, and the rights go with them.
func (f *fold) lotsExpired(w *journalpb.LotsExpired) error {
	for _, x := range w.Of {
		a, err := f.account(pos.IDFromBytes(x.Member))
		if err != nil {
			return err
		}
		a.gain(ordinalOf(f.ref), -x.Points)
		if err := f.expire(a, w.AsOf); err != nil {
			return err
		}
	}
	if len(w.Of) > 0 {
		return nil
	}
	a, err := f.account(pos.IDFromBytes(w.Member))
	if err != nil {
		return err
	}
	return f.expire(a, w.AsOf)
}

func (f *fold) expire(a *account, asOf int64) error {
	return f.with(a, func(l *ledger.Account) ([]ledger.Entry, error) {
		_, e := l.Expire(f.ref, ledger.Millis(asOf))
		return []ledger.Entry{e}, nil
	})
}

// accountsOf reads the accounts at these places and their points, in a few
// statements for all of them, and keeps them for the next event. What is not
// there is left out.
func (f *fold) accountsOf(places []int64) (list []*account, err error) {
	for some := range slices.Chunk(places, askAtOnce) {
		if list, err = f.someAccounts(list, some); err != nil {
			return list, err
		}
	}
	return list, nil
}

func (f *fold) someAccounts(list []*account, places []int64) ([]*account, error) {
	numbers := make([]any, len(places))
	for i, no := range places {
		numbers[i] = no
	}
	among := " IN (?" + strings.Repeat(", ?", len(places)-1) + ")"
	read := map[int64]*account{} // those whose points are to be read
	err := f.s.each("SELECT no, id, debt, rights_in, rights, carried, spend FROM account WHERE no"+among+" ORDER BY no", numbers, func(r *row) error {
		a := new(account)
		var id []byte
		if err := r.Scan(&a.no, &id, &a.debt, &a.rightsIn, &a.rights, &a.carried, &a.spend); err != nil {
			return err
		}
		a.id = pos.IDFromBytes(id)
		if known := f.accounts[a.id]; known != nil {
			a = known
		} else {
			f.remember(a)
		}
		if list = append(list, a); a.points == nil {
			a.points, read[a.no] = &ledger.Account{Debt: a.debt}, a
		}
		return nil
	})
	if err != nil {
		return list, err
	}
	err = f.s.each("SELECT member, "+lotFields+" FROM lot WHERE member"+among, numbers, func(r *row) error {
		var no int64
		var x ledger.Lot
		err := r.Scan(&no, &x.ID, &x.Part, &x.Points, &x.Left, &x.Origin, &x.AccruedAt, &x.ExpiresAt, &x.Paid)
		if a := read[no]; a != nil {
			a.points.Lots = append(a.points.Lots, x)
		}
		return err
	})
	if err != nil {
		return list, err
	}
	for _, a := range read {
		ledger.SortLots(a.points.Lots)
	}
	return list, f.s.each("SELECT member, id, part, points, due_at FROM pending WHERE member"+among, numbers, func(r *row) error {
		var no int64
		var p ledger.Pending
		err := r.Scan(&no, &p.ID, &p.Part, &p.Points, &p.DueAt)
		if a := read[no]; a != nil {
			a.points.Pending = append(a.points.Pending, p)
		}
		return err
	})
}
