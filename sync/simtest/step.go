package simtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// step is one thing that happens, and how often.
type step struct {
	name  string
	often int
	do    func(context.Context, *world, *desk) error
}

// steps are all that can happen. Most is shopping, and meeting.
var steps = []step{
	{"sells", 30, func(ctx context.Context, w *world, d *desk) error { return w.sell(ctx, d) }},
	{"meets", 30, func(ctx context.Context, w *world, d *desk) error { return w.meet(ctx, d) }},
	{"gives", 8, func(ctx context.Context, w *world, d *desk) error { return w.adjust(ctx, d, 1+w.chance.Int64N(800)) }},
	{"takes", 6, func(ctx context.Context, w *world, d *desk) error { return w.adjust(ctx, d, -1-w.chance.Int64N(800)) }},
	{"takes goods back", 8, func(ctx context.Context, w *world, d *desk) error { return w.refund(ctx, d) }},
	{"makes a coupon", 3, func(ctx context.Context, w *world, d *desk) error { return w.makeCoupon(ctx, d) }},
	{"registers a coupon", 6, func(ctx context.Context, w *world, d *desk) error { return w.registerCoupon(ctx, d) }},
	{"books a service", 5, func(ctx context.Context, w *world, d *desk) error { return w.bookService(ctx, d) }},
	{"calls a service off", 4, func(ctx context.Context, w *world, d *desk) error { return w.callOff(ctx, d) }},
	{"rings a service up", 4, func(ctx context.Context, w *world, d *desk) error { return w.ringUp(ctx, d) }},
	{"has an employee come or go", 4, func(ctx context.Context, w *world, d *desk) error { return w.employ(ctx, d) }},
	{"merges two members", 2, func(ctx context.Context, w *world, d *desk) error { return w.merge(ctx, d) }},
	{"sees a friend come", 6, func(ctx context.Context, w *world, d *desk) error { return w.friendComes(ctx, d) }},
	{"sells a gift card", 3, func(ctx context.Context, w *world, d *desk) error { return w.sellGiftCard(ctx, d) }},
	{"is paid by gift card", 8, func(ctx context.Context, w *world, d *desk) error { return w.payByGiftCard(ctx, d) }},
	{"takes back what a gift card paid", 3, func(ctx context.Context, w *world, d *desk) error { return w.backToGiftCard(ctx, d) }},
	{"blocks a gift card", 1, func(ctx context.Context, w *world, d *desk) error { return w.blockGiftCard(ctx, d) }},
	{"spends as programs of next year do", 3, func(ctx context.Context, w *world, d *desk) error { return w.spendNextYears(ctx, d) }},
	{"does what is due", 8, func(ctx context.Context, w *world, d *desk) error { return w.due(ctx, d) }},
	{"loses or finds its line", 10, func(_ context.Context, w *world, d *desk) error { d.line.down = w.chance.IntN(3) == 0; return nil }},
	{"loses its power in a call", 4, func(ctx context.Context, w *world, d *desk) error { return w.crash(ctx, d) }},
	{"is backed up", 3, func(ctx context.Context, w *world, d *desk) error { return w.backUp(ctx, d) }},
	{"is put back", 3, func(ctx context.Context, w *world, d *desk) error { return w.restore(ctx, d) }},
	{"is put back while its letter is on the way", 3, func(ctx context.Context, w *world, d *desk) error { return w.overtake(ctx, d) }},
	{"is lost", 1, func(ctx context.Context, w *world, d *desk) error { return w.lose(ctx, d) }},
	{"gets a late letter", 8, func(_ context.Context, w *world, _ *desk) error { w.net.deliverLate(); return nil }},
	{"sees a day pass", 3, func(ctx context.Context, w *world, _ *desk) error { return w.days(ctx) }},
	{"sees the head office give for tills that were given up", 4, func(ctx context.Context, w *world, _ *desk) error { return w.awardGivenUp(ctx) }},
	{"sees the head office bring what came late to who was merged", 4, func(ctx context.Context, w *world, _ *desk) error { return w.follow(ctx) }},
	{"sees the head office start again", 2, func(ctx context.Context, w *world, _ *desk) error { return w.restartOffice(ctx) }},
}

