package sync

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/sync/wire"
)

// movedTill is a till whose way to the head office is put right.
type movedTill struct {
	fakeTill
	link Link
}

func (m *movedTill) Link(context.Context) (Link, error) { return m.link, nil }

// hungUp is an office that tells whether its connections were given up.
type hungUp struct {
	fakeOffice
	closed int
}

func (h *hungUp) Close() { h.closed++ }

// TestOneClient: rounds and payments use one client as long as the way to the head
// office is the same and works; one that is not used any more gives up its
// connections.
func TestOneClient(t *testing.T) {
	var offices []*hungUp
	m := &movedTill{link: Link{URL: "https://a", Fingerprint: "aa", Token: "t"}}
	a := NewAgent(m, Options{Dial: func(Link, pos.ID) (Office, error) {
		offices = append(offices, &hungUp{})
		return offices[len(offices)-1], nil
	}})
	dials := func(says string, want int, works bool) {
		t.Helper()
		for range 3 {
			if _, err := a.Round(t.Context(), false); (err == nil) != works {
				t.Errorf("%s: %v", says, err)
			}
			if works {
				if _, err := a.Borrow(t.Context(), pos.ID{7}, 1); err != nil {
					t.Errorf("%s: %v", says, err)
				}
			}
		}
		open := 0
		for _, o := range offices {
			open += 1 - o.closed
		}
		if len(offices) != want || works && open != 1 || !works && open != 0 {
			t.Errorf("%s: dialled %d times, and not %d; %d are open", says, len(offices), want, open)
		}
	}
	dials("one way", 1, true)
	m.link.Fingerprint = "bb"
	dials("another certificate", 2, true)
	m.link.URL = "https://b"
	dials("another address", 3, true)
	offices[2].fail = func(string) error { return errGone }
	if _, err := a.Round(t.Context(), false); err == nil || offices[2].closed != 1 {
		t.Errorf("a line that is gone keeps its connections: %v", err)
	}
	dials("the line is back", 4, true)
}

// TestConnectionsAreFew: of many calls, one connection is left, and none after
// Close.
func TestConnectionsAreFew(t *testing.T) {
	var mu sync.Mutex
	open, made := map[net.Conn]bool{}, 0
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set(wire.Mark, "1")
		w.WriteHeader(http.StatusNotFound)
	}))
	s.EnableHTTP2 = true
	s.Config.ConnState = func(c net.Conn, state http.ConnState) {
		mu.Lock()
		defer mu.Unlock()
		switch state {
		case http.StateNew:
			open[c], made = true, made+1
		case http.StateClosed:
			delete(open, c)
		}
	}
	s.TLS = &tls.Config{MinVersion: tls.VersionTLS12}
	s.StartTLS()
	defer s.Close()
	c, err := Dial(Link{URL: s.URL, Fingerprint: fingerprintOf(s.Certificate().Raw)}, pos.ID{1}, "test", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		_, _ = c.Hello(t.Context(), Identity{})
	}
	count := func() (int, int) { mu.Lock(); defer mu.Unlock(); return len(open), made }
	if left, all := count(); left != 1 || all != 1 {
		t.Errorf("%d connections were made for five calls, and %d are open", all, left)
	}
	for range 100 {
		c.Close() // of a call that has just ended the stream may live a moment longer
		if left, _ := count(); left == 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("a connection is open after Close")
}

func fingerprintOf(certificate []byte) string {
	sum := sha256.Sum256(certificate)
	return hex.EncodeToString(sum[:])
}
