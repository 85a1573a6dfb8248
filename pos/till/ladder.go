package till

import (
	"cmp"
	"context"
	"slices"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/loyalty"
)

// NextLevel is the level of the ladder that a member comes to next.
type NextLevel struct {
	Tier pos.Tier
	Left pos.Money // spending that is left to it
}

// Ladder is the levels that spending reaches, the lowest first.
func (t *Till) Ladder(ctx context.Context) (l loyalty.Ladder, err error) {
	tiers, err := t.Tiers(ctx)
	return loyalty.LadderOf(tiers), err
}

// OnLadder is where a member stands on the ladder.
type OnLadder struct {
	Spend int64      // what counts now, minor units
	Next  *NextLevel // nil at the top, where the tier is pinned, and where there is no ladder
}

// LadderOf is where a member stands on the ladder now.
func (t *Till) LadderOf(ctx context.Context, s Standing) (on OnLadder, err error) {
	now := t.now()
	err = t.store.View(ctx, func(r Reader) error {
		p, err := r.ProgramAt(pos.At(now))
		if err != nil {
			return err
		}
		on.Spend = p.LadderSpend(s.Spend, now)
		on.Next, err = nextLevel(r, p, s, now)
		return err
	})
	return on, err
}

func nextLevel(r Reader, p Program, s Standing, now time.Time) (*NextLevel, error) {
	if !p.Ladder || s.Pinned {
		return nil, nil
	}
	tiers, err := r.Tiers()
	if err != nil {
		return nil, err
	}
	tier, left, ok := loyalty.LadderOf(tiers).Next(s.Tier, p.LadderSpend(s.Spend, now))
	if !ok {
		return nil, nil
	}
	return &NextLevel{Tier: tier, Left: pos.Money(left)}, nil
}

// climb lifts the member of a sale that reached a level: it counts from the
// next sale. A sale that changes nothing reads nothing for it that is not
// known already. It says whether the member was lifted.
func (t *Till) climb(tx Tx, p Program, s Standing, base pos.Money, now time.Time) (up bool, err error) {
	if !p.Ladder || s.Pinned {
		return false, nil
	}
	tiers, err := tx.Tiers()
	if err != nil {
		return false, err
	}
	ladder := loyalty.LadderOf(tiers)
	spend := pos.Spend{Total: s.Spend.Total, Days: slices.Clone(s.Spend.Days)}
	spend.Add(pos.DayOf(pos.At(now)), int64(base))
	to, up := ladder.Promote(s.Tier, p.LadderSpend(spend, now))
	review := reviewAt(p, ladder, to, now.In(t.zone))
	if !up && (s.ReviewAt > 0 || review == 0) {
		return false, nil // nobody was lifted, and whose window must begin has one
	}
	return up, t.setTier(tx, now, s.Member.ID, tierNow{Tier: to.Name, ByLadder: true, ReviewAt: review, Reached: up}, Who{})
}

// reviewAt is when the window of a tier that begins at a moment is over; 0
// where the ladder never looks at it again.
func reviewAt(p Program, l loyalty.Ladder, tier pos.Tier, from time.Time) pos.Millis {
	if !p.Ladder || !l.Reviewed(tier) {
		return 0
	}
	return p.WindowEnd(from)
}

// tierNow is what a MemberTierSet says.
type tierNow struct {
	Tier             string
	Pinned, ByLadder bool
	ReviewAt         pos.Millis
	Reached          bool // it is a better one: they are told
}

func (t *Till) setTier(tx Tx, now time.Time, member pos.ID, n tierNow, who Who) error {
	body := who.body()
	body.What = &journalpb.Body_MemberTierSet{MemberTierSet: &journalpb.MemberTierSet{
		Member: member[:], Tier: n.Tier, Pinned: n.Pinned, ByLadder: n.ByLadder, ReviewAt: int64(n.ReviewAt),
	}}
	a, err := tx.Append(now, body, member, 0)
	if err != nil || !n.Reached {
		return err
	}
	m, err := tx.Member(member)
	if err != nil {
		return err
	}
	return t.tell(tx, m, news{Kind: pos.LevelMessage, Cause: because(a), About: n.Tier}, who)
}

// SetMemberTier moves a member to a tier by hand. It counts from the next sale.
// Nobody moves themselves.
func (t *Till) SetMemberTier(ctx context.Context, member pos.ID, tier string, who Who) error {
	return t.PlaceMember(ctx, member, Place{Tier: tier}, who)
}

// Place is where a member is put on the ladder by hand.
type Place struct {
	Tier string // "" stays
	Pin  *bool  // the ladder leaves the member there; nil stays as it is
}

