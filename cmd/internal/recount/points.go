package main

import (
	"cmp"
	"fmt"
	"slices"
)

// account is the points of a member, or of an organisation that shares.
type account struct {
	lots            []lot
	debt            int64
	pending         []wait
	rights, carried int64 // what this till may spend of it alone
}

type lot struct {
	n, part            int // the event that made it, and which of its lots
	points, left       int64
	origin             string
	accrued, expiresAt int64
	paid               bool
}

type wait struct {
	n, part int
	points  int64
	due     int64
}

// use is what a sale took from a lot.
type use struct {
	points, restored   int64
	accrued, expiresAt int64
	paid               bool
}

func lotOf(n, part int, origin string, l givenLot) lot {
	return lot{n: n, part: part, points: int64(l.Points), left: int64(l.Points), origin: origin,
		accrued: int64(l.AccruedAt), expiresAt: int64(l.ExpiresAt), paid: l.Paid}
}

func (l lot) good(at int64) bool { return l.expiresAt == 0 || l.expiresAt >= at }

// sort is the order of redemption: what ends first, then the oldest; what
// never ends last.
func (a *account) sort() {
	slices.SortFunc(a.lots, func(x, y lot) int {
		never := func(l lot) int {
			if l.expiresAt == 0 {
				return 1
			}
			return 0
		}
		return cmp.Or(never(x)-never(y), cmp.Compare(x.expiresAt, y.expiresAt), cmp.Compare(x.accrued, y.accrued),
			cmp.Compare(x.n, y.n), cmp.Compare(x.part, y.part))
	})
}

// accrue adds a lot; debt is repaid out of it first.
func (a *account) accrue(l lot) {
	repaid := min(a.debt, l.left)
	a.debt -= repaid
	if l.left -= repaid; l.left > 0 {
		a.lots = append(a.lots, l)
		a.sort()
	}
}

// take takes from the lots that may be taken from, in order, as far as they go.
func (a *account) take(points int64, may func(lot) bool) (uses []use) {
	for i := range a.lots {
		l := &a.lots[i]
		if n := min(points, l.left); n > 0 && may(*l) {
			l.left -= n
			points -= n
			uses = append(uses, use{points: n, accrued: l.accrued, expiresAt: l.expiresAt, paid: l.paid})
		}
	}
	a.lots = slices.DeleteFunc(a.lots, func(l lot) bool { return l.left == 0 })
	return uses
}

func sum(uses []use) (n int64) {
	for _, u := range uses {
		n += u.points
	}
	return n
}

// takeBack takes points that an event gave, from what is left of it first; what
// is spent already becomes debt.
// A lot whose day is over is as good as gone.
func (a *account) takeBack(points int64, gave int, at int64) {
	if gave != 0 {
		points -= sum(a.take(points, func(l lot) bool { return l.n == gave && l.good(at) }))
	}
	points -= sum(a.take(points, func(l lot) bool { return l.good(at) }))
	a.debt += points
}

// restore gives points back that a sale used: what was taken last comes first,
// with its old end or a later one.
func (a *account) restore(n int, points int64, uses []use, notBefore int64) (back int64) {
	for i := len(uses) - 1; i >= 0 && back < points; i-- {
		u := &uses[i]
		some := min(points-back, u.points-u.restored)
		if some == 0 {
			continue
		}
		u.restored += some
		back += some
		end := u.expiresAt
		if end != 0 {
			end = max(end, notBefore)
		}
		a.accrue(lot{n: n, part: i, points: some, left: some, origin: "return", accrued: u.accrued, expiresAt: end, paid: u.paid})
	}
	return back
}

// unwait takes away what waits, as far as there is some.
func (a *account) unwait(n, part int, points int64) (taken int64) {
	for i := range a.pending {
		if p := &a.pending[i]; p.n == n && p.part == part {
			some := min(points-taken, p.points)
			p.points -= some
			taken += some
		}
	}
	a.pending = slices.DeleteFunc(a.pending, func(p wait) bool { return p.points == 0 })
	return taken
}

func (a *account) balance(at int64) (n int64) {
	for _, l := range a.lots {
		if l.good(at) {
			n += l.left
		}
	}
	return n - a.debt
}

