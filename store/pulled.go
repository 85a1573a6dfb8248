package store

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"google.golang.org/protobuf/proto"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/chain/chainpb"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
)

// What is pulled is the head office's newest state of a thing, in which the
// events of this till up to one (after) are taken in already. It takes the place
// of what the tables had. So the tables are, at any moment, what was pulled and
// on top of it the till's own events that came after; and a replay, which knows
// only the newest of what was pulled, comes to the same: an event that a pulled
// state has taken in changes that thing no more (fold.covers).

// errWaits says that what was pulled leans on something that is not here yet.
var errWaits = errors.New("store: it waits for what it leans on")

// pulledFold folds one thing.
func (f *fold) pulledFold(c chain.Change) error {
	f.begin(f.ref)
	var err error
	switch c.Kind {
	case chain.Account:
		err = f.pulledAccount(c)
	case chain.Coupon:
		err = f.pulledCoupon(c)
	case chain.GiftCard:
		err = f.pulledGift(c)
	case chain.Booking:
		for _, s := range c.Said {
			err = f.pulledBooking(s.Of, s.Body.GetAppointmentSet())
		}
	case chain.Appointment:
		for _, s := range c.Said {
			err = f.pulledAppointment(s.Body)
		}
	default:
		for _, s := range c.Said {
			if err = f.pulledFact(s); err != nil {
				break
			}
		}
	}
	if err != nil {
		return err
	}
	return f.saveAccounts()
}

// pulledFact folds what sets a thing by itself.
func (f *fold) pulledFact(s chain.Said) error {
	e := &journal.Event{Till: s.Of.Till, Incarnation: s.Of.Incarnation, Seq: s.Of.Seq, Clock: s.Of.Clock, Type: journal.TypeOf(s.Body)}
	switch w := s.Body.GetWhat().(type) {
	case *journalpb.Body_ProposalMade:
		return f.pulledProposal(s.Of, s.Body)
	case *journalpb.Body_ProposalDecided:
		return f.pulledDecision(s.Body)
	case *journalpb.Body_MemberSet:
		return f.pulledMember(w.MemberSet)
	case *journalpb.Body_MemberTierSet:
		if err := f.needMember(w.MemberTierSet.Member); err != nil {
			return err
		}
		return f.memberTierSet(w.MemberTierSet)
	case *journalpb.Body_MemberMerged:
		if err := f.needMember(w.MemberMerged.Alias); err != nil {
			return err
		}
		keep, err := f.account(pos.IDFromBytes(w.MemberMerged.Keep))
		if err != nil {
			return err
		}
		return f.s.exec("UPDATE member SET status = ?, alias_of = ?, review_at = 0 WHERE no = (SELECT no FROM account WHERE id = ?) AND status <> ?",
			string(pos.Merged), keep.no, w.MemberMerged.Alias, string(pos.Erased))
	case *journalpb.Body_MemberErased:
		if err := f.needMember(w.MemberErased.Member); err != nil {
			return err
		}
		return f.memberErased(w.MemberErased)
	case *journalpb.Body_PhotoSet:
		if err := f.needMember(w.PhotoSet.Member); err != nil {
			return err
		}
		return f.photoSet(w.PhotoSet)
	case *journalpb.Body_ProgramSet:
		p := w.ProgramSet
		return f.s.exec("INSERT INTO program (version, valid_from, json) VALUES (?, ?, ?) ON CONFLICT (version) DO UPDATE SET valid_from = excluded.valid_from, json = excluded.json",
			p.Version, p.ValidFrom, notNil(p.ProgramJson))
	case *journalpb.Body_CardsUnmade:
		var there int64
		if found, err := f.s.get("SELECT 1 FROM card_batch WHERE id = ?", args(notNil(w.CardsUnmade.Batch)), &there); err != nil || !found {
			return err
		}
		return f.cardsUnmade(w.CardsUnmade)
	}
	return f.project(e, s.Body)
}

// needMember waits for the member that a fact is about.
func (f *fold) needMember(id []byte) error {
	var there int64
	found, err := f.s.get("SELECT 1 FROM member m JOIN account a ON a.no = m.no WHERE a.id = ?", args(notNil(id)), &there)
	if err == nil && !found {
		err = errWaits
	}
	return err
}

// pulledMember sets a member's own facts. One who was merged or erased stays so.
func (f *fold) pulledMember(w *journalpb.MemberSet) error {
	a, err := f.account(pos.IDFromBytes(w.Member))
	if err != nil {
		return err
	}
	var status string
	if _, err := f.s.get("SELECT status FROM member WHERE no = ?", args(a.no), &status); err != nil {
		return err
	}
	if status == string(pos.Erased) {
		return nil
	}
	before, err := f.wordsOf(a.no)
	if err != nil {
		return err
	}
	if status == string(pos.Merged) {
		w = proto.Clone(w).(*journalpb.MemberSet)
		w.Status = status
	}
	if err := f.saveInChain(a, w); err != nil {
		return err
	}
	a.fresh = false
	return f.index(a, before)
}

