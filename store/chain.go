package store

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"slices"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/mutant"
)

// What the agent needs of a till's store (sync.Till), but for what it pulls:
// that is in take.go.

// Me is who the till is, and up to where its journal goes.
type Me struct {
	Till     pos.ID
	Currency pos.Currency
	Lives    []chain.Life
	Unsent   int64
}

// Me reads it.
func (s *Store) Me(ctx context.Context) (me Me, err error) {
	err = s.readers.use(ctx, func(q *session) error {
		if err := q.exec("BEGIN"); err != nil {
			return err
		}
		defer q.exec("ROLLBACK")
		shop, err := s.shopRow(q)
		if err != nil {
			return err
		}
		me = Me{Till: shop.Till, Currency: shop.Currency}
		err = q.each("SELECT i.ordinal, i.id, i.public_key, coalesce(o.acked, 0) FROM incarnation i LEFT JOIN outbox o ON o.incarnation = i.ordinal ORDER BY i.ordinal", nil, func(r *row) error {
			l := chain.Life{Till: shop.Till}
			var id, key []byte
			var acked int64
			if err := r.Scan(&l.Ordinal, &id, &key, &acked); err != nil {
				return err
			}
			l.Incarnation, l.PublicKey = pos.IDFromBytes(id), slices.Clone(key)
			me.Lives = append(me.Lives, l)
			me.Unsent -= acked
			return nil
		})
		if err != nil {
			return err
		}
		for i := range me.Lives {
			l := &me.Lives[i]
			var id int64
			var hash []byte
			if _, err := q.get("SELECT id, hash FROM event WHERE id < ? ORDER BY id DESC LIMIT 1", args(int64(refOf(l.Ordinal+1, 0))), &id, &hash); err != nil {
				return err
			}
			l.Applied, l.Head = seqOf(ledger.Ref(id)), fixed(hash)
			me.Unsent += l.Applied
		}
		return nil
	})
	return me, err
}

// Sign signs by the till's key.
func (s *Store) Sign(message []byte) []byte { return ed25519.Sign(s.key, message) }

// Link is what was kept of the way to the head office, in the form that the
// caller gave it; nil is none.
func (s *Store) Link(ctx context.Context) (data []byte, cursor chain.Cursor, err error) {
	err = s.readers.use(ctx, func(q *session) error {
		_, err := q.get("SELECT json, cursor FROM link", nil, &data, &cursor)
		data = slices.Clone(data)
		return err
	})
	return data, cursor, err
}

// Join keeps the way to the head office, and says in the journal that the till
// is one of the chain's from here on. Where it is already, the way alone is
// changed.
func (s *Store) Join(ctx context.Context, data json.RawMessage, w *journalpb.ChainJoined) error {
	return s.do(ctx, func(t *tx) error {
		var chainID []byte
		joined, err := t.s.get("SELECT chain FROM joined", nil, &chainID)
		if err != nil {
			return err
		}
		if joined && pos.IDFromBytes(chainID) != pos.IDFromBytes(w.Chain) {
			return pos.Refuse(pos.OtherChain)
		}
		if !joined {
			body := &journalpb.Body{By: pos.System.ID[:], What: &journalpb.Body_ChainJoined{ChainJoined: w}}
			if _, err := t.Append(s.opt.Now(), body, pos.ID{}, 0); err != nil {
				return err
			}
		}
		var cursor int64
		if _, err := t.s.get("SELECT cursor FROM link", nil, &cursor); err != nil {
			return err
		}
		return keepLink(t.s, data, cursor)
	})
}

func keepLink(s *session, data []byte, cursor int64) error {
	return s.exec("INSERT INTO link (one, json, cursor, checksum) VALUES (1, ?, ?, ?) ON CONFLICT (one) DO UPDATE SET json = excluded.json, cursor = excluded.cursor, checksum = excluded.checksum",
		notNil(data), cursor, linkSum(data, cursor))
}

func linkSum(data []byte, cursor int64) []byte { return checksum(data, number(cursor)) }

// Unsent is the oldest run of events that the head office has not acknowledged,
// of one incarnation, and the hash before it.
func (s *Store) Unsent(ctx context.Context, events, size int) (b chain.Batch, prev journal.Hash, err error) {
	err = s.readers.use(ctx, func(q *session) error {
		if err := q.exec("BEGIN"); err != nil {
			return err
		}
		defer q.exec("ROLLBACK")
		first, err := firstUnsent(q)
		if err != nil || first == 0 {
			return err
		}
		inc, err := s.incarnation(q, ordinalOf(first))
		if err != nil {
			return err
		}
		shop, err := s.shopRow(q)
		if err != nil {
			return err
		}
		b.Till, b.Incarnation = shop.Till, inc.id
		total := 0
		members := map[pos.ID]bool{}
		err = eventsFrom(q, s, first, func(ref ledger.Ref, e *journal.Event) error {
			total += len(e.Payload) + 200
			if ordinalOf(ref) != inc.ordinal || len(b.Events) == events || len(b.Events) > 0 && total > size {
				return errStop
			}
			body, err := e.Body()
			if err != nil {
				return damaged(err)
			}
			if len(b.Events) == 0 {
				prev = e.Prev
			}
			b.Events = append(b.Events, chain.Event{Event: *e, Body: body})
			return journal.Owners(body, func(id pos.ID) { members[id] = true })
		})
		if err != nil {
			return err
		}
		for id := range members {
			k, known, err := personalKey(q, id)
			if err != nil {
				return err
			}
			if known {
				b.Keys = append(b.Keys, chain.PersonalKey{Member: id, Key: k})
			}
		}
		slices.SortFunc(b.Keys, func(x, y chain.PersonalKey) int { return slices.Compare(x.Member[:], y.Member[:]) })
		return nil
	})
	return b, prev, err
}

