package coupons

import (
	"context"
	"strconv"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// managed does a verb, and asks a manager where the person may not do it alone.
func (c *Screen) managed(ctx context.Context, do *screen.Turn, what screen.Sentence, act func(ctx context.Context, who till.Who, do *screen.Turn) error) error {
	return screen.WithManager(ctx, c.till, do, do.Who(), what, act)
}

// The steps of a question that asks several things.
type order struct {
	count   int
	points  int64
	until   pos.Millis
	title   string
	receipt bool
}

// askBatch asks for a number of coupons, and then what askMake asks.
func (c *Screen) askBatch(do *screen.Turn) {
	do.Ask(screen.Question{
		Title: screen.Say("coupons.batch.title"), Text: screen.Say("coupons.batch.text", int64(till.MaxCouponBatch)),
		Field:   &screen.Field{Label: screen.Say("coupons.count"), Kind: screen.NumberText},
		Choices: []screen.Choice{screen.Yes("ok", "action.next"), screen.No()},
		Then: func(_ context.Context, r screen.Reply, do *screen.Turn) error {
			if r.Do == screen.Cancel {
				return nil
			}
			n, ok := screen.ReadNumber(strings.TrimSpace(r.Text))
			switch {
			case !ok || n < 1:
				return pos.Refuse(pos.BadCount, till.MaxCouponBatch)
			case n > till.MaxCouponBatch:
				return pos.Refuse(pos.TooMany, int64(till.MaxCouponBatch))
			}
			c.askMake(int(n), do)
			return nil
		},
	})
}

// askMake asks for the points and the last day.
func (c *Screen) askMake(count int, do *screen.Turn) {
	form := order{count: count}
	title := screen.Say("coupons.make.title")
	if count > 1 {
		title = screen.Say("coupons.make.title.many", int64(count))
	}
	c.askPoints(title, do, func(_ context.Context, points int64, do *screen.Turn) error {
		form.points = points
		do.Ask(screen.Question{
			Title: title, Text: screen.Say("coupons.until.text"),
			Field:   &screen.Field{Label: screen.Say("coupon.valid_until"), Hint: screen.Say("coupons.until.hint")},
			Choices: c.paperChoices(count),
			Then: func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
				if r.Do == screen.Cancel {
					return nil
				}
				var err error
				if form.until, err = c.till.EndOfDay(strings.TrimSpace(r.Text)); err != nil {
					return err
				}
				form.receipt = r.Do == "receipts"
				what := screen.Say("coupons.make.asked", int64(count), screen.Points(points), screen.Points(points*int64(count)))
				return c.managed(ctx, do, what, func(_ context.Context, who till.Who, do *screen.Turn) error {
					return c.make(form, who, do)
				})
			},
		})
		return nil
	})
}

// paperChoices are what coupons are put on: one on receipt paper, a few as a
// person likes, many on sheets.
func (c *Screen) paperChoices(count int) []screen.Choice {
	receipts := screen.Choice{Do: "receipts", Word: screen.Say("coupons.on.receipt"), Mood: screen.Go}
	sheets := screen.Choice{Do: "sheets", Word: screen.Say("coupons.on.sheets"), Mood: screen.Go}
	switch {
	case count == 1:
		return []screen.Choice{receipts, screen.No()}
	case count > till.MaxCouponStrip:
		return []screen.Choice{sheets, screen.No()}
	}
	receipts.Mood = screen.Calm
	return []screen.Choice{sheets, receipts, screen.No()}
}

// askPoints asks for a number of points.
func (c *Screen) askPoints(title screen.Sentence, do *screen.Turn, then func(context.Context, int64, *screen.Turn) error) {
	do.Ask(screen.Question{
		Title: title, Text: screen.Say("coupons.points.text"),
		Field:   &screen.Field{Label: screen.Say("coupons.points"), Kind: screen.NumberText},
		Choices: []screen.Choice{screen.Yes("ok", "action.next"), screen.No()},
		Then: func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
			if r.Do == screen.Cancel {
				return nil
			}
			n, ok := screen.ReadNumber(strings.TrimSpace(r.Text))
			if !ok || n <= 0 {
				return pos.Refuse(pos.BadPoints)
			}
			return then(ctx, n, do)
		},
	})
}

// result is what came of making coupons beside the window.
type result struct {
	made     till.MadeCoupons
	finished screen.Finished // the sheets; none: they are on receipt paper
	err      error
}

