// Package centraltest holds what every engine of the head office's database must
// do alike, as tests over real journal events.
//
//	centraltest.Run(t, func(t testing.TB) *central.Store { ... })
package centraltest

import (
	"context"
	"crypto/sha256"
	"io"
	"slices"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/store/central"
)

// Open opens an empty store, and closes it when the test is over.
type Open func(t testing.TB, opt central.Options) *central.Store

// Run runs the suite.
func Run(t *testing.T, open Open) {
	for _, c := range []struct {
		name string
		test func(*desk)
	}{
		{"enrolment", enrolment},
		{"push", push},
		{"rights", rights},
		{"restored", restored},
		{"restored twice", restoredTwice},
		{"kept at home", keptAtHome},
		{"expire", expire}, {"expire, and hear late of what was before", expireUnheard},
		{"card blocks", cardBlocks},
		{"in parts", parts},
		{"coupon twice", couponTwice},
		{"given once", givenOnce},
		{"service once", serviceOnce},
		{"brought once", broughtOnce},
		{"given up", givenUp},
		{"merged, and late", mergedLate},
		{"of next year, unread", unread},
		{"gift card overspent", giftOverspent},
		{"overspent", overspent},
		{"overridden", overridden},
		{"clock far off", clockFarOff},
		{"erased", erased},
		{"twice", twice},
		{"who owns", whoOwns},
		{"check", check},
		{"at once", atOnce},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(newDesk(t, open)) })
	}
}

// desk is a head office with its tills, in a test.
type desk struct {
	*testing.T
	ctx   context.Context
	store *central.Store
}

// options give every store of the tests the same identity.
func options() central.Options {
	return central.Options{Name: "Test", Random: Dice()}
}

// Dice gives every store the same identity.
func Dice() io.Reader { return &dice{} }

// dice is a stream of bytes that is the same in every run.
type dice struct{ n byte }

func (d *dice) Read(p []byte) (int, error) {
	for i := range p {
		d.n++
		p[i] = sha256.Sum256([]byte{d.n})[0]
	}
	return len(p), nil
}

func newDesk(t *testing.T, open Open) *desk {
	t.Helper()
	return &desk{t, t.Context(), open(t, options())}
}

func (d *desk) ok(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

// refused wants a refusal of a kind.
func (d *desk) refused(err error, why chain.Refused) {
	d.Helper()
	if chain.WhyOf(err) != why {
		d.Fatalf("error %v, and not %q", err, why)
	}
}

// enrol makes a till of the chain.
func (d *desk) enrol(x *Till) {
	d.Helper()
	code, token := sha256.Sum256([]byte("code of "+x.ID.String())), sha256.Sum256([]byte("token of "+x.ID.String()))
	d.ok(d.store.AddCode(d.ctx, chain.Code{Hash: code, TillName: x.ID.String()[:4], Shop: "Here", Until: pos.At(x.Now.AddDate(0, 0, 1))}))
	_, err := d.store.Enrol(d.ctx, chain.Enrolment{CodeHash: code, TokenHash: token, Till: x.ID, Lives: []chain.Life{x.Life()}, At: pos.At(x.Now)})
	d.ok(err)
}

func (d *desk) till(name string) *Till {
	d.Helper()
	x := NewTill(d, name)
	d.enrol(x)
	return x
}

// push sends what the head office has not got.
func (d *desk) push(x *Till) chain.Life {
	d.Helper()
	tills, err := d.store.Tills(d.ctx)
	d.ok(err)
	from := int64(1)
	for _, t := range tills {
		for _, l := range t.Lives {
			if l.Incarnation == x.Incarnation {
				from = l.Applied + 1
			}
		}
	}
	l, err := d.store.Push(d.ctx, x.Batch(from), pos.At(x.Now))
	d.ok(err)
	return l
}

// pull is all that a till has not seen.
func (d *desk) pull(x *Till, since chain.Cursor) chain.Changes {
	d.Helper()
	c, err := d.store.Pull(d.ctx, x.ID, x.Incarnation, since, 10_000, pos.At(x.Now))
	d.ok(err)
	return c
}

// sums wants an account to have a balance, so much of it free, debt, and at
// tills.
func (d *desk) sums(account pos.ID, balance, free, debt int64, held ...int64) {
	d.Helper()
	h, err := d.store.AccountOf(d.ctx, account)
	d.ok(err)
	got := h.Points.State.Points.Holding() - h.Points.State.Points.Debt
	var at []int64
	for _, k := range h.Keepers {
		at = append(at, k.Rights)
	}
	if got != balance || h.Points.Free != free || h.Debt != debt || !equal(at, held) {
		d.Fatalf("balance %d, free %d, debt %d, held %v; should be %d, %d, %d, %v", got, h.Points.Free, h.Debt, at, balance, free, debt, held)
	}
	d.whole()
}

func equal(a, b []int64) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// whole wants the database to verify.
func (d *desk) whole() {
	d.Helper()
	difference, err := d.store.Verify(d.ctx)
	d.ok(err)
	if difference != "" {
		d.Fatal(difference)
	}
}

// conflicts wants so many of these kinds to be settled.
func (d *desk) conflicts(kinds ...chain.ConflictKind) []chain.Conflict {
	d.Helper()
	list, _, err := d.store.Conflicts(d.ctx, false)
	d.ok(err)
	ok := len(list) == len(kinds)
	for _, k := range kinds {
		ok = ok && slices.ContainsFunc(list, func(c chain.Conflict) bool { return c.Kind == k })
	}
	if !ok {
		d.Fatalf("to settle: %+v, and should be %v", list, kinds)
	}
	return list
}
