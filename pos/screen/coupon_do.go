package screen

import (
	"context"
	"strconv"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// managed does a verb, and asks a manager where the person may not do it alone.
func (c *Coupons) managed(ctx context.Context, do *Turn, what Sentence, act func(ctx context.Context, who till.Who, do *Turn) error) error {
	return WithManager(ctx, c.till, do, do.Who(), what, act)
}

// The steps of a question that asks several things.
type couponForm struct {
	count   int
	points  int64
	until   pos.Millis
	title   string
	receipt bool
}

// askBatch asks for a number of coupons, and then what askMake asks.
func (c *Coupons) askBatch(do *Turn) {
	do.Ask(Question{
		Title: Say("coupons.batch.title"), Text: Say("coupons.batch.text", int64(till.MaxCouponBatch)),
		Field:   &Field{Label: Say("coupons.count"), Kind: NumberText},
		Choices: []Choice{Yes("ok", "action.next"), No()},
		Then: func(_ context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			n, ok := ReadNumber(strings.TrimSpace(r.Text))
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
func (c *Coupons) askMake(count int, do *Turn) {
	form := couponForm{count: count}
	title := Say("coupons.make.title")
	if count > 1 {
		title = Say("coupons.make.title.many", int64(count))
	}
	c.askPoints(title, do, func(_ context.Context, points int64, do *Turn) error {
		form.points = points
		do.Ask(Question{
			Title: title, Text: Say("coupons.until.text"),
			Field:   &Field{Label: Say("coupon.valid_until"), Hint: Say("coupons.until.hint")},
			Choices: c.paperChoices(count),
			Then: func(ctx context.Context, r Reply, do *Turn) error {
				if r.Do == Cancel {
					return nil
				}
				var err error
				if form.until, err = c.till.EndOfDay(strings.TrimSpace(r.Text)); err != nil {
					return err
				}
				form.receipt = r.Do == "receipts"
				what := Say("coupons.make.asked", int64(count), Points(points), Points(points*int64(count)))
				return c.managed(ctx, do, what, func(_ context.Context, who till.Who, do *Turn) error {
					return c.make(form, who, do)
				})
			},
		})
		return nil
	})
}

// paperChoices are what coupons are put on: one on receipt paper, a few as a
// person likes, many on sheets.
func (c *Coupons) paperChoices(count int) []Choice {
	receipts := Choice{Do: "receipts", Word: Say("coupons.on.receipt"), Mood: Go}
	sheets := Choice{Do: "sheets", Word: Say("coupons.on.sheets"), Mood: Go}
	switch {
	case count == 1:
		return []Choice{receipts, No()}
	case count > till.MaxCouponStrip:
		return []Choice{sheets, No()}
	}
	receipts.Mood = Calm
	return []Choice{sheets, receipts, No()}
}

// askPoints asks for a number of points.
func (c *Coupons) askPoints(title Sentence, do *Turn, then func(context.Context, int64, *Turn) error) {
	do.Ask(Question{
		Title: title, Text: Say("coupons.points.text"),
		Field:   &Field{Label: Say("coupons.points"), Kind: NumberText},
		Choices: []Choice{Yes("ok", "action.next"), No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			n, ok := ReadNumber(strings.TrimSpace(r.Text))
			if !ok || n <= 0 {
				return pos.Refuse(pos.BadPoints)
			}
			return then(ctx, n, do)
		},
	})
}

// couponsMade is what came of making coupons beside the window.
type couponsMade struct {
	made     till.MadeCoupons
	finished Finished // the sheets; none: they are on receipt paper
	err      error
}

// make makes coupons. Sheets of many take seconds: they are drawn beside the
// window, with a way to give up that leaves no coupon.
func (c *Coupons) make(f couponForm, who till.Who, do *Turn) error {
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
		do.Run(func(context.Context) Event { return couponsMade{made: made} })
		return nil
	}
	if f.receipt {
		do.Run(func(ctx context.Context) Event {
			made, err := c.till.MakeCoupons(ctx, in, who)
			return couponsMade{made: made, err: err}
		})
		return nil
	}
	c.draw(Say("coupons.making", int64(f.count)), f.count, do, func(ctx context.Context, draw func(name string) till.DrawSheets, drawn func() Finished) Event {
		in.Draw = func(ctx context.Context, p till.CouponPaper) (till.DrawnSheets, error) {
			return draw("coupons-"+strconv.FormatInt(p.Coupons[0].Batch, 10))(ctx, p)
		}
		made, err := c.till.MakeCoupons(ctx, in, who)
		if err != nil {
			return couponsMade{made: made, err: err}
		}
		return couponsMade{made: made, finished: drawn()}
	})
	return nil
}

func (c *Coupons) made(ctx context.Context, e couponsMade, do *Turn) {
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
		Offer(c.sheets, Say("coupons.finished", n), Say("coupons.made.sheets", n, Plain(e.finished.Path)), e.finished, do)
	default:
		do.MadeAndPrinting("coupons.made", int64(len(e.made.Codes)))
	}
}

// askMember asks for a member by card, username, telephone or name, typed or
// scanned.
func (c *Coupons) askMember(title, text Sentence, word string, do *Turn, then func(context.Context, pos.Member, *Turn) error) {
	byText := func(ctx context.Context, typed string, do *Turn) error {
		if _, s, err := c.till.MemberByCard(ctx, typed); err == nil {
			return then(ctx, s.Member, do)
		}
		list, err := c.till.FindMembers(ctx, typed, MostMembers)
		switch {
		case err != nil:
			return err
		case len(list) == 0:
			return pos.Refuse(pos.UnknownMember, Short(typed))
		case onlyOne(list, typed):
			return then(ctx, list[0], do)
		}
		q := whichMember(title, list, then)
		q.Text, q.Choices = text, []Choice{Yes("ok", word), No()}
		do.Ask(q)
		return nil
	}
	do.Ask(Question{
		Title: title, Text: text,
		Field:   &Field{Label: Say("coupons.member")},
		Choices: []Choice{Yes("ok", word), No()},
		Scan: func(ctx context.Context, e Scanned, do *Turn) error {
			_, s, err := c.till.MemberByCard(ctx, e.Scan.Value+e.Scan.Text)
			if err != nil {
				return err
			}
			return then(ctx, s.Member, do)
		},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			return byText(ctx, strings.TrimSpace(r.Text), do)
		},
	})
}

// askRegister has the open coupon counted to a member.
func (c *Coupons) askRegister(_ context.Context, do *Turn) {
	d := c.st.Open
	if do.Refuse(d.Why) {
		return
	}
	c.askMember(Say("coupons.register.title", Points(d.Points)), Say("coupons.register.text", pos.GroupCouponCode(d.Code)), "action.register", do, c.register)
}

func (c *Coupons) registerQuestion(m pos.Member, _ *Turn) Question {
	return Question{
		Title: Say("coupons.register.title", Points(c.st.Open.Points)), Text: Say("coupons.register.to", m.Name),
		Choices: []Choice{Yes("ok", "action.register"), No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			return c.register(ctx, m, do)
		},
	}
}

func (c *Coupons) register(ctx context.Context, m pos.Member, do *Turn) error {
	text, way := c.text(), till.CouponTyped
	if c.scanned != "" {
		way = till.CouponScanned
	}
	return c.managed(ctx, do, registerFor(c.st.Open.Points, m), func(ctx context.Context, who till.Who, do *Turn) error {
		done, err := c.till.RegisterCoupon(ctx, text, m.ID, way, who)
		if err != nil {
			return err
		}
		c.ready(done.Coupon.Code)
		c.after(ctx, done.Coupon.Code, do)
		do.Say(Go, "coupons.registered", Points(done.Points), done.Standing.Member.Name)
		do.Sound(GoodSound)
		return nil
	})
}

// registerFor is what a manager stands by: how much, and who gets it.
func registerFor(points int64, m pos.Member) Sentence {
	return Say("coupons.register.asked", Points(points), m.Name)
}

// ready makes room for the next code, where the one that is done was typed. What
// was searched for by other words stays.
func (c *Coupons) ready(code string) {
	if typed, err := pos.ReadCouponCode(c.st.Entry); err == nil && typed == code {
		c.st.Entry = ""
	}
}

// after shows a coupon that was just changed.
func (c *Coupons) after(ctx context.Context, code string, do *Turn) {
	c.search(ctx, do)
	c.open(ctx, code, do)
}

// askGive makes a coupon and registers it in one step: points, and whose.
func (c *Coupons) askGive(do *Turn) {
	title := Say("coupons.give.title")
	c.askPoints(title, do, func(_ context.Context, points int64, do *Turn) error {
		c.askMember(title, Say("coupons.give.text", Points(points)), "action.register", do, func(ctx context.Context, m pos.Member, do *Turn) error {
			return c.managed(ctx, do, registerFor(points, m), func(ctx context.Context, who till.Who, do *Turn) error {
				done, err := c.till.GiveCoupon(ctx, points, m.ID, who)
				if err != nil {
					return err
				}
				c.st.Entry, c.st.Filter = "", ""
				c.after(ctx, done.Coupon.Code, do)
				do.Say(Go, "coupons.registered", Points(done.Points), done.Standing.Member.Name)
				do.Sound(GoodSound)
				return nil
			})
		})
		return nil
	})
}

// askVoid makes the open coupon worthless, for a reason.
func (c *Coupons) askVoid(_ context.Context, do *Turn) {
	if do.Refuse(c.st.Open.NoVoid()) {
		return
	}
	code := c.st.Open.Code
	do.Ask(Question{
		Title: Say("coupons.void.title"), Text: Say("coupons.void.text", pos.GroupCouponCode(code), Points(c.st.Open.Points)),
		Field:   &Field{Label: Say("coupons.void.reason")},
		Choices: []Choice{{Do: "void", Word: Say("coupons.void.do"), Mood: Stop}, No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			reason := strings.TrimSpace(r.Text)
			return c.managed(ctx, do, Say("coupons.void.title"), func(ctx context.Context, who till.Who, do *Turn) error {
				who.Reason = reason
				if _, err := c.till.VoidCoupon(ctx, code, who); err != nil {
					return err
				}
				c.ready(code)
				c.after(ctx, code, do)
				do.Say(Go, "coupons.voided")
				return nil
			})
		},
	})
}
