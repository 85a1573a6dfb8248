package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"net/http"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"testing"
	"time"

	"connectrpc.com/connect"
	"github.com/klauspost/compress/zstd"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
	"bonuskasse/sync/link"
	"bonuskasse/sync/syncpb"
	"bonuskasse/sync/syncpb/syncpbconnect"
	"bonuskasse/sync/wire"
)

const gigabyte = 1 << 30

// zeros are so many bytes of nothing; how many of them were asked for is counted.
type zeros struct {
	left int64
	read *atomic.Int64
}

func (z *zeros) Read(p []byte) (int, error) {
	if z.left == 0 {
		return 0, io.EOF
	}
	n := int(min(int64(len(p)), z.left))
	clear(p[:n])
	z.left -= int64(n)
	if z.read != nil {
		z.read.Add(int64(n))
	}
	return n, nil
}

// TestAGigabyte sends a real one, in each way there is: it is refused, neither
// kept in memory nor read to its end, and the till's own batch is taken after it.
func TestAGigabyte(t *testing.T) {
	o := serve(t)
	d := openDesk(t, "a")
	d.enrol(t, o, "Kasse 1")
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	l, err := link.Port{Store: d.store}.Link(ctx)
	if err != nil {
		t.Fatal(err)
	}
	hc := &http.Client{Transport: bearer{&http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}, l.Token}}

	var packed bytes.Buffer
	z, err := zstd.NewWriter(&packed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(z, &zeros{left: gigabyte}); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}

	var sent atomic.Int64
	for name, c := range map[string]struct {
		body     io.Reader
		length   int64 // -1 is not told before
		encoding string
	}{
		"told before":       {&zeros{gigabyte, &sent}, gigabyte, ""},
		"not told before":   {&zeros{gigabyte, &sent}, -1, ""},
		"packed":            {bytes.NewReader(packed.Bytes()), int64(packed.Len()), "zstd"},
		"packed, it claims": {&zeros{gigabyte, &sent}, -1, "zstd"},
	} {
		t.Run(name, func(t *testing.T) {
			sent.Store(0)
			r, err := http.NewRequestWithContext(ctx, http.MethodPost, l.URL+syncpbconnect.SyncPushEventsProcedure, c.body)
			if err != nil {
				t.Fatal(err)
			}
			r.ContentLength = c.length
			r.Header.Set("Content-Type", "application/proto")
			r.Header.Set("Connect-Protocol-Version", "1")
			if c.encoding != "" {
				r.Header.Set("Content-Encoding", c.encoding)
			}
			most := peak(t)
			a, err := hc.Do(r)
			if err == nil { // otherwise the head office has hung up in the middle of it
				a.Body.Close()
				if a.StatusCode < 400 {
					t.Errorf("the answer is %s", a.Status)
				}
			}
			if mb := most() >> 20; mb > 16*wire.MaxMessage>>20 {
				t.Errorf("it took %d MB of memory", mb)
			}
			if n := sent.Load(); n > gigabyte/4 {
				t.Errorf("%d MB of it were read", n>>20)
			}
		})
	}
	d.meet(t)
	applied(t, o, d)
}

// peak watches the heap, and tells by how much it grew at the most. What is garbage
// already is no matter, so it is collected often.
func peak(t *testing.T) func() uint64 {
	t.Helper()
	var m runtime.MemStats
	usual := debug.SetGCPercent(5)
	t.Cleanup(func() { debug.SetGCPercent(usual) })
	runtime.GC()
	runtime.ReadMemStats(&m)
	before := m.HeapAlloc
	stop, most := make(chan struct{}), make(chan uint64)
	go func() {
		high := before
		for {
			runtime.ReadMemStats(&m)
			high = max(high, m.HeapAlloc)
			select {
			case <-stop:
				most <- high - before
				return
			case <-time.After(2 * time.Millisecond):
			}
		}
	}()
	return func() uint64 { close(stop); return <-most }
}

// TestATillOfNextYear: one that speaks a newer wire is answered in the newest
// that the head office speaks, and they meet.
func TestATillOfNextYear(t *testing.T) {
	o := serve(t)
	d := openDesk(t, "a")
	d.enrol(t, o, "Kasse 1")
	office, _ := raw(t, d)
	me, err := d.store.Me(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	a, err := office.Hello(context.Background(), connect.NewRequest(&syncpb.HelloRequest{Lives: wire.Lives(me.Lives), Program: "till of next year", Wire: wire.Version + 1}))
	if err != nil {
		t.Fatal(err)
	}
	if a.Msg.Wire != wire.Version {
		t.Errorf("they speak wire %d", a.Msg.Wire)
	}
	if _, err := d.AddMember(context.Background(), till.NewMember{Username: "soren", Name: "Søren", Tier: "Bonus 5%"}, till.By(pos.System)); err != nil {
		t.Fatal(err)
	}
	d.meet(t)
	applied(t, o, d)
}
