package screen

import (
	"context"
	"strconv"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// askAmount asks for an amount of money.
func askAmount(title, text Sentence, word string, do *Turn, then func(context.Context, pos.Money, *Turn) error) {
	do.Ask(Question{
		Title: title, Text: text, Field: &Field{Label: Say("gifts.amount"), Kind: AmountText},
		Choices: []Choice{Yes("ok", word), No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			m, ok := ReadAmount(strings.TrimSpace(r.Text))
			if !ok || m <= 0 {
				return pos.Refuse(pos.BadAmount)
			}
			return then(ctx, m, do)
		},
	})
}

// askSell asks for the amount, and puts the gift card on the sale.
func (g *Gifts) askSell(do *Turn) {
	askAmount(Say("gifts.sell.title"), Say("gifts.sell.text"), "gifts.sell.do", do, func(_ context.Context, m pos.Money, do *Turn) error {
		if m > pos.MaxUnitPrice {
			return pos.Refuse(pos.AmountTooLarge)
		}
		do.Go(SalePlace, SellGift{Amount: m})
		return nil
	})
}

// askGive asks for the amount and the reason of a gift card that nobody pays
// for.
func (g *Gifts) askGive(do *Turn) {
	title := Say("gifts.give.title")
	askAmount(title, Say("gifts.give.text"), "action.next", do, func(_ context.Context, m pos.Money, do *Turn) error {
		do.Ask(Question{
			Title: title, Text: Say("gifts.give.why", m), Field: &Field{Label: Say("coupons.void.reason")},
			Choices: []Choice{Yes("ok", "gifts.give.do"), No()},
			Then: func(ctx context.Context, r Reply, do *Turn) error {
				reason := strings.TrimSpace(r.Text)
				switch {
				case r.Do == Cancel:
					return nil
				case reason == "":
					return pos.Refuse(pos.NoReason)
				}
				who := do.Who()
				who.Reason = reason
				return WithManager(ctx, g.till, do, who, Say("gifts.give.asked", m, Plain(reason)), func(ctx context.Context, who till.Who, do *Turn) error {
					d, err := g.till.GiveGiftCard(ctx, m, g.memberID(), who)
					if err != nil {
						return err
					}
					g.made(ctx, d, do)
					return nil
				})
			},
		})
		return nil
	})
}

// made shows a gift card that was just made; its paper is on its way.
func (g *Gifts) made(ctx context.Context, d till.GiftCardDetails, do *Turn) {
	g.refresh(ctx, do)
	g.st.Open = &d
	g.devices.Wake()
	do.Sound(GoodSound)
	do.MadeAndPrinting("gifts.made", d.Amount)
}

// askBuy asks before points are taken for a reward.
func (g *Gifts) askBuy(o till.RewardOffer, do *Turn) {
	switch {
	case g.st.Member == nil:
		do.Say(Look, "gifts.member_first")
		do.Sound(RefusedSound)
		return
	case o.Why == pos.PointsMissing:
		do.Refuse(pos.Refuse(o.Why, o.Missing))
		return
	case o.Why != "" && !o.Asks:
		do.Refuse(pos.Refuse(o.Why, o.Name))
		return
	}
	member, title := g.st.Member.Member, Say("gifts.buy.title", o.Name)
	do.Ask(Question{
		Title: title, Text: Say("gifts.buy.text", member.Name, Points(o.Points), Points(g.st.Points-o.Points)),
		Choices: []Choice{Yes("ok", "gifts.buy.do"), No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			return WithManager(ctx, g.till, do, do.Who(), title, func(ctx context.Context, who till.Who, do *Turn) error {
				b, err := g.till.BuyReward(ctx, member.ID, o.SKU, who)
				if err != nil {
					g.refresh(ctx, do) // another till may have taken the last one
					return err
				}
				if b.Card != nil {
					g.made(ctx, *b.Card, do)
					return nil
				}
				g.refresh(ctx, do)
				do.Sound(GoodSound)
				g.askHandOut(b.PurchaseRow, do)
				return nil
			})
		},
	})
}

// askHandOut asks whether a reward is in the customer's hand.
func (g *Gifts) askHandOut(p till.PurchaseRow, do *Turn) {
	do.Ask(Question{
		Title: Say("gifts.hand_out.title", p.Name), Text: Say("gifts.hand_out.text"),
		Choices: []Choice{Yes("ok", "gifts.hand_out.do"), {Do: Cancel, Word: Say("action.later")}},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			if _, err := g.till.HandOut(ctx, p.ID, do.Who()); err != nil {
				return err
			}
			g.refresh(ctx, do)
			do.Say(Go, "gifts.handed_out", p.Name)
			return nil
		},
	})
}

func (g *Gifts) print(ctx context.Context, do *Turn) {
	code := g.st.Open.Code
	do.Refuse(WithManager(ctx, g.till, do, do.Who(), Say("action.print"), func(ctx context.Context, who till.Who, do *Turn) error {
		d, err := g.till.PrintGiftCard(ctx, code, who)
		if err != nil {
			return err
		}
		g.st.Open = &d
		g.devices.Wake()
		do.Printing("gifts.printing")
		return nil
	}))
}