// firstUnsent is the first event that is not acknowledged; 0 is none.
func firstUnsent(q *session) (ledger.Ref, error) {
	var first int64
	_, err := q.get(`SELECT e.id FROM incarnation i LEFT JOIN outbox o ON o.incarnation = i.ordinal
		JOIN event e ON e.id = (i.ordinal << 40 | coalesce(o.acked, 0) + 1) ORDER BY i.ordinal LIMIT 1`, nil, &first)
	return ledger.Ref(first), err
}

// Ask stores a lease before it is asked for: should the answer be lost, the same
// is asked again, and granted once. One that the account still waits for is given
// instead of a new one, so that a till without a line piles up none.
func (s *Store) Ask(ctx context.Context, account pos.ID, want int64) (l chain.Lease, err error) {
	err = s.do(ctx, func(t *tx) error {
		var waits []byte
		l = chain.Lease{Account: account, Till: t.head.till, Incarnation: t.head.inc.id, Want: want}
		found, err := t.s.get("SELECT lease, want FROM lease_ask WHERE account = ? AND incarnation = ?", args(account[:], t.head.inc.id[:]), &waits, &l.Want)
		if err != nil || found {
			l.ID = pos.IDFromBytes(waits)
			return err
		}
		id, err := pos.NewIDAt(s.opt.Now(), s.opt.Random)
		if err != nil {
			return err
		}
		l.ID = id
		made := s.opt.Now().UnixMilli()
		return t.s.exec("INSERT INTO lease_ask (lease, incarnation, account, want, made, checksum) VALUES (?, ?, ?, ?, ?, ?)",
			l.ID[:], l.Incarnation[:], account[:], want, made, askSum(l, made))
	})
	return l, err
}

func askSum(l chain.Lease, made int64) []byte {
	return checksum(l.ID[:], l.Incarnation[:], l.Account[:], number(l.Want), number(made))
}

// Asks are the leases that were asked for and not answered, the oldest first.
func (s *Store) Asks(ctx context.Context) (list []chain.Lease, err error) {
	err = s.readers.use(ctx, func(q *session) error {
		shop, err := s.shopRow(q)
		if err != nil {
			return err
		}
		return q.each("SELECT lease, incarnation, account, want FROM lease_ask ORDER BY lease", nil, func(r *row) error {
			l := chain.Lease{Till: shop.Till}
			var id, inc, account []byte
			err := r.Scan(&id, &inc, &account, &l.Want)
			l.ID, l.Incarnation, l.Account = pos.IDFromBytes(id), pos.IDFromBytes(inc), pos.IDFromBytes(account)
			list = append(list, l)
			return err
		})
	})
	return list, err
}

// Accept takes up a lease that was granted to this incarnation; twice is once.
// One of an earlier incarnation, and one of nothing, is only forgotten.
func (s *Store) Accept(ctx context.Context, l chain.Lease) error {
	return s.do(ctx, func(t *tx) error { return t.accept(l) })
}

func (t *tx) accept(l chain.Lease) error {
	if err := t.s.exec("DELETE FROM lease_ask WHERE lease = ?", l.ID[:]); err != nil {
		return err
	}
	var there int64
	taken, err := t.s.get("SELECT 1 FROM lease_taken WHERE lease = ?", args(l.ID[:]), &there)
	taken = taken && !mutant.LeaseTakenTwice
	if err != nil || taken || l.Granted <= 0 || l.Incarnation != t.head.inc.id && !mutant.LeaseUnbound {
		return err
	}
	body := &journalpb.Body{By: pos.System.ID[:], What: &journalpb.Body_LeaseAccepted{LeaseAccepted: &journalpb.LeaseAccepted{
		Lease: l.ID[:], Member: l.Account[:], Points: l.Granted}}}
	_, err = t.Append(t.store.opt.Now(), body, l.Account, l.Granted)
	return err
}

// releaseAtOnce accounts are in one transaction, so that no sale waits for it.
const releaseAtOnce = 200

