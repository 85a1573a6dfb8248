package central

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"maps"
	"math"
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/mutant"
)

// work is what one transaction brings into the tables. It is gathered first, and
// then written, sorted, a table at a time (finish): so transactions that touch
// the same rows lock them in the same order, and hold what everybody needs, the
// journal of the head office and the cursor, for the shortest time.
type work struct {
	*tx
	s    *Store
	at   pos.Millis
	from chain.Life // whose batch it is

	events      eventColumns
	index       []indexKey
	accounts    map[pos.ID]*accountDelta
	holdings    map[holdingKey]int64
	lifeNumbers map[lifeKey]int64
	facts       map[thing]factRow
	coupons     []couponAct
	once        []onceAct
	merged      []pos.ID // into others
	booked      [][]byte // appointments that are still to be
	gifts       map[string]*giftDelta
	keys        map[pos.ID]journal.PersonalKey
	erased      map[pos.ID]bool
	cards       int64           // the last number of a batch that a till made
	accepted    [][]byte        // leases
	by          int64           // whose batch it is: a life
	released    map[pos.ID]bool // by it: accounts
	own         []ownEvent
	changed     map[thing]int64 // the life that alone moved it; 0 is several
	conflicts   []chain.Conflict
	short       map[holdingKey]int64 // rights below zero, after a movement that took some
	below       map[pos.ID]int64     // accounts that have come below zero by spending: by how much
	voices      *voices              // who says what the chain owns, once it was asked
	settled     []settlement
	toSettle    bool // the things to settle are others
}

type (
	thing struct {
		kind chain.Kind
		key  string
	}
	indexKey struct {
		account pos.ID
		event   int64
	}
	holdingKey struct {
		account pos.ID
		life    int64
	}
	lifeKey struct{ till, incarnation pos.ID }
)

// accountDelta is what is added to an account.
type accountDelta struct {
	points, held int64
	unread       int64
	expires      int64 // the earliest end of a lot that came; never is noEnd
	spent        bool  // rights were spent
}

// noEnd is the end of what never ends.
const noEnd = math.MaxInt64

// factRow is a fact as it is kept.
type factRow struct {
	place, body []byte
	opens       pos.ID
}

// ownEvent is an act of the head office that is about to be written.
type ownEvent struct {
	body   *journalpb.Body
	member pos.ID
}

func (s *Store) work(t *tx, at pos.Millis) *work {
	return &work{tx: t, s: s, at: at, accounts: map[pos.ID]*accountDelta{}, holdings: map[holdingKey]int64{},
		lifeNumbers: map[lifeKey]int64{}, facts: map[thing]factRow{}, gifts: map[string]*giftDelta{}, keys: map[pos.ID]journal.PersonalKey{},
		erased: map[pos.ID]bool{}, released: map[pos.ID]bool{}, changed: map[thing]int64{}, short: map[holdingKey]int64{}, below: map[pos.ID]int64{}}
}

// touch notes that a life has moved a thing.
func (w *work) touch(k chain.Kind, key string, life int64) {
	id := thing{k, key}
	if sole, there := w.changed[id]; there && sole != life {
		life = 0
	}
	w.changed[id] = life
}

func (w *work) account(id pos.ID) *accountDelta {
	a := w.accounts[id]
	if a == nil {
		a = &accountDelta{expires: noEnd}
		w.accounts[id] = a
	}
	return a
}

// move adds movements to accounts and holdings. by is the life that did it.
func (w *work) move(list []chain.Movement, by int64) error {
	for _, m := range list {
		a := w.account(m.Account)
		a.points += m.Points
		if mutant.CreditFrees && m.Points > 0 {
			m.Rights = 0
		}
		a.held += m.Rights
		if !mutant.UnreadFrees {
			a.unread += m.Unread
		}
		if m.Rights != 0 {
			life, err := w.lifeNo(m.Till, m.Incarnation)
			if err != nil {
				return err
			}
			w.holdings[holdingKey{m.Account, life}] += m.Rights
			a.spent = a.spent || m.Rights < 0 && m.Points < 0
		}
		w.touch(chain.Account, string(m.Account[:]), by)
	}
	return nil
}

