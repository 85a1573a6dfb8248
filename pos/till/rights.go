package till

import (
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/mutant"
)

// usable is rule I1 of the rights: a till spends of a member no more than the
// rights it holds, and the floor limit that the programme allows beside them.
// A till with no head office holds all rights; one that was restored from a
// backup holds none until a person says that it is the only one.
func usable(shop Shop, p Program, s Standing, available int64) (int64, pos.Code) {
	if !shop.MaySpend {
		return 0, pos.BonusNotOwned
	}
	if !shop.Enrolled || mutant.SpendsUnowned {
		return available, ""
	}
	if held := max(s.Rights+p.FloorLimitPoints, 0); held < available {
		return held, pos.BonusNotOwned
	}
	return available, ""
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
		out.Usable, _ = usable(shop, p, s, available)
		if shop.Enrolled {
			out.FloorLeft = max(p.FloorLimitPoints+min(s.Rights, 0), 0)
			out.Held = max(s.Rights, 0)
		} else {
			out.Held = available
		}
		return nil
	})
	return out, err
}
