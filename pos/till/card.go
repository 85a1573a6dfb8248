package till

import (
	"context"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
)

// freeCard is what a number may be issued as: the card of a batch that is in
// the drawer still, or a new one that this shop did not print.
func freeCard(r Reader, number string) (pos.Card, error) {
	c, err := r.Card(number)
	switch {
	case pos.CodeOf(err) == pos.UnknownCard:
		return pos.Card{Number: number}, nil
	case err != nil:
		return c, err
	case c.State == pos.Printed:
		return c, nil
	}
	return c, pos.Refuse(pos.CardTaken, number)
}

func appendCard(tx Tx, now time.Time, c pos.Card, who Who) error {
	return appendCardOf(tx, now, c, c.Member, who)
}

// appendCardOf journals a card as an event of a member, who may be another than
// the card's now.
func appendCardOf(tx Tx, now time.Time, c pos.Card, member pos.ID, who Who) error {
	body := who.body()
	body.What = &journalpb.Body_CardSet{CardSet: journal.FromCard(c)}
	_, err := tx.Append(now, body, member, 0)
	return err
}

// issueCard makes a free card a member's. A card of a batch is of the kind that
// stands on it; kind is that of any other.
func issueCard(tx Tx, now time.Time, number string, kind pos.CardKind, member pos.ID, who Who) (pos.Card, error) {
	c, err := freeCard(tx, number)
	if err != nil {
		return c, err
	}
	if c.Batch.IsZero() {
		c.Kind = kind
	}
	if c.Kind == "" {
		c.Kind = pos.BothCard
	}
	c.State, c.Member, c.Issued = pos.Issued, member, pos.At(now)
	return c, appendCard(tx, now, c, who)
}

// holderOf is the member who gets a card: whoever a merged one is now.
func holderOf(r Reader, member pos.ID) (pos.ID, error) {
	s, err := standingOf(r, member)
	if err == nil && s.Member.Status == pos.Erased {
		err = pos.Refuse(pos.UnknownMember)
	}
	return s.Member.ID, err
}

// IssueCard gives a member a card: one out of a batch, which keeps its kind, or
// any other number that nobody has.
func (t *Till) IssueCard(ctx context.Context, member pos.ID, number string, kind pos.CardKind, who Who) error {
	if err := who.needs(pos.Cashier); err != nil {
		return err
	}
	if err := t.refusePAN(ctx, number); err != nil {
		return err
	}
	number, err := pos.CleanCardNumber(number)
	if err != nil {
		return err
	}
	return t.store.Do(ctx, func(tx Tx) error {
		holder, err := holderOf(tx, member)
		if err != nil {
			return err
		}
		_, err = issueCard(tx, t.now(), number, kind, holder, who)
		return err
	})
}

// BlockCard stops a lost card. The bonus is the member's and stays.
func (t *Till) BlockCard(ctx context.Context, number string, who Who) error {
	if err := who.needs(pos.Cashier); err != nil {
		return err
	}
	return t.store.Do(ctx, func(tx Tx) error {
		c, err := cardByNumber(tx, number)
		if err != nil {
			return err
		}
		if c.State == pos.CardBarred || c.State == pos.Replaced {
			return pos.Refuse(pos.CardBlocked, c.Number)
		}
		c.State = pos.CardBarred
		return appendCard(tx, t.now(), c, who)
	})
}

// ReplaceCard gives the holder of a lost card another: the old number is
// replaced for good and names the new one. The bonus is the member's and stays.
// A card of no member is refused (CardNotHeld), one that was replaced already
// too (CardBlocked).
func (t *Till) ReplaceCard(ctx context.Context, number, with string, who Who) (fresh pos.Card, err error) {
	if err := who.needs(pos.Cashier); err != nil {
		return fresh, err
	}
	if err := t.refusePAN(ctx, with); err != nil {
		return fresh, err
	}
	if with, err = pos.CleanCardNumber(with); err != nil {
		return fresh, err
	}
	err = t.store.Do(ctx, func(tx Tx) error {
		old, err := cardByNumber(tx, number)
		if err != nil {
			return err
		}
		switch {
		case old.Member.IsZero():
			return pos.Refuse(pos.CardNotHeld, old.Number)
		case old.State == pos.Replaced:
			return pos.Refuse(pos.CardBlocked, old.Number)
		}
		holder, err := holderOf(tx, old.Member)
		if err != nil {
			return err
		}
		now := t.now()
		if fresh, err = issueCard(tx, now, with, old.Kind, holder, who); err != nil {
			return err
		}
		old.State, old.ReplacedBy = pos.Replaced, fresh.Number
		return appendCard(tx, now, old, who)
	})
	return fresh, err
}

// MemberByCard is the card and its member. A blocked or replaced card is
// refused, and so is one that lies in the drawer still (CardNotIssued).
func (t *Till) MemberByCard(ctx context.Context, number string) (pos.Card, Standing, error) {
	c, s, err := t.memberByCard(ctx, number)
	return c, s, t.unknown(ctx, number, err)
}

func (t *Till) memberByCard(ctx context.Context, number string) (c pos.Card, s Standing, err error) {
	clean, err := pos.CleanCardNumber(number)
	if err != nil {
		return c, s, pos.Refuse(pos.UnknownCard, number)
	}
	if c, s, err = t.store.StandingByCard(ctx, clean); err != nil {
		return c, s, err
	}
	switch c.State {
	case pos.CardBarred, pos.Replaced:
		return c, s, pos.Refuse(pos.CardBlocked, c.Number)
	case pos.Printed:
		return c, s, pos.Refuse(pos.CardNotIssued, c.Number)
	}
	if c.Member.IsZero() {
		return c, s, pos.Refuse(pos.UnknownCard, c.Number)
	}
	if !s.Member.AliasOf.IsZero() {
		err = t.store.View(ctx, func(r Reader) error {
			s, err = standingOf(r, s.Member.AliasOf)
			return err
		})
	}
	return c, s, err
}

func cardByNumber(r Reader, number string) (pos.Card, error) {
	clean, err := pos.CleanCardNumber(number)
	if err != nil {
		return pos.Card{}, pos.Refuse(pos.UnknownCard, number)
	}
	return r.Card(clean)
}

// CardRow is a line of the list of cards.
type CardRow struct {
	pos.Card
	Holder string `json:"holder,omitempty"` // the member's name
}

// CardQuery is which cards are wanted. State empty is all of them; the list
// begins behind the card After and is at most Limit long.
type CardQuery struct {
	State pos.CardState
	After string
	Limit int
}

// Cards are cards in the order of their numbers, a page at a time.
func (t *Till) Cards(ctx context.Context, q CardQuery) (list []CardRow, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		list, err = r.Cards(q)
		return err
	})
	return list, err
}

// Card is a card by its number, in whatever state it is.
func (t *Till) Card(ctx context.Context, number string) (row CardRow, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		if row.Card, err = cardByNumber(r, number); err != nil || row.Member.IsZero() {
			return err
		}
		m, err := r.Member(row.Member)
		row.Holder = m.Name
		return err
	})
	return row, err
}
