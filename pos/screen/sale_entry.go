package screen

import (
	"context"
	"strings"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// enter is Enter in the entry line: a number is found as a scan is; other text
// searches goods and members by name.
func (s *Sale) enter(ctx context.Context, do *Turn) {
	text := strings.TrimSpace(s.entry)
	if text == "" {
		s.enterNothing(ctx, do)
		return
	}
	f, err := s.till.Find(ctx, text)
	switch {
	case err == nil:
		s.entry = ""
		s.found(ctx, f, text, text, true, do)
	case pos.CodeOf(err) == pos.UnknownBarcode:
		if s.gift(ctx, text, do) {
			s.entry = ""
		} else if !s.typedCoupon(ctx, text, do) {
			s.search(ctx, text, err, do)
		}
	case pos.CodeOf(err) == pos.CardNotIssued:
		s.entry = ""
		s.offerCard(ctx, text, do)
	default:
		s.entry = AfterRefusal(s.entry, err)
		do.Refuse(err)
	}
	s.mark()
}

// mark lets a refused entry stand to be mended. What comes next takes its place:
// it would be glued to it.
func (s *Sale) mark() {
	if s.entry != "" {
		s.refused = true
		s.marked++
	}
}

// AfterRefusal is what stays in an entry line when it was refused: nothing of a
// payment card's number, all of anything else, to be mended.
func AfterRefusal(entry string, err error) string {
	if pos.CodeOf(err) == pos.PaymentCard {
		return ""
	}
	return entry
}

// enterNothing gives the quantity that was typed to the chosen line, or to the
// last.
func (s *Sale) enterNothing(ctx context.Context, do *Turn) {
	at, ok := s.line()
	if s.qty == 0 || !ok {
		return
	}
	qty := s.qty
	s.qty = 0
	s.change(ctx, do, func() error { return s.till.SetQuantity(ctx, &s.draft, at, qty) })
}

// found puts what a number means on the sale; card and goods are the number
// as the one and as the other. Where it means both, it asks.
func (s *Sale) found(ctx context.Context, f till.Found, card, goods string, typed bool, do *Turn) bool {
	if f.Ambiguous() {
		do.Ask(Question{
			Title: Say("sale.which.title", goods),
			Text:  Say("sale.which.text"),
			Rows: []Row{
				{Head: Name(f.Member.Member.Name), Sub: Say("sale.which.card", f.Card.Number)},
				{Head: Name(f.Product.Name), Sub: Say("sale.which.goods", f.Product.SKU), Right: amount(f.Product.Price)},
			},
			Choices: []Choice{Yes("ok", "action.choose"), No()},
			Then: func(ctx context.Context, r Reply, do *Turn) error {
				switch {
				case r.Do == Cancel:
				case r.Row == 0:
					s.attach(ctx, card, typed, do)
				case r.Row == 1:
					s.add(ctx, *f.Product, do)
				}
				return nil
			},
		})
		return true
	}
	if f.Member != nil {
		return s.attach(ctx, card, typed, do)
	}
	return s.add(ctx, *f.Product, do)
}

func (s *Sale) attach(ctx context.Context, card string, typed bool, do *Turn) bool {
	return s.change(ctx, do, func() error {
		_, err := s.till.AttachCard(ctx, &s.draft, card, typed)
		return err
	})
}

func (s *Sale) add(ctx context.Context, p pos.Product, do *Turn) bool {
	qty := s.qty
	if qty == 0 {
		qty = 1000
	}
	ok := s.change(ctx, do, func() error { return s.till.AddProduct(ctx, &s.draft, p, qty) })
	if ok {
		s.qty, s.chosen = 0, -1
	}
	return ok
}

// Short is as much of a typed text as a sentence has room for.
func Short(text string) string {
	const most = 24
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}

// How many rows a search offers: more are no help to a cashier.
const (
	mostGoods   = 30
	MostMembers = 10
)

// search looks for goods and members by what was typed; unknown is what to say
// when there are none.
func (s *Sale) search(ctx context.Context, text string, unknown error, do *Turn) {
	var goods []pos.Product
	var members []pos.Member
	var err error
	if !digits(text) {
		if goods, err = s.till.FindProducts(ctx, text, mostGoods); do.Refuse(err) {
			return
		}
	}
	if len(text) >= 3 {
		if members, err = s.till.FindMembers(ctx, text, MostMembers); do.Refuse(err) {
			return
		}
	}
	switch {
	case len(goods)+len(members) == 0:
		if !digits(text) {
			unknown = pos.Refuse("nothing_found", Short(text))
		}
		do.Refuse(unknown)
		return
	case len(goods) == 1 && len(members) == 0:
		s.entry = ""
		s.add(ctx, goods[0], do)
		return
	}
	s.entry = ""
	do.Clear()
	do.Ask(s.hits(text, goods, members))
}

func (s *Sale) hits(text string, goods []pos.Product, members []pos.Member) Question {
	q := Question{
		Title:   Say("sale.hits.title", text),
		Choices: []Choice{Yes("ok", "action.choose"), No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			switch at := r.Row; {
			case r.Do == Cancel || at < 0:
			case at < len(goods):
				s.add(ctx, goods[at], do)
			default:
				s.change(ctx, do, func() error {
					_, err := s.till.AttachMember(ctx, &s.draft, members[at-len(goods)].ID)
					return err
				})
			}
			return nil
		},
	}
	for _, p := range goods {
		q.Rows = append(q.Rows, Row{Head: Name(p.Name), Sub: Name(p.SKU), Right: amount(p.Price)})
	}
	for _, m := range members {
		q.Rows = append(q.Rows, Row{Head: Name(m.Name), Sub: Say("sale.hits.member", strings.TrimSpace(m.Phone+" "+m.Email))})
	}
	return q
}

func amount(m pos.Money) Sentence { return Say("money", m) }

// scanned is a scan on the sale. It clears nothing that was typed.
func (s *Sale) scanned(ctx context.Context, sc hardware.Scan, do *Turn) bool {
	card, goods := sc.Value, sc.Value
	switch sc.Kind {
	case hardware.KindClubCard:
		if sc.OrProduct != "" {
			goods = sc.OrProduct
		}
	case hardware.KindProduct, hardware.KindRFID:
	case hardware.KindCoupon:
		return s.coupon(ctx, sc.Value, till.CouponScanned, do)
	case hardware.KindUnknown:
		card, goods = sc.Text, sc.Text
	default:
		return false
	}
	f, err := s.till.Find(ctx, card)
	if code := pos.CodeOf(err); code == pos.UnknownBarcode || err == nil && f.Product == nil {
		if goods != card && (f.Product == nil) {
			p, perr := s.till.Product(ctx, goods)
			switch {
			case perr == nil:
				f.Product, err = &p, nil
			case pos.CodeOf(perr) != pos.UnknownBarcode:
				err = perr
			}
		}
	}
	if err != nil {
		s.unknownScan(ctx, sc, err, do)
		return true
	}
	if s.found(ctx, f, card, goods, false, do) {
		do.Sound(GoodSound)
	}
	return true
}

// unknownScan is a code that is neither card nor goods: the one on a receipt
// starts a return.
func (s *Sale) unknownScan(ctx context.Context, sc hardware.Scan, err error, do *Turn) {
	number := sc.Value
	if sc.Kind == hardware.KindUnknown {
		number = sc.Text
	}
	switch pos.CodeOf(err) {
	case pos.CardNotIssued:
		do.Sound(GoodSound)
		s.offerCard(ctx, number, do)
		return
	case pos.UnknownBarcode:
	default:
		do.Refuse(err)
		return
	}
	sale, serr := s.till.SaleByReceipt(ctx, number)
	switch {
	case serr == nil:
		do.Sound(GoodSound)
		do.Go(RefundPlace, Take{Sale: sale})
	case sc.Kind == hardware.KindClubCard:
		do.Sound(GoodSound)
		do.Ask(newCard(number, true))
	case s.gift(ctx, number, do):
	case sc.Kind == hardware.KindUnknown && s.isCoupon(ctx, number): // of another prefix
		s.coupon(ctx, number, till.CouponScanned, do)
	default:
		do.Refuse(err)
	}
}

func (s *Sale) isCoupon(ctx context.Context, text string) bool {
	_, err := s.till.CouponBy(ctx, text)
	return err == nil
}