func (a *account) holding() (n int64) {
	for _, l := range a.lots {
		n += l.left
	}
	return n
}

// points are all that changes an account and is no trade.
func (b *books) points(f facts) error {
	switch {
	case f.Given != nil:
		return b.given(*f.Given)
	case f.Taken != nil:
		return b.takenBack(*f.Taken)
	case f.Awarded != nil:
		return b.awarded(*f.Awarded)
	case f.Expired != nil:
		return b.expired(*f.Expired)
	case f.Appointment != nil:
		return b.appointed(*f.Appointment)
	}
	return nil
}

func (b *books) given(g given) error {
	a := b.account(g.Member)
	if g.Origin == "merge" {
		a.debt += int64(g.Debt)
		a.debt -= sum(a.take(int64(g.Debt), func(l lot) bool { return l.good(b.at) }))
	} else if err := b.mayBeGiven(g); err != nil {
		return err
	}
	var points num
	for i, l := range g.Lots {
		a.accrue(lotOf(b.n, i, g.Origin, l))
		points += l.Points
	}
	for _, p := range g.Pending {
		n, err := b.waitsUnder(p.Sale, p.Appointment)
		if err != nil {
			return err
		}
		a.pending = append(a.pending, wait{n: n, part: int(p.Line), points: int64(p.Points), due: int64(p.DueAt)})
	}
	if points > 0 {
		b.gave[gift1{g.Source, g.Member, g.Row, g.Code}] = b.n
	}
	return nil
}

// mayBeGiven checks what a gift says of itself: its end, its amount, and that
// it is given once for what it is for.
func (b *books) mayBeGiven(g given) error {
	p := b.programAt(b.at)
	for _, l := range g.Lots {
		if l.Points <= 0 {
			return fmt.Errorf("%d points are given", l.Points)
		}
	}
	once, amount := "", int64(0)
	switch g.Origin {
	case "coupon":
		c := b.coupons[g.Code]
		if c == nil || !c.used {
			return fmt.Errorf("coupon %s was not registered before this", g.Code)
		}
		once, amount = "coupon "+g.Code, c.points
	case "welcome":
		once, amount = fmt.Sprintf("welcome to %s", cmp.Or(g.Whom, g.Member)), p.WelcomePoints
	case "referral":
		once, amount = fmt.Sprintf("%s was brought", cmp.Or(g.Whom, g.Member)), p.ReferralPoints
	case "referrer":
		once, amount = fmt.Sprintf("%s brought %s", cmp.Or(g.Whom, g.Member), g.Source), p.ReferrerPoints
	case "birthday":
		once, amount = fmt.Sprintf("birthday of %s in %d", cmp.Or(g.Whom, g.Member), g.Row), p.BirthdayPoints
	case "noted":
		once = fmt.Sprintf("row %d of list %s", g.Row, g.Source)
	case "review":
		once = fmt.Sprintf("review %s", g.Source)
	case "adjustment":
	default:
		return nil // of a kind that these pages do not name yet
	}
	if len(g.Lots) != 1 {
		return fmt.Errorf("%d lots for one gift", len(g.Lots))
	}
	l := g.Lots[0]
	if once != "" && b.once[once] {
		return fmt.Errorf("%s: given twice", once)
	}
	b.once[once] = true
	if amount > 0 && int64(l.Points) != amount {
		return fmt.Errorf("%s: %d points, must be %d", once, l.Points, amount)
	}
	if want := b.expiry(p, int64(l.AccruedAt)); int64(l.ExpiresAt) != want {
		return fmt.Errorf("the points end %s, must be %s", b.day(int64(l.ExpiresAt)), b.day(want))
	}
	return nil
}

// waitsUnder is the event that points wait under.
func (b *books) waitsUnder(sale, appointment id) (int, error) {
	if appointment != "" {
		if k := b.booked[appointment]; k != nil {
			return k.n, nil
		}
		return 0, fmt.Errorf("no appointment %s", appointment)
	}
	if s := b.sales[sale]; s != nil {
		return s.n, nil
	}
	return 0, fmt.Errorf("no sale %s", sale)
}

