package till

import (
	"cmp"
	"context"
	"io"
	"log/slog"
	"sync/atomic"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
)

// Options are what a till takes from outside. Now and Random are required.
type Options struct {
	Now    func() time.Time
	Random io.Reader
	Log    *slog.Logger // nil is silent
	Papers Papers       // nil makes no papers
	// PaymentCard tells whether what a person typed is a payment card's number:
	// the readers' rules, which know the shop's own numbers too. Nil knows none.
	PaymentCard func(own hardware.Profile, typed string) bool
	// Lender is asked for rights over points that other tills keep; nil, and a till
	// spends what it has.
	Lender Lender
	// Patience is how long a payment waits for rights; zero is borrowWithin. Tests on
	// a machine that is busy with others have more.
	Patience time.Duration
}

// Till is the application over one shop's store. Its verbs may be called from
// several goroutines.
type Till struct {
	store  Store
	now    func() time.Time
	random io.Reader
	log    *slog.Logger
	papers Papers
	lender Lender
	waits  time.Duration
	isPAN  func(own hardware.Profile, typed string) bool
	shop   Shop
	zone   *time.Location
	drafts *draftSaver

	birthdaysOf atomic.Int64 // the day whose birthdays were all looked at
	remindedOf  atomic.Int64 // the day on which all heard of points that end
}

// New is a till over an open store.
func New(ctx context.Context, s Store, o Options) (*Till, error) {
	t := &Till{store: s, now: o.Now, random: o.Random, log: o.Log, papers: o.Papers, lender: o.Lender, isPAN: o.PaymentCard, waits: cmp.Or(o.Patience, borrowWithin)}
	if t.log == nil {
		t.log = slog.New(slog.DiscardHandler)
	}
	shop, err := t.Shop(ctx)
	if err != nil {
		return nil, err
	}
	t.shop = shop
	if t.zone, err = time.LoadLocation(shop.TimeZone); err != nil {
		t.log.Warn("time zone of the shop is not known here; using the machine's", "zone", shop.TimeZone, "cause", err)
		t.zone = time.Local
	}
	t.drafts = newDraftSaver(s, t.log)
	return t, nil
}

// Close waits for drafts that are being saved. The store stays open.
func (t *Till) Close() { t.drafts.close() }

// Shop is the shop and what its journal has come to.
func (t *Till) Shop(ctx context.Context) (shop Shop, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		shop, err = r.Shop()
		return err
	})
	return shop, err
}

// Zone is the shop's time zone: its days begin and end there.
func (t *Till) Zone() *time.Location { return t.zone }

// Now is the till's clock.
func (t *Till) Now() time.Time { return t.now() }

// Who is the person a verb is done by, and the manager who approved it where
// it is above that person's limit.
type Who struct {
	Person   pos.Person
	Approved *pos.Person
	Reason   string
}

// By is a verb's person with no approval.
func By(p pos.Person) Who { return Who{Person: p} }

// needs refuses unless the person, or the manager who approved, has the role.
func (w Who) needs(role pos.Role) error {
	if w.Person.Role.May(role) || w.Approved != nil && w.Approved.Role.May(role) {
		return nil
	}
	return pos.Refuse(pos.NotAllowed, string(role))
}

// body is the start of an event: who, who approved, why.
func (w Who) body() *journalpb.Body {
	b := &journalpb.Body{Reason: w.Reason}
	if !w.Person.ID.IsZero() {
		b.By = w.Person.ID[:]
	}
	if w.Approved != nil {
		b.ApprovedBy = w.Approved.ID[:]
	}
	return b
}

func (t *Till) newID() (pos.ID, error) { return pos.NewIDAt(t.now(), t.random) }

func millis(at time.Time) ledger.Millis { return ledger.Millis(at.UnixMilli()) }
