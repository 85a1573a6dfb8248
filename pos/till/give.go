package till

import (
	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
)

// gift is points that no sale earned: a coupon, a row of a noted list, a
// welcome.
type gift struct {
	Origin ledger.Origin
	Points int64
	Source pos.ID // the coupon's batch, the list
	Row    int64  // of the list, from 1
	Code   string // of the coupon
	Note   string // shown to the member
	Day    string // of a birthday
}

// maxGift is the most points that one gift may be: more is a slip of the hand.
const maxGift = 10_000_000

// give adds points to a member's account in a transaction, with the end that
// the programme gives to what is earned today. Nobody gives to their own.
func (t *Till) give(tx Tx, member pos.ID, g gift, who Who) (Standing, error) {
	if g.Points <= 0 || g.Points > maxGift {
		return Standing{}, pos.Refuse(pos.BadPoints)
	}
	s, err := standingOf(tx, member)
	if err != nil {
		return s, err
	}
	if err := mayBeGiven(tx, s, who); err != nil {
		return s, err
	}
	now := t.now()
	p, err := tx.ProgramAt(pos.At(now))
	if err != nil {
		return s, err
	}
	body := who.body()
	body.What = &journalpb.Body_PointsGiven{PointsGiven: &journalpb.PointsGiven{
		Member: s.Holder[:], Whom: inPool(s), Origin: string(g.Origin), Source: idOrNil(g.Source), Row: g.Row, Code: g.Code, Note: g.Note, Day: g.Day,
		Lots: []*journalpb.GivenLot{{Points: g.Points, AccruedAt: now.UnixMilli(), ExpiresAt: int64(t.expiry(p, now))}},
	}}
	// Debt is repaid out of what is given, and is no right to spend.
	a, err := tx.Append(now, body, s.Holder, g.Points-min(g.Points, s.Account.Debt))
	if err != nil || g.Origin == ledger.FromWelcome { // the welcome tells of it
		return s, err
	}
	n := news{Kind: pos.PointsAddedMessage, Cause: because(a), Points: g.Points, ExpiresAt: t.expiry(p, now)}
	if g.Origin == ledger.FromAdjustment {
		n.Kind = pos.PointsAdjustedMessage
	}
	return s, t.tell(tx, s.Member, n, who)
}

// takeBack takes points from a member's account again: first what that gift
// left, then others; what is spent already becomes debt.
func (t *Till) takeBack(tx Tx, member pos.ID, g gift, who Who) error {
	s, err := standingOf(tx, member)
	if err != nil {
		return err
	}
	_, err = t.takeFrom(tx, s.Holder, nil, g, who)
	return err
}

// takeFrom is takeBack for an account that is known: that of a pool whose member
// has left it since. whom is the member, where it is a pool's and the note theirs.
func (t *Till) takeFrom(tx Tx, holder pos.ID, whom []byte, g gift, who Who) (a Appended, err error) {
	now := t.now()
	account, rights, err := tx.Account(holder)
	if err != nil {
		return a, err
	}
	delta, err := clawback(tx, account, rights, g.Points, millis(now))
	if err != nil {
		return a, err
	}
	body := who.body()
	body.What = &journalpb.Body_PointsTaken{PointsTaken: &journalpb.PointsTaken{
		Member: holder[:], Whom: whom, Origin: string(g.Origin), Points: g.Points, Source: idOrNil(g.Source), Row: g.Row, Code: g.Code, Note: g.Note,
	}}
	return tx.Append(now, body, holder, delta)
}

// inPool is the member, where the account is a pool's.
func inPool(s Standing) []byte {
	if s.Holder == s.Member.ID {
		return nil
	}
	return s.Member.ID[:]
}

// mayBeGiven refuses members who cannot get bonus, and a person's own account:
// also to a manager who approves what would go to theirs.
func mayBeGiven(r Reader, s Standing, who Who) error {
	if err := maySell(s.Member); err != nil {
		return err
	}
	return notOwn(r, s, who)
}

// notOwn refuses a person's own account, and that of the manager who approves.
func notOwn(r Reader, s Standing, who Who) error {
	people := []pos.Person{who.Person}
	if who.Approved != nil {
		people = append(people, *who.Approved)
	}
	for _, p := range people {
		own, err := isOwn(r, p, s)
		if err != nil {
			return err
		}
		if own {
			return pos.Refuse(pos.OwnAccount)
		}
	}
	return nil
}

func idOrNil(id pos.ID) []byte {
	if id.IsZero() {
		return nil
	}
	return id[:]
}