// Release gives up rights that the till need not keep: of each account what it
// holds above the limit of the programme, and all that others wait for; but not
// of an account that is held. more says that there is more to give up.
func (s *Store) Release(ctx context.Context, recalls []chain.Recall, held func(pos.ID) bool) (released int, more bool, err error) {
	const most = releaseAtOnce
	if due, err := s.releaseDue(ctx, len(recalls)); err != nil || !due {
		return 0, false, err
	}
	err = s.do(ctx, func(t *tx) error {
		program, err := t.ProgramAt(pos.At(s.opt.Now()))
		if err != nil {
			return err
		}
		keep := program.RightsKeptPoints
		give := func(id pos.ID, points int64, cause string) error {
			if points <= 0 || held != nil && held(id) {
				return nil
			}
			if released >= most {
				more = true
				return nil
			}
			released++
			body := &journalpb.Body{By: pos.System.ID[:], What: &journalpb.Body_RightsReleased{RightsReleased: &journalpb.RightsReleased{Member: id[:], Points: points, Cause: cause}}}
			_, err := t.Append(s.opt.Now(), body, id, -points)
			return err
		}
		for _, r := range recalls {
			a, err := t.reader.accountRow(r.Account)
			if err != nil {
				return err
			}
			if a == nil {
				continue
			}
			if err := give(r.Account, min(a.usable(t.head.inc.ordinal, false), r.Points), "recall"); err != nil {
				return err
			}
		}
		list, err := overLimit(t.s, keep, most+1)
		if err != nil {
			return err
		}
		for _, o := range list {
			if err := give(o.id, o.points, "kept_limit"); err != nil {
				return err
			}
		}
		return nil
	})
	return released, more, err
}

// releaseDue tells, without the writer, whether there is something to give up.
func (s *Store) releaseDue(ctx context.Context, recalls int) (due bool, err error) {
	if recalls > 0 {
		return true, nil
	}
	err = s.readers.use(ctx, func(q *session) error {
		program, err := (&reader{store: s, s: q}).ProgramAt(pos.At(s.opt.Now()))
		if err != nil {
			return err
		}
		list, err := overLimit(q, program.RightsKeptPoints, 1)
		due = len(list) > 0
		return err
	})
	return due, err
}

// overKept is an account of which the till holds more than it keeps.
type overKept struct {
	id     pos.ID
	points int64 // too many
}

// overLimit are such accounts among those that the unsent events are about: the
// others were looked at when theirs were sent. A till that has just joined looks
// at all.
func overLimit(q *session, keep int64, most int) (list []overKept, err error) {
	first, err := firstUnsent(q)
	if err != nil || first == 0 {
		return nil, err
	}
	var joined int64
	fresh, err := q.get("SELECT event FROM joined WHERE event >= ?", args(int64(first)), &joined)
	if err != nil {
		return nil, err
	}
	query := `SELECT id, rights FROM account WHERE id IN (SELECT member FROM event WHERE id >= ?) AND rights > ?
		AND rights_in = (SELECT max(ordinal) FROM incarnation) ORDER BY no LIMIT ?`
	if fresh {
		query = strings.Replace(query, "id IN (SELECT member FROM event WHERE id >= ?)", "? > 0", 1)
	}
	err = q.each(query, args(int64(first), keep, int64(most)), func(r *row) error {
		var id []byte
		var rights int64
		err := r.Scan(&id, &rights)
		list = append(list, overKept{pos.IDFromBytes(id), rights - keep})
		return err
	})
	return list, err
}

// CardNumbersLeft is how many numbers of cards the till has for itself.
func (s *Store) CardNumbersLeft(ctx context.Context) (left int64, err error) {
	err = s.readers.use(ctx, func(q *session) error {
		left, err = (&reader{store: s, s: q}).cardNumbersLeft()
		return err
	})
	return left, err
}

// TakeCardBlock keeps numbers of cards that are the till's own; twice is once.
func (s *Store) TakeCardBlock(ctx context.Context, b chain.CardBlock) error {
	return s.do(ctx, func(t *tx) error {
		var there int64
		if taken, err := t.s.get("SELECT 1 FROM card_block WHERE block = ?", args(b.ID[:]), &there); err != nil || taken {
			return err
		}
		body := &journalpb.Body{By: pos.System.ID[:], What: &journalpb.Body_CardBlockTaken{CardBlockTaken: &journalpb.CardBlockTaken{Block: b.ID[:], First: b.First, Count: b.Count}}}
		_, err := t.Append(s.opt.Now(), body, pos.ID{}, 0)
		return err
	})
}

// ownedByChain refuses what the head office alone sets once the till has joined.
func (t *tx) ownedByChain(body *journalpb.Body) error {
	if t.store.opt.Office {
		return nil
	}
	switch body.GetWhat().(type) {
	case *journalpb.Body_ProductsSet, *journalpb.Body_CategorySet, *journalpb.Body_TierSet, *journalpb.Body_ProgramSet,
		*journalpb.Body_PersonSet, *journalpb.Body_RewardSet, *journalpb.Body_CardDesignSet, *journalpb.Body_MessageTemplateSet:
	default:
		return nil
	}
	var event int64
	joined, err := t.s.get("SELECT event FROM joined", nil, &event)
	if err == nil && joined {
		err = pos.Refuse(pos.ChainOwned)
	}
	return err
}
