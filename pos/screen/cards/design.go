package cards

import (
	"context"
	"strconv"
	"strings"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// colours are grounds and inks that go together, to pick from.
var colours = []struct{ word, ground, ink string }{
	{"petrol", "#0f3d4c", "#ffffff"}, {"night", "#1a2140", "#ffffff"}, {"forest", "#1d4a33", "#ffffff"}, {"wine", "#5b1a2e", "#ffffff"},
	{"gold", "#7a5c13", "#ffffff"}, {"black", "#1b1b1b", "#ffffff"}, {"sand", "#ead9bb", "#2b2413"}, {"white", "#ffffff", "#14232b"},
}

// askDesigns lists the designs, and a new one.
func (c *Screen) askDesigns(ctx context.Context, do *screen.Turn) {
	names, err := c.till.CardDesigns(ctx)
	if do.Refuse(err) {
		return
	}
	q := screen.Question{Title: screen.Say("cards.designs"), Text: screen.Say("cards.designs.text"), Choices: []screen.Choice{screen.Yes("ok", "action.choose"), screen.No()}}
	for _, n := range names {
		q.Rows = append(q.Rows, screen.Row{Head: screen.Name(n)})
	}
	q.Rows = append(q.Rows, screen.Row{Head: screen.Say("cards.design.new"), Sub: screen.Say("cards.design.new.explain")})
	q.Then = func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
		switch {
		case r.Do == screen.Cancel || r.Row < 0:
			return nil
		case r.Row < len(names):
			return c.openDesign(ctx, names[r.Row], do)
		}
		do.Ask(screen.Question{
			Title: screen.Say("cards.design.new"), Field: &screen.Field{Label: screen.Say("cards.design.name")}, Choices: []screen.Choice{screen.Yes("ok", "action.save"), screen.No()},
			Then: func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
				if r.Do == screen.Cancel {
					return nil
				}
				d, err := c.till.CardDesign(ctx, "")
				if err != nil {
					return err
				}
				d.Name = strings.TrimSpace(r.Text)
				return screen.WithManager(ctx, c.till, do, do.Who(), screen.Say("cards.manager"), func(ctx context.Context, who till.Who, do *screen.Turn) error {
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

func (c *Screen) openDesign(ctx context.Context, name string, do *screen.Turn) (err error) {
	if c.look, err = c.till.CardDesign(ctx, name); err != nil {
		return err
	}
	c.st.Form = &Form{Title: screen.Say("cards.design.title", c.look.Name), Design: true}
	c.fill(ctx, do)
	return nil
}

// sampleOf is a card for anybody in a design.
func (c *Screen) sampleOf(d hardware.CardDesign) hardware.CardJob {
	w := c.words()
	face := hardware.CardFace{Number: strconv.Itoa(pos.FirstCard), Kind: w.Kinds[pos.BothCard], Codes: []hardware.CardCode{{Text: strconv.Itoa(pos.FirstCard)}}}
	if d.Holder {
		face.Name = "Søren Åkjær"
	}
	return hardware.CardJob{Design: d, Layout: hardware.CardsA4, Cards: []hardware.CardFace{face}}
}

func (c *Screen) designRows() []FormRow {
	d := c.look
	row := func(what string, value screen.Sentence) FormRow {
		return FormRow{Do: what, Name: screen.Say("cards.design." + what), Value: value, Explain: screen.Say("cards.design." + what + ".explain")}
	}
	yes := func(on bool) screen.Sentence {
		if on {
			return screen.Say("cards.yes")
		}
		return screen.Say("cards.no")
	}
	note := screen.Say("cards.none")
	if d.Note != "" {
		note = screen.Name(screen.OneLine(d.Note))
	}
	return []FormRow{
		row("text", screen.Name(d.Title)), row("colours", screen.Say("cards.design.colours.value", screen.Plain(d.Ground), screen.Plain(d.Ink))),
		row("logo", yes(len(d.Logo) > 0)), row("holder", yes(d.Holder)), row("photo", yes(d.Photo)),
		row("back", yes(d.Back)), row("stripe", yes(d.Stripe)), row("note", note), row("drop", screen.Sentence{}),
	}
}

// keep saves the design as it was changed; what is refused leaves it as it was.
func (c *Screen) keep(ctx context.Context, change func(d *hardware.CardDesign), do *screen.Turn) error {
	return screen.WithManager(ctx, c.till, do, do.Who(), screen.Say("cards.manager"), func(ctx context.Context, who till.Who, _ *screen.Turn) (err error) {
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

func (c *Screen) askDesignRow(ctx context.Context, what string, do *screen.Turn) {
	d, name := c.look, "cards.design."+what
	flip := func(change func(d *hardware.CardDesign)) {
		do.Refuse(c.keep(ctx, change, do))
	}
	switch what {
	case "text":
		c.ask(name, d.Title, screen.AnyText, do, func(text string, do *screen.Turn) error {
			return c.keep(ctx, func(d *hardware.CardDesign) { d.Title = text }, do)
		})
	case "note":
		c.ask(name, screen.OneLine(d.Note), screen.AnyText, do, func(text string, do *screen.Turn) error {
			return c.keep(ctx, func(d *hardware.CardDesign) { d.Note, d.Back = screen.ManyLines(text), true }, do)
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
		do.Ask(screen.Question{
			Title: screen.Say(name), Text: screen.Say("cards.design.drop.explain"), Choices: []screen.Choice{{Do: "drop", Word: screen.Say(name), Mood: screen.Stop}, screen.No()},
			Then: func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
				if r.Do == screen.Cancel {
					return nil
				}
				return screen.WithManager(ctx, c.till, do, do.Who(), screen.Say("cards.manager"), func(ctx context.Context, who till.Who, _ *screen.Turn) error {
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
func (c *Screen) askLogo(name string, do *screen.Turn) {
	a := screen.PathAsk{
		Title: screen.Say(name), Text: screen.Say(name + ".explain"), Label: screen.Say("member.photo.file"), Take: "action.choose", Endings: screen.PictureEndings,
		Then: func(ctx context.Context, path, choice string, do *screen.Turn) (err error) {
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
		a.More = []screen.Choice{{Do: "remove", Word: screen.Say("cards.design.logo.remove")}}
	}
	screen.AskPath(c.press, c.press.Home(), a, do)
}

// askColours offers pairs that are good to read, and two of one's own.
func (c *Screen) askColours(do *screen.Turn) {
	var rows []screen.Row
	now := -1
	for i, k := range colours {
		rows = append(rows, screen.Row{Head: screen.Say("cards.colour." + k.word), Right: screen.Name(k.ground)})
		if k.ground == c.look.Ground && k.ink == c.look.Ink {
			now = i
		}
	}
	rows = append(rows, screen.Row{Head: screen.Say("cards.colour.own"), Sub: screen.Say("cards.colour.own.explain")})
	do.Ask(screen.Question{
		Title: screen.Say("cards.design.colours"), Text: screen.Say("cards.design.colours.explain"), Rows: rows, Start: max(now, 0),
		Choices: []screen.Choice{screen.Yes("pick", "action.choose"), screen.No()},
		Then: func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
			switch {
			case r.Do == screen.Cancel || r.Row < 0:
				return nil
			case r.Row < len(colours):
				k := colours[r.Row]
				return c.keep(ctx, func(d *hardware.CardDesign) { d.Ground, d.Ink = k.ground, k.ink }, do)
			}
			c.ask("cards.colour.own", c.look.Ground+" "+c.look.Ink, screen.AnyText, do, func(text string, do *screen.Turn) error {
				ground, ink, _ := strings.Cut(text, " ")
				return c.keep(ctx, func(d *hardware.CardDesign) { d.Ground, d.Ink = strings.TrimSpace(ground), strings.TrimSpace(ink) }, do)
			})
			return nil
		},
	})
}
