package screen

import (
	"context"
	"strings"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// elsewhere is what is said of a scan that a screen has no use for: where it is of
// use.
func elsewhere(sc hardware.Scan) string {
	text := sc.Value + sc.Text
	switch {
	case sc.Kind == hardware.KindCoupon:
		return "error.scan_coupon_elsewhere"
	case strings.HasPrefix(text, pos.GiftCardPrefix) && IsGiftCode(text):
		return "error.scan_gift_card_elsewhere"
	}
	return "error.scan_no_use_here"
}

// IsSlip tells a coupon and a gift card by what their codes begin with: whatever a
// screen makes of a number that it does not know, these are no club card.
func IsSlip(sc hardware.Scan) bool { return elsewhere(sc) != "error.scan_no_use_here" }

// IsGiftCode tells whether a text is the code of a gift card, known or not.
func IsGiftCode(text string) bool {
	_, err := pos.ReadGiftCardCode(text)
	return err == nil
}

// CountsCoupons is what counts coupons to members.
type CountsCoupons interface {
	Approvers
	CouponBy(ctx context.Context, text string) (till.CouponDetails, error)
	RegisterCoupon(ctx context.Context, text string, member pos.ID, way string, who till.Who) (till.Counted, error)
}

// askCoupon asks whether a coupon that was scanned or typed is to be counted to a
// member, because it counts only once; nil is nobody yet. done is called when it is.
func askCoupon(ctx context.Context, t CountsCoupons, text, way string, m *pos.Member, do *Turn, done func(ctx context.Context, do *Turn)) {
	d, err := t.CouponBy(ctx, text)
	if err == nil {
		err = d.Why
	}
	if err == nil && m == nil {
		err = pos.Refuse("coupon_needs_member")
	}
	if do.Refuse(err) {
		return
	}
	do.Sound(GoodSound)
	do.Clear()
	title := Say("sale.coupon.title", Points(d.Points))
	do.Ask(Question{
		Title:   title,
		Text:    Say("sale.coupon.text", m.Name),
		Choices: []Choice{Yes("ok", "action.register"), No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			return WithManager(ctx, t, do, do.Who(), title, func(ctx context.Context, who till.Who, do *Turn) error {
				c, err := t.RegisterCoupon(ctx, text, m.ID, way, who)
				if err != nil {
					return err
				}
				done(ctx, do)
				do.Say(Go, "coupons.registered", Points(c.Points), c.Standing.Member.Name)
				return nil
			})
		},
	})
}
