package chain

import (
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
)

// Event is a journal event and its body, decoded once. What names a person may
// be sealed: no point depends on it.
type Event struct {
	journal.Event
	Body *journalpb.Body
}

// AccountState is what an account has after its events. In Points, a Ref is the
// place of an event in Events, from 1.
type AccountState struct {
	ID     pos.ID
	Points ledger.Account
	Spend  pos.Spend // what the ladder counts
	Events []EventKey
}

// Fold is the state of an account after its events, in whatever order they are
// given.
//
// No event is refused: what a till has committed stands. A spend that the lots
// do not cover (the floor limit allows it) leaves a debt.
func Fold(id pos.ID, events []Event) AccountState {
	return Trace(id, events, nil)
}

// Trace is Fold that shows its steps: each is called after every event, in their
// order, with the points as they are then. It must not keep them.
func Trace(id pos.ID, events []Event, each func(e *Event, points *ledger.Account)) AccountState {
	sorted := events
	if !slices.IsSortedFunc(events, inOrder) {
		sorted = slices.Clone(events)
		slices.SortFunc(sorted, inOrder)
	}
	f := newFold(id, len(sorted))
	f.state.Events = make([]EventKey, len(sorted))
	for i := range sorted {
		f.state.Events[i] = KeyOf(&sorted[i].Event)
		f.next(&sorted[i])
		if each != nil {
			each(&sorted[i], &f.state.Points)
		}
	}
	return f.state
}

func inOrder(a, b Event) int { return KeyOf(&a.Event).Compare(KeyOf(&b.Event)) }

// Folding is Fold of events that come one by one, in their order: those before are
// folded while the next are read, and nothing is kept of them.
type Folding struct {
	fold *accountFold
	last EventKey
}

// NewFolding begins the fold of an account.
func NewFolding(id pos.ID) *Folding { return &Folding{fold: newFold(id, 0)} }

// Add folds the next event; false is of one that is before the last, which only Fold
// can put in its place. It keeps no part of the event.
func (f *Folding) Add(e *Event) bool {
	key := KeyOf(&e.Event)
	if f.last.Compare(key) > 0 {
		return false
	}
	f.last = key
	f.fold.next(e)
	return true
}

// Points are what the account has after the events so far.
func (f *Folding) Points() ledger.Account { return f.fold.state.Points }

func newFold(id pos.ID, events int) *accountFold {
	return &accountFold{
		state: AccountState{ID: id},
		sales: make(map[pos.ID]soldHere, events), booked: map[pos.ID]ledger.Ref{}, ended: map[pos.ID]bool{}, gave: map[gaveKey]ledger.Ref{}, awarded: map[gaveKey]ledger.Ref{}, moved: map[gaveKey]int{},
	}
}

// next applies an event that is not before the last.
func (f *accountFold) next(e *Event) {
	f.ref, f.at = f.ref+1, ledger.Millis(e.Clock.Millis())
	f.apply(e)
}

type accountFold struct {
	state  AccountState
	ref    ledger.Ref
	at     ledger.Millis // of the event
	sales  map[pos.ID]soldHere
	booked map[pos.ID]ledger.Ref // appointments
	ended  map[pos.ID]bool       // appointments that wait for nothing more
	gave   map[gaveKey]ledger.Ref
	// awarded are services' points, by the appointment, or by the sale and its line.
	awarded map[gaveKey]ledger.Ref
	// moved are the places of what an old merge took along, in that event's list.
	moved map[gaveKey]int
}

// soldHere is what a later return of a sale asks for.
type soldHere struct {
	ref       ledger.Ref
	completed int64
	uses      []ledger.Use
}

// gaveKey is what an event that takes points back names the giving one by.
type gaveKey struct {
	source pos.ID
	row    int64
	code   string
}

func (f *accountFold) mine(id []byte) bool { return pos.IDFromBytes(id) == f.state.ID }

