package sync

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/sync/wire"
)

var errGone = &LineError{NoLine, errors.New("connection refused")}

// TestBackOff: after an error the agent waits, each time between half and all of
// twice as long, a minute at the most; a line that is back makes it short again.
func TestBackOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &fakeOffice{fail: func(string) error { return errGone }}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		a := pairOf(&fakeTill{}, o)
		go func() { a.Run(ctx); close(ended) }()
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		var exact int
		for i, most := 1, shortest; i < len(o.at); i++ {
			wait := o.at[i].Sub(o.at[i-1])
			if wait < most/2 || wait > most {
				t.Errorf("wait %d is %s, of at most %s", i, wait, most)
			}
			if wait == most/2 || wait == most {
				exact++
			}
			most = min(2*most, longest)
		}
		if len(o.at) < 12 || len(o.at) > 30 || exact > 2 {
			t.Errorf("%d tries in ten minutes, %d of them without jitter", len(o.at), exact)
		}
		if s := a.Status(); s.Line != NoLine || s.Cause == nil {
			t.Errorf("%+v", s)
		}
		o.fail = nil
		time.Sleep(longest)
		synctest.Wait()
		if s := a.Status(); s.Line != Online {
			t.Errorf("the line is back: %+v", s)
		}
		tries := len(o.at)
		o.fail = func(string) error { return errGone }
		a.Wake()
		time.Sleep(4 * shortest)
		synctest.Wait()
		if n := len(o.at) - tries; n < 2 {
			t.Errorf("after it was online it tries %d times in four seconds", n)
		}
		cancel()
		<-ended
	})
}

// TestLines: what is wrong with the line is told apart, and is told when it
// changes, once.
func TestLines(t *testing.T) {
	for _, c := range []struct {
		err  error
		line Line
	}{
		{nil, Online},
		{&LineError{NoLine, errors.New("refused")}, NoLine},
		{&LineError{Portal, errPortal}, Portal},
		{&LineError{Stranger, errStranger}, Stranger},
		{&LineError{Proxy, errors.New("407")}, Proxy},
		{chain.Refuse(chain.Revoked), ShutOut},
		{chain.Refuse(chain.Fork), Unsettled},
		{chain.Refuse(chain.TooOld), OtherSpeech},
		{errors.New("disk"), Troubled},
	} {
		o, told := &fakeOffice{fail: func(string) error { return c.err }}, []Line(nil)
		a := NewAgent(&fakeTill{}, Options{Dial: func(Link, pos.ID) (Office, error) { return o, nil }, Changed: func(s Status) { told = append(told, s.Line) }})
		for range 2 {
			a.Round(t.Context(), false)
		}
		if got := a.Status().Line; got != c.line || !slices.Equal(told, []Line{c.line}) {
			t.Errorf("%v is %s, told %v, and should be %s", c.err, got, told, c.line)
		}
	}
	lone := pairOf(&fakeTill{lone: true}, &fakeOffice{})
	if _, err := lone.Round(t.Context(), false); !errors.Is(err, ErrAlone) || lone.Status().Line != Alone {
		t.Errorf("a till with no head office: %v", err)
	}
}

// TestALostAck: what was taken up and not acknowledged is taken up once, and the
// till learns it from the next greeting.
func TestALostAck(t *testing.T) {
	till, o := &fakeTill{events: 3}, &fakeOffice{lost: true}
	o.fail = func(call string) error {
		if call == "push" {
			return errGone
		}
		return nil
	}
	a := pairOf(till, o)
	if _, err := a.Round(t.Context(), false); LineOf(err) != NoLine || till.acked != 0 || o.applied != 3 {
		t.Fatalf("%v, acked %d, applied %d", err, till.acked, o.applied)
	}
	o.fail = nil
	if _, err := a.Round(t.Context(), false); err != nil || till.acked != 3 || !slices.Equal(o.pushed, []int64{1, 2, 3}) {
		t.Errorf("%v, acked %d, taken up %v", err, till.acked, o.pushed)
	}
	till.events = 5
	if _, err := a.Round(t.Context(), false); err != nil || till.acked != 5 || !slices.Equal(o.pushed, []int64{1, 2, 3, 4, 5}) {
		t.Errorf("%v, acked %d, taken up %v", err, till.acked, o.pushed)
	}
}

// TestAnotherMachineWithTheJournal: the head office has as many events, and they
// are others. Nothing here counts as sent.
func TestAnotherMachineWithTheJournal(t *testing.T) {
	till, o := &fakeTill{events: 3, acked: 2}, &fakeOffice{applied: 3, head: hashOf(77)}
	o.fail = func(call string) error {
		if call == "push" {
			return chain.Refuse(chain.Fork)
		}
		return nil
	}
	if _, err := pairOf(till, o).Round(t.Context(), false); LineOf(err) != Unsettled || till.acked != 2 {
		t.Errorf("%v, acked %d", err, till.acked)
	}
	till, o = &fakeTill{events: 2, acked: 2}, &fakeOffice{applied: 3, head: hashOf(3)}
	if _, err := pairOf(till, o).Round(t.Context(), false); chain.WhyOf(err) != chain.Fork {
		t.Errorf("a till that is behind its own journal: %v", err)
	}
}

