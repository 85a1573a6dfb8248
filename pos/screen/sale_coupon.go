package screen

import (
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// coupon is a coupon that was scanned or typed on the sale: it is counted to
// the member on the sale when a person says so, because it counts only once.
func (s *Sale) coupon(ctx context.Context, text, way string, do *Turn) bool {
	d, err := s.till.CouponBy(ctx, text)
	if err == nil {
		err = d.Why
	}
	if err == nil && s.offer.Standing == nil {
		err = pos.Refuse("coupon_needs_member")
	}
	if do.Refuse(err) {
		return true
	}
	do.Sound(GoodSound)
	do.Clear()
	member := s.offer.Standing.Member
	do.Ask(Question{
		Title:   Say("sale.coupon.title", Points(d.Points)),
		Text:    Say("sale.coupon.text", member.Name),
		Choices: []Choice{Yes("ok", "action.register"), No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			err := s.count(ctx, text, way, member.ID, do.Who(), do)
			if !pos.NeedsManager(err) {
				return err
			}
			AskManager(ctx, s.till, do, Say("sale.coupon.title", Points(d.Points)), func(ctx context.Context, m pos.Person, do *Turn) {
				who := do.Who()
				who.Approved = &m
				do.Refuse(s.count(ctx, text, way, member.ID, who, do))
			})
			return nil
		},
	})
	return true
}

func (s *Sale) count(ctx context.Context, text, way string, member pos.ID, who till.Who, do *Turn) error {
	done, err := s.till.RegisterCoupon(ctx, text, member, way, who)
	if err != nil {
		return err
	}
	s.requote(ctx, do)
	do.Say(Go, "coupons.registered", Points(done.Points), done.Standing.Member.Name)
	return nil
}

// typedCoupon takes what was typed as a coupon's code where it is one that the
// till knows: a number of goods that looks like a code stays one of goods.
func (s *Sale) typedCoupon(ctx context.Context, text string, do *Turn) bool {
	if _, err := pos.ReadCouponCode(text); err != nil {
		return false
	}
	if _, err := s.till.CouponBy(ctx, text); err != nil {
		return false
	}
	s.entry = ""
	return s.coupon(ctx, text, till.CouponTyped, do)
}
