package sync

import (
	"context"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
)

// fakeTill is a till's store in memory: so many events, of which so many are
// acknowledged.
type fakeTill struct {
	lone     bool
	events   int64
	acked    int64
	asks     []chain.Lease
	accepted []chain.Lease
	released []chain.Recall
	mark     int64
	told     pos.Millis
	cursor   chain.Cursor
	taken    []ToSettle
}

var life = pos.ID{1, 1}

func hashOf(seq int64) (h journal.Hash) { h[0] = byte(seq); return h }

func (f *fakeTill) Identity(context.Context) (Identity, error) {
	return Identity{Till: pos.ID{1}, Unsent: f.events - f.acked, Lives: []chain.Life{{Incarnation: life, Applied: f.events, Head: hashOf(f.events)}}}, nil
}

func (f *fakeTill) Link(context.Context) (l Link, err error) {
	if f.lone {
		err = ErrAlone
	}
	return l, err
}
func (f *fakeTill) Join(context.Context, Link) error { return nil }

func (f *fakeTill) Unsent(_ context.Context, most, _ int) (b chain.Batch, prev journal.Hash, err error) {
	b.Incarnation = life
	for seq := f.acked + 1; seq <= f.events && len(b.Events) < most; seq++ {
		b.Events = append(b.Events, chain.Event{Event: journal.Event{Incarnation: life, Seq: seq, Hash: hashOf(seq)}})
	}
	return b, hashOf(f.acked), nil
}

func (f *fakeTill) Acked(_ context.Context, a chain.Ack) error {
	f.acked = max(f.acked, a.Seq)
	return nil
}
func (f *fakeTill) Cursor(context.Context) (chain.Cursor, error) { return f.cursor, nil }
func (f *fakeTill) Take(_ context.Context, c chain.Changes) error {
	f.cursor = c.Next
	return nil
}

func (f *fakeTill) Release(_ context.Context, recalls []chain.Recall, held func(pos.ID) bool) (int, bool, error) {
	for _, r := range recalls {
		if !held(r.Account) {
			f.released = append(f.released, r)
			f.events++
		}
	}
	return len(recalls), false, nil
}

func (f *fakeTill) Ask(_ context.Context, account pos.ID, want int64) (chain.Lease, error) {
	for _, l := range f.asks {
		if l.Account == account {
			return l, nil
		}
	}
	l := chain.Lease{ID: pos.ID{byte(len(f.asks) + 1), 9}, Account: account, Incarnation: life, Want: want}
	f.asks = append(f.asks, l)
	return l, nil
}
func (f *fakeTill) Asks(context.Context) ([]chain.Lease, error) {
	return append([]chain.Lease(nil), f.asks...), nil
}

func (f *fakeTill) Accept(_ context.Context, l chain.Lease) error {
	f.asks = nil
	f.accepted = append(f.accepted, l)
	return nil
}
func (f *fakeTill) ToSettle(context.Context) (int64, pos.Millis, error) { return f.mark, f.told, nil }
func (f *fakeTill) TakeToSettle(_ context.Context, s ToSettle) error {
	f.mark, f.told = s.Mark, pos.At(time.Now())
	f.taken = append(f.taken, s)
	return nil
}
func (f *fakeTill) CardNumbersLeft(context.Context) (int64, error) { return cardsKept, nil }

func (f *fakeTill) TakeCardBlock(context.Context, chain.CardBlock) error { return nil }

// fakeOffice answers as it is told to. Where fail gives an error, the call was
// heard or not as lost says, and the till gets the error.
type fakeOffice struct {
	applied int64
	head    journal.Hash
	fail    func(call string) error
	lost    bool
	strict  bool // knows no life before its first event
	calls   []string
	at      []time.Time // of each Hello
	pushed  []int64
	leases  []chain.Lease
	recalls []chain.Recall
	mark    int64
}

func (o *fakeOffice) answer(call string, do func()) error {
	o.calls = append(o.calls, call)
	var err error
	if o.fail != nil {
		err = o.fail(call)
	}
	if err == nil || o.lost {
		do()
	}
	return err
}

func (o *fakeOffice) Hello(context.Context, Identity) (g Greeting, err error) {
	o.at = append(o.at, time.Now())
	if !o.strict || o.applied > 0 {
		g.Lives = []chain.Life{{Incarnation: life, Applied: o.applied, Head: o.head}}
	}
	return g, o.answer("hello", func() {})
}

func (o *fakeOffice) Push(_ context.Context, b chain.Batch, _ journal.Hash) (k chain.Ack, err error) {
	last := b.Events[len(b.Events)-1]
	err = o.answer("push", func() {
		for _, e := range b.Events {
			if e.Seq == o.applied+1 {
				o.applied, o.head = e.Seq, e.Hash
				o.pushed = append(o.pushed, e.Seq)
			}
		}
	})
	return chain.Ack{Incarnation: b.Incarnation, Seq: last.Seq, Head: last.Hash}, err
}

func (o *fakeOffice) Pull(ctx context.Context, _ pos.ID, _ chain.Cursor, toSettle int64, wait bool) (c chain.Changes, err error) {
	err = o.answer("pull", func() {})
	if wait && err == nil && len(o.recalls) == 0 && toSettle == o.mark {
		<-ctx.Done()
		return c, ctx.Err()
	}
	c.Recalls, c.ToSettle = o.recalls, o.mark
	o.recalls = nil
	return c, err
}

func (o *fakeOffice) Lease(_ context.Context, l chain.Lease) (chain.Lease, error) {
	if o.strict && o.applied == 0 && o.fail == nil {
		return l, chain.Refuse(chain.UnknownTill)
	}
	err := o.answer("lease", func() { o.leases = append(o.leases, l) })
	l.Granted = l.Want
	return l, err
}
func (o *fakeOffice) CardBlock(_ context.Context, _ pos.ID, b chain.CardBlock) (chain.CardBlock, error) {
	return b, nil
}
func (o *fakeOffice) Conflicts(context.Context, bool) (ToSettle, error) {
	return ToSettle{Mark: o.mark, Tills: 2}, o.answer("conflicts", func() {})
}
func (o *fakeOffice) Settle(context.Context, pos.ID, string) error { return nil }

func pairOf(t *fakeTill, o *fakeOffice) *Agent {
	return NewAgent(t, Options{Dial: func(Link, pos.ID) (Office, error) { return o, nil }})
}
