package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/till"
)

// some is one of a list; the zero value of an empty one.
func some[T any](y *year, list []T) (x T) {
	if len(list) == 0 {
		return x
	}
	return list[y.rnd.IntN(len(list))]
}

func (y *year) chance(percent int) bool { return y.rnd.IntN(100) < percent }

// sell rings up some goods, for a member mostly, and takes whatever pays.
func (y *year) sell() error {
	d, err := y.till.NewSale(y.ctx, pos.System)
	if err != nil {
		return err
	}
	for range 1 + y.rnd.IntN(4) {
		qty := int64(1000)
		switch {
		case y.chance(20):
			qty = 1000 * int64(1+y.rnd.IntN(6))
		case y.chance(15):
			qty = int64(1 + y.rnd.IntN(3000))
		}
		if err := y.till.AddProduct(y.ctx, &d, y.article(), qty); err != nil {
			return err
		}
	}
	if y.chance(10) {
		if err := y.till.SetDiscount(y.ctx, &d, y.rnd.IntN(len(d.Lines)), int64(y.rnd.IntN(2000)), till.By(pos.System)); err != nil {
			return err
		}
	}
	if y.chance(5) {
		if err := y.till.VoidLast(y.ctx, &d); err != nil {
			return err
		}
	}
	if err := y.whose(&d); err != nil {
		return err
	}
	return y.pay(d)
}

// article is one of the goods: of the first few, which are of every kind, more
// often than of the others.
func (y *year) article() pos.Product {
	if y.chance(25) {
		return some(y, y.goods[:7])
	}
	return some(y, y.goods[7:])
}

// whose puts a member on a sale, by card or by name; a quarter are guests.
func (y *year) whose(d *pos.Draft) error {
	switch n := y.rnd.IntN(100); {
	case n < 25 || len(y.members) == 0:
		return nil
	case n < 60 && len(y.cards) > 0:
		_, err := y.till.AttachCard(y.ctx, d, some(y, y.cards), y.chance(50))
		return err
	}
	_, err := y.till.AttachMember(y.ctx, d, some(y, y.members))
	return err
}

// pay completes a sale. What one may not spend, one pays in money.
func (y *year) pay(d pos.Draft) error {
	var p till.Payment
	if !d.Member.IsZero() && y.chance(40) {
		o, err := y.till.Quote(y.ctx, d, 0)
		if err != nil {
			return err
		}
		switch {
		case y.chance(60):
			p.Bonus = loyalty.MaxBonus
		case o.MaxPoints > 0:
			p.Bonus = y.rnd.Int64N(o.MaxPoints+o.MaxPoints/10+1) / o.Program.RedeemStep * o.Program.RedeemStep
		}
	}
	if y.chance(15) {
		for range 1 + y.rnd.IntN(2) {
			if code := some(y, y.gifts); code != "" {
				p.GiftCards = append(p.GiftCards, code)
			}
		}
	}
	switch y.rnd.IntN(5) {
	case 0, 1:
		p.BankCard = till.Exact
	case 2:
		p.Mobile = till.Exact
	case 3:
		p.Cash = till.Exact
	case 4:
		p.Cash = 2_000_00
	}
	done, err := y.till.Complete(y.ctx, d, p)
	if err != nil && pos.CodeOf(err) != "" {
		done, err = y.till.Complete(y.ctx, d, till.Payment{BankCard: till.Exact})
	}
	if err != nil {
		return errors.Join(err, y.till.Discard(y.ctx, d))
	}
	y.receipts = append(y.receipts, done.Sale.Receipt)
	for _, l := range done.Sale.Lines {
		if l.GiftCard != "" && !l.Voided {
			y.gifts = append(y.gifts, l.GiftCard)
		}
	}
	return nil
}