func (f *accountFold) apply(e *Event) {
	a := &f.state.Points
	switch w := e.Body.GetWhat().(type) {
	case *journalpb.Body_SaleCompleted:
		f.sold(w.SaleCompleted)
	case *journalpb.Body_SaleRefunded:
		f.refunded(w.SaleRefunded)
	case *journalpb.Body_SaleMended:
		f.mended(w.SaleMended)
	case *journalpb.Body_ServiceAwarded:
		f.award(w.ServiceAwarded)
	case *journalpb.Body_LotsExpired:
		f.expired(w.LotsExpired)
	case *journalpb.Body_PointsGiven:
		f.given(w.PointsGiven, ledger.Millis(e.Clock.Millis()))
	case *journalpb.Body_PointsTaken:
		f.taken(w.PointsTaken, ledger.Millis(e.Clock.Millis()))
	case *journalpb.Body_RewardBought:
		f.spend(w.RewardBought.Points, w.RewardBought.At)
	case *journalpb.Body_AppointmentSet:
		f.appointment(w.AppointmentSet)
	case *journalpb.Body_MembersImported:
		for _, n := range w.MembersImported.Members {
			if f.mine(n.Member.GetMember()) {
				f.lots(n.Lots, ledger.FromAdjustment)
			}
		}
	case *journalpb.Body_MemberMerged:
		f.merged(w.MemberMerged)
	case *journalpb.Body_CouponReversed:
		c := w.CouponReversed
		gave := f.gave[gaveKey{code: c.Code}]
		a.Take(f.ref, gave, c.Points, ledger.FromCoupon, ledger.Millis(e.Clock.Millis()))
	case *journalpb.Body_GiftReversed:
		g := w.GiftReversed
		key := gaveKey{source: pos.IDFromBytes(g.Source), row: g.Row}
		gave := f.gave[key]
		if ledger.Origin(g.Origin) == ledger.FromService {
			gave = f.awarded[key]
		}
		a.Take(f.ref, gave, g.Points, ledger.Origin(g.Origin), ledger.Millis(e.Clock.Millis()))
	}
}

// award gives as many points as the event says, whatever waits still: another till
// may have called the appointment off while this one could not hear of it.
func (f *accountFold) award(s *journalpb.ServiceAwarded) {
	from, key := f.saleRef(s.Sale), gaveKey{source: pos.IDFromBytes(s.Sale), row: s.Line}
	if id := pos.IDFromBytes(s.Appointment); !id.IsZero() {
		from, key = f.booked[id], gaveKey{source: id}
		f.ended[id] = true
	}
	a := &f.state.Points
	a.Unschedule(f.ref, from, f.part(key), s.Points)
	a.Accrue(ledger.Lot{ID: f.ref, Points: s.Points, Origin: ledger.FromService, AccruedAt: ledger.Millis(s.At), ExpiresAt: ledger.Millis(s.ExpiresAt)})
	f.awarded[key] = f.ref
}

// part is what points of a service are called under the event that they wait under:
// the line of a sale, or their place in what an old merge took along.
func (f *accountFold) part(key gaveKey) int {
	if i, moved := f.moved[key]; moved {
		return i
	}
	return int(key.row)
}

// spend redeems; what no lot covers is debt.
func (f *accountFold) spend(points, at int64) (uses []ledger.Use) {
	a := &f.state.Points
	covered := min(points, a.Available(ledger.Millis(at)))
	if covered > 0 {
		uses, _, _ = a.Redeem(f.ref, covered, ledger.Millis(at))
	}
	a.Debt += points - covered
	return uses
}

func (f *accountFold) sold(w *journalpb.SaleCompleted) {
	if f.mine(w.Member) {
		f.state.Spend.Add(pos.DayOf(pos.Millis(w.Completed)), w.LadderBase)
	}
	s, here := soldHere{ref: f.ref, completed: w.Completed}, Holder(w.Account, w.Member) == f.state.ID
	if here && w.PointsUsed > 0 {
		s.uses = f.spend(w.PointsUsed, w.Completed)
	}
	f.sales[pos.IDFromBytes(w.Sale)] = s
	if !here {
		return
	}
	a := &f.state.Points
	if w.PointsEarned > 0 {
		a.Accrue(ledger.Lot{ID: f.ref, Points: w.PointsEarned, Origin: ledger.FromSale, AccruedAt: ledger.Millis(w.Completed), ExpiresAt: ledger.Millis(w.ExpiresAt)})
	}
	if w.PointsScheduled == 0 { // the sum of its lines: most sales have no service
		return
	}
	for i, l := range w.Lines {
		if l.PointsScheduled > 0 {
			a.Schedule(ledger.Pending{ID: f.ref, Part: i, Points: l.PointsScheduled, DueAt: ledger.Millis(w.ScheduledDueAt)})
		}
	}
}

