package sync

import (
	"context"

	"bonuskasse/pos"
)

// dialled is the head office as it was dialled last. Its connections are kept for
// the calls that follow, as long as the way to it is the same and works.
type dialled struct {
	office Office
	url    string
	pin    string
	token  string
	till   pos.ID
}

// closer is an Office with connections that it can give up.
type closer interface{ Close() }

// reach is the head office, and who the till is.
func (a *Agent) reach(ctx context.Context) (Office, Identity, error) {
	link, err := a.till.Link(ctx)
	if err != nil {
		a.hangUp()
		return nil, Identity{}, err
	}
	id, err := a.till.Identity(ctx)
	if err != nil {
		return nil, id, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	want := dialled{url: link.URL, pin: link.Fingerprint, token: link.Token, till: id.Till}
	if have := a.dialled; have.office != nil {
		if want.office = have.office; want == have {
			return have.office, id, nil
		}
		hangUp(have)
		a.dialled = dialled{}
	}
	if want.office, err = a.opt.Dial(link, id.Till); err != nil {
		return nil, id, err
	}
	a.dialled = want
	return want.office, id, nil
}

// hangUp lets the next call dial anew: a connection may be as broken as the line
// over which it went. What is under way goes on.
func (a *Agent) hangUp() {
	a.mu.Lock()
	defer a.mu.Unlock()
	hangUp(a.dialled)
	a.dialled = dialled{}
}

func hangUp(d dialled) {
	if c, ok := d.office.(closer); ok {
		c.Close()
	}
}
