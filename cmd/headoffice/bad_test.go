package main

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync"
	"testing"

	"connectrpc.com/connect"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/till"
	tillsync "bonuskasse/sync"
	"bonuskasse/sync/link"
	"bonuskasse/sync/syncpb"
	"bonuskasse/sync/syncpb/syncpbconnect"
	"bonuskasse/sync/wire"
)

// raw is a till's wire without its agent: it may say anything.
func raw(t *testing.T, d *desk) (syncpbconnect.SyncClient, func() *syncpb.PushEventsRequest) {
	t.Helper()
	ctx := context.Background()
	l, err := link.Port{Store: d.store}.Link(ctx)
	if err != nil {
		t.Fatal(err)
	}
	hc := &http.Client{Transport: bearer{&http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}, l.Token}}
	return syncpbconnect.NewSyncClient(hc, l.URL), func() *syncpb.PushEventsRequest {
		b, prev, err := d.store.Unsent(ctx, 100, 1<<20)
		if err != nil || len(b.Events) < 3 {
			t.Fatalf("%d events: %v", len(b.Events), err)
		}
		return wire.Batch(b, prev)
	}
}

type bearer struct {
	next  http.RoundTripper
	token string
}

func (b bearer) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set("Authorization", "Bearer "+b.token)
	return b.next.RoundTrip(r)
}

// TestBadBatches: each is refused in a word that the till acts on, nothing of it
// is taken up, and the till's own batch is taken after all of them.
func TestBadBatches(t *testing.T) {
	o := serve(t)
	d := openDesk(t, "a")
	ctx := context.Background()
	if _, err := d.AddMember(ctx, till.NewMember{Username: "soren", Name: "Søren", Tier: "Bonus 5%", Card: "10001"}, till.By(pos.System)); err != nil {
		t.Fatal(err)
	}
	d.enrol(t, o, "Kasse 1")
	office, mine := raw(t, d)
	for name, bad := range map[string]struct {
		spoil func(*syncpb.PushEventsRequest)
		why   chain.Refused
	}{
		"a hole":                  {func(p *syncpb.PushEventsRequest) { p.Events = append(p.Events[:1], p.Events[2:]...) }, chain.BadBatch},
		"it begins too late":      {func(p *syncpb.PushEventsRequest) { p.Events = p.Events[1:] }, chain.BadSignature},
		"a broken signature":      {func(p *syncpb.PushEventsRequest) { p.Events[1].Signature[3] ^= 1 }, chain.BadSignature},
		"points that grew":        {func(p *syncpb.PushEventsRequest) { p.Events[1].RightsDelta += 1000 }, chain.BadSignature},
		"another incarnation":     {func(p *syncpb.PushEventsRequest) { p.Incarnation = []byte("another-incarnat") }, chain.Gap},
		"no incarnation":          {func(p *syncpb.PushEventsRequest) { p.Incarnation = nil }, chain.BadBatch},
		"nothing":                 {func(p *syncpb.PushEventsRequest) { p.Events = nil }, chain.BadBatch},
		"no event":                {func(p *syncpb.PushEventsRequest) { p.Events[0].Payload = []byte{0xff, 0xff, 0xff} }, chain.BadBatch},
		"a key that is too short": {func(p *syncpb.PushEventsRequest) { p.Keys[0].Key = p.Keys[0].Key[:5] }, chain.BadBatch},
	} {
		t.Run(name, func(t *testing.T) {
			p := mine()
			bad.spoil(p)
			_, err := office.PushEvents(ctx, connect.NewRequest(p))
			if r := wire.Refused(err); r == nil || r.Why != bad.why {
				t.Errorf("%v, and should be %s", err, bad.why)
			}
		})
	}
	t.Run("a gigabyte", func(t *testing.T) {
		p := mine()
		p.Events[0].Payload = make([]byte, wire.MaxMessage+1)
		if _, err := office.PushEvents(ctx, connect.NewRequest(p)); connect.CodeOf(err) != connect.CodeResourceExhausted {
			t.Errorf("%v", err)
		}
	})
	t.Run("a till of long ago", func(t *testing.T) {
		if _, err := office.Hello(ctx, connect.NewRequest(&syncpb.HelloRequest{Wire: wire.OldestVersion - 1})); wire.Refused(err) == nil || wire.Refused(err).Why != chain.TooOld {
			t.Errorf("%v", err)
		}
	})
	d.meet(t)
	applied(t, o, d)
}

