package chain

import (
	"fmt"

	"bonuskasse/pos"
	"bonuskasse/pos/chain/chainpb"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/ledger"
)

// ToProto is a change as it is sent and kept.
func (c Change) ToProto() *chainpb.Change {
	p := &chainpb.Change{At: int64(c.At), Kind: int32(c.Kind), Key: []byte(c.Key)}
	for _, s := range c.Said {
		p.Said = append(p.Said, &chainpb.Said{Of: keyToProto(s.Of), Body: s.Body})
	}
	if c.Opens != nil {
		p.Opens = &chainpb.PersonalKey{Member: c.Opens.Member[:], Key: c.Opens.Key[:]}
	}
	if c.Points != nil {
		p.Points = c.Points.toProto()
	}
	if c.Gift != nil {
		p.Gift = &chainpb.GiftState{Balance: int64(c.Gift.Balance), Blocked: c.Gift.Blocked}
	}
	return p
}

// ChangeFromProto is the other way. What cannot be is refused as BadBatch.
func ChangeFromProto(p *chainpb.Change) (c Change, err error) {
	c = Change{At: Cursor(p.GetAt()), Kind: Kind(p.GetKind()), Key: string(p.GetKey())}
	for _, s := range p.GetSaid() {
		c.Said = append(c.Said, Said{keyFromProto(s.GetOf()), s.GetBody()})
	}
	if o := p.GetOpens(); o != nil {
		c.Opens = &PersonalKey{Member: pos.IDFromBytes(o.Member)}
		if copy(c.Opens.Key[:], o.Key) != len(c.Opens.Key) {
			return c, Refuse(BadBatch, "a personal key is too short")
		}
	}
	if p.Points != nil {
		if c.Points, err = pointsFromProto(c.Key, p.Points); err != nil {
			return c, err
		}
	}
	if g := p.Gift; g != nil {
		c.Gift = &GiftState{Balance: pos.Money(g.Balance), Blocked: g.Blocked}
	}
	return c, nil
}

func keyToProto(k EventKey) *chainpb.EventKey {
	return &chainpb.EventKey{Clock: int64(k.Clock), Till: k.Till[:], Incarnation: k.Incarnation[:], Seq: k.Seq}
}

func keyFromProto(p *chainpb.EventKey) EventKey {
	return EventKey{journal.Clock(p.GetClock()), pos.IDFromBytes(p.GetTill()), pos.IDFromBytes(p.GetIncarnation()), p.GetSeq()}
}

// toProto leaves out the events that neither a lot nor a waiting point leans on.
func (a *AccountPoints) toProto() *chainpb.AccountPoints {
	of := func(ref ledger.Ref) *chainpb.EventKey {
		if ref < 1 || int(ref) > len(a.State.Events) {
			return &chainpb.EventKey{}
		}
		return keyToProto(a.State.Events[ref-1])
	}
	p := &chainpb.AccountPoints{Debt: a.State.Points.Debt, Spend: a.State.Spend.Bytes(), Free: a.Free, Home: a.Home[:]}
	for _, l := range a.State.Points.Lots {
		p.Lots = append(p.Lots, &chainpb.Lot{Of: of(l.ID), Part: int64(l.Part), Points: l.Points, Left: l.Left, Origin: string(l.Origin),
			AccruedAt: int64(l.AccruedAt), ExpiresAt: int64(l.ExpiresAt), Paid: l.Paid})
	}
	for _, w := range a.State.Points.Pending {
		p.Pending = append(p.Pending, &chainpb.Pending{Of: of(w.ID), Part: int64(w.Part), Points: w.Points, DueAt: int64(w.DueAt)})
	}
	return p
}

func pointsFromProto(id string, p *chainpb.AccountPoints) (*AccountPoints, error) {
	spend, err := pos.ParseSpend(p.Spend)
	if err != nil {
		return nil, Refuse(BadBatch, fmt.Sprintf("account %x: %v", id, err))
	}
	a := &AccountPoints{Free: p.Free, Home: pos.IDFromBytes(p.Home), State: AccountState{ID: pos.IDFromBytes([]byte(id)), Spend: spend}}
	a.State.Points.Debt = p.Debt
	refs := map[EventKey]ledger.Ref{}
	of := func(k EventKey) ledger.Ref {
		if _, known := refs[k]; !known {
			a.State.Events = append(a.State.Events, k)
			refs[k] = ledger.Ref(len(a.State.Events))
		}
		return refs[k]
	}
	for _, l := range p.Lots {
		a.State.Points.Lots = append(a.State.Points.Lots, ledger.Lot{ID: of(keyFromProto(l.Of)), Part: int(l.Part), Points: l.Points, Left: l.Left,
			Origin: ledger.Origin(l.Origin), AccruedAt: ledger.Millis(l.AccruedAt), ExpiresAt: ledger.Millis(l.ExpiresAt), Paid: l.Paid})
	}
	for _, w := range p.Pending {
		a.State.Points.Pending = append(a.State.Points.Pending, ledger.Pending{ID: of(keyFromProto(w.Of)), Part: int(w.Part), Points: w.Points, DueAt: ledger.Millis(w.DueAt)})
	}
	return a, nil
}
