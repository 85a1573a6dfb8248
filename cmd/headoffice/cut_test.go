package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
	tillsync "bonuskasse/sync"
	"bonuskasse/sync/headoffice"
	"bonuskasse/sync/link"
)

// cable is a line between a till and its head office that breaks after so many
// bytes of one direction, and lets nobody through until it is mended.
type cable struct {
	listener net.Listener
	to       string

	mu     sync.Mutex
	pairs  map[net.Conn]net.Conn // of a till -> of the head office
	left   [2]int                // bytes until the line breaks, for each direction; below zero is never
	passed [2]int                // bytes since the line was mended
	broken bool
}

// The directions of a cable.
const (
	towards = iota // the head office
	back
)

const never = -1

func newCable(t *testing.T, to string) *cable {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &cable{listener: l, to: to, pairs: map[net.Conn]net.Conn{}, left: [2]int{never, never}}
	t.Cleanup(func() {
		l.Close()
		w.cut()
	})
	go func() {
		for {
			till, err := l.Accept()
			if err != nil {
				return
			}
			w.join(till)
		}
	}()
	return w
}

func (w *cable) join(till net.Conn) {
	office, err := net.Dial("tcp", w.to)
	if err != nil {
		till.Close()
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.broken {
		till.Close()
		office.Close()
		return
	}
	w.pairs[till] = office
	go w.carry(office, till, towards)
	go w.carry(till, office, back)
}

// carry brings bytes across while the line holds.
func (w *cable) carry(to, from net.Conn, way int) {
	buf := make([]byte, 32<<10)
	for {
		n, err := from.Read(buf)
		n, whole := w.take(way, n)
		if _, err := to.Write(buf[:n]); err != nil || !whole {
			break
		}
		if err != nil {
			break
		}
	}
	if w.isBroken() {
		w.cut()
		return
	}
	to.Close()
	from.Close()
}

// take counts bytes, and says how many of them pass.
func (w *cable) take(way, n int) (pass int, whole bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.broken {
		return 0, false
	}
	if left := w.left[way]; left >= 0 && n >= left {
		w.broken = true
		w.passed[way] += left
		return left, false
	} else if left >= 0 {
		w.left[way] -= n
	}
	w.passed[way] += n
	return n, true
}

func (w *cable) isBroken() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.broken
}

// cut ends all connections.
func (w *cable) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for till, office := range w.pairs {
		till.Close()
		office.Close()
	}
	clear(w.pairs)
}

// breakAfter lets so many bytes of a direction pass, and no more.
func (w *cable) breakAfter(way, bytes int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.broken, w.left, w.passed = false, [2]int{never, never}, [2]int{}
	if way >= 0 {
		w.left[way] = bytes
	}
}

// TestCutLine breaks the line between a till and its head office after every
// byte of a meeting, in each direction: of TLS, in which a batch of a sale goes up,
// its acknowledgement comes down, and then what another till has sold. The till sells
// on, the next meeting brings what is missing, and nothing is there twice.
//
//	CUT=20 go test -run CutLine ./cmd/headoffice    # 20 sales a batch, the handshake too
func TestCutLine(t *testing.T) {
	sales, starts := 1, []bool{false}
	if text := os.Getenv("CUT"); text != "" {
		var err error
		if sales, err = strconv.Atoi(text); err != nil {
			t.Fatalf("CUT=%q", text)
		}
		starts = []bool{false, true}
	}
	for _, cold := range starts {
		for way, name := range []string{towards: "towards", back: "back"} {
			t.Run(fmt.Sprintf("%s/cold=%t", name, cold), func(t *testing.T) { cutLine(t, way, cold, sales) })
		}
	}
}

