package store

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"

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
	events, refs, err := m.events(no, chain.BodyForPoints)
	if err != nil {
		return l, err
	}
	l = chain.Fold(id, events).Points
	// The fold counts the events from 1; here they have their names.
	for i := range l.Lots {
		l.Lots[i].ID = refs[l.Lots[i].ID-1]
	}
	for i := range l.Pending {
		l.Pending[i].ID = refs[l.Pending[i].ID-1]
	}
	return l, nil
}

// storedEvent is an event as it is read, and its body once it is decoded; that of
// a wide event is nil.
type storedEvent struct {
	ref     ledger.Ref
	clock   int64
	payload []byte
	body    *journalpb.Body
}

// decodeAtOnce events are decoded on another processor while the next are read. A
// member of a few hundred has nobody to wait for.
const decodeAtOnce = 256

// events are those of an account, in their order, and what they are called here.
// Decode reads a body, as far as is asked for; it is called from several
// goroutines.
func (m *memory) events(no int64, decode func(payload []byte) (*journalpb.Body, error)) ([]chain.Event, []ledger.Ref, error) {
	var chunks [][]storedEvent
	var n int
	var wg sync.WaitGroup
	var wrong atomic.Pointer[error]
	decodeAll := func(list []storedEvent) {
		for i := range list {
			if list[i].payload == nil {
				continue
			}
			var err error
			if list[i].body, err = decode(list[i].payload); err != nil {
				wrong.Store(&err)
				return
			}
		}
	}
	chunk := make([]storedEvent, 0, decodeAtOnce)
	err := m.r.s.each(`SELECT e.id, e.clock, iif(length(e.payload) < ?, e.payload, NULL)
		FROM (SELECT DISTINCT event FROM posting WHERE member = ? AND event < ?) p CROSS JOIN event e ON e.id = p.event`,
		args(int64(wideEvent), no, m.until), func(row *row) error {
			var e storedEvent
			if err := row.Scan(&e.ref, &e.clock, &e.payload); err != nil {
				return err
			}
			n++
			if chunk = append(chunk, e); len(chunk) == cap(chunk) {
				full := chunk
				chunks, chunk = append(chunks, full), make([]storedEvent, 0, decodeAtOnce)
				wg.Go(func() { decodeAll(full) })
			}
			return nil
		})
	if err == nil {
		decodeAll(chunk)
	}
	wg.Wait()
	if bad := wrong.Load(); err == nil && bad != nil {
		err = damaged(*bad)
	}
	if err != nil {
		return nil, nil, err
	}
	events, refs := make([]chain.Event, 0, n), make([]ledger.Ref, 0, n)
	for _, list := range append(chunks, chunk) {
		for _, e := range list {
			if e.body == nil {
				if e.body, err = m.body(e.ref); err != nil {
					return nil, nil, err
				}
			}
			refs = append(refs, e.ref)
			events = append(events, chain.Event{Event: journal.Event{Clock: journal.Clock(e.clock), Seq: seqOf(e.ref)}, Body: e.body})
		}
	}
	return events, refs, nil
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
