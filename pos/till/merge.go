package till

import (
	"context"
	"slices"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/mutant"
)

// MergeMembers makes one member an alias of another: cards, and points with their
// age and end, go over, and so does what waits once it is given. Both histories are
// kept, and a card or username of either finds the one who stays. There is no way
// back.
func (t *Till) MergeMembers(ctx context.Context, keep, alias pos.ID, who Who) (s Standing, err error) {
	if err := who.needs(pos.Manager); err != nil {
		return s, err
	}
	letGo, err := t.gather(ctx, alias)
	if err != nil {
		return s, err
	}
	defer letGo()
	err = t.store.Do(ctx, func(tx Tx) error {
		k, err := knownMember(tx, keep)
		if err != nil {
			return err
		}
		a, err := knownMember(tx, alias)
		if err != nil {
			return err
		}
		if k.ID == a.ID {
			return pos.Refuse(pos.SameMember, k.Name)
		}
		if err := maySell(k); err != nil {
			return err
		}
		if err := t.merge(tx, k, a, who); err != nil {
			return err
		}
		s, err = tx.Standing(k.ID)
		return err
	})
	return s, err
}

func (t *Till) merge(tx Tx, keep, alias pos.Member, who Who) error {
	was, err := tx.Standing(alias.ID)
	if err != nil {
		return err
	}
	for _, step := range []func() error{
		func() error { return t.moveCards(tx, alias.ID, keep.ID, who) },
		func() error { return t.movePoints(tx, alias.ID, keep.ID, who) },
		func() error { return t.moveFacts(tx, keep, alias, who) },
		func() error { return t.moveWork(tx, alias.ID, keep.ID, who) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	body := who.body()
	body.What = &journalpb.Body_MemberMerged{MemberMerged: &journalpb.MemberMerged{Alias: alias.ID[:], Keep: keep.ID[:], Spend: was.Spend.Bytes()}}
	_, err = tx.Append(t.now(), body, alias.ID, 0)
	return err
}

func (t *Till) moveCards(tx Tx, from, to pos.ID, who Who) error {
	s, err := tx.Standing(from)
	if err != nil {
		return err
	}
	for _, c := range s.Cards {
		card, err := tx.Card(c.Number) // whole, with its batch
		if err != nil {
			return err
		}
		card.Member = to
		if err := appendCard(tx, t.now(), card, who); err != nil {
			return err
		}
	}
	return nil
}

// movePoints moves a member's own account; what a pool has is the pool's.
func (t *Till) movePoints(tx Tx, from, to pos.ID, who Who) error {
	left, rights, err := tx.Account(from)
	if err != nil {
		return err
	}
	shop, err := tx.Shop()
	if err != nil {
		return err
	}
	if shop.Enrolled && rights < left.Holding() && !mutant.MergesUnowned { // who has the rest could still spend it
		return pos.Refuse(pos.PointsElsewhere)
	}
	// What waits stays where it is: who gives it is the till that booked it, and in a
	// chain, which this shop may join meanwhile, the head office and other tills may
	// change it.
	if left.Pending = nil; len(left.Lots) == 0 && left.Debt == 0 {
		return nil
	}
	kept, keptRights, err := tx.Account(to)
	if err != nil {
		return err
	}
	before, arriving := kept.Holding(), left
	arriving.Lots = slices.Clone(left.Lots)   // the event tells of them as they left
	kept.Arrive(0, arriving, millis(t.now())) // repays debts: what is left of the lots is the right
	delta := kept.Holding() - before
	if shop.Enrolled && keptRights < -delta { // a debt is repaid out of what another till could still spend
		return pos.Refuse(pos.PointsElsewhere)
	}
	taken := who.body()
	taken.What = &journalpb.Body_PointsTaken{PointsTaken: &journalpb.PointsTaken{
		Member: from[:], Origin: string(ledger.FromMerge), Points: left.Holding(), Source: to[:], All: true, Debt: left.Debt, WaitingStays: true,
	}}
	if _, err := tx.Append(t.now(), taken, from, -left.Holding()); err != nil {
		return err
	}
	given := &journalpb.PointsGiven{Member: to[:], Origin: string(ledger.FromMerge), Source: from[:], Debt: left.Debt}
	for _, l := range left.Lots {
		given.Lots = append(given.Lots, &journalpb.GivenLot{Points: l.Left, AccruedAt: int64(l.AccruedAt), ExpiresAt: int64(l.ExpiresAt), Paid: l.Paid})
	}
	body := who.body()
	body.What = &journalpb.Body_PointsGiven{PointsGiven: given}
	_, err = tx.Append(t.now(), body, to, delta)
	return err
}

// follow brings to who stays what came late to who was merged, as far as this till
// may: what another holds, the head office brings.
func (t *Till) follow(tx Tx, account pos.ID) error {
	m, err := tx.Member(account)
	if pos.CodeOf(err) == pos.UnknownMember || err == nil && m.AliasOf.IsZero() {
		return nil
	}
	if err != nil {
		return err
	}
	s, err := standingOf(tx, m.AliasOf)
	if err != nil {
		return err
	}
	if err := t.movePoints(tx, account, s.Member.ID, Who{}); pos.CodeOf(err) != pos.PointsElsewhere {
		return err
	}
	return nil
}

// moveFacts fills in what is known of the alias alone. A yes to marketing goes
// over with its moment and its words: it is the same person's.
func (t *Till) moveFacts(tx Tx, keep, alias pos.Member, who Who) error {
	before := keep
	for _, f := range []struct{ to, from *string }{
		{&keep.Phone, &alias.Phone}, {&keep.Email, &alias.Email}, {&keep.Language, &alias.Language}, {&keep.Birthday, &alias.Birthday},
	} {
		if *f.to == "" {
			*f.to = *f.from
		}
	}
	if notes := strings.TrimSpace(keep.Notes + "\n" + alias.Notes); len(notes) <= maxNotes {
		keep.Notes = notes
	}
	if keep.ConsentAt == 0 {
		keep.ConsentAt, keep.ConsentText = alias.ConsentAt, alias.ConsentText
	}
	if keep.Organisation.IsZero() {
		keep.Organisation = alias.Organisation
	}
	if keep.ReferredBy.IsZero() && alias.ReferredBy != keep.ID { // who brought them is still to get something for it
		keep.ReferredBy = alias.ReferredBy
	}
	if keep.Status == pos.Invited && alias.Status == pos.Active {
		keep.Status, keep.Joined = pos.Active, alias.Joined
	}
	if keep != before {
		if err := t.appendMember(tx, keep, who); err != nil {
			return err
		}
	}
	photo, err := tx.Photo(keep.ID)
	if err != nil || len(photo) > 0 {
		return err
	}
	if photo, err = tx.Photo(alias.ID); err != nil || len(photo) == 0 {
		return err
	}
	return t.appendPhoto(tx, keep.ID, photo, who)
}

// moveWork keeps the rule that nobody gives to their own account: who works
// here and is the alias is now the other.
func (t *Till) moveWork(tx Tx, from, to pos.ID, who Who) error {
	people, err := tx.People()
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.Member != from {
			continue
		}
		body := who.body()
		body.What = &journalpb.Body_PersonSet{PersonSet: &journalpb.PersonSet{
			Person: p.ID[:], Name: p.Name, Role: string(p.Role), PinHash: p.PINHash, Active: p.Active, Member: to[:],
		}}
		if _, err := tx.Append(t.now(), body, pos.ID{}, 0); err != nil {
			return err
		}
	}
	return nil
}

// MoveCard mends a card that was issued to the wrong member: it is taken from
// the one and issued to the other, for a reason, and the journal shows both.
// Bonus that was earned with it stays where it is.
func (t *Till) MoveCard(ctx context.Context, number string, to pos.ID, who Who) error {
	if err := who.needs(pos.Clerk); err != nil {
		return err
	}
	if strings.TrimSpace(who.Reason) == "" {
		return pos.Refuse(pos.NoReason)
	}
	return t.store.Do(ctx, func(tx Tx) error {
		card, err := cardByNumber(tx, number)
		if err != nil {
			return err
		}
		if card.Member.IsZero() {
			return pos.Refuse(pos.CardNotHeld, card.Number)
		}
		if card.State != pos.Issued {
			return pos.Refuse(pos.CardBlocked, card.Number)
		}
		m, err := knownMember(tx, to)
		if err != nil {
			return err
		}
		if err := maySell(m); err != nil {
			return err
		}
		if m.ID == card.Member {
			return pos.Refuse(pos.SameMember, m.Name)
		}
		now := t.now()
		off := card
		off.State, off.Member, off.Issued = pos.Printed, pos.ID{}, 0
		if err := appendCardOf(tx, now, off, card.Member, who); err != nil {
			return err
		}
		card.Member, card.Issued = m.ID, pos.At(now)
		return appendCard(tx, now, card, who)
	})
}