func (y *year) sellGiftCard() error {
	d, err := y.till.NewSale(y.ctx, pos.System)
	if err != nil {
		return err
	}
	if err := y.till.SellGiftCard(y.ctx, &d, pos.Money(50_00+y.rnd.IntN(10)*50_00)); err != nil {
		return err
	}
	if y.chance(50) {
		if err := y.till.AddProduct(y.ctx, &d, y.article(), 1000); err != nil {
			return err
		}
	}
	if err := y.whose(&d); err != nil {
		return err
	}
	return y.pay(d)
}

func (y *year) voidSale() error {
	d, err := y.till.NewSale(y.ctx, pos.System)
	if err != nil {
		return err
	}
	if err := y.till.AddProduct(y.ctx, &d, y.article(), 1000); err != nil {
		return err
	}
	return y.till.VoidSale(y.ctx, d, why("left"))
}

// giveBack returns some of a sale: of the last ones mostly, and sometimes of
// one long ago, by another programme.
func (y *year) giveBack() error {
	if len(y.receipts) == 0 {
		return nil
	}
	n := len(y.receipts)
	if y.chance(70) {
		n = min(n, 300)
	}
	receipt := y.receipts[len(y.receipts)-1-y.rnd.IntN(n)]
	s, err := y.till.SaleByReceipt(y.ctx, receipt)
	if err != nil {
		return err
	}
	req := till.Return{Receipt: receipt, Back: some(y, []pos.TenderKind{"", "", pos.Cash, pos.BankCard})}
	for i, l := range s.Lines {
		if l.Voided || y.chance(40) {
			continue
		}
		back := till.ReturnLine{Line: i}
		if left := l.QtyMilli - l.ReturnedMilli; left > 1 && y.chance(50) && l.GiftCard == "" {
			back.QtyMilli = 1 + y.rnd.Int64N(left)
		}
		req.Lines = append(req.Lines, back)
	}
	_, err = y.till.Refund(y.ctx, req, why("came back"))
	return err
}

func (y *year) join() error {
	n := len(y.names) + 1000*y.lives
	in := till.NewMember{Username: fmt.Sprintf("member%d", n), Name: fmt.Sprintf("Member %s", words(n)), Language: "da"}
	if y.chance(60) {
		in.Birthday = fmt.Sprintf("%d-%02d-%02d", 1950+y.rnd.IntN(50), 1+y.rnd.IntN(12), 1+y.rnd.IntN(28))
	}
	if y.chance(2) {
		in.Birthday = "1984-02-29"
	}
	if y.chance(30) {
		in.ReferredBy = some(y, y.members)
	}
	if y.chance(15) {
		in.Organisation = some(y, y.orgs).ID
	}
	if y.chance(60) {
		in.Tier = some(y, []string{pos.FirstTier, "Silver", "Friends"})
	}
	if y.chance(60) {
		in.Card, in.CardKind = fmt.Sprint(y.free), some(y, []pos.CardKind{pos.BothCard, pos.BothCard, pos.BonusCard, pos.DiscountCard})
		y.free++
	}
	m, err := y.till.AddMember(y.ctx, in, till.By(pos.System))
	if err != nil {
		return err
	}
	y.members, y.names = append(y.members, m.ID), append(y.names, m.Username)
	if in.Card != "" {
		y.cards = append(y.cards, in.Card)
	}
	return nil
}

// words is a number as letters, so that no two names are alike.
func words(n int) string {
	return strings.Map(func(r rune) rune { return r - '0' + 'A' }, fmt.Sprint(n))
}

// changeMember moves somebody to another employer, with a pool or without, or
// blocks and frees them.
func (y *year) changeMember() error {
	who := some(y, y.members)
	if y.chance(20) {
		return errors.Join(y.till.BlockMember(y.ctx, who, true, why("asked")), y.till.BlockMember(y.ctx, who, false, why("asked")))
	}
	org := pos.ID{}
	if y.chance(50) {
		org = some(y, y.orgs).ID
	}
	_, err := y.till.ChangeMember(y.ctx, who, till.MemberChange{Organisation: &org}, till.By(pos.System))
	return err
}