func (b *books) takenBack(t taken) error {
	a := b.account(t.Member)
	if t.All {
		if got := a.holding(); got != int64(t.Points) {
			return fmt.Errorf("all of %d points leave, and there are %d", t.Points, got)
		}
		a.lots, a.debt = nil, 0
		if !t.Stays {
			a.pending = nil
		}
		return nil
	}
	if t.Points <= 0 {
		return fmt.Errorf("%d points are taken", t.Points)
	}
	gave := 0
	if t.Source != "" {
		gave = b.gave[gift1{t.Source, t.Member, t.Row, t.Code}]
	}
	if s := b.sales[t.Source]; gave == 0 && t.Origin == "mend" && s != nil {
		gave = s.n
	}
	a.takeBack(int64(t.Points), gave, b.at)
	return nil
}

func (b *books) awarded(w awarded) error {
	n, err := b.waitsUnder(w.Sale, w.Appointment)
	if err != nil {
		return err
	}
	if w.Appointment != "" {
		if k := b.booked[w.Appointment]; k.state != "booked" {
			return fmt.Errorf("an appointment that is %s is awarded", k.state)
		} else {
			k.state = "awarded"
		}
	}
	a := b.account(w.Member)
	for _, p := range a.pending {
		if p.n == n && p.part == int(w.Line) && p.due > int64(w.At) {
			return fmt.Errorf("awarded at %s, and due at %s", b.day(int64(w.At)), b.day(p.due))
		}
	}
	got := a.unwait(n, int(w.Line), int64(w.Points))
	if got != int64(w.Points) || got == 0 {
		return fmt.Errorf("%d points are awarded, and %d waited", w.Points, got)
	}
	if want := b.expiry(b.programAt(int64(w.At)), int64(w.At)); int64(w.ExpiresAt) != want {
		return fmt.Errorf("the points end %s, must be %s", b.day(int64(w.ExpiresAt)), b.day(want))
	}
	a.accrue(lot{n: b.n, points: got, left: got, origin: "service", accrued: int64(w.At), expiresAt: int64(w.ExpiresAt)})
	return nil
}

// expired takes the lots whose day was over. Whoever is named has some, and a
// lot that is gone cannot go again.
func (b *books) expired(w expired) error {
	if b.mayNot {
		return fmt.Errorf("a till that does not know that it is the only one lets points expire")
	}
	list := w.Of
	if len(list) == 0 {
		list = []expiredFrom{{w.Member, w.Points}}
	}
	for _, x := range list {
		a := b.account(x.Member)
		got := sum(a.take(a.holding(), func(l lot) bool { return !l.good(int64(w.AsOf)) }))
		if got != int64(x.Points) || got == 0 {
			return fmt.Errorf("%d points of %s expire, and %d were past their day", x.Points, x.Member, got)
		}
		if len(w.Of) > 0 {
			a.rights -= got
		}
	}
	return nil
}

func (b *books) appointed(w appointment) error {
	a := b.account(w.Member)
	k := b.booked[w.Appointment]
	if k == nil {
		k = &booking{n: b.n, state: "booked"}
		b.booked[w.Appointment] = k
	}
	if k.state == "awarded" && w.State == "awarded" && w.Sale != "" && k.sale == "" {
		k.sale = w.Sale // rung up after its points had come: they stay as they are
		return nil
	}
	if k.state != "booked" {
		return fmt.Errorf("an appointment that is %s is changed", k.state)
	}
	k.sale = w.Sale
	k.state = w.State
	for _, p := range a.pending {
		if p.n == k.n {
			a.unwait(k.n, 0, p.points)
			break
		}
	}
	if w.State != "booked" || w.Points == 0 {
		return nil
	}
	// A change of the programme moves no appointment: the delay of the moment it
	// was made or moved counts.
	if want := int64(w.EndsAt) + b.programAt(b.at).ServiceDelay*60_000; int64(w.DueAt) != want {
		return fmt.Errorf("due at %s, must be %s", b.day(int64(w.DueAt)), b.day(want))
	}
	a.pending = append(a.pending, wait{n: k.n, points: int64(w.Points), due: int64(w.DueAt)})
	return nil
}
