package central

import (
	"bytes"
	"hash/maphash"

	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
)

// factVerifier finds the newest fact of each thing, and the sums of gift cards.
// Of a thing it keeps some dozens of bytes, whatever the fact is: a chain has
// millions. (What became of a coupon follows from what was received first, and
// stands in no event.)
type factVerifier struct {
	seed   maphash.Seed
	newest map[uint64]factMark
	gifts  map[string]*giftDelta
	voices *voices
}

// factMark is the newest fact so far: its place in short, and a digest of the row.
type factMark struct {
	by     weight
	clock  int64
	event  int64 // its number
	digest uint64
}

func newFactVerifier() factVerifier {
	return factVerifier{seed: maphash.MakeSeed(), newest: map[uint64]factMark{}, gifts: map[string]*giftDelta{}}
}

func (v *factVerifier) name(kind chain.Kind, key []byte) uint64 {
	var h maphash.Hash
	h.SetSeed(v.seed)
	h.WriteByte(byte(kind))
	h.Write(key)
	return h.Sum64()
}

func (v *factVerifier) digest(place, body, opens []byte) uint64 {
	var h maphash.Hash
	h.SetSeed(v.seed)
	for _, b := range [][]byte{place, body, opens} {
		h.WriteByte(byte(len(b)))
		h.Write(b)
	}
	return h.Sum64()
}

// take reads what an event of a till says. lives are till and incarnation by
// number: they order events of one clock.
func (v *factVerifier) take(l *lifeRow, e *chain.Event, lives map[int64]*lifeRow) error {
	at := chain.KeyOf(&e.Event)
	for _, f := range chain.Facts(e.Body) {
		switch f.Kind {
		case chain.Coupon:
			continue
		case chain.GiftCard:
			if v.gifts[f.Key] == nil {
				v.gifts[f.Key] = &giftDelta{}
			}
			v.gifts[f.Key].add(at, e, f)
			continue
		}
		by, counts := v.voices.weigh(l.Till, f)
		if !counts {
			continue
		}
		body, err := bodyBytes(e, f.Body)
		if err != nil {
			return err
		}
		name := v.name(f.Kind, []byte(f.Key))
		was, known := v.newest[name]
		if known && v.before(by, at, was, lives) {
			continue
		}
		v.newest[name] = factMark{by, int64(at.Clock), eventID(l.no, e.Seq), v.digest(place(at, by), body, idBytes(f.Member))}
	}
	return nil
}

// before says that a fact does not come after the one that is known.
func (v *factVerifier) before(by weight, at chain.EventKey, was factMark, lives map[int64]*lifeRow) bool {
	l := lives[lifeOf(was.event)]
	known := chain.EventKey{Clock: journal.Clock(was.clock), Till: l.Till, Incarnation: l.Incarnation, Seq: seqOf(was.event)}
	if by != was.by {
		return by < was.by
	}
	if by == asFirst { // the earlier one holds
		return at.Compare(known) >= 0
	}
	return at.Compare(known) <= 0
}

func (v *verifier) compareFacts() error {
	var kind int64
	var key, place, body, opens []byte
	if err := v.do.each("SELECT kind, key, place, body, opens FROM fact ORDER BY kind, key", nil, []any{&kind, &key, &place, &body, &opens}, func() error {
		name := v.facts.name(chain.Kind(kind), key)
		want, known := v.facts.newest[name]
		if !known || want.digest != v.facts.digest(place, body, opens) {
			return differs("what is kept of thing %q of kind %d is not what the newest event says", key, kind)
		}
		delete(v.facts.newest, name)
		return nil
	}); err != nil {
		return err
	}
	if n := len(v.facts.newest); n > 0 {
		return differs("%d things that events speak of are missing", n)
	}
	var balance, blocked int64
	var made []byte
	if err := v.do.each("SELECT code, made, balance, blocked FROM gift_card ORDER BY code", nil, []any{&key, &made, &balance, &blocked}, func() error {
		g := v.facts.gifts[string(key)]
		if g == nil || g.amount != balance || bit(g.blocked) != blocked || !bytes.Equal(g.made, made) {
			return differs("gift card %s has %d, blocked %d, and its events say %s", key, balance, blocked, g)
		}
		delete(v.facts.gifts, string(key))
		return nil
	}); err != nil {
		return err
	}
	if n := len(v.facts.gifts); n > 0 {
		return differs("%d gift cards that events speak of are missing", n)
	}
	return nil
}