// TestALostLease is asked for again, under its id, and accepted once.
func TestALostLease(t *testing.T) {
	till, o := &fakeTill{}, &fakeOffice{lost: true, fail: func(string) error { return errGone }}
	a := pairOf(till, o)
	anna := pos.ID{5}
	if _, err := a.Borrow(t.Context(), anna, 40); LineOf(err) != NoLine {
		t.Fatal(err)
	}
	o.fail = nil
	if _, err := a.Round(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	if len(o.leases) != 2 || o.leases[0].ID != o.leases[1].ID || len(till.accepted) != 1 || till.accepted[0].Granted != 40 {
		t.Errorf("asked %+v, accepted %+v", o.leases, till.accepted)
	}
}

// TestALostLeaseOfANewLife: what a till asked for after its backup was put back is
// asked for again when the head office knows its new life, and not before: it
// would be refused for ever.
func TestALostLeaseOfANewLife(t *testing.T) {
	till, o := &fakeTill{events: 2}, &fakeOffice{strict: true, fail: func(string) error { return errGone }}
	a := pairOf(till, o)
	if _, err := a.Borrow(t.Context(), pos.ID{5}, 40); LineOf(err) != NoLine {
		t.Fatal(err)
	}
	o.fail = nil
	if _, err := a.Round(t.Context(), false); err != nil || till.acked != 2 || len(till.accepted) != 1 {
		t.Errorf("%v, acked %d, accepted %+v after %v", err, till.acked, till.accepted, o.calls)
	}
}

// TestARecallWaitsForThePayment: rights that a payment holds are not released
// before it is over, or two minutes have passed.
func TestARecallWaitsForThePayment(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		till, o := &fakeTill{}, &fakeOffice{}
		a := pairOf(till, o)
		anna, bo := pos.ID{5}, pos.ID{6}
		for _, account := range []pos.ID{anna, bo} {
			if _, err := a.Borrow(t.Context(), account, 40); err != nil {
				t.Fatal(err)
			}
		}
		recall := func() {
			t.Helper()
			o.recalls = []chain.Recall{{Account: anna, Points: 10}, {Account: bo, Points: 10}}
			if _, err := a.Round(t.Context(), false); err != nil {
				t.Fatal(err)
			}
		}
		if recall(); len(till.released) != 0 {
			t.Errorf("released while both are being paid: %+v", till.released)
		}
		a.LetGo(anna)
		if recall(); len(till.released) != 1 || till.released[0].Account != anna {
			t.Errorf("released: %+v", till.released)
		}
		time.Sleep(holdFor + time.Second)
		if recall(); len(till.released) != 3 {
			t.Errorf("a payment that nobody ended: %+v", till.released)
		}
	})
}

// TestTheEnd: a till that closes waits for nothing, and tells no trouble.
func TestTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		till, o := &fakeTill{}, &fakeOffice{}
		told := 0
		a := NewAgent(till, Options{Dial: func(Link, pos.ID) (Office, error) { return o, nil }, Changed: func(Status) { told++ }})
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() { a.Run(ctx); close(ended) }()
		synctest.Wait() // it waits for news
		cancel()
		synctest.Wait()
		select {
		case <-ended:
		default:
			t.Error("it goes on")
		}
		if told != 1 || a.Status().Line != Online {
			t.Errorf("told %d times, last %+v", told, a.Status())
		}
	})
}

// TestThingsToSettle are asked for when there are others, and now and then, so
// that what the till shows is not old.
func TestThingsToSettle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		till, o := &fakeTill{}, &fakeOffice{}
		a := pairOf(till, o)
		asked := func(want int) {
			t.Helper()
			if _, err := a.Round(t.Context(), false); err != nil || len(till.taken) != want {
				t.Errorf("%v, asked %d times, not %d", err, len(till.taken), want)
			}
		}
		asked(1) // the till has never been told
		asked(1)
		o.mark = 4
		asked(2)
		asked(2)
		time.Sleep(askAfter)
		asked(3)
		if wire.LongPoll >= askAfter {
			t.Error("a till that waits for news would not notice")
		}
	})
}

// TestAClockThatIsOff: how far it is off is told, once for each change, whichever
// way; that it was set again too.
func TestAClockThatIsOff(t *testing.T) {
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	o := &clockedOffice{at: now}
	var told []time.Duration
	a := NewAgent(&fakeTill{}, Options{Now: func() time.Time { return now }, Changed: func(s Status) { told = append(told, s.Off) },
		Dial: func(Link, pos.ID) (Office, error) { return o, nil }})
	for _, c := range []struct{ is, want time.Duration }{
		{time.Minute, 0}, {-4 * time.Minute, 0}, {-8760 * time.Hour, -8760 * time.Hour}, {-8760 * time.Hour, -8760 * time.Hour}, {time.Hour, time.Hour}, {0, 0},
	} {
		now = o.at.Add(c.is)
		if _, err := a.Round(t.Context(), false); err != nil {
			t.Fatal(err)
		}
		if got := a.Status().Off; got != c.want {
			t.Errorf("%s off is told as %s", c.is, got)
		}
	}
	told = slices.Compact(told)
	if want := []time.Duration{0, -8760 * time.Hour, time.Hour, 0}; !slices.Equal(told, want) {
		t.Errorf("told %v", told)
	}
}

// clockedOffice tells the time.
type clockedOffice struct {
	fakeOffice
	at time.Time
}

func (c *clockedOffice) Hello(ctx context.Context, id Identity) (Greeting, error) {
	g, err := c.fakeOffice.Hello(ctx, id)
	g.Clock = c.at
	return g, err
}