// pulledCoupon sets a coupon: how it was made, then what became of it.
func (f *fold) pulledCoupon(c chain.Change) error {
	for _, s := range c.Said {
		at := s.Of.Clock.Millis()
		var err error
		switch w := s.Body.GetWhat().(type) {
		case *journalpb.Body_CouponsMade:
			err = f.pulledCouponMade(w.CouponsMade, s.Body, at)
		case *journalpb.Body_CouponRegistered:
			r := w.CouponRegistered
			var a *account
			if a, err = f.account(pos.IDFromBytes(r.Member)); err != nil {
				return err
			}
			err = f.s.exec(`INSERT INTO coupon (code, points, valid_until, state, made, changed, member, way, person, reason, prints)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', 0) ON CONFLICT (code) DO UPDATE SET state = excluded.state, changed = excluded.changed,
					member = excluded.member, way = excluded.way, person = excluded.person, reason = ''`,
				r.Code, max(r.Points, 1), r.ValidUntil, string(pos.RegisteredCoupon), at, at, a.no, r.Way, bytesOrNull(s.Body.By))
		case *journalpb.Body_CouponVoided:
			err = f.s.exec("UPDATE coupon SET state = ?, changed = ?, person = ?, reason = ?, member = NULL, way = '' WHERE code = ?",
				string(pos.VoidCoupon), at, bytesOrNull(s.Body.By), s.Body.Reason, w.CouponVoided.Code)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (f *fold) pulledCouponMade(w *journalpb.CouponsMade, body *journalpb.Body, at int64) error {
	for _, n := range w.Coupons {
		var there int64
		known, err := f.s.get("SELECT 1 FROM coupon WHERE code = ?", args(n.Code), &there)
		if err != nil {
			return err
		}
		count := int64(1)
		if known {
			count = 0
		}
		no, err := f.couponBatch(w, count, at, body)
		if err != nil {
			return err
		}
		if f.replay == nil {
			if err := f.keepNo(chain.Coupon, w.Batch, no); err != nil {
				return err
			}
		}
		err = f.s.exec(`INSERT INTO coupon (code, batch, points, valid_until, state, made, changed, way, reason, prints)
			VALUES (?, ?, ?, ?, ?, ?, ?, '', '', ?) ON CONFLICT (code) DO UPDATE SET batch = excluded.batch, points = excluded.points,
				valid_until = excluded.valid_until, state = excluded.state, made = excluded.made, changed = excluded.changed,
				member = NULL, way = '', person = NULL, reason = ''`,
			n.Code, no, w.Points, w.ValidUntil, string(pos.FreeCoupon), at, at, bit(w.Printed))
		if err != nil {
			return err
		}
	}
	return nil
}

// pulledGift sets a gift card.
func (f *fold) pulledGift(c chain.Change) error {
	for _, s := range c.Said {
		w := s.Body.GetGiftCardMade()
		if w == nil || c.Gift == nil {
			continue
		}
		member, err := f.memberNo(w.Member)
		if err != nil {
			return err
		}
		err = f.s.exec(`INSERT INTO gift_card (code, kind, amount, balance, valid_until, payable_until, blocked, made, member, sale, purchase, person)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (code) DO UPDATE SET kind = excluded.kind, amount = excluded.amount,
				balance = excluded.balance, valid_until = excluded.valid_until, payable_until = excluded.payable_until, blocked = excluded.blocked,
				made = excluded.made, member = excluded.member, sale = excluded.sale, purchase = excluded.purchase, person = excluded.person`,
			w.Code, w.Kind, w.Amount, max(int64(c.Gift.Balance), 0), w.ValidUntil, w.PayableUntil, bit(c.Gift.Blocked), s.Of.Clock.Millis(), member,
			bytesOrNull(w.Sale), bytesOrNull(w.Purchase), bytesOrNull(s.Body.By))
		if err != nil {
			return err
		}
	}
	return nil
}

// pulledAccount sets what an account has. What the till's own events did to it
// is in there: their postings become what was heard.
func (f *fold) pulledAccount(c chain.Change) error {
	if c.Points == nil {
		return damaged(errors.New("an account was pulled without its points"))
	}
	a, err := f.account(pos.IDFromBytes([]byte(c.Key)))
	if err != nil {
		return err
	}
	for _, query := range []string{
		"DELETE FROM lot_use WHERE sale IN (SELECT event FROM posting WHERE member = ?)",
		`INSERT INTO heard (member, event, points) SELECT member, event, sum(points) FROM posting WHERE member = ? AND account IN (1, 2)
			GROUP BY event HAVING sum(points) <> 0 ON CONFLICT DO NOTHING`,
		"DELETE FROM posting WHERE member = ?",
		"DELETE FROM lot WHERE member = ?",
		"DELETE FROM pending WHERE member = ?",
	} {
		if err := f.s.exec(query, a.no); err != nil {
			return err
		}
	}
	state := &c.Points.State
	refs := make([]ledger.Ref, len(state.Events))
	for i, k := range state.Events {
		if refs[i], err = f.refHere(k); err != nil {
			return err
		}
	}
	here := func(ref ledger.Ref) ledger.Ref {
		if ref < 1 || int(ref) > len(refs) {
			return -1
		}
		return refs[ref-1]
	}
	for _, lot := range state.Points.Lots {
		if lot.Left <= 0 {
			continue
		}
		lot.ID = here(lot.ID)
		if err := f.insertLot(a.no, lot); err != nil {
			return err
		}
	}
	for _, p := range state.Points.Pending {
		if p.Points <= 0 {
			continue
		}
		// A merge of before waiting points stayed where they are moved several under one event.
		if err := f.s.exec(`INSERT INTO pending (member, id, part, points, due_at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (member, id, part) DO UPDATE SET points = points + excluded.points`, a.no, int64(here(p.ID)), int64(p.Part), p.Points, int64(p.DueAt)); err != nil {
			return err
		}
	}
	a.points = nil
	a.debt, a.spend, a.changed = state.Points.Debt, state.Spend.Bytes(), true
	return nil
}

// refHere is what an event of the chain is called in this till's tables: one of
// its own by its place in the journal, another's by a number below zero that
// follows from what it is.
func (f *fold) refHere(k chain.EventKey) (ledger.Ref, error) {
	if f.replay != nil {
		if ordinal, own := f.replay.lives[k.Incarnation]; own && k.Till == f.replay.till {
			return refOf(ordinal, k.Seq), nil
		}
		return foreignRef(k), nil
	}
	var ordinal int64
	own, err := f.s.get("SELECT i.ordinal FROM incarnation i JOIN shop s ON s.till = ? WHERE i.id = ?", args(k.Till[:], k.Incarnation[:]), &ordinal)
	if err != nil {
		return 0, err
	}
	if own {
		return refOf(ordinal, k.Seq), nil
	}
	return foreignRef(k), nil
}

func foreignRef(k chain.EventKey) ledger.Ref {
	sum := checksum(k.Till[:], k.Incarnation[:], number(k.Seq))
	return -ledger.Ref(binary.BigEndian.Uint64(sum)>>2) - 2
}

// pulledRow is a row of that table.
type pulledRow struct {
	after  ledger.Ref
	change chain.Change
}

// unread says that a newer head office tells of a thing nothing that this program
// knows.
func (p pulledRow) unread() bool {
	return len(p.change.Said) > 0 && !slices.ContainsFunc(p.change.Said, func(s chain.Said) bool { return s.Body.GetWhat() != nil })
}

// pulledBytes is a change as it is kept: what opens it lies with the other keys,
// to be erased with them.
func pulledBytes(c chain.Change) ([]byte, error) {
	c.Opens = nil
	return proto.MarshalOptions{Deterministic: true}.Marshal(c.ToProto())
}

func pulledSum(kind int64, key []byte, after, folded int64, state []byte) []byte {
	return checksum(number(kind), key, number(after), number(folded), state)
}

func parsePulled(after int64, state []byte) (r pulledRow, err error) {
	p := new(chainpb.Change)
	if err := proto.Unmarshal(state, p); err != nil {
		return r, damaged(err)
	}
	r.after = ledger.Ref(after)
	if r.change, err = chain.ChangeFromProto(p); err != nil {
		return r, damaged(err)
	}
	return r, nil
}

// inFoldOrder puts what was pulled into the order that it is folded in: a thing
// after what it leans on, and what was said first before what was said later.
func inFoldOrder(x, y pulledRow) int {
	if c := cmp.Compare(x.change.Kind, y.change.Kind); c != 0 {
		return c
	}
	last := func(c chain.Change) (k chain.EventKey) {
		if n := len(c.Said); n > 0 {
			k = c.Said[n-1].Of
		}
		return k
	}
	return cmp.Or(last(x.change).Compare(last(y.change)), cmp.Compare(x.change.Key, y.change.Key))
}

// open opens what names a person in what was pulled.
func (f *fold) openPulled(c *chain.Change) error {
	for _, s := range c.Said {
		err := journal.OpenPersonal(s.Body, func(member pos.ID) (journal.PersonalKey, bool, error) { return personalKey(f.s, member) })
		if err != nil {
			return damaged(err)
		}
	}
	return nil
}

// foldRows folds rows in order; those that wait are left.
func (f *fold) foldRows(rows []pulledRow) (waits []pulledRow, err error) {
	f.pulling = true
	defer func() { f.pulling = false }()
	slices.SortFunc(rows, inFoldOrder)
	for i := range rows {
		if rows[i].unread() {
			waits = append(waits, rows[i])
			continue
		}
		if err := f.openPulled(&rows[i].change); err != nil {
			return nil, err
		}
		err := f.pulledFold(rows[i].change)
		if errors.Is(err, errWaits) {
			waits = append(waits, rows[i])
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("pulled %d %x: %w", rows[i].change.Kind, rows[i].change.Key, err)
		}
	}
	return waits, nil
}