// askBlock blocks the open card, or takes that back, for a reason.
func (g *Gifts) askBlock(do *Turn) {
	d := g.st.Open
	block, key := !d.Blocked, "gifts.block"
	mood := Stop
	if d.Blocked {
		key, mood = "gifts.unblock", Go
	}
	do.Ask(Question{
		Title: Say(key + ".title"), Text: Say(key+".text", d.Balance), Field: &Field{Label: Say("coupons.void.reason")},
		Choices: []Choice{{Do: "ok", Word: Say(key + ".do"), Mood: mood}, No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			reason := strings.TrimSpace(r.Text)
			switch {
			case r.Do == Cancel:
				return nil
			case reason == "":
				return pos.Refuse(pos.NoReason)
			}
			who := do.Who()
			who.Reason = reason
			what := Say("manager.why", Say(key+".title"), Say(key+".text", d.Balance))
			return WithManager(ctx, g.till, do, who, what, func(ctx context.Context, who till.Who, do *Turn) error {
				now, err := g.till.BlockGiftCard(ctx, d.Code, block, who)
				if err != nil {
					return err
				}
				g.refresh(ctx, do)
				g.st.Open = &now
				do.Say(Go, key+".done")
				return nil
			})
		},
	})
}

// askReward asks what stands in the catalogue, one thing after the other; what
// holds now stands there already.
func (g *Gifts) askReward(w pos.Reward, do *Turn) {
	fresh := w.SKU == ""
	title := Say("gifts.reward.title")
	if !fresh {
		title = Say("gifts.reward.edit", w.Name)
	}
	text := func(label, value string, kind FieldKind, take func(string) error, next func(*Turn)) func(*Turn) {
		return func(do *Turn) {
			do.Ask(Question{
				Title: title, Text: Say(label + ".text"), Field: &Field{Label: Say(label), Text: value, Kind: kind},
				Choices: []Choice{Yes("ok", "action.next"), No()},
				Then: func(_ context.Context, r Reply, do *Turn) error {
					if r.Do == Cancel {
						return nil
					}
					if err := take(strings.TrimSpace(r.Text)); err != nil {
						return err
					}
					next(do)
					return nil
				},
			})
		}
	}
	stockNow := ""
	if w.Stock != nil {
		stockNow = strconv.FormatInt(*w.Stock, 10)
	}
	save := func(do *Turn) { g.saveReward(w, title, do) }
	stock := text("gifts.reward.stock", stockNow, NumberText, func(s string) error {
		if w.Stock = nil; s == "" {
			return nil
		}
		n, ok := number(s)
		if !ok || n < 0 {
			return pos.Refuse(pos.BadQuantity)
		}
		w.Stock = &n
		return nil
	}, save)
	amountNow := ""
	if w.Amount > 0 {
		amountNow = WriteDecimal(do.Language, int64(w.Amount), 2)
	}
	// An amount makes it a gift card; without one it is handed out.
	amount := text("gifts.reward.amount", amountNow, AmountText, func(s string) error {
		w.Kind, w.Amount = pos.ThingReward, 0
		if s == "" {
			return nil
		}
		m, ok := ReadAmount(s)
		if !ok || m <= 0 {
			return pos.Refuse(pos.BadAmount)
		}
		w.Kind, w.Amount = pos.GiftCardReward, m
		return nil
	}, stock)
	pointsNow := ""
	if w.Points > 0 {
		pointsNow = strconv.FormatInt(w.Points, 10)
	}
	points := text("gifts.reward.points", pointsNow, NumberText, func(s string) error {
		n, ok := number(s)
		if !ok || n <= 0 {
			return pos.Refuse(pos.BadPoints)
		}
		w.Points = n
		return nil
	}, amount)
	text("gifts.reward.name", w.Name, AnyText, func(s string) (err error) {
		if w.Name, err = pos.CleanName(s); err != nil || !fresh {
			return err
		}
		w.SKU = strings.ToUpper(Short(w.Name))
		for _, o := range g.st.Rewards {
			if o.SKU == w.SKU {
				return pos.Refuse(pos.AlreadyThere, w.Name)
			}
		}
		return nil
	}, points)(do)
}

// saveReward saves it, and asks whether it is offered.
func (g *Gifts) saveReward(w pos.Reward, title Sentence, do *Turn) {
	lines := []Sentence{Say("gifts.reward.no_end")}
	if w.Stock != nil {
		lines[0] = Say("gifts.reward.left", Quantity(*w.Stock*1000))
	}
	if w.Kind == pos.GiftCardReward {
		lines = append([]Sentence{Say("gifts.reward.worth", w.Amount)}, lines...)
	}
	do.Ask(Question{
		Title: title, Text: Say("gifts.reward.offered", w.Name, Points(w.Points)), Lines: lines,
		Choices: []Choice{Yes("on", "gifts.reward.on"), {Do: "off", Word: Say("gifts.reward.off")}, No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			w.Active = r.Do == "on"
			return WithManager(ctx, g.till, do, do.Who(), Say("gifts.reward.asked", w.Name, Points(w.Points)), func(ctx context.Context, who till.Who, do *Turn) error {
				if err := g.till.SetReward(ctx, w, who); err != nil {
					return err
				}
				g.show(ctx, RewardsList, do)
				do.Say(Go, "gifts.reward.saved", w.Name)
				return nil
			})
		},
	})
}