// make makes coupons. Sheets of many take seconds: they are drawn beside the
// window, with a way to give up that leaves no coupon.
func (c *Screen) make(f order, who till.Who, do *screen.Turn) error {
	in := till.NewCoupons{Count: f.count, Points: f.points, ValidUntil: f.until, Title: f.title, Output: till.OnSheets}
	if f.receipt {
		in.Output = till.OnReceipts
	}
	// What is not allowed is said in the question, before anything is begun.
	if f.count > 1 && !who.Person.Role.May(pos.Manager) && who.Approved == nil {
		return pos.Refuse(pos.NotAllowed, string(pos.Manager))
	}
	if f.count == 1 {
		made, err := c.till.MakeCoupons(context.Background(), in, who)
		if err != nil {
			return err
		}
		do.Run(func(context.Context) screen.Event { return result{made: made} })
		return nil
	}
	if f.receipt {
		do.Run(func(ctx context.Context) screen.Event {
			made, err := c.till.MakeCoupons(ctx, in, who)
			return result{made: made, err: err}
		})
		return nil
	}
	c.draw(screen.Say("coupons.making", int64(f.count)), f.count, do, func(ctx context.Context, draw func(name string) till.DrawSheets, drawn func() screen.Finished) screen.Event {
		in.Draw = func(ctx context.Context, p till.CouponPaper) (till.DrawnSheets, error) {
			return draw("coupons-"+strconv.FormatInt(p.Coupons[0].Batch, 10))(ctx, p)
		}
		made, err := c.till.MakeCoupons(ctx, in, who)
		if err != nil {
			return result{made: made, err: err}
		}
		return result{made: made, finished: drawn()}
	})
	return nil
}

func (c *Screen) made(ctx context.Context, e result, do *screen.Turn) {
	c.finished()
	if len(e.made.Codes) == 0 {
		c.refused(e.err, "coupons.given_up", do)
		return
	}
	c.st.Entry, c.st.Filter = "", ""
	if len(e.made.Codes) > 1 {
		c.st.Entry = "#" + strconv.FormatInt(e.made.No, 10)
		c.st.Marked++ // nobody typed it: what comes next is another
	}
	c.search(ctx, do)
	if len(e.made.Codes) == 1 {
		c.open(ctx, e.made.Codes[0], do)
	} else {
		c.st.Open = nil
	}
	c.devices.Wake()
	switch {
	case e.err != nil: // they are made; their sheets are not
		do.Refuse(e.err)
	case e.finished.Path != "":
		n := int64(len(e.made.Codes))
		screen.Offer(c.sheets, screen.Say("coupons.finished", n), screen.Say("coupons.made.sheets", n, screen.Plain(e.finished.Path)), e.finished, do)
	default:
		do.MadeAndPrinting("coupons.made", int64(len(e.made.Codes)))
	}
}

// askMember asks for a member by card, username, telephone or name, typed or
// scanned.
func (c *Screen) askMember(title, text screen.Sentence, word string, do *screen.Turn, then func(context.Context, pos.Member, *screen.Turn) error) {
	byText := func(ctx context.Context, typed string, do *screen.Turn) error {
		if _, s, err := c.till.MemberByCard(ctx, typed); err == nil {
			return then(ctx, s.Member, do)
		}
		list, err := c.till.FindMembers(ctx, typed, screen.MostMembers)
		switch {
		case err != nil:
			return err
		case len(list) == 0:
			return pos.Refuse(pos.UnknownMember, screen.Short(typed))
		case onlyOne(list, typed):
			return then(ctx, list[0], do)
		}
		q := screen.WhichMember(title, list, then)
		q.Text, q.Choices = text, []screen.Choice{screen.Yes("ok", word), screen.No()}
		do.Ask(q)
		return nil
	}
	do.Ask(screen.Question{
		Title: title, Text: text,
		Field:   &screen.Field{Label: screen.Say("coupons.member")},
		Choices: []screen.Choice{screen.Yes("ok", word), screen.No()},
		Scan: func(ctx context.Context, e screen.Scanned, do *screen.Turn) error {
			_, s, err := c.till.MemberByCard(ctx, e.Scan.Value+e.Scan.Text)
			if err != nil {
				return err
			}
			return then(ctx, s.Member, do)
		},
		Then: func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
			if r.Do == screen.Cancel {
				return nil
			}
			return byText(ctx, strings.TrimSpace(r.Text), do)
		},
	})
}