// serveFreely is a head office that lets a till call as often as it likes: here one
// has a year of bad luck in a minute.
func serveFreely(t *testing.T) *office {
	t.Helper()
	o := &office{data: t.TempDir()}
	ctx := context.Background()
	store, err := where{Data: o.data}.open(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	service, err := headoffice.NewService(ctx, store, time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	cert, err := headoffice.Certificate(o.data, time.Now(), []string{"127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewUnstartedServer(service.Handler())
	s.EnableHTTP2, s.TLS = true, &tls.Config{Certificates: []tls.Certificate{cert}}
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // of lines that are cut
	s.StartTLS()
	t.Cleanup(s.Close)
	o.url, o.fingerprint = s.URL, headoffice.Fingerprint(cert.Certificate[0])
	return o
}

// onOneLine lets an agent keep its connection from one round to the next, as it
// does while it waits for news, until it is told to hang up.
func onOneLine(d *desk) (hangUp func()) {
	var client tillsync.Office
	d.agent = tillsync.NewAgent(link.Port{Store: d.store}, tillsync.Options{Dial: func(l tillsync.Link, id pos.ID) (_ tillsync.Office, err error) {
		if client == nil {
			client, err = tillsync.Dial(l, id, "test", time.Now)
		}
		return client, err
	}})
	return func() { client = nil }
}

func cutLine(t *testing.T, way int, cold bool, sales int) {
	const customers = 300 // each comes seldom: what is told of one stays small
	ctx := context.Background()
	o := serveFreely(t)
	w := newCable(t, strings.TrimPrefix(o.url, "https://"))
	a, b := openDesk(t, "a"), openDesk(t, "b")
	for i := range customers {
		if _, err := a.AddMember(ctx, till.NewMember{Username: fmt.Sprint("m", i), Name: "Anna", Tier: "Bonus 5%", Card: strconv.Itoa(10001 + i)}, till.By(pos.System)); err != nil {
			t.Fatal(err)
		}
	}
	far := *o
	far.url = "https://" + w.listener.Addr().String()
	a.enrol(t, &far, "a")
	b.enrol(t, o, "b")
	hangUp := onOneLine(a)
	onOneLine(b)
	a.meet(t)
	b.meet(t)
	var sold, cuts, lost int
	sell := func(d *desk, n int) {
		if _, err := d.sell(t, strconv.Itoa(10001+n%customers), 0); err != nil {
			t.Fatalf("after %d bytes: no sale: %v", n, err)
		}
		sold++
	}
	for n, whole := 0, 0; whole < 20; n++ { // lengths differ by a few bytes
		sell(b, n)
		b.meet(t)
		for i := range sales {
			sell(a, n+i)
		}
		if cold {
			hangUp()
			w.cut()
		}
		w.breakAfter(way, n)
		_, err := a.agent.Round(ctx, false)
		whole++
		if err != nil {
			cuts++
			whole = 0
			if line := tillsync.LineOf(err); line != tillsync.NoLine {
				t.Fatalf("after %d bytes the line is %q: %v", n, line, err)
			}
			if w.passedOf(way) != n {
				lost++
			}
			sell(a, n) // with no line
		}
		w.breakAfter(never, 0)
		for try := 0; ; try++ { // the connection that was cut may be noticed by the next call only
			if _, err := a.agent.Round(ctx, false); err == nil {
				break
			} else if try == 3 {
				t.Fatalf("after %d bytes: %v", n, err)
			}
		}
	}
	b.meet(t)
	for i := range customers {
		pa, _ := a.balance(t, strconv.Itoa(10001+i))
		if pb, _ := b.balance(t, strconv.Itoa(10001+i)); pa != pb {
			t.Errorf("a says %d points, b says %d", pa, pb)
		}
	}
	if there := o.holds(t, a.store) + o.holds(t, b.store); there != sold {
		t.Errorf("%d sales were completed, and %d are at the head office", sold, there)
	}
	t.Logf("cut after each of %d bytes, %d sales: 0 lost, 0 doubled", cuts, sold)
	if lost > 0 || cuts < 500 {
		t.Errorf("%d cuts, and %d of them fell elsewhere", cuts, lost)
	}
}

func (w *cable) passedOf(way int) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.passed[way]
}
