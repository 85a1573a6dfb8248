package till

import (
	"context"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/mutant"
)

// BeyondRights is what a till has spent beyond its rights since the head office
// last acknowledged all of that (OfflineEnded): an offline period ends by contact,
// and by no clock.
type BeyondRights struct {
	Points     int64 // within the floor limits
	Overridden int64 // above them, let by managers
}

// spendable is what a till may spend of a member now.
type spendable struct {
	Points int64    // of what is available
	Why    pos.Code // why not all of it; "" where it is
	Floor  int64    // that the floor limits leave beside the rights
	// Override is what a manager may let it spend above Points.
	Override int64
}

// maySpend is rule I1 of the rights: a till spends of a member no more than the
// rights it holds, and the floor limits that the programme allows beside them: A of
// each member, and of all members C. A till with no head office holds all rights;
// one that was restored from a backup holds none until a person says that it is the
// only one.
func maySpend(r Reader, shop Shop, p Program, s Standing, available int64) (m spendable, err error) {
	if !shop.MaySpend {
		return spendable{Why: pos.BonusNotOwned}, nil
	}
	if !shop.Enrolled || mutant.SpendsUnowned {
		return spendable{Points: available}, nil
	}
	held := max(s.Rights, 0)
	if p.FloorLimitPoints == 0 && p.FloorOverridePoints == 0 {
		return bounded(held, available, 0, 0), nil
	}
	used, err := r.BeyondRights()
	if err != nil {
		return m, err
	}
	floor := max(p.FloorLimitPoints+min(s.Rights, 0), 0)
	if p.FloorCapPoints != nil && !mutant.CapForgotten {
		floor = min(floor, max(*p.FloorCapPoints-used.Points, 0))
	}
	return bounded(held, available, floor, max(p.FloorOverridePoints-used.Overridden, 0)), nil
}

func bounded(held, available, floor, override int64) spendable {
	m := spendable{Points: min(held+floor, available), Floor: floor}
	if m.Points < available {
		m.Why, m.Override = pos.BonusNotOwned, min(override, available-m.Points)
	}
	return m
}

// split says what of points spent is beyond the rights: within the floor limits,
// and above them.
func (m spendable) split(held, points int64) (beyond, overridden int64) {
	beyond = min(max(points-max(held, 0), 0), m.Floor)
	return beyond, max(points-max(held, 0)-beyond, 0)
}

// beyond is what of the bonus of a sale this till has no rights to: within the
// floor limits, and above them.
func (o Offer) beyond() (points, overridden int64) {
	if o.Standing == nil || !o.Shop.Enrolled {
		return 0, 0
	}
	return o.may.split(o.Standing.Rights, o.PointsUsed)
}

// mayOverride asks for two pairs of eyes and a reason: a manager with a PIN, who is
// not the one on the till.
func mayOverride(who Who) error {
	m := who.Approved
	switch {
	case m == nil || !m.Active || !m.Role.May(pos.Manager) || m.PINHash == "" || m.ID == who.Person.ID:
		return pos.Refuse(pos.NotAllowed, string(pos.Manager))
	case strings.TrimSpace(who.Reason) == "":
		return pos.Refuse(pos.NoReason)
	}
	return nil
}

// clawback is what becomes of this till's rights where so many points are taken
// back: rule CLAWBACK. A till alone has all rights there are; one of a chain gives
// up those it holds, and the rest is the head office's to find, in what is free or
// as a debt. More would let the others spend what is gone.
func clawback(r Reader, account ledger.Account, rights, points int64, at ledger.Millis) (delta int64, err error) {
	shop, err := r.Shop()
	if err != nil {
		return 0, err
	}
	return -min(points, holdable(shop, account.Usable(at), rights)), nil
}

// holdable is how many of the points that could be taken this till has rights to.
func holdable(shop Shop, usable, rights int64) int64 {
	if shop.Enrolled && !mutant.ClawsBackAll {
		return min(usable, max(rights, 0))
	}
	return usable
}

// Rights is what this till may spend of a member's points while it is alone, and
// why.
type Rights struct {
	Balance   int64
	Usable    int64 // of the balance, now
	Held      int64 // this till's rights: nobody else can spend these points
	FloorLeft int64 // that the programme allows beside them
}

// Rights reads it off a standing.
func (t *Till) Rights(ctx context.Context, s Standing) (out Rights, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		shop, err := r.Shop()
		if err != nil {
			return err
		}
		p, err := r.ProgramAt(pos.At(t.now()))
		if err != nil {
			return err
		}
		available := s.Account.Available(millis(t.now()))
		out = Rights{Balance: s.Account.Balance(millis(t.now())), Held: s.Rights}
		may, err := maySpend(r, shop, p, s, available)
		if err != nil {
			return err
		}
		if out.Usable = may.Points; shop.Enrolled {
			out.FloorLeft, out.Held = may.Floor, max(s.Rights, 0)
		} else {
			out.Held = available
		}
		return nil
	})
	return out, err
}
