package simtest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"

	"bonuskasse/sync/syncpb/syncpbconnect"
)

// weather is how likely it is that something becomes of a call, of a thousand.
type weather struct {
	lost       int // it never arrives
	unanswered int // it is done, and nobody hears
	twice      int // it arrives again, at once
	late       int // it is given up, and arrives another time
}

var (
	fair = weather{}
	foul = weather{lost: 40, unanswered: 60, twice: 60, late: 60}
)

// network carries calls to the head office's handler, or does not.
type network struct {
	chance  *rand.Rand
	weather weather
	handler http.Handler
	late    []*letter
	// delivered is told of each letter that may have brought events.
	delivered func()
	calls     int
}

// letter is a call that can be delivered more than once.
type letter struct {
	request *http.Request
	body    []byte
}

// line is a till's way into the network.
type line struct {
	net  *network
	down bool
	// dies counts down to the call in whose midst the till loses its power; 0 is
	// never.
	dies int
	dead bool
	// stuck keeps the next batch of events on its way, for another time.
	stuck bool
	// hears is what the till's waiting pull does while the answer to a lease is on
	// its way: it hears of the lease first.
	hears func()
}

var (
	errLine = errors.New("the line is down")
	errDead = errors.New("the till has no power")
)

// RoundTrip is part of http.RoundTripper.
func (l *line) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
		r.Body.Close()
	}
	n := l.net
	n.calls++
	switch {
	case l.dead:
		return nil, errDead
	case l.down:
		return nil, errLine
	}
	letter := &letter{r.Clone(r.Context()), body}
	if l.dies > 0 {
		if l.dies--; l.dies == 0 {
			l.dead = true
			if n.chance.IntN(2) == 0 { // it was sent already
				n.deliver(letter)
			}
			return nil, errDead
		}
	}
	if l.stuck && r.URL.Path == syncpbconnect.SyncPushEventsProcedure {
		l.stuck = false
		n.late = append(n.late, letter)
		return nil, errLine
	}
	fate, w := n.chance.IntN(1000), n.weather
	below := func(share int) bool {
		fate -= share
		return fate < 0
	}
	switch {
	case below(w.lost):
		return nil, errLine
	case below(w.unanswered):
		n.deliver(letter)
		return nil, errLine
	case below(w.late):
		n.late = append(n.late, letter)
		return nil, errLine
	case below(w.twice):
		n.deliver(letter)
	}
	answer := n.answer(letter)
	if hears := l.hears; hears != nil && r.URL.Path == syncpbconnect.SyncLeaseProcedure && n.chance.IntN(3) == 0 {
		l.hears = nil
		hears()
		l.hears = hears
	}
	return answer, nil
}

// answer is what the head office says to a letter.
func (n *network) answer(l *letter) *http.Response {
	return n.deliver(l).Result()
}

func (n *network) deliver(l *letter) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	// Who sent it may have given it up long ago; the head office cannot know.
	r := l.request.Clone(context.WithoutCancel(l.request.Context()))
	r.Body = io.NopCloser(bytes.NewReader(l.body))
	n.handler.ServeHTTP(w, r)
	if n.delivered != nil && r.URL.Path == syncpbconnect.SyncPushEventsProcedure {
		n.delivered()
	}
	return w
}

// deliverLate brings one of the calls that were given up, in any order.
func (n *network) deliverLate() {
	if len(n.late) == 0 {
		return
	}
	i := n.chance.IntN(len(n.late))
	l := n.late[i]
	n.late[i] = n.late[len(n.late)-1]
	n.late = n.late[:len(n.late)-1]
	n.deliver(l)
}
