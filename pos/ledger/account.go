package ledger

import (
	"cmp"
	"errors"
	"slices"
)

// Ref names the event that did something: its place in this till's journal,
// or in the order of the chain.
type Ref int64

// Millis is a moment, milliseconds since 1970 UTC; 0 as an expiry is never.
type Millis int64

// Lot is what one accrual left: points with an origin and an end.
type Lot struct {
	ID        Ref    `json:"id"` // the event that made it
	Part      int    `json:"part"`
	Points    int64  `json:"points"` // as accrued
	Left      int64  `json:"left"`
	Origin    Origin `json:"origin"`
	AccruedAt Millis `json:"accrued_at"`
	ExpiresAt Millis `json:"expires_at"` // the last millisecond it is good; 0 is never
	// Paid marks a lot that the customer gave money for: other law holds for it.
	Paid bool `json:"paid"`
}

// Origin says where a lot came from.
type Origin string

// The origins of lots.
const (
	FromSale       Origin = "sale"
	FromReturn     Origin = "return" // points used on goods that came back
	FromService    Origin = "service"
	FromAdjustment Origin = "adjustment"
	FromCoupon     Origin = "coupon"
	FromNoted      Origin = "noted"    // a list of noted points
	FromWelcome    Origin = "welcome"  // on becoming a member
	FromReferral   Origin = "referral" // to one who was brought
	FromReferrer   Origin = "referrer" // to who brought them
	FromBirthday   Origin = "birthday"
	FromReview     Origin = "review" // of goods, or of something in words
	FromMerge      Origin = "merge"  // brought along by another account
	FromMend       Origin = "mend"   // of a sale that was said to be another's
)

// Use is what a redemption took of one lot; a return gives it back from here.
type Use struct {
	Sale      Ref    `json:"sale"`
	Part      int    `json:"part"` // order within the sale
	Points    int64  `json:"points"`
	Restored  int64  `json:"restored"`
	AccruedAt Millis `json:"accrued_at"`
	ExpiresAt Millis `json:"expires_at"`
	Paid      bool   `json:"paid"`
}

// Pending is fixed points of a service, waiting until it is over.
type Pending struct {
	ID     Ref    `json:"id"`
	Part   int    `json:"part"` // the line of the sale
	Points int64  `json:"points"`
	DueAt  Millis `json:"due_at"`
}

// Account is one member's points. The zero value is an empty account.
type Account struct {
	Lots    []Lot     // live ones: those with something left, in redemption order
	Debt    int64     // points that a return reversed after they were spent
	Pending []Pending // not yet the member's
}

// ErrNotEnough is given when more points are asked for than are there.
var ErrNotEnough = errors.New("ledger: not enough points")

// Balance is what the member has at a moment: lots that are good, less debt.
// It may be below zero.
func (a *Account) Balance(at Millis) int64 { return a.Usable(at) - a.Debt }

// Available is what the member may use at a moment: the balance, or nothing.
func (a *Account) Available(at Millis) int64 { return max(a.Balance(at), 0) }

// Holding is the sum of all lots, good or past their day but not yet expired
// by an event. It is what the till's rights over this member add up to.
func (a *Account) Holding() int64 {
	var n int64
	for _, l := range a.Lots {
		n += l.Left
	}
	return n
}

// PendingPoints is the sum of what waits.
func (a *Account) PendingPoints() int64 {
	var n int64
	for _, p := range a.Pending {
		n += p.Points
	}
	return n
}

// Usable is the sum of the lots that are good at a moment: what can be taken
// away, whatever is owed.
func (a *Account) Usable(at Millis) int64 {
	var n int64
	for _, l := range a.Lots {
		if l.Good(at) {
			n += l.Left
		}
	}
	return n
}

// Good reports whether the lot may be used at a moment.
func (l Lot) Good(at Millis) bool { return l.ExpiresAt == 0 || l.ExpiresAt >= at }

// inOrder is the order of redemption: what expires first, then the oldest;
// what never expires last.
func inOrder(x, y Lot) int {
	return cmp.Or(
		compareExpiry(x.ExpiresAt, y.ExpiresAt),
		cmp.Compare(x.AccruedAt, y.AccruedAt),
		cmp.Compare(x.ID, y.ID),
		cmp.Compare(x.Part, y.Part),
	)
}

