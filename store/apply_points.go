package store

import (
	"fmt"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
)

// account is a member's row of that table, while one event touches it.
type account struct {
	no       int64
	id       pos.ID
	debt     int64
	rightsIn int64 // the incarnation that rights is of
	rights   int64
	carried  int64  // rights of earlier incarnations
	spend    []byte // what the ladder counts: pos.Spend
	changed  bool
	touched  bool       // by this event: it is in fold.touched
	fresh    bool       // made by this event, and no member's yet
	covered  ledger.Ref // in a replay: the event up to which its pulled state goes

	// points are the lots and what waits, where they were read already.
	points *ledger.Account
}

// gain adds to the rights of an incarnation. Those of an earlier one are
// carried beside: they count again only when the till is adopted.
func (a *account) gain(ordinal, delta int64) {
	if delta == 0 {
		return
	}
	if a.rightsIn != ordinal {
		a.carried, a.rights, a.rightsIn = a.carried+a.rights, 0, ordinal
	}
	a.rights += delta
	a.changed = true
}

// account is the member's row; it is made at the first event that names the
// member, so that its number follows from the journal.
func (f *fold) account(id pos.ID) (*account, error) {
	if a := f.accounts[id]; a != nil && !f.pulling {
		f.numbered("account", a.no)
		return f.touch(a), nil
	}
	if id.IsZero() {
		return nil, pos.Refuse(pos.NoMember)
	}
	a := &account{id: id}
	found, err := f.s.get("SELECT no, debt, rights_in, rights, carried, spend FROM account WHERE id = ?", args(id[:]),
		&a.no, &a.debt, &a.rightsIn, &a.rights, &a.carried, &a.spend)
	if err != nil {
		return nil, err
	}
	if !found {
		if a.no, err = f.newNo("account", chain.Account, id[:]); err != nil {
			return nil, err
		}
		if err := f.s.exec("INSERT INTO account (no, id, debt, rights_in, rights, carried) VALUES (?, ?, 0, 0, 0, 0)", a.no, id[:]); err != nil {
			return nil, err
		}
		a.fresh = true
	}
	if f.pulling {
		if err := f.keepNo(chain.Account, id[:], a.no); err != nil {
			return nil, err
		}
	}
	if f.replay != nil {
		f.numbered("account", a.no)
		if a.covered, err = f.pulledAfter(chain.Account, id[:]); err != nil {
			return nil, err
		}
	}
	f.remember(a)
	return f.touch(a), nil
}

// rememberUpTo bounds the accounts that a long transaction keeps in mind.
const rememberUpTo = 10_000

// remember keeps an account for the next event of the transaction: nobody else
// writes meanwhile.
func (f *fold) remember(a *account) {
	if f.accounts == nil || len(f.accounts) >= rememberUpTo {
		f.accounts = map[pos.ID]*account{}
	}
	f.accounts[a.id] = a
}

// begin forgets which accounts the event before has touched.
func (f *fold) begin(ref ledger.Ref) {
	for _, a := range f.touched {
		a.touched = false
	}
	f.ref, f.touched, f.postings = ref, f.touched[:0], f.postings[:0]
}

func (f *fold) touch(a *account) *account {
	if !a.touched {
		a.touched = true
		f.touched = append(f.touched, a)
	}
	return a
}

func (f *fold) saveAccounts() error {
	for _, a := range f.touched {
		a.fresh = false // its event is over
		if !a.changed {
			continue
		}
		if err := f.s.exec("UPDATE account SET debt = ?, rights_in = ?, rights = ?, carried = ?, spend = ? WHERE no = ?",
			a.debt, a.rightsIn, a.rights, a.carried, bytesOrNull(a.spend), a.no); err != nil {
			return err
		}
		a.changed = false
	}
	return nil
}