func (y *year) issueCard() error {
	number := fmt.Sprint(y.free)
	y.free++
	if old := some(y, y.cards); old != "" && y.chance(50) {
		_, err := y.till.ReplaceCard(y.ctx, old, number, till.By(pos.System))
		if err == nil {
			y.cards = append(y.cards, number)
		}
		return err
	}
	err := y.till.IssueCard(y.ctx, some(y, y.members), number, some(y, []pos.CardKind{pos.BothCard, pos.BonusCard, pos.DiscountCard}), till.By(pos.System))
	if err == nil {
		y.cards = append(y.cards, number)
	}
	return err
}

func (y *year) place() error {
	pin := y.chance(30)
	return y.till.PlaceMember(y.ctx, some(y, y.members), till.Place{Tier: some(y, []string{"Silver", "Gold", pos.NoBonusTier, "Friends", ""}), Pin: &pin}, why("asked"))
}

func (y *year) adjust() error {
	points := int64(1 + y.rnd.IntN(2000))
	if y.chance(40) {
		points = -points
	}
	_, err := y.till.Adjust(y.ctx, some(y, y.members), points, why("counted anew"))
	return err
}

func (y *year) makeCoupons() error {
	in := till.NewCoupons{Count: 20, Points: int64(10 + y.rnd.IntN(500)), Title: "Autumn"}
	if y.chance(70) {
		in.ValidUntil = pos.At(pos.EndOfDay(y.now.AddDate(0, 0, y.rnd.IntN(40))))
	}
	made, err := y.till.MakeCoupons(y.ctx, in, till.By(pos.System))
	y.coupons = append(y.coupons, made.Codes...)
	return err
}

func (y *year) registerCoupon() error {
	if len(y.coupons) == 0 {
		return y.makeCoupons()
	}
	_, err := y.till.RegisterCoupon(y.ctx, some(y, y.coupons), some(y, y.members), till.CouponTyped, till.By(pos.System))
	return err
}

func (y *year) giveCoupon() error {
	_, err := y.till.GiveCoupon(y.ctx, int64(1+y.rnd.IntN(300)), some(y, y.members), till.By(pos.System))
	return err
}

func (y *year) voidCoupon() error {
	_, err := y.till.VoidCoupon(y.ctx, some(y, y.coupons), why("lost"))
	return err
}

func (y *year) noted() error {
	d, err := y.till.NewNotedDraft()
	if err != nil {
		return err
	}
	for range 1 + y.rnd.IntN(8) {
		d.Rows = append(d.Rows, pos.NewNotedRow(some(y, y.names), fmt.Sprint(1+y.rnd.IntN(400)), "of the day"))
	}
	for i := range d.Rows {
		d.Rows[i].Again = true
	}
	if _, err = y.till.CommitNoted(y.ctx, d, till.By(pos.System)); err != nil {
		return err
	}
	y.lists = append(y.lists, d.ID)
	if y.chance(10) { // a try whose outcome nobody saw
		_, err = y.till.CommitNoted(y.ctx, d, till.By(pos.System))
	}
	return err
}

func (y *year) undoNoted() error {
	_, err := y.till.UndoNoted(y.ctx, some(y, y.lists), why("wrong list"))
	return err
}

func (y *year) book() error {
	a, err := y.till.Book(y.ctx, till.Booking{Member: some(y, y.members), Service: "massage", Ends: y.soon()}, till.By(pos.System))
	if err == nil {
		y.visits = append(y.visits, a.ID)
	}
	return err
}

func (y *year) soon() time.Time {
	return y.now.Add(time.Duration(y.rnd.IntN(40*24*60)) * time.Minute)
}

func (y *year) changeVisit() error {
	if len(y.visits) == 0 {
		return nil
	}
	visit := y.visits[len(y.visits)-1-y.rnd.IntN(min(len(y.visits), 10))]
	if y.chance(50) {
		_, err := y.till.MoveAppointment(y.ctx, visit, y.soon(), till.By(pos.System))
		return err
	}
	_, err := y.till.CancelAppointment(y.ctx, visit, y.chance(50), till.By(pos.System))
	return err
}