// applied makes sure that the head office has each of the till's events, once.
func applied(t *testing.T, o *office, d *desk) {
	t.Helper()
	ctx := context.Background()
	s := o.database(t)
	tills, err := s.Tills(ctx)
	if err != nil || len(tills) != 1 {
		t.Fatalf("%v %v", tills, err)
	}
	me, err := d.store.Me(ctx)
	if err != nil {
		t.Fatal(err)
	}
	there, here := tills[0].Lives[0], me.Lives[0]
	if there.Applied != here.Applied || there.Head != here.Head || me.Unsent != 0 {
		t.Errorf("the head office has %d events, the till %d, unsent %d", there.Applied, here.Applied, me.Unsent)
	}
	if diff, err := s.Verify(ctx); err != nil || diff != "" {
		t.Errorf("%s %v", diff, err)
	}
}

// cutter is a line that breaks after so many bytes, in one direction or the other.
type cutter struct {
	to string
	mu sync.Mutex
	up bool
	at int64
}

func (c *cutter) set(up bool, at int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.up, c.at = up, at
}

func (c *cutter) serve(l net.Listener) {
	for {
		in, err := l.Accept()
		if err != nil {
			return
		}
		out, err := net.Dial("tcp", c.to)
		if err != nil {
			in.Close()
			continue
		}
		c.mu.Lock()
		up, down := int64(1<<40), int64(1<<40)
		if c.up {
			up = c.at
		} else {
			down = c.at
		}
		c.mu.Unlock()
		end := func() { in.Close(); out.Close() }
		go func() { io.CopyN(out, in, up); end() }()
		go func() { io.CopyN(in, out, down); end() }()
	}
}

// TestTheLineBreaksAnywhere cuts the connection after every so many bytes of a
// round, in both directions, while the till goes on selling: nothing is lost and
// nothing counts twice.
func TestTheLineBreaksAnywhere(t *testing.T) {
	o := serve(t)
	d := openDesk(t, "a")
	ctx := context.Background()
	if _, err := d.AddMember(ctx, till.NewMember{Username: "soren", Name: "Søren", Tier: "Bonus 5%", Card: "10001"}, till.By(pos.System)); err != nil {
		t.Fatal(err)
	}
	d.enrol(t, o, "Kasse 1")
	u, err := url.Parse(o.url)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	c := &cutter{to: u.Host}
	go c.serve(l)
	p := link.Port{Store: d.store}
	way, err := p.Link(ctx)
	if err != nil {
		t.Fatal(err)
	}
	way.URL = "https://" + l.Addr().String()
	if err := p.Join(ctx, way); err != nil {
		t.Fatal(err)
	}
	sold, failed := int64(0), 0
	for _, up := range []bool{true, false} {
		for at := int64(1); at < 6000; at += 137 {
			done, err := d.sell(t, "10001", 0)
			if err != nil {
				t.Fatal(err)
			}
			sold += done.Sale.PointsEarned
			c.set(up, at)
			if _, err := d.agent.Round(ctx, false); err != nil {
				failed++
				if line := tillsync.LineOf(err); line != tillsync.NoLine {
					t.Errorf("cut at %d: the line is %s: %v", at, line, err)
				}
			}
		}
	}
	if failed < 40 {
		t.Errorf("only %d rounds were cut", failed)
	}
	c.set(true, 1<<40)
	d.meet(t)
	applied(t, o, d)
	if balance, _ := d.balance(t, "10001"); balance != sold {
		t.Errorf("%d points, and %d were earned", balance, sold)
	}
}
