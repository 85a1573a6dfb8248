package gifts

import (
	"context"
	"strconv"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// askAmount asks for an amount of money.
func askAmount(title, text screen.Sentence, word string, do *screen.Turn, then func(context.Context, pos.Money, *screen.Turn) error) {
	do.Ask(screen.Question{
		Title: title, Text: text, Field: &screen.Field{Label: screen.Say("gifts.amount"), Kind: screen.AmountText},
		Choices: []screen.Choice{screen.Yes("ok", word), screen.No()},
		Then: func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
			if r.Do == screen.Cancel {
				return nil
			}
			m, ok := screen.ReadAmount(strings.TrimSpace(r.Text))
			if !ok || m <= 0 {
				return pos.Refuse(pos.BadAmount)
			}
			return then(ctx, m, do)
		},
	})
}

// askSell asks for the amount, and puts the gift card on the sale.
func (g *Screen) askSell(do *screen.Turn) {
	askAmount(screen.Say("gifts.sell.title"), screen.Say("gifts.sell.text"), "gifts.sell.do", do, func(_ context.Context, m pos.Money, do *screen.Turn) error {
		if m > pos.MaxUnitPrice {
			return pos.Refuse(pos.AmountTooLarge)
		}
		do.Go(screen.SalePlace, screen.SellGift{Amount: m})
		return nil
	})
}