func (w *work) lifeNo(till, incarnation pos.ID) (int64, error) {
	key := lifeKey{till, incarnation}
	if no, known := w.lifeNumbers[key]; known {
		return no, nil
	}
	l, err := w.life(till, incarnation)
	if err != nil {
		return 0, err
	}
	if l == nil {
		return 0, chain.Refuse(chain.UnknownTill, till)
	}
	w.lifeNumbers[key] = l.no
	return l.no, nil
}

// act is an event of the head office's own, with what it moves.
func (w *work) act(body *journalpb.Body, member pos.ID) error {
	w.own = append(w.own, ownEvent{body, member})
	return w.move(chain.OfficeMovements(body), w.s.life)
}

// conflict notes something to settle. Its id is made of what it is about, so that
// the same thing is not noted twice.
func (w *work) conflict(c chain.Conflict, about ...[]byte) {
	h := sha256.New()
	h.Write([]byte(c.Kind))
	h.Write(c.Till[:])
	h.Write(c.Member[:])
	h.Write([]byte(c.Subject))
	for _, b := range about {
		h.Write(b)
	}
	c.ID, c.At = pos.IDFromBytes(h.Sum(nil)[:16]), w.at
	w.conflicts = append(w.conflicts, c)
}

// fence lets nothing more of a life be taken up, and frees what it held; freed
// is how much that was, for what may have been spent unheard.
func (w *work) fence(l lifeRow, cause string) (freed int64, err error) {
	if l.Fenced || l.no == w.s.life {
		return 0, nil
	}
	var list []*journalpb.ExpiredPoints
	var account []byte
	var rights int64
	err = w.do.each("SELECT account, rights FROM holding WHERE life = ? AND rights <> 0 ORDER BY account", args(l.no), []any{&account, &rights}, func() error {
		list = append(list, &journalpb.ExpiredPoints{Member: bytes.Clone(account), Points: rights})
		freed += max(rights, 0)
		return nil
	})
	if err != nil {
		return 0, err
	}
	l.Fenced = !mutant.FenceLetsIn
	if err := w.saveLife(l); err != nil {
		return 0, err
	}
	if _, err := w.exec("DELETE FROM recall WHERE life = ?", l.no); err != nil {
		return 0, err
	}
	if _, err := w.exec("INSERT INTO given_up (life, due) VALUES (?, 0) ON CONFLICT (life) DO NOTHING", l.no); err != nil {
		return 0, err
	}
	// One event stays small enough to be sent and read at once.
	const most = 10_000
	for first := true; first || len(list) > 0; first = false {
		n := min(len(list), most)
		err := w.act(&journalpb.Body{What: &journalpb.Body_IncarnationFenced{IncarnationFenced: &journalpb.IncarnationFenced{
			Till: l.Till[:], Incarnation: l.Incarnation[:], Seq: l.Applied, Freed: list[:n], Cause: cause}}}, pos.ID{})
		if err != nil {
			return 0, err
		}
		list = list[n:]
	}
	return freed, nil
}

// finish writes all that was gathered. What everybody needs comes late: the sums
// of accounts, and then the cursor, which from then until the commit nobody else
// can move, so that whoever pulls skips nothing. All that goes to the database at
// once; only what turns out to be a conflict then follows.
func (w *work) finish() error {
	for _, step := range []func() error{
		w.writeKeys, w.writeTwice, w.writeEvents, w.writeIndex, w.writeFacts, w.lookAgain, w.writeCoupons, w.writeOnce, w.bringOnce, w.writeGifts, w.writeLeases, w.writeCards,
		w.writeHoldings, w.writeAccounts, w.writeOwn, w.writeChanges, w.do.flush, w.beyondFloor, w.belowZero, w.writeConflicts,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// writeChanges gives each thing that has changed its place in the order of
// commits: the things of a transaction in the order of their kinds.
func (w *work) writeChanges() error {
	if len(w.changed) == 0 {
		return nil
	}
	things := slices.SortedFunc(maps.Keys(w.changed), func(a, b thing) int { return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.key, b.key)) })
	var kinds, soles []int64
	var keys [][]byte
	for _, c := range things {
		kinds, keys, soles = append(kinds, int64(c.kind)), append(keys, []byte(c.key)), append(soles, w.changed[c])
	}
	return w.do.insertCounted("cursor", "INSERT INTO change (kind, key, sole, at)", `ON CONFLICT (kind, key) DO UPDATE SET at = excluded.at,
		sole = CASE WHEN change.sole = excluded.sole THEN change.sole ELSE 0 END`, []any{kinds, keys, soles})
}