func (w *world) any() step {
	all := 0
	for _, s := range steps {
		all += s.often
	}
	n := w.chance.IntN(all)
	for _, s := range steps {
		if n -= s.often; n < 0 {
			return s
		}
	}
	panic("no step")
}

// alive is one of the tills that are not lost.
func (w *world) alive() *desk {
	for {
		if d := w.desks[w.chance.IntN(len(w.desks))]; !d.lost {
			return d
		}
	}
}

var clerk = till.By(pos.System)

// refused tells a rule's no from a fault.
func (w *world) refused(err error) bool {
	code := pos.CodeOf(err)
	if code != "" {
		w.note("  no: %s", code)
	}
	return code != ""
}

func (w *world) sell(ctx context.Context, d *desk) error {
	chosen := w.anybody()
	m, err := d.accountOf(ctx, chosen)
	if w.refused(err) {
		return nil
	}
	if err != nil {
		return err
	}
	a, rights, err := d.has(ctx, m)
	if err != nil {
		return err
	}
	price := pos.Money(20_00 + w.chance.Int64N(300_00))
	var bonus int64
	switch w.chance.IntN(4) {
	case 0:
	case 1:
		bonus = min(a.Available(millis(w.now)), int64(price))
	default:
		bonus = w.chance.Int64N(max(min(a.Available(millis(w.now)), int64(price))+w.rules.floor, 0) + 1)
	}
	draft, err := d.NewSale(ctx, pos.System)
	if err != nil {
		return err
	}
	tea := pos.Product{SKU: "tea", Name: "Te", Kind: pos.Goods, Price: price, VATBp: 2500, Discountable: true, Earns: true, BonusPayable: true}
	if err := d.AddProduct(ctx, &draft, tea, 1000); err != nil {
		return err
	}
	_, err = d.AttachCard(ctx, &draft, card(chosen), false)
	if w.refused(err) {
		return w.abandon(ctx, d, draft)
	}
	if err != nil {
		return err
	}
	brought, err := w.bringing(ctx, d, chosen)
	if err != nil {
		return err
	}
	var heard error
	if brought == nil {
		d.line.hears = func() {
			_, err := d.agent.Round(ctx, false)
			heard = errors.Join(heard, w.lineError(err))
		}
	}
	pay := till.Payment{Bonus: bonus, BankCard: till.Exact}
	if w.rules.override > 0 && w.chance.IntN(3) == 0 {
		pay.Approved, pay.Reason, pay.Override = &manager, "sim", true
	}
	done, err := d.Complete(ctx, draft, pay)
	d.line.hears = nil
	if heard != nil {
		return heard
	}
	if w.refused(err) {
		return w.abandon(ctx, d, draft)
	}
	if err != nil {
		return err
	}
	used, earned := done.Sale.PointsUsed, done.Sale.PointsEarned
	w.note("  member %d, who has %d (%d here): pays with %d, earns %d", m, a.Holding()-a.Debt, rights, used, earned)
	if m = w.account(done.Standing.Holder); m == pool {
		w.note("  of the pool")
	}
	d.sales = append(d.sales, sold{done.Sale.Receipt, m})
	e := entry{member: m, points: earned - used, overridden: done.Overridden, friend: chosen, pays: brought != nil && done.Sale.ToPay > 0}
	given, err := w.brings(ctx, d, brought, done)
	if err != nil {
		return err
	}
	if used > 0 { // who has something to use owes nothing: all that was earned is a right
		e.beyond = max(used-max(done.Standing.Rights+used-earned-given, 0), 0) - e.overridden
		w.note("  %d of it beyond the rights, %d as a manager lets", e.beyond, e.overridden)
	}
	return w.book.add(ctx, d, e)
}

// manager lets a till spend beyond its rights.
var manager = pos.Person{ID: pos.ID{1}, Name: "Bo", Role: pos.Manager, PINHash: "sim", Active: true}