func (f *accountFold) saleRef(sale []byte) ledger.Ref {
	return f.sales[pos.IDFromBytes(sale)].ref
}

// refunded gives used points back before it takes earned ones, so that what
// comes back can pay for what goes.
func (f *accountFold) refunded(w *journalpb.SaleRefunded) {
	s := f.sales[pos.IDFromBytes(w.Sale)] // nothing of a sale that is not this account's any more
	if f.mine(w.Member) && s.completed != 0 {
		f.state.Spend.Add(pos.DayOf(pos.Millis(s.completed)), -w.LadderBase)
	}
	a := &f.state.Points
	if Holder(w.Account, w.Member) == f.state.ID {
		if w.PointsBack > 0 {
			f.restored(w, s.uses)
		}
		if w.PointsReversed > 0 {
			a.Reverse(f.ref, s.ref, w.PointsReversed, ledger.Millis(w.Completed))
		}
	}
	if WaitsAt(w) != f.state.ID {
		return
	}
	for _, r := range w.Lines {
		if r.ScheduledReversed > 0 {
			a.Unschedule(f.ref, s.ref, f.part(gaveKey{source: pos.IDFromBytes(w.Sale), row: r.Line}), r.ScheduledReversed)
		}
	}
}

// restored gives used points back: as the event says, or as the sale took them.
func (f *accountFold) restored(w *journalpb.SaleRefunded, uses []ledger.Use) {
	a := &f.state.Points
	before := a.Holding() - a.Debt
	if lots := Restored(f.ref, w); len(lots) > 0 {
		for _, l := range lots {
			a.Accrue(l)
		}
	} else {
		a.Restore(f.ref, w.PointsBack, uses, ledger.Millis(w.RestoredNotBefore))
	}
	// What no lot had covered when it was spent was a debt: it is one less.
	f.repay(w.PointsBack - (a.Holding() - a.Debt - before))
}

// Restored are the lots that a return says come back; none where it leaves that to
// the sale. Together they are never more than the points that come back.
func Restored(ref ledger.Ref, w *journalpb.SaleRefunded) (lots []ledger.Lot) {
	left := w.PointsBack
	for i, l := range w.Restored {
		n := min(l.Points, left)
		if n <= 0 {
			continue
		}
		left -= n
		lots = append(lots, ledger.Lot{ID: ref, Part: i, Points: n, Origin: ledger.FromReturn,
			AccruedAt: ledger.Millis(l.AccruedAt), ExpiresAt: ledger.Millis(l.ExpiresAt), Paid: l.Paid})
	}
	return lots
}

// WaitsAt is the account where the services of a sale that comes back wait.
func WaitsAt(w *journalpb.SaleRefunded) pos.ID {
	if len(w.Waits) > 0 {
		return pos.IDFromBytes(w.Waits)
	}
	return Holder(w.Account, w.Member)
}

// mended moves what the ladder counts; the points go by events of their own. A
// later return is the new member's.
func (f *accountFold) mended(w *journalpb.SaleMended) {
	day := pos.DayOf(pos.Millis(w.Completed))
	if f.mine(w.WasMember) {
		f.state.Spend.Add(day, -w.LadderBase)
	}
	if f.mine(w.Member) {
		f.state.Spend.Add(day, w.LadderBase)
	}
	id := pos.IDFromBytes(w.Sale)
	if _, known := f.sales[id]; !known && (f.mine(w.Member) || Holder(w.Account, w.Member) == f.state.ID) {
		f.sales[id] = soldHere{ref: f.ref, completed: w.Completed}
	}
}

// repay lessens the debt; what is more than that is a lot without an end.
func (f *accountFold) repay(points int64) {
	if points > 0 {
		f.state.Points.Accrue(ledger.Lot{ID: f.ref, Part: 1 << 20, Points: points, Origin: ledger.FromReturn, AccruedAt: f.at})
	}
}