func compareExpiry(x, y Millis) int {
	switch {
	case x == y:
		return 0
	case x == 0:
		return 1
	case y == 0:
		return -1
	}
	return cmp.Compare(x, y)
}

// Accrue adds a lot. Debt is repaid first, out of the new points.
func (a *Account) Accrue(lot Lot) Entry {
	repaid := min(a.Debt, lot.Points)
	a.Debt -= repaid
	lot.Left = lot.Points - repaid
	if lot.Left > 0 {
		at, _ := slices.BinarySearchFunc(a.Lots, lot, inOrder)
		a.Lots = slices.Insert(a.Lots, at, lot)
	}
	return entry(lot.ID,
		Posting{MemberPoints, lot.Left},
		Posting{MemberDebt, repaid},
		Posting{contra(lot.Origin), -lot.Points})
}

// Redeem takes points from the lots that expire first, as of a moment. It
// takes all or nothing: too few is ErrNotEnough.
func (a *Account) Redeem(sale Ref, points int64, at Millis) ([]Use, Entry, error) {
	if points > a.Available(at) {
		return nil, Entry{}, ErrNotEnough
	}
	uses := a.take(points, func(l Lot) bool { return l.Good(at) })
	for i := range uses {
		uses[i].Sale, uses[i].Part = sale, i
	}
	return uses, entry(sale, Posting{MemberPoints, -points}, Posting{Redeemed, points}), nil
}

// take removes points from the lots that may be taken from, in order, as far
// as they go.
func (a *Account) take(points int64, may func(Lot) bool) (uses []Use) {
	for i := range a.Lots {
		l := &a.Lots[i]
		if points == 0 {
			break
		}
		if !may(*l) {
			continue
		}
		n := min(points, l.Left)
		l.Left -= n
		points -= n
		uses = append(uses, Use{Points: n, AccruedAt: l.AccruedAt, ExpiresAt: l.ExpiresAt, Paid: l.Paid})
	}
	a.Lots = slices.DeleteFunc(a.Lots, func(l Lot) bool { return l.Left == 0 })
	return uses
}

// Restore gives back points that a sale used, as lots with their old expiry,
// or notBefore where that is later. What was taken last comes back first. The
// uses are updated in place; debt is repaid out of what comes back.
func (a *Account) Restore(ret Ref, points int64, uses []Use, notBefore Millis) Entry {
	var restored, held int64
	held -= a.Holding()
	debt := a.Debt
	for i := len(uses) - 1; i >= 0 && restored < points; i-- {
		u := &uses[i]
		n := min(points-restored, u.Points-u.Restored)
		if n == 0 {
			continue
		}
		u.Restored += n
		expires := u.ExpiresAt
		if expires != 0 {
			expires = max(expires, notBefore)
		}
		a.Accrue(Lot{ID: ret, Part: u.Part, Points: n, Origin: FromReturn, AccruedAt: u.AccruedAt, ExpiresAt: expires, Paid: u.Paid})
		restored += n
	}
	held += a.Holding()
	return entry(ret,
		Posting{MemberPoints, held},
		Posting{MemberDebt, debt - a.Debt},
		Posting{Redeemed, -restored})
}

// Reverse takes back points that a sale earned: from that sale's own lot, then
// from the others, and what is spent already becomes debt. It returns how many
// became debt. A lot whose day is over at that moment is as good as gone: else
// it would matter whether anybody had let it expire before.
func (a *Account) Reverse(ret, sale Ref, points int64, at Millis) (debt int64, e Entry) {
	taken := sum(a.take(points, func(l Lot) bool { return l.ID == sale && l.Good(at) }))
	taken += sum(a.take(points-taken, func(l Lot) bool { return l.Good(at) }))
	debt = points - taken
	a.Debt += debt
	return debt, entry(ret,
		Posting{MemberPoints, -taken},
		Posting{MemberDebt, -debt},
		Posting{Reversed, points})
}

// Take takes points back that no sale earned: from the lot of the event that
// gave them, where it is known, then from the others; what is spent already
// becomes debt. It returns how many became debt. Lots whose day is over are
// left alone, as in Reverse.
func (a *Account) Take(event, gave Ref, points int64, origin Origin, at Millis) (debt int64, e Entry) {
	var taken int64
	if gave != 0 {
		taken = sum(a.take(points, func(l Lot) bool { return l.ID == gave && l.Good(at) }))
	}
	taken += sum(a.take(points-taken, func(l Lot) bool { return l.Good(at) }))
	debt = points - taken
	a.Debt += debt
	return debt, entry(event,
		Posting{MemberPoints, -taken},
		Posting{MemberDebt, -debt},
		Posting{contra(origin), points})
}