// spent counts for the ladder what a member bought, or brought back of what
// they bought then.
func (f *fold) spent(member []byte, at, base int64) error {
	if base == 0 || len(member) == 0 {
		return nil
	}
	a, err := f.account(pos.IDFromBytes(member))
	if err != nil || f.over(a) {
		return err
	}
	s, err := pos.ParseSpend(a.spend)
	if err != nil {
		return damaged(err)
	}
	s.Add(pos.DayOf(pos.Millis(at)), base)
	a.spend, a.changed = s.Bytes(), true
	return nil
}

// accrue adds a lot. It needs no other lot of the member: only debt counts.
func (f *fold) accrue(a *account, lot ledger.Lot) error {
	if f.over(a) {
		return nil
	}
	l := ledger.Account{Debt: a.debt}
	e := l.Accrue(lot)
	for _, lot := range l.Lots {
		if err := f.insertLot(a.no, lot); err != nil {
			return err
		}
	}
	if a.points != nil {
		a.points.Accrue(lot)
	}
	a.setDebt(l.Debt)
	return f.post(a, e)
}

func (a *account) setDebt(debt int64) {
	if a.debt != debt {
		a.debt, a.changed = debt, true
	}
}

// load reads the member's points, once a transaction.
func (a *account) load(s *session) (*ledger.Account, error) {
	if a.points == nil {
		l, err := loadAccount(s, a.no, a.debt)
		if err != nil {
			return nil, err
		}
		a.points = &l
	}
	return a.points, nil
}

// with runs a change of the ledger on the member's whole account, and saves
// what is different.
func (f *fold) with(a *account, change func(*ledger.Account) ([]ledger.Entry, error)) error {
	if f.over(a) {
		return nil
	}
	l, err := a.load(f.s)
	if err != nil {
		return err
	}
	lots, pending := keyed(l)
	entries, err := change(l)
	if err != nil {
		return err
	}
	a.setDebt(l.Debt)
	if err := f.saveLots(a.no, lots, l.Lots); err != nil {
		return err
	}
	if err := f.savePending(a.no, pending, l.Pending); err != nil {
		return err
	}
	return f.post(a, entries...)
}

type partKey struct {
	id   ledger.Ref
	part int
}

func keyed(l *ledger.Account) (map[partKey]ledger.Lot, map[partKey]ledger.Pending) {
	lots := make(map[partKey]ledger.Lot, len(l.Lots))
	for _, x := range l.Lots {
		lots[partKey{x.ID, x.Part}] = x
	}
	pending := make(map[partKey]ledger.Pending, len(l.Pending))
	for _, x := range l.Pending {
		pending[partKey{x.ID, x.Part}] = x
	}
	return lots, pending
}

func (f *fold) saveLots(no int64, before map[partKey]ledger.Lot, after []ledger.Lot) error {
	for _, lot := range after {
		key := partKey{lot.ID, lot.Part}
		old, had := before[key]
		delete(before, key)
		switch {
		case !had:
			if err := f.insertLot(no, lot); err != nil {
				return err
			}
		case old.Left != lot.Left:
			if err := f.s.exec("UPDATE lot SET left_over = ? WHERE member = ? AND id = ? AND part = ?", lot.Left, no, int64(lot.ID), int64(lot.Part)); err != nil {
				return err
			}
		}
	}
	for key := range before {
		if err := f.s.exec("DELETE FROM lot WHERE member = ? AND id = ? AND part = ?", no, int64(key.id), int64(key.part)); err != nil {
			return err
		}
	}
	return nil
}