// askGive asks for the amount and the reason of a gift card that nobody pays
// for.
func (g *Screen) askGive(do *screen.Turn) {
	title := screen.Say("gifts.give.title")
	askAmount(title, screen.Say("gifts.give.text"), "action.next", do, func(_ context.Context, m pos.Money, do *screen.Turn) error {
		do.Ask(screen.Question{
			Title: title, Text: screen.Say("gifts.give.why", m), Field: &screen.Field{Label: screen.Say("coupons.void.reason")},
			Choices: []screen.Choice{screen.Yes("ok", "gifts.give.do"), screen.No()},
			Then: func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
				if r.Do == screen.Cancel {
					return nil
				}
				who, err := do.Because(r)
				if err != nil {
					return err
				}
				return screen.WithManager(ctx, g.till, do, who, screen.Say("gifts.give.asked", m, screen.Plain(who.Reason)), func(ctx context.Context, who till.Who, do *screen.Turn) error {
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
func (g *Screen) made(ctx context.Context, d till.GiftCardDetails, do *screen.Turn) {
	g.refresh(ctx, do)
	g.st.Open = &d
	g.devices.Wake()
	do.Sound(screen.GoodSound)
	do.MadeAndPrinting("gifts.made", d.Amount)
}

// askBuy asks before points are taken for a reward.
func (g *Screen) askBuy(o till.RewardOffer, do *screen.Turn) {
	switch {
	case g.st.Member == nil:
		do.Say(screen.Look, "gifts.member_first")
		do.Sound(screen.RefusedSound)
		return
	case o.Why == pos.PointsMissing:
		do.Refuse(pos.Refuse(o.Why, o.Missing))
		return
	case o.Why != "" && !o.Asks:
		do.Refuse(pos.Refuse(o.Why, o.Name))
		return
	}
	member, title := g.st.Member.Member, screen.Say("gifts.buy.title", o.Name)
	do.Ask(screen.Question{
		Title: title, Text: screen.Say("gifts.buy.text", member.Name, screen.Points(o.Points), screen.Points(g.st.Points-o.Points)),
		Choices: []screen.Choice{screen.Yes("ok", "gifts.buy.do"), screen.No()},
		Then: func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
			if r.Do == screen.Cancel {
				return nil
			}
			return screen.WithManager(ctx, g.till, do, do.Who(), title, func(ctx context.Context, who till.Who, do *screen.Turn) error {
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
				do.Sound(screen.GoodSound)
				g.askHandOut(b.PurchaseRow, do)
				return nil
			})
		},
	})
}

// askHandOut asks whether a reward is in the customer's hand.
func (g *Screen) askHandOut(p till.PurchaseRow, do *screen.Turn) {
	do.Ask(screen.Question{
		Title: screen.Say("gifts.hand_out.title", p.Name), Text: screen.Say("gifts.hand_out.text"),
		Choices: []screen.Choice{screen.Yes("ok", "gifts.hand_out.do"), {Do: screen.Cancel, Word: screen.Say("action.later")}},
		Then: func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
			if r.Do == screen.Cancel {
				return nil
			}
			if _, err := g.till.HandOut(ctx, p.ID, do.Who()); err != nil {
				return err
			}
			g.refresh(ctx, do)
			do.Say(screen.Go, "gifts.handed_out", p.Name)
			return nil
		},
	})
}

func (g *Screen) print(ctx context.Context, do *screen.Turn) {
	code := g.st.Open.Code
	do.Refuse(screen.WithManager(ctx, g.till, do, do.Who(), screen.Say("action.print"), func(ctx context.Context, who till.Who, do *screen.Turn) error {
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
func (g *Screen) askBlock(do *screen.Turn) {
	d := g.st.Open
	block, key := !d.Blocked, "gifts.block"
	mood := screen.Stop
	if d.Blocked {
		key, mood = "gifts.unblock", screen.Go
	}
	do.Ask(screen.Question{
		Title: screen.Say(key + ".title"), Text: screen.Say(key+".text", d.Balance), Field: &screen.Field{Label: screen.Say("coupons.void.reason")},
		Choices: []screen.Choice{{Do: "ok", Word: screen.Say(key + ".do"), Mood: mood}, screen.No()},
		Then: func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
			if r.Do == screen.Cancel {
				return nil
			}
			who, err := do.Because(r)
			if err != nil {
				return err
			}
			what := screen.Say("manager.why", screen.Say(key+".title"), screen.Say(key+".text", d.Balance))
			return screen.WithManager(ctx, g.till, do, who, what, func(ctx context.Context, who till.Who, do *screen.Turn) error {
				now, err := g.till.BlockGiftCard(ctx, d.Code, block, who)
				if err != nil {
					return err
				}
				g.refresh(ctx, do)
				g.st.Open = &now
				do.Say(screen.Go, key+".done")
				return nil
			})
		},
	})
}

// askReward asks what stands in the catalogue, one thing after the other; what
// holds now stands there already.
func (g *Screen) askReward(w pos.Reward, do *screen.Turn) {
	fresh := w.SKU == ""
	title := screen.Say("gifts.reward.title")
	if !fresh {
		title = screen.Say("gifts.reward.edit", w.Name)
	}
	text := func(label, value string, kind screen.FieldKind, take func(string) error, next func(*screen.Turn)) func(*screen.Turn) {
		return func(do *screen.Turn) {
			do.Ask(screen.Question{
				Title: title, Text: screen.Say(label + ".text"), Field: &screen.Field{Label: screen.Say(label), Text: value, Kind: kind},
				Choices: []screen.Choice{screen.Yes("ok", "action.next"), screen.No()},
				Then: func(_ context.Context, r screen.Reply, do *screen.Turn) error {
					if r.Do == screen.Cancel {
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
	save := func(do *screen.Turn) { g.saveReward(w, title, do) }
	stock := text("gifts.reward.stock", stockNow, screen.NumberText, func(s string) error {
		if w.Stock = nil; s == "" {
			return nil
		}
		n, ok := screen.ReadNumber(s)
		if !ok || n < 0 {
			return pos.Refuse(pos.BadQuantity)
		}
		w.Stock = &n
		return nil
	}, save)
	amountNow := ""
	if w.Amount > 0 {
		amountNow = screen.WriteDecimal(do.Language, int64(w.Amount), 2)
	}
	// An amount makes it a gift card; without one it is handed out.
	amount := text("gifts.reward.amount", amountNow, screen.AmountText, func(s string) error {
		w.Kind, w.Amount = pos.ThingReward, 0
		if s == "" {
			return nil
		}
		m, ok := screen.ReadAmount(s)
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
	points := text("gifts.reward.points", pointsNow, screen.NumberText, func(s string) error {
		n, ok := screen.ReadNumber(s)
		if !ok || n <= 0 {
			return pos.Refuse(pos.BadPoints)
		}
		w.Points = n
		return nil
	}, amount)
	text("gifts.reward.name", w.Name, screen.AnyText, func(s string) (err error) {
		if w.Name, err = pos.CleanName(s); err != nil || !fresh {
			return err
		}
		w.SKU = strings.ToUpper(screen.Short(w.Name))
		for _, o := range g.st.Rewards {
			if o.SKU == w.SKU {
				return pos.Refuse(pos.AlreadyThere, w.Name)
			}
		}
		return nil
	}, points)(do)
}

// saveReward saves it, and asks whether it is offered.
func (g *Screen) saveReward(w pos.Reward, title screen.Sentence, do *screen.Turn) {
	lines := []screen.Sentence{screen.Say("gifts.reward.no_end")}
	if w.Stock != nil {
		lines[0] = screen.Say("gifts.reward.left", screen.Quantity(*w.Stock*1000))
	}
	if w.Kind == pos.GiftCardReward {
		lines = append([]screen.Sentence{screen.Say("gifts.reward.worth", w.Amount)}, lines...)
	}
	do.Ask(screen.Question{
		Title: title, Text: screen.Say("gifts.reward.offered", w.Name, screen.Points(w.Points)), Lines: lines,
		Choices: []screen.Choice{screen.Yes("on", "gifts.reward.on"), {Do: "off", Word: screen.Say("gifts.reward.off")}, screen.No()},
		Then: func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
			if r.Do == screen.Cancel {
				return nil
			}
			w.Active = r.Do == "on"
			return screen.WithManager(ctx, g.till, do, do.Who(), screen.Say("gifts.reward.asked", w.Name, screen.Points(w.Points)), func(ctx context.Context, who till.Who, do *screen.Turn) error {
				if err := g.till.SetReward(ctx, w, who); err != nil {
					return err
				}
				g.show(ctx, RewardsList, do)
				do.Say(screen.Go, "gifts.reward.saved", w.Name)
				return nil
			})
		},
	})
}