// Leave empties the account: everything in it goes to another (Arrive). What
// waits may stay.
func (a *Account) Leave(event Ref, waitingStays bool) (left Account, e Entry) {
	left = *a
	*a = Account{}
	if waitingStays {
		left.Pending, a.Pending = nil, left.Pending
	}
	points, pending := left.Holding(), left.PendingPoints()
	return left, entry(event,
		Posting{MemberPoints, -points},
		Posting{MemberDebt, left.Debt},
		Posting{MemberPending, -pending},
		Posting{Moved, points - left.Debt + pending})
}

// Arrive takes up what left another account. The lots keep their age and their
// end. Debts are repaid at once, out of what is good at that moment here and of
// what arrives: nobody owes points beside those they have.
func (a *Account) Arrive(event Ref, left Account, at Millis) (entries []Entry) {
	if left.Debt > 0 {
		a.Debt += left.Debt
		repaid := sum(a.take(left.Debt, func(l Lot) bool { return l.Good(at) }))
		a.Debt -= repaid
		entries = append(entries, entry(event, Posting{MemberDebt, -left.Debt}, Posting{Moved, left.Debt}),
			entry(event, Posting{MemberPoints, -repaid}, Posting{MemberDebt, repaid}))
	}
	for i, l := range left.Lots {
		entries = append(entries, a.Accrue(Lot{ID: event, Part: i, Points: l.Left, Origin: FromMerge, AccruedAt: l.AccruedAt, ExpiresAt: l.ExpiresAt, Paid: l.Paid}))
	}
	for _, p := range left.Pending {
		a.Pending = append(a.Pending, p)
		entries = append(entries, entry(event, Posting{MemberPending, p.Points}, Posting{Moved, -p.Points}))
	}
	return entries
}

func sum(uses []Use) (n int64) {
	for _, u := range uses {
		n += u.Points
	}
	return n
}

// Schedule notes points that become the member's later.
func (a *Account) Schedule(p Pending) Entry {
	a.Pending = append(a.Pending, p)
	return entry(p.ID, Posting{MemberPending, p.Points}, Posting{Accrued, -p.Points})
}

// Unschedule takes back pending points of a sale's line, as many as wait.
func (a *Account) Unschedule(ret, sale Ref, part int, points int64) Entry {
	var taken int64
	for i := range a.Pending {
		if p := &a.Pending[i]; p.ID == sale && p.Part == part {
			n := min(points-taken, p.Points)
			p.Points -= n
			taken += n
		}
	}
	a.Pending = slices.DeleteFunc(a.Pending, func(p Pending) bool { return p.Points == 0 })
	return entry(ret, Posting{MemberPending, -taken}, Posting{Accrued, taken})
}

// Award makes pending points the member's: the wait of a sale's line is over.
func (a *Account) Award(event, sale Ref, part int, lot Lot) []Entry {
	var n int64
	for _, p := range a.Pending {
		if p.ID == sale && p.Part == part {
			n = p.Points
		}
	}
	if n == 0 {
		return nil
	}
	back := a.Unschedule(event, sale, part, n)
	lot.ID, lot.Points, lot.Origin = event, n, FromService
	return []Entry{back, a.Accrue(lot)}
}

// Expire takes away the lots whose day is over as of a moment.
func (a *Account) Expire(event Ref, at Millis) (points int64, e Entry) {
	points = sum(a.take(a.Holding(), func(l Lot) bool { return !l.Good(at) }))
	return points, entry(event, Posting{MemberPoints, -points}, Posting{Expired, points})
}

// ExpireUpTo is Expire for so many points at the most: the head office takes
// only what no till has rights to.
func (a *Account) ExpireUpTo(event Ref, at Millis, most int64) (points int64, e Entry) {
	points = sum(a.take(most, func(l Lot) bool { return !l.Good(at) }))
	return points, entry(event, Posting{MemberPoints, -points}, Posting{Expired, points})
}

// SortLots puts lots that were kept elsewhere into the order of redemption.
func SortLots(lots []Lot) { slices.SortFunc(lots, inOrder) }
