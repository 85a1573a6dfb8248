package screen

import (
	"context"
	"strconv"
	"strings"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// cardColours are grounds and inks that go together, to pick from.
var cardColours = []struct{ word, ground, ink string }{
	{"petrol", "#0f3d4c", "#ffffff"}, {"night", "#1a2140", "#ffffff"}, {"forest", "#1d4a33", "#ffffff"}, {"wine", "#5b1a2e", "#ffffff"},
	{"gold", "#7a5c13", "#ffffff"}, {"black", "#1b1b1b", "#ffffff"}, {"sand", "#ead9bb", "#2b2413"}, {"white", "#ffffff", "#14232b"},
}

// askDesigns lists the designs, and a new one.
func (c *Cards) askDesigns(ctx context.Context, do *Turn) {
	names, err := c.till.CardDesigns(ctx)
	if do.Refuse(err) {
		return
	}
	q := Question{Title: Say("cards.designs"), Text: Say("cards.designs.text"), Choices: []Choice{Yes("ok", "action.choose"), No()}}
	for _, n := range names {
		q.Rows = append(q.Rows, Row{Head: Name(n)})
	}
	q.Rows = append(q.Rows, Row{Head: Say("cards.design.new"), Sub: Say("cards.design.new.explain")})
	q.Then = func(ctx context.Context, r Reply, do *Turn) error {
		switch {
		case r.Do == Cancel || r.Row < 0:
			return nil
		case r.Row < len(names):
			return c.openDesign(ctx, names[r.Row], do)
		}
		do.Ask(Question{
			Title: Say("cards.design.new"), Field: &Field{Label: Say("cards.design.name")}, Choices: []Choice{Yes("ok", "action.save"), No()},
			Then: func(ctx context.Context, r Reply, do *Turn) error {
				if r.Do == Cancel {
					return nil
				}
				d, err := c.till.CardDesign(ctx, "")
				if err != nil {
					return err
				}
				d.Name = strings.TrimSpace(r.Text)
				return WithManager(ctx, c.till, do, do.Who(), Say("cards.manager"), func(ctx context.Context, who till.Who, do *Turn) error {
					if err := c.till.SetCardDesign(ctx, d, who); err != nil {
						return err
					}
					return c.openDesign(ctx, d.Name, do)
				})
			},
		})
		return nil
	}
	do.Ask(q)
}

func (c *Cards) openDesign(ctx context.Context, name string, do *Turn) (err error) {
	if c.look, err = c.till.CardDesign(ctx, name); err != nil {
		return err
	}
	c.st.Form = &CardForm{Title: Say("cards.design.title", c.look.Name), Design: true}
	c.fill(ctx, do)
	return nil
}

// sampleOf is a card for anybody in a design.
func (c *Cards) sampleOf(d hardware.CardDesign) hardware.CardJob {
	w := c.words()
	face := hardware.CardFace{Number: strconv.Itoa(pos.FirstCard), Kind: w.Kinds[pos.BothCard], Codes: []hardware.CardCode{{Text: strconv.Itoa(pos.FirstCard)}}}
	if d.Holder {
		face.Name = "Søren Åkjær"
	}
	return hardware.CardJob{Design: d, Layout: hardware.CardsA4, Cards: []hardware.CardFace{face}}
}

func (c *Cards) designRows() []CardFormRow {
	d := c.look
	row := func(what string, value Sentence) CardFormRow {
		return CardFormRow{Do: what, Name: Say("cards.design." + what), Value: value, Explain: Say("cards.design." + what + ".explain")}
	}
	yes := func(on bool) Sentence {
		if on {
			return Say("cards.yes")
		}
		return Say("cards.no")
	}
	note := Say("cards.none")
	if d.Note != "" {
		note = Name(OneLine(d.Note))
	}
	return []CardFormRow{
		row("text", Name(d.Title)), row("colours", Say("cards.design.colours.value", Plain(d.Ground), Plain(d.Ink))),
		row("logo", yes(len(d.Logo) > 0)), row("holder", yes(d.Holder)), row("photo", yes(d.Photo)),
		row("back", yes(d.Back)), row("stripe", yes(d.Stripe)), row("note", note), row("drop", Sentence{}),
	}
}

// keep saves the design as it was changed; what is refused leaves it as it was.
func (c *Cards) keep(ctx context.Context, change func(d *hardware.CardDesign), do *Turn) error {
	return WithManager(ctx, c.till, do, do.Who(), Say("cards.manager"), func(ctx context.Context, who till.Who, _ *Turn) (err error) {
		d := c.look
		change(&d)
		if err := c.till.SetCardDesign(ctx, d, who); err != nil {
			return err
		}
		c.look, err = c.till.CardDesign(ctx, d.Name)
		c.redraw(ctx)
		return err
	})
}

func (c *Cards) askDesignRow(ctx context.Context, what string, do *Turn) {
	d, name := c.look, "cards.design."+what
	flip := func(change func(d *hardware.CardDesign)) {
		do.Refuse(c.keep(ctx, change, do))
	}
	switch what {
	case "text":
		c.ask(name, d.Title, AnyText, do, func(text string, do *Turn) error {
			return c.keep(ctx, func(d *hardware.CardDesign) { d.Title = text }, do)
		})
	case "note":
		c.ask(name, OneLine(d.Note), AnyText, do, func(text string, do *Turn) error {
			return c.keep(ctx, func(d *hardware.CardDesign) { d.Note, d.Back = ManyLines(text), true }, do)
		})
	case "logo":
		c.askLogo(name, do)
	case "colours":
		c.askColours(do)
	case "holder":
		flip(func(d *hardware.CardDesign) { d.Holder = !d.Holder })
	case "photo":
		flip(func(d *hardware.CardDesign) { d.Photo = !d.Photo })
	case "back":
		flip(func(d *hardware.CardDesign) { d.Back = !d.Back })
	case "stripe":
		flip(func(d *hardware.CardDesign) { d.Stripe = !d.Stripe; d.Back = d.Back || d.Stripe })
	case "drop":
		do.Ask(Question{
			Title: Say(name), Text: Say("cards.design.drop.explain"), Choices: []Choice{{Do: "drop", Word: Say(name), Mood: Stop}, No()},
			Then: func(ctx context.Context, r Reply, do *Turn) error {
				if r.Do == Cancel {
					return nil
				}
				return WithManager(ctx, c.till, do, do.Who(), Say("cards.manager"), func(ctx context.Context, who till.Who, _ *Turn) error {
					if err := c.till.DropCardDesign(ctx, c.look.Name, who); err != nil {
						return err
					}
					if c.batch.Design == c.look.Name {
						c.batch.Design = ""
					}
					c.st.Form = nil
					return nil
				})
			},
		})
	}
}

// askLogo takes a picture from a file, or the logo away.
func (c *Cards) askLogo(name string, do *Turn) {
	a := PathAsk{
		Title: Say(name), Text: Say(name + ".explain"), Label: Say("member.photo.file"), Take: "action.choose", Endings: pictureEndings,
		Then: func(ctx context.Context, path, choice string, do *Turn) (err error) {
			var logo []byte
			if choice == "ok" {
				if logo, err = c.press.ReadPicture(path); err != nil {
					return pos.Refuse(pos.BadPicture)
				}
			}
			return c.keep(ctx, func(d *hardware.CardDesign) { d.Logo = logo }, do)
		},
	}
	if len(c.look.Logo) > 0 {
		a.More = []Choice{{Do: "remove", Word: Say("cards.design.logo.remove")}}
	}
	AskPath(c.press, c.press.Home(), a, do)
}

// askColours offers pairs that are good to read, and two of one's own.
func (c *Cards) askColours(do *Turn) {
	var rows []Row
	now := -1
	for i, k := range cardColours {
		rows = append(rows, Row{Head: Say("cards.colour." + k.word), Right: Name(k.ground)})
		if k.ground == c.look.Ground && k.ink == c.look.Ink {
			now = i
		}
	}
	rows = append(rows, Row{Head: Say("cards.colour.own"), Sub: Say("cards.colour.own.explain")})
	do.Ask(Question{
		Title: Say("cards.design.colours"), Text: Say("cards.design.colours.explain"), Rows: rows, Start: max(now, 0),
		Choices: []Choice{Yes("pick", "action.choose"), No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			switch {
			case r.Do == Cancel || r.Row < 0:
				return nil
			case r.Row < len(cardColours):
				k := cardColours[r.Row]
				return c.keep(ctx, func(d *hardware.CardDesign) { d.Ground, d.Ink = k.ground, k.ink }, do)
			}
			c.ask("cards.colour.own", c.look.Ground+" "+c.look.Ink, AnyText, do, func(text string, do *Turn) error {
				ground, ink, _ := strings.Cut(text, " ")
				return c.keep(ctx, func(d *hardware.CardDesign) { d.Ground, d.Ink = strings.TrimSpace(ground), strings.TrimSpace(ink) }, do)
			})
			return nil
		},
	})
}
