package store

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

// seqBits of an event's id are its sequence; above them stands the ordinal of
// its incarnation. So ids grow with time, and the journal at its right edge.
const seqBits = 40

func refOf(ordinal, seq int64) ledger.Ref { return ledger.Ref(ordinal<<seqBits | seq) }

func ordinalOf(ref ledger.Ref) int64 { return int64(ref) >> seqBits }
func seqOf(ref ledger.Ref) int64     { return int64(ref) & (1<<seqBits - 1) }

// head is where the journal has come to.
type head struct {
	till  pos.ID
	inc   incarnation
	seq   int64
	began int64 // seq when the transaction began
	clock journal.Clock
	hash  journal.Hash
}

// readHead reads the newest event. It is read inside the transaction: another
// program may have written since.
func readHead(q *session, s *Store) (h head, err error) {
	var id, clock int64
	var hash []byte
	found, err := q.get("SELECT id, clock, hash FROM event ORDER BY id DESC LIMIT 1", nil, &id, &clock, &hash)
	if err != nil {
		return h, err
	}
	if !found || len(hash) != len(h.hash) {
		return h, damaged(errors.New("the journal has no head"))
	}
	copy(h.hash[:], hash)
	h.clock, h.seq, h.began = journal.Clock(clock), seqOf(ledger.Ref(id)), seqOf(ledger.Ref(id))
	if h.inc, err = s.incarnation(q, ordinalOf(ledger.Ref(id))); err != nil {
		return h, err
	}
	shop, err := s.shopRow(q)
	h.till = shop.Till
	return h, err
}

// tx is a write transaction.
type tx struct {
	reader
	head   head
	fold   fold
	failed error // the first error of an Append: nothing of this may be kept

	// plain says that nothing but sales and the like was appended: what the
	// store has seen still holds.
	plain   bool
	many    bool                // much was appended: the log is long
	wide    int64               // events of many members that were appended
	receipt receiptAt           // the newest, where it is known
	members map[pos.ID]standing // read already, and not changed since
	ahead   *ahead              // what is read for the next transaction
}

// begin reads the head, and compares it with the guard: a database that has
// lost what was committed, or was exchanged under a running till, is not
// written to.
func (s *Store) begin(w *session) (*tx, error) {
	h, err := s.headNow(w)
	if err != nil {
		return nil, err
	}
	if m, found := s.guard.read(); found && (m.incarnation != h.inc.id || m.seq > h.seq) {
		if ok, err := holds(w, m); err != nil || !ok {
			return nil, damaged(errors.Join(err, fmt.Errorf(
				"the journal ends at %d of incarnation %s, and the guard has seen %d of %s: the file was exchanged",
				h.seq, h.inc.id, m.seq, m.incarnation)))
		}
	}
	if !s.key.Public().(ed25519.PublicKey).Equal(h.inc.key) {
		// Another program has begun an incarnation with a key of its own.
		if s.key, err = s.loadKey(); err != nil {
			return nil, err
		}
		if s.key == nil || !s.key.Public().(ed25519.PublicKey).Equal(h.inc.key) {
			return nil, damaged(errors.New("till.key is not the key of this incarnation"))
		}
	}
	return &tx{reader: reader{store: s, s: w, keep: true}, head: h, fold: fold{s: w}, plain: true, receipt: s.lastReceipt}, nil
}

// Append seals an event onto the journal and brings the tables up to date.
func (t *tx) Append(now time.Time, body *journalpb.Body, member pos.ID, rightsDelta int64) (till.Appended, error) {
	if t.failed != nil {
		return till.Appended{}, t.failed
	}
	a, err := t.append(now, body, member, rightsDelta)
	if err != nil {
		t.failed = err
	}
	return a, err
}

func (t *tx) append(now time.Time, body *journalpb.Body, member pos.ID, rightsDelta int64) (till.Appended, error) {
	if err := t.ownedByChain(body); err != nil {
		return till.Appended{}, err
	}
	if err := t.seal(body); err != nil {
		return till.Appended{}, trouble(err)
	}
	e, err := journal.New(body, member, rightsDelta)
	if err != nil {
		return till.Appended{}, trouble(err)
	}
	return t.chain(now, e, body)
}

// chain puts a sealed event behind the newest, and folds it.
func (t *tx) chain(now time.Time, e journal.Event, body *journalpb.Body) (till.Appended, error) {
	h := &t.head
	e.Till, e.Incarnation = h.till, h.inc.id
	e.Seq, e.Clock = h.seq+1, h.clock.After(now)
	e.Seal(h.hash, t.store.key)
	ref := refOf(h.inc.ordinal, e.Seq)
	if err := insertEvent(t.s, ref, &e); err != nil {
		return till.Appended{}, err
	}
	t.fold.s = t.s
	if err := t.fold.apply(ref, &e, body); err != nil {
		return till.Appended{}, err
	}
	t.appended(ref-1, body)
	if len(e.Payload) > wideBytes {
		t.wide++
	}
	h.seq, h.clock, h.hash = e.Seq, e.Clock, e.Hash
	return till.Appended{Ref: ref, Hash: e.Hash}, nil
}

// Settle implements till.Tx. What it leaves half done must not be kept.
func (t *tx) Settle(ctx context.Context, tell func(done, of int)) error {
	err := t.fold.writeWordsTelling(ctx, tell)
	if err != nil && t.failed == nil {
		t.failed = err
	}
	return err
}

func insertEvent(s *session, ref ledger.Ref, e *journal.Event) error {
	return s.exec(`INSERT INTO event (id, clock, type, version, member, rights_delta, payload, prev, hash, signature)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		int64(ref), int64(e.Clock), e.Type, e.Version, idOrNull(e.Member), e.RightsDelta, notNil(e.Payload), e.Prev[:], e.Hash[:], e.Signature)
}

// idOrNull is an id as it is stored: nobody is NULL.
func idOrNull(id pos.ID) any {
	if id.IsZero() {
		return nil
	}
	return id[:]
}

// bytesOrNull is the same for an id of the journal, which has any length.
func bytesOrNull(b []byte) any {
	if len(b) == 0 {
		return nil
	}
	return b
}

// notNil keeps an empty value from being stored as NULL.
func notNil(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// appended keeps what the transaction knows up to date with an event.
func (t *tx) appended(from ledger.Ref, body *journalpb.Body) {
	receipt := ""
	switch w := body.GetWhat().(type) {
	case *journalpb.Body_SaleCompleted:
		receipt = w.SaleCompleted.Receipt
	case *journalpb.Body_SaleRefunded:
		receipt = w.SaleRefunded.Receipt
	case *journalpb.Body_ServiceAwarded, *journalpb.Body_SaleVoided, *journalpb.Body_ReceiptCopied, *journalpb.Body_DrawerOpened:
	default:
		// Anything may be different from here on.
		clear(t.members)
		t.plain, t.keep = false, false
		t.store.seen = nil
	}
	if t.receipt.head != from {
		return
	}
	t.receipt.head = from + 1
	if receipt != "" {
		n, err := receiptNo(t.head.inc.prefix, receipt)
		if err != nil { // a number of another kind: it is read from the table next time
			t.receipt = receiptAt{}
		}
		t.receipt.n = n
	}
}