func (f *fold) insertLot(no int64, lot ledger.Lot) error {
	return f.s.exec(`INSERT INTO lot (member, id, part, points, left_over, origin, accrued_at, expires_at, paid)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		no, int64(lot.ID), int64(lot.Part), lot.Points, lot.Left, string(lot.Origin), int64(lot.AccruedAt), int64(lot.ExpiresAt), bit(lot.Paid))
}

func (f *fold) savePending(no int64, before map[partKey]ledger.Pending, after []ledger.Pending) error {
	for _, p := range after {
		key := partKey{p.ID, p.Part}
		old, had := before[key]
		delete(before, key)
		switch {
		case !had:
			if err := f.schedule(no, p); err != nil {
				return err
			}
		case old != p:
			if err := f.s.exec("UPDATE pending SET points = ?, due_at = ? WHERE member = ? AND id = ? AND part = ?", p.Points, int64(p.DueAt), no, int64(p.ID), int64(p.Part)); err != nil {
				return err
			}
		}
	}
	for key := range before {
		if err := f.s.exec("DELETE FROM pending WHERE member = ? AND id = ? AND part = ?", no, int64(key.id), int64(key.part)); err != nil {
			return err
		}
	}
	return nil
}

func (f *fold) schedule(no int64, p ledger.Pending) error {
	return f.s.exec("INSERT INTO pending (member, id, part, points, due_at) VALUES (?, ?, ?, ?, ?)",
		no, int64(p.ID), int64(p.Part), p.Points, int64(p.DueAt))
}

// post notes the postings of this event; they are written at its end.
func (f *fold) post(a *account, entries ...ledger.Entry) error {
	for _, e := range entries {
		if e.Sum() != 0 {
			return damaged(fmt.Errorf("the postings of event %d add up to %d", f.ref, e.Sum()))
		}
		for _, p := range e.Postings {
			n := int64(len(f.postings) / postingWidth)
			f.postings = append(f.postings, a.no, int64(f.ref), n, int64(p.Account), p.Points)
		}
	}
	return nil
}

const postingWidth = 5

func (f *fold) savePostings() error {
	const into = "INSERT INTO posting (member, event, n, account, points)"
	if len(f.postings) > 100*postingWidth { // of a list of members
		return f.s.insertMany(into, postingWidth, manyRows, f.postings)
	}
	return f.s.insert(into, postingWidth, f.postings)
}

const lotFields = "id, part, points, left_over, origin, accrued_at, expires_at, paid"

// loadAccount reads a member's lots and pending points.
func loadAccount(s *session, no, debt int64) (l ledger.Account, err error) {
	l.Debt = debt
	err = s.each("SELECT 0, "+lotFields+` FROM lot WHERE member = ?
		UNION ALL SELECT 1, id, part, points, 0, '', due_at, 0, 0 FROM pending WHERE member = ?`, args(no, no), func(r *row) error {
		var x ledger.Lot
		var pending bool
		if err := r.Scan(&pending, &x.ID, &x.Part, &x.Points, &x.Left, &x.Origin, &x.AccruedAt, &x.ExpiresAt, &x.Paid); err != nil {
			return err
		}
		if pending {
			l.Pending = append(l.Pending, ledger.Pending{ID: x.ID, Part: x.Part, Points: x.Points, DueAt: x.AccruedAt})
		} else {
			l.Lots = append(l.Lots, x)
		}
		return nil
	})
	ledger.SortLots(l.Lots)
	return l, err
}

// serviceAwarded makes pending points the member's.
func (f *fold) serviceAwarded(w *journalpb.ServiceAwarded) error {
	a, err := f.account(pos.IDFromBytes(w.Member))
	if err != nil {
		return err
	}
	if len(w.Appointment) > 0 {
		return f.appointmentAwarded(a, w)
	}
	sale, err := f.saleRef(w.Sale)
	if err != nil {
		return err
	}
	return f.with(a, func(l *ledger.Account) ([]ledger.Entry, error) {
		under, part, err := f.waitsAs(l, sale, int(w.Line), movedLine(w.Sale, w.Line))
		if err != nil {
			return nil, err
		}
		return l.Award(f.ref, under, part, ledger.Lot{AccruedAt: ledger.Millis(w.At), ExpiresAt: ledger.Millis(w.ExpiresAt)}), nil
	})
}
