package till

import (
	"context"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/loyalty"
)

// Lender gets rights over a member's points that this till lacks: the head
// office, while there is a line.
type Lender interface {
	// Borrow asks for the rights that a payment lacks and holds what the till has
	// of the account meanwhile. It returns when it has them, or when no more can be
	// had; the till then has what it has. Keepers are who has the rest.
	Borrow(ctx context.Context, account pos.ID, points int64) (granted int64, keepers []Keeper, err error)
	// LetGo says that the payment is over, or will not be.
	LetGo(account pos.ID)
	// CardNumbers asks for so many numbers of cards that nobody else will use. It
	// returns when the till has them.
	CardNumbers(ctx context.Context, count int64) error
}

// Keeper is another till that has rights over points which a payment lacks.
type Keeper struct {
	Name   string
	Points int64
	Online bool // it was heard of lately
}

// Borrowed is what came of asking for rights.
type Borrowed struct {
	Missing int64 // points that the payment lacks still
	Keepers []Keeper
	NoLine  error // why the head office could not be asked; nil is that it was
}

// BonusKept is BonusOverCap where the rule would let bonus pay more, and rights are
// what this till lacks.
type BonusKept struct {
	Most              int64 // points that bonus may pay of the sale here now
	Usable, Available int64 // of all that the member has
	Shop              Shop
	Borrowed          *Borrowed // what came of asking for them; nil is that nobody was asked
}

func (e *BonusKept) Error() string { return e.Unwrap().Error() }

// Unwrap is the refusal, with the most points for scripts.
func (e *BonusKept) Unwrap() error { return pos.Refuse(pos.BonusOverCap, e.Most) }

// sayWhy is why a payment was refused, where rights are what it lacks.
func (t *Till) sayWhy(ctx context.Context, d pos.Draft, p Payment, b Borrowed, refused error) error {
	if pos.CodeOf(refused) != pos.BonusOverCap {
		return refused
	}
	return t.OverCap(ctx, d, p, &b)
}

// OverCap is the refusal of a payment whose bonus is more than may be: BonusKept where
// rights are what is missing. b is what came of asking for them, nil where nobody was.
func (t *Till) OverCap(ctx context.Context, d pos.Draft, p Payment, b *Borrowed) (refused error) {
	err := t.store.View(ctx, func(r Reader) error {
		asked := p.Bonus
		p.Bonus = loyalty.MaxBonus
		now, err := t.offer(r, d, p, t.now())
		if err != nil {
			return err
		}
		all, err := t.offerOf(r, d, p, t.now(), true)
		if err != nil {
			return err
		}
		if refused = pos.Refuse(pos.BonusOverCap, now.PointsUsed); now.PointsUsed < min(asked, all.PointsUsed) && now.Why != "" {
			refused = &BonusKept{Most: now.PointsUsed, Usable: now.Usable, Available: now.Available, Shop: now.Shop, Borrowed: b}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return refused
}

// borrowWithin is how long a payment waits for rights. A sale itself never does.
const borrowWithin = 1500 * time.Millisecond

// Borrow gets the rights that paying a sale with bonus needs and this till lacks,
// as far as they can be had now. Complete does so by itself; a screen asks
// earlier, so that the cashier sees what may be spent. It says how many points
// are still missing, and who has them.
func (t *Till) Borrow(ctx context.Context, d pos.Draft, p Payment) (b Borrowed, err error) {
	if t.lender == nil || p.Bonus == 0 || d.Member.IsZero() {
		return b, nil
	}
	holder, missing, err := t.lacks(ctx, d, p)
	if err != nil || missing <= 0 {
		return b, err
	}
	return t.borrow(ctx, holder, missing), nil
}

// borrow asks the head office for rights to so many of a holder's points, as long
// as a customer can be let wait.
func (t *Till) borrow(ctx context.Context, holder pos.ID, missing int64) Borrowed {
	bound, cancel := context.WithTimeout(ctx, t.waits)
	defer cancel()
	granted, keepers, err := t.lender.Borrow(bound, holder, missing)
	if err != nil {
		t.log.Info("no rights borrowed", "points", missing, "cause", err)
	}
	return Borrowed{Missing: missing - granted, Keepers: keepers, NoLine: err}
}

// lacks is how many points a payment needs beyond what this till may spend.
func (t *Till) lacks(ctx context.Context, d pos.Draft, p Payment) (holder pos.ID, points int64, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		shop, err := r.Shop()
		if err != nil || !shop.Enrolled || !shop.MaySpend {
			return err
		}
		o, err := t.offerOf(r, d, p, t.now(), true)
		if err != nil || o.Standing == nil {
			return err
		}
		// What the floor limits allow is for when there is nobody to ask.
		holder, points = o.Standing.Holder, o.PointsUsed-max(o.Standing.Rights, 0)
		return nil
	})
	return holder, points, err
}

// letGo ends what Borrow holds for a sale.
func (t *Till) letGo(s *Standing) {
	if t.lender != nil && s != nil {
		t.lender.LetGo(s.Holder)
	}
}

// letGoOf ends what Borrow holds for a sale that is not paid. Where who it is of is
// not known any more, it ends by itself.
func (t *Till) letGoOf(ctx context.Context, d pos.Draft) {
	if t.lender == nil || d.Member.IsZero() {
		return
	}
	_ = t.store.View(ctx, func(r Reader) error {
		s, err := standingOf(r, d.Member)
		if err == nil {
			t.letGo(&s)
		}
		return err
	})
}

// gather gets the rights to all that an account has, as far as they can be had;
// letGo ends what is held of it.
func (t *Till) gather(ctx context.Context, account pos.ID) (letGo func(), err error) {
	letGo = func() {}
	if t.lender == nil {
		return letGo, nil
	}
	var missing int64
	err = t.store.View(ctx, func(r Reader) error {
		shop, err := r.Shop()
		if err != nil || !shop.Enrolled {
			return err
		}
		a, rights, err := r.Account(account)
		missing = a.Holding() - rights
		return err
	})
	if err != nil || missing <= 0 {
		return letGo, err
	}
	t.borrow(ctx, account, missing)
	return func() { t.lender.LetGo(account) }, nil
}