// abandon voids a sale that could not be paid.
func (w *world) abandon(ctx context.Context, d *desk, draft pos.Draft) error {
	if d.line.dead { // the till is dark
		return nil
	}
	err := d.VoidSale(ctx, draft, clerk)
	if w.refused(err) {
		return nil
	}
	return err
}

// changed is a verb that moves points without asking the head office.
func (w *world) changed(ctx context.Context, d *desk, account int, verb func() (of till.Standing, points int64, err error)) error {
	_, before, err := d.has(ctx, account)
	if err != nil {
		return err
	}
	of, points, err := verb()
	if w.refused(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if of.Holder != w.members[account] {
		return fmt.Errorf("member %d: %d points went to account %d", account, points, w.account(of.Holder))
	}
	_, after, err := d.has(ctx, account)
	if err != nil {
		return err
	}
	w.note("  member %d: %+d points, %+d rights", account, points, after-before)
	return w.book.add(ctx, d, entry{member: account, points: points, unbacked: max(after-before-points, 0)})
}

func (w *world) adjust(ctx context.Context, d *desk, points int64) error {
	m := w.anybody()
	who := clerk
	who.Reason = "sim"
	account, err := d.accountOf(ctx, m)
	if w.refused(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return w.changed(ctx, d, account, func() (till.Standing, int64, error) {
		done, err := d.Adjust(ctx, w.members[m], points, who)
		return done.Standing, points, err
	})
}

func (w *world) refund(ctx context.Context, d *desk) error {
	if len(d.sales) == 0 {
		return nil
	}
	i := w.chance.IntN(len(d.sales))
	s := d.sales[i]
	d.sales = append(d.sales[:i], d.sales[i+1:]...)
	account, err := d.keptAs(ctx, s.account)
	if err != nil {
		return err
	}
	refund := func() (of till.Standing, points int64, err error) {
		done, err := d.Refund(ctx, till.Return{Receipt: s.receipt, Lines: []till.ReturnLine{{}}, Back: pos.BankCard}, clerk)
		if err == nil {
			of, points = *done.Standing, done.PointsBack-done.PointsReversed
		}
		return of, points, err
	}
	return w.ends(ctx, d, func() error { return w.changed(ctx, d, account, refund) })
}

func (w *world) makeCoupon(ctx context.Context, d *desk) error {
	made, err := d.MakeCoupons(ctx, till.NewCoupons{Count: 1, Points: couponPoints}, clerk)
	if err == nil {
		w.coupons = append(w.coupons, made.Codes...)
	}
	return err
}

const couponPoints = 250

// registerCoupon counts a coupon for the one member who has it, wherever they are.
func (w *world) registerCoupon(ctx context.Context, d *desk) error {
	if len(w.coupons) == 0 {
		return nil
	}
	i := w.chance.IntN(len(w.coupons))
	m := i % membersOf
	account, err := d.accountOf(ctx, m)
	if err != nil {
		return err
	}
	n := len(w.book.entries)
	err = w.changed(ctx, d, account, func() (till.Standing, int64, error) {
		c, err := d.RegisterCoupon(ctx, w.coupons[i], w.members[m], till.CouponTyped, clerk)
		return c.Standing, c.Points, err
	})
	if len(w.book.entries) > n {
		w.book.entries[n].thing = w.coupons[i]
	}
	return err
}

// meet is a round of the till's agent. That it fails is the network's doing; what
// it may not be is a quarrel.
func (w *world) meet(ctx context.Context, d *desk) error {
	done, err := d.agent.Round(ctx, false)
	w.note("  %d out, %d in, %v", done.Pushed, done.Pulled, err)
	return w.lineError(err)
}

// meanwhile is while a payment waits for rights: another till may meet the head
// office, and be asked to release.
func (w *world) meanwhile(ctx context.Context, waits *desk, t time.Duration) error {
	w.now = w.now.Add(t)
	if w.chance.IntN(4) == 0 {
		return context.DeadlineExceeded
	}
	if d := w.alive(); d != waits && !d.line.dead {
		w.note("  meanwhile till %d meets", d.no)
		_, err := d.agent.Round(ctx, false)
		return w.lineError(err)
	}
	return nil
}

// crash takes the power in the middle of one of the next calls, and gives it
// back.
func (w *world) crash(ctx context.Context, d *desk) error {
	d.line.dies = 1 + w.chance.IntN(5)
	if w.chance.IntN(2) == 0 {
		if err := w.meet(ctx, d); err != nil {
			return err
		}
	} else if err := w.sell(ctx, d); err != nil {
		return err
	}
	if err := d.shut(); err != nil {
		return err
	}
	return d.open(ctx)
}

// backup is a copy of a till's facts, and how much of the book is in it.
type backup struct {
	file    string
	entries int
	sales   int
}

func (w *world) backUp(ctx context.Context, d *desk) error {
	b := &backup{file: d.dir + ".backup", entries: len(w.book.entries), sales: len(d.sales)}
	if err := os.Remove(b.file); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	d.backup = b
	return d.store.Backup(ctx, b.file, nil)
}

// restore puts an old copy in the place of a till's facts.
func (w *world) restore(ctx context.Context, d *desk) error {
	b := d.backup
	if b == nil {
		return nil
	}
	if err := d.shut(); err != nil {
		return err
	}
	db := filepath.Join(d.dir, "shop.db")
	copied, err := os.ReadFile(b.file)
	if err != nil {
		return err
	}
	for _, tail := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(db + tail); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	if err := os.WriteFile(db, copied, 0o600); err != nil {
		return err
	}
	for i := b.entries; i < len(w.book.entries); i++ {
		if w.book.entries[i].desk == d.no {
			w.book.entries[i].gone = true
		}
	}
	d.sales = d.sales[:min(b.sales, len(d.sales))]
	// It takes its time. Of two lives that a copy was put back to only clocks can tell
	// which is the newer.
	w.now = w.now.Add(time.Second)
	return d.open(ctx)
}

// overtake is what a life says that arrives after the life that follows it: its
// last letter is on the way while the till is put back from a copy made before.
func (w *world) overtake(ctx context.Context, d *desk) error {
	d.line.down, d.line.stuck = false, true
	for _, happen := range []func(context.Context, *desk) error{w.backUp, w.sell, w.sell, w.meet, w.restore, w.meet} {
		if err := happen(ctx, d); err != nil {
			return err
		}
	}
	d.line.stuck = false
	return nil
}

// lose is a till that is stolen: it says no more, and a person says so at the
// head office. One stays.
func (w *world) lose(ctx context.Context, d *desk) error {
	left := 0
	for _, x := range w.desks {
		if !x.lost {
			left++
		}
	}
	if left == 1 {
		return nil
	}
	d.lost = true
	for i := range w.book.entries {
		if w.book.entries[i].desk == d.no {
			w.book.entries[i].gone = true
		}
	}
	if err := d.shut(); err != nil {
		return err
	}
	return w.office.Revoke(ctx, d.till, true, pos.At(w.now))
}

// days pass, and the head office does what is due.
func (w *world) days(ctx context.Context) error {
	w.now = w.now.Add(time.Duration(1+w.chance.IntN(20)) * 24 * time.Hour)
	if err := w.birthdays(ctx); err != nil {
		return err
	}
	return w.expire(ctx)
}

// expire is what the head office does by itself, now and then.
func (w *world) expire(ctx context.Context) error {
	before, err := w.balances(ctx)
	if err != nil {
		return err
	}
	if _, err := w.office.Expire(ctx, pos.At(w.now), 100); err != nil {
		return err
	}
	after, err := w.balances(ctx)
	if err != nil {
		return err
	}
	for m := range w.members {
		w.book.expired[m] += before[m] - after[m]
	}
	return nil
}

func (w *world) restartOffice(ctx context.Context) error {
	if err := w.office.Close(); err != nil {
		return err
	}
	return w.openOffice(ctx)
}