func (f *accountFold) expired(w *journalpb.LotsExpired) {
	if f.mine(w.Member) {
		f.state.Points.Expire(f.ref, ledger.Millis(w.AsOf))
	}
	for _, x := range w.Of {
		if f.mine(x.Member) && x.Points > 0 {
			f.state.Points.ExpireUpTo(f.ref, ledger.Millis(w.AsOf), x.Points)
		}
	}
}

func (f *accountFold) lots(given []*journalpb.GivenLot, origin ledger.Origin) {
	for i, l := range given {
		f.state.Points.Accrue(ledger.Lot{ID: f.ref, Part: i, Points: l.Points, Origin: origin,
			AccruedAt: ledger.Millis(l.AccruedAt), ExpiresAt: ledger.Millis(l.ExpiresAt), Paid: l.Paid})
	}
}

func (f *accountFold) given(w *journalpb.PointsGiven, at ledger.Millis) {
	key := gaveKey{pos.IDFromBytes(w.Source), w.Row, w.Code}
	f.gave[key] = f.ref
	if w.Code != "" {
		f.gave[gaveKey{code: w.Code}] = f.ref
	}
	if ledger.Origin(w.Origin) != ledger.FromMerge {
		f.lots(w.Lots, ledger.Origin(w.Origin))
		return
	}
	left := ledger.Account{Debt: w.Debt}
	for i, l := range w.Lots {
		left.Lots = append(left.Lots, ledger.Lot{ID: f.ref, Part: i, Points: l.Points, Left: l.Points, Origin: ledger.FromMerge,
			AccruedAt: ledger.Millis(l.AccruedAt), ExpiresAt: ledger.Millis(l.ExpiresAt), Paid: l.Paid})
	}
	for i, p := range w.Pending {
		// It waits under this event: the sale is another account's.
		left.Pending = append(left.Pending, ledger.Pending{ID: f.ref, Part: i, Points: p.Points, DueAt: ledger.Millis(p.DueAt)})
		if id := pos.IDFromBytes(p.Sale); !id.IsZero() {
			f.sales[id] = soldHere{ref: f.ref}
			f.moved[gaveKey{source: id, row: p.Line}] = i
		}
		if id := pos.IDFromBytes(p.Appointment); !id.IsZero() {
			f.booked[id] = f.ref
			f.moved[gaveKey{source: id}] = i
		}
	}
	f.state.Points.Arrive(f.ref, left, at)
}

func (f *accountFold) taken(w *journalpb.PointsTaken, at ledger.Millis) {
	a := &f.state.Points
	if w.All {
		// As much as the event says: what other tills gave meanwhile stays, and so does
		// what they had spent.
		rest := a.Holding() - a.Debt - (w.Points - w.Debt)
		a.Leave(f.ref, w.WaitingStays)
		f.repay(rest)
		a.Debt += max(-rest, 0)
		return
	}
	var gave ledger.Ref
	if len(w.Source) > 0 {
		gave = f.gave[gaveKey{pos.IDFromBytes(w.Source), w.Row, w.Code}]
	}
	if gave == 0 && ledger.Origin(w.Origin) == ledger.FromMend {
		gave = f.saleRef(w.Source)
	}
	a.Take(f.ref, gave, w.Points, ledger.Origin(w.Origin), at)
}

func (f *accountFold) appointment(w *journalpb.AppointmentSet) {
	id := pos.IDFromBytes(w.Appointment)
	booked, known := f.booked[id]
	if !known {
		booked = f.ref
		f.booked[id] = booked
	}
	a, part := &f.state.Points, f.part(gaveKey{source: id})
	for _, p := range slices.Clone(a.Pending) {
		if p.ID == booked && p.Part == part {
			a.Unschedule(f.ref, booked, part, p.Points)
		}
	}
	if w.State != string(pos.AppointmentBooked) {
		f.ended[id] = true
	}
	if !f.ended[id] && w.Points > 0 {
		a.Schedule(ledger.Pending{ID: booked, Part: part, Points: w.Points, DueAt: ledger.Millis(w.DueAt)})
	}
}

func (f *accountFold) merged(w *journalpb.MemberMerged) {
	switch {
	case f.mine(w.Alias):
		f.state.Spend = pos.Spend{}
	case f.mine(w.Keep):
		if s, err := pos.ParseSpend(w.Spend); err == nil { // a till has committed what it could read
			f.state.Spend.Merge(s)
		}
	}
}
