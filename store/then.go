package store

import (
	"context"
	"errors"
	"slices"
	"sync"

	"google.golang.org/protobuf/proto"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

// What was at a moment is folded from the journal up to it. No index leads from
// an account to its events, which would cost every sale a page: the postings
// do, by their key.

const (
	// wideEvent bytes are of an event of many members (an import, a day's expiry);
	// such a one is read once for all of them.
	wideEvent = 4 << 10
	// keepWide such events are kept; members who came together lie together.
	keepWide = 64
	// tellEvery members the caller hears how far it has come.
	tellEvery = 500
)

// memory folds accounts from their events.
type memory struct {
	r     *reader
	until int64 // the first event that is not of it
	wide  map[ledger.Ref]*journalpb.Body
}

func (r *reader) memoryAt(at pos.Millis) (*memory, error) {
	first, err := r.firstSince(at + 1)
	if err != nil {
		return nil, err
	}
	var clock int64
	if found, err := r.s.get("SELECT clock FROM event WHERE id = ?", args(first), &clock); err != nil {
		return nil, err
	} else if found && journal.Clock(clock).Millis() <= int64(at) {
		first++ // the last of all is of it too
	}
	return &memory{r: r, until: first, wide: map[ledger.Ref]*journalpb.Body{}}, nil
}

// FoldAccount is what an account had at a moment, folded from those of its
// events that the journal had by then. An account that nothing had touched is
// empty. It looks at no table that says what is there now.
func (r *reader) FoldAccount(holder pos.ID, at pos.Millis) (ledger.Account, error) {
	var no int64
	found, err := r.s.get("SELECT no FROM account WHERE id = ?", args(holder[:]), &no)
	if err != nil || !found {
		return ledger.Account{}, err
	}
	m, err := r.memoryAt(at)
	if err != nil {
		return ledger.Account{}, err
	}
	return m.account(no, holder)
}

func (m *memory) account(no int64, id pos.ID) (l ledger.Account, err error) {
	fold, sorted := chain.NewFolding(id), true
	var refs []ledger.Ref
	err = m.events(no, new(chain.PointsReader).Next, func(e *chain.Event, ref ledger.Ref) {
		sorted = sorted && fold.Add(e)
		refs = append(refs, ref)
	})
	if err != nil {
		return l, err
	}
	if !sorted {
		return l, damaged(errors.New("the clock of the journal goes back"))
	}
	l = fold.Points()
	// The fold counts the events from 1; here they have their names.
	for i := range l.Lots {
		l.Lots[i].ID = refs[l.Lots[i].ID-1]
	}
	for i := range l.Pending {
		l.Pending[i].ID = refs[l.Pending[i].ID-1]
	}
	return l, nil
}

// storedEvent is an event as it is read; the payload of a wide one is nil.
type storedEvent struct {
	ref     ledger.Ref
	clock   int64
	payload []byte
}

// decodeAtOnce events are decoded, and taken by who asked for them, on another
// processor while the next are read. A member of a hundred has nobody to wait for.
const decodeAtOnce = 128

// events gives add those of an account, in the order of the store, one at a time and
// not always on this goroutine. Decode reads a body, as far as is asked for.
func (m *memory) events(no int64, decode func(payload []byte) (*journalpb.Body, error), add func(e *chain.Event, ref ledger.Ref)) error {
	var e chain.Event // nothing is kept of it
	one := func(s *storedEvent) (err error) {
		if s.payload == nil {
			e.Body, err = m.body(s.ref)
		} else if e.Body, err = decode(s.payload); err != nil {
			err = damaged(err)
		}
		if err == nil {
			e.Clock, e.Seq = journal.Clock(s.clock), seqOf(s.ref)
			add(&e, s.ref)
		}
		return err
	}
	var rest []storedEvent // from the first wide one on: those are read where the others were
	var wrong error
	takeAll := func(list []storedEvent) {
		for i := 0; i < len(list) && wrong == nil; i++ {
			if rest != nil || list[i].payload == nil {
				rest = append(rest, list[i:]...)
				return
			}
			wrong = one(&list[i])
		}
	}
	var beside sync.WaitGroup
	var full chan []storedEvent
	chunk := make([]storedEvent, 0, decodeAtOnce)
	err := m.r.s.each(`SELECT e.id, e.clock, iif(length(e.payload) < ?, e.payload, NULL)
		FROM (SELECT DISTINCT event FROM posting WHERE member = ? AND event < ?) p CROSS JOIN event e ON e.id = p.event`,
		args(int64(wideEvent), no, m.until), func(row *row) error {
			var e storedEvent
			if err := row.Scan(&e.ref, &e.clock, &e.payload); err != nil {
				return err
			}
			if chunk = append(chunk, e); len(chunk) < cap(chunk) {
				return nil
			}
			if full == nil {
				full = make(chan []storedEvent, 8)
				beside.Go(func() {
					for list := range full {
						takeAll(list)
					}
				})
			}
			full <- chunk
			chunk = make([]storedEvent, 0, decodeAtOnce)
			return nil
		})
	if full != nil {
		close(full)
		beside.Wait()
	}
	if err != nil {
		return err
	}
	takeAll(chunk)
	for i := 0; i < len(rest) && wrong == nil; i++ {
		wrong = one(&rest[i])
	}
	return wrong
}

func wholeBody(payload []byte) (*journalpb.Body, error) {
	b := new(journalpb.Body)
	return b, proto.Unmarshal(payload, b)
}

// body is that of a wide event.
func (m *memory) body(ref ledger.Ref) (*journalpb.Body, error) {
	if b := m.wide[ref]; b != nil {
		return b, nil
	}
	var payload []byte
	if _, err := m.r.s.get("SELECT payload FROM event WHERE id = ?", args(int64(ref)), &payload); err != nil {
		return nil, err
	}
	b, err := wholeBody(payload)
	if err != nil {
		return nil, damaged(err)
	}
	if len(m.wide) >= keepWide {
		clear(m.wide)
	}
	m.wide[ref] = b
	return b, nil
}

// LotsThen adds up what was left, at a moment that is over, of the lots that were
// good then. Accounts that nothing has touched since stand in the tables as they
// stood then; the others are folded, and progress hears of them.
func (r *reader) LotsThen(ctx context.Context, at pos.Millis, progress func(done, of int64)) (till.LotSums, error) {
	m, err := r.memoryAt(at)
	if err != nil {
		return nil, err
	}
	type holder struct {
		no int64
		id pos.ID
	}
	var since []holder
	sums := till.LotSums{}
	err = r.s.each(`SELECT a.no, a.id FROM (SELECT DISTINCT member FROM posting WHERE event >= ?) p CROSS JOIN account a ON a.no = p.member
		ORDER BY a.no`, args(m.until), func(row *row) error {
		var h holder
		var id []byte
		err := row.Scan(&h.no, &id)
		h.id = pos.IDFromBytes(id)
		since = append(since, h)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = r.s.each("SELECT member, left_over, expires_at, paid FROM lot WHERE expires_at = 0 OR expires_at >= ?", args(int64(at)), func(row *row) error {
		var no, left int64
		var x till.LotSum
		if err := row.Scan(&no, &left, &x.ExpiresAt, &x.Paid); err != nil {
			return err
		}
		if _, touched := slices.BinarySearchFunc(since, no, func(h holder, no int64) int { return int(h.no - no) }); touched {
			return nil
		}
		sums[x] += left
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i, h := range since {
		if i%tellEvery == 0 {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if progress != nil {
				progress(int64(i), int64(len(since)))
			}
		}
		l, err := m.account(h.no, h.id)
		if err != nil {
			return nil, err
		}
		for _, x := range l.Lots {
			if x.Good(ledger.Millis(at)) {
				sums[till.LotSum{ExpiresAt: pos.Millis(x.ExpiresAt), Paid: x.Paid}] += x.Left
			}
		}
	}
	if progress != nil && len(since) > 0 {
		progress(int64(len(since)), int64(len(since)))
	}
	return sums, nil
}