// askRegister has the open coupon counted to a member.
func (c *Screen) askRegister(_ context.Context, do *screen.Turn) {
	d := c.st.Open
	if do.Refuse(d.Why) {
		return
	}
	c.askMember(screen.Say("coupons.register.title", screen.Points(d.Points)), screen.Say("coupons.register.text", pos.GroupCouponCode(d.Code)), "action.register", do, c.register)
}

func (c *Screen) registerQuestion(m pos.Member, _ *screen.Turn) screen.Question {
	return screen.Question{
		Title: screen.Say("coupons.register.title", screen.Points(c.st.Open.Points)), Text: screen.Say("coupons.register.to", m.Name),
		Choices: []screen.Choice{screen.Yes("ok", "action.register"), screen.No()},
		Then: func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
			if r.Do == screen.Cancel {
				return nil
			}
			return c.register(ctx, m, do)
		},
	}
}

func (c *Screen) register(ctx context.Context, m pos.Member, do *screen.Turn) error {
	text, way := c.text(), till.CouponTyped
	if c.scanned != "" {
		way = till.CouponScanned
	}
	return c.managed(ctx, do, registerFor(c.st.Open.Points, m), func(ctx context.Context, who till.Who, do *screen.Turn) error {
		done, err := c.till.RegisterCoupon(ctx, text, m.ID, way, who)
		if err != nil {
			return err
		}
		c.ready(done.Coupon.Code)
		c.after(ctx, done.Coupon.Code, do)
		do.Say(screen.Go, "coupons.registered", screen.Points(done.Points), done.Standing.Member.Name)
		do.Sound(screen.GoodSound)
		return nil
	})
}

// registerFor is what a manager stands by: how much, and who gets it.
func registerFor(points int64, m pos.Member) screen.Sentence {
	return screen.Say("coupons.register.asked", screen.Points(points), m.Name)
}

// ready makes room for the next code, where the one that is done was typed. What
// was searched for by other words stays.
func (c *Screen) ready(code string) {
	if typed, err := pos.ReadCouponCode(c.st.Entry); err == nil && typed == code {
		c.st.Entry = ""
	}
}

// after shows a coupon that was just changed.
func (c *Screen) after(ctx context.Context, code string, do *screen.Turn) {
	c.search(ctx, do)
	c.open(ctx, code, do)
}

// askGive makes a coupon and registers it in one step: points, and whose.
func (c *Screen) askGive(do *screen.Turn) {
	title := screen.Say("coupons.give.title")
	c.askPoints(title, do, func(_ context.Context, points int64, do *screen.Turn) error {
		c.askMember(title, screen.Say("coupons.give.text", screen.Points(points)), "action.register", do, func(ctx context.Context, m pos.Member, do *screen.Turn) error {
			return c.managed(ctx, do, registerFor(points, m), func(ctx context.Context, who till.Who, do *screen.Turn) error {
				done, err := c.till.GiveCoupon(ctx, points, m.ID, who)
				if err != nil {
					return err
				}
				c.st.Entry, c.st.Filter = "", ""
				c.after(ctx, done.Coupon.Code, do)
				do.Say(screen.Go, "coupons.registered", screen.Points(done.Points), done.Standing.Member.Name)
				do.Sound(screen.GoodSound)
				return nil
			})
		})
		return nil
	})
}

// askVoid makes the open coupon worthless, for a reason.
func (c *Screen) askVoid(_ context.Context, do *screen.Turn) {
	if do.Refuse(c.st.Open.NoVoid()) {
		return
	}
	code := c.st.Open.Code
	do.Ask(screen.Question{
		Title: screen.Say("coupons.void.title"), Text: screen.Say("coupons.void.text", pos.GroupCouponCode(code), screen.Points(c.st.Open.Points)),
		Field:   &screen.Field{Label: screen.Say("coupons.void.reason")},
		Choices: []screen.Choice{{Do: "void", Word: screen.Say("coupons.void.do"), Mood: screen.Stop}, screen.No()},
		Then: func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
			if r.Do == screen.Cancel {
				return nil
			}
			reason := strings.TrimSpace(r.Text)
			return c.managed(ctx, do, screen.Say("coupons.void.title"), func(ctx context.Context, who till.Who, do *screen.Turn) error {
				who.Reason = reason
				if _, err := c.till.VoidCoupon(ctx, code, who); err != nil {
					return err
				}
				c.ready(code)
				c.after(ctx, code, do)
				do.Say(screen.Go, "coupons.voided")
				return nil
			})
		},
	})
}