func (y *year) reward() error {
	b, err := y.till.BuyReward(y.ctx, some(y, y.members), some(y, []string{"coffee", "coffee", "ticket", "card50"}), till.By(pos.System))
	if err != nil {
		return err
	}
	y.bought = append(y.bought, b.ID)
	if b.Card != nil {
		y.gifts = append(y.gifts, b.Card.Code)
	}
	return nil
}

func (y *year) handOut() error {
	_, err := y.till.HandOut(y.ctx, some(y, y.bought), till.By(pos.System))
	return err
}

func (y *year) giveGiftCard() error {
	d, err := y.till.GiveGiftCard(y.ctx, pos.Money(20_00+y.rnd.IntN(100_00)), pos.ID{}, why("sorry"))
	if err == nil {
		y.gifts = append(y.gifts, d.Code)
	}
	return err
}

func (y *year) blockGiftCard() error {
	_, err := y.till.BlockGiftCard(y.ctx, some(y, y.gifts), y.chance(50), why("lost"))
	return err
}

// changeProgram makes a new version, at once or from a moment on.
func (y *year) changeProgram() error {
	set := some(y, []map[string]string{
		{"points": "1", "points_worth": "1"}, {"points": "100", "points_worth": "100"}, {"points": "10", "points_worth": "7"},
		{"accrual_base": "ex_vat"}, {"accrual_base": "gross"}, {"cap_bp": "3000"}, {"cap_bp": "10000"}, {"cap_bp": "1250"},
		{"cap_value_per_sale": "5000"}, {"cap_value_per_sale": "null"}, {"cap_points_per_sale": "1500"}, {"cap_points_per_sale": "null"},
		{"min_purchase": "5000"}, {"min_purchase": "0"}, {"min_balance_points": "200"}, {"redeem_step": "25"}, {"redeem_step": "1"},
		{"earn_when_redeeming": "false"}, {"earn_when_redeeming": "true"}, {"expiry_months": "1"}, {"expiry_months": "6"}, {"expiry_months": "0"}, {"expiry_months": "2"},
		{"hold_back_reversed": "true"}, {"hold_back_reversed": "false"}, {"ladder_downgrade": "false"}, {"ladder_downgrade": "true"},
		{"ladder_window_months": "1"}, {"ladder_window_months": "3"}, {"ladder": "false"}, {"ladder": "true"}, {"service_delay_minutes": "0"}, {"service_delay_minutes": "180"},
		{"welcome_points": "0"}, {"welcome_points": "40"}, {"gift_card_months": "2", "gift_card_grace_months": "1"}, {"gift_card_months": "36"}, {"cash_rounding": "100"}, {"cash_rounding": "50"},
	})
	if y.chance(50) {
		_, err := y.till.SetProgram(y.ctx, set, till.By(pos.System))
		return err
	}
	_, err := y.till.PlanProgram(y.ctx, set, pos.At(y.now.AddDate(0, 0, 1+y.rnd.IntN(20))), till.By(pos.System))
	return err
}

func (y *year) changeCategory() error {
	yes, no, three := true, false, int64(3)
	c := some(y, []pos.Category{{}, {Earns: &no}, {BonusPayable: &no}, {Discountable: &no, Earns: &yes}, {FixedPoints: &three}})
	c.Name = some(y, []string{"tea", "cups", "sweets", "tobacco"})
	return y.till.SetCategory(y.ctx, c, till.By(pos.System))
}

func (y *year) merge() error {
	_, err := y.till.MergeMembers(y.ctx, some(y, y.members), some(y, y.members), why("one person"))
	return err
}

func (y *year) erase() error {
	return y.till.EraseMember(y.ctx, some(y, y.members), why("asked to be forgotten"))
}