// PlaceMember moves a member to a tier by hand, and pins them there or gives
// them back to the ladder. It counts from the next sale. A manager does that,
// and nobody for themselves.
func (t *Till) PlaceMember(ctx context.Context, member pos.ID, place Place, who Who) error {
	if err := who.needs(pos.Manager); err != nil {
		return err
	}
	return t.store.Do(ctx, func(tx Tx) error {
		s, err := standingOf(tx, member)
		if err != nil {
			return err
		}
		if own, err := isOwn(tx, who.Person, s); err != nil || own {
			return cmp.Or(err, pos.Refuse(pos.OwnAccount))
		}
		now := t.now()
		tier, err := tx.Tier(cmp.Or(place.Tier, s.Tier.Name))
		if err != nil {
			return err
		}
		p, err := tx.ProgramAt(pos.At(now))
		if err != nil {
			return err
		}
		tiers, err := tx.Tiers()
		if err != nil {
			return err
		}
		n := tierNow{Tier: tier.Name, Pinned: s.Pinned, Reached: tier.RateBp > s.Tier.RateBp}
		if place.Pin != nil {
			n.Pinned = *place.Pin
		}
		if !n.Pinned {
			n.ReviewAt = reviewAt(p, loyalty.LadderOf(tiers), tier, now.In(t.zone))
		}
		return t.setTier(tx, now, s.Member.ID, n, who)
	})
}

// reviewLadder looks at every member whose window is over at a moment: who
// spent enough stays for another, the others move down one level. A till that
// was off catches up, window by window, as if it had been on.
func (t *Till) reviewLadder(ctx context.Context, at time.Time) (reviewed int, err error) {
	for {
		n, err := t.reviewSome(ctx, at)
		reviewed += n
		if err != nil || n == 0 {
			return reviewed, err
		}
	}
}

// reviewBatch is how many members one transaction looks at: a sale can come
// between two.
const reviewBatch = 100

func (t *Till) reviewSome(ctx context.Context, at time.Time) (n int, err error) {
	var due []DueReview
	err = t.store.View(ctx, func(r Reader) error {
		due, err = r.ReviewsDue(pos.At(at), 1)
		return err
	})
	if err != nil || len(due) == 0 {
		return 0, err
	}
	err = t.store.Do(ctx, func(tx Tx) error {
		if due, err = tx.ReviewsDue(pos.At(at), reviewBatch); err != nil {
			return err
		}
		tiers, err := tx.Tiers()
		if err != nil {
			return err
		}
		for _, d := range due {
			if err := t.review(tx, d, loyalty.LadderOf(tiers)); err != nil {
				return err
			}
		}
		return nil
	})
	return len(due), err
}

// review ends one window, by the programme that held then.
func (t *Till) review(tx Tx, d DueReview, ladder loyalty.Ladder) error {
	s, err := tx.Standing(d.Member)
	if err != nil {
		return err
	}
	p, err := tx.ProgramAt(d.At)
	if err != nil {
		return err
	}
	end := d.At.Time(t.zone)
	to := s.Tier
	if p.Ladder && p.LadderDowngrade && !s.Pinned {
		to = ladder.Review(s.Tier, p.LadderSpend(s.Spend, end))
	}
	n := tierNow{Tier: to.Name, Pinned: s.Pinned, ByLadder: true}
	if !s.Pinned {
		n.ReviewAt = reviewAt(p, ladder, to, end)
	}
	return t.setTier(tx, t.now(), s.Member.ID, n, Who{})
}

// lineBase is what of a sold line counts for the ladder, by the programme it
// was sold under: the sum over the lines is the sale's accrual base.
func lineBase(p Program, l pos.LineItem) int64 {
	return p.LineBase(loyalty.Line{Kind: l.Kind, VATBp: l.VATBp, Earns: l.Earns},
		loyalty.QuotedLine{Net: int64(l.Net), BonusValue: int64(l.BonusValue), PromoGiftCard: int64(l.PromoGiftCard)})
}

// ladderBack is what counts for the ladder no more when lines come back: of
// each its part of what the line counted, so that all parts add up to that.
func ladderBack(p Program, sale pos.Sale, lines []*journalpb.RefundLine) (base int64) {
	returned := map[int64]int64{}
	for _, in := range lines {
		l := sale.Lines[in.Line]
		a := l.ReturnedMilli + returned[in.Line]
		returned[in.Line] += in.QtyMilli
		base += loyalty.Part(lineBase(p, l), l.QtyMilli, a, a+in.QtyMilli)
	}
	return base
}
