package cards

import (
	"context"
	"path/filepath"
	"strconv"
	"strings"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// batchForm is a batch as it is filled in. It is kept for the next one.
type batchForm struct {
	till.NewCards
	folder string
	list   bool // the printing house's file too
	chosen bool // the first number was chosen by hand
	later  bool // the head office gives the numbers when the cards are made
	// members are those who get a card of their own; none is a batch for anybody.
	members []chosenMember
}

// count is how many cards are asked for.
func (b batchForm) count() int64 {
	if len(b.members) > 0 {
		return int64(len(b.members))
	}
	return b.Count
}

// asked is the batch as the till makes it.
func (b batchForm) asked(words till.CardWords) till.NewCards {
	in := b.NewCards
	in.Words = words
	for _, m := range b.members {
		in.Members = append(in.Members, m.ID)
	}
	return in
}

func numberOf(n int64) screen.Plain { return screen.Plain(strconv.FormatInt(n, 10)) }

// openBatch shows the form with the next free number.
func (c *Screen) openBatch(ctx context.Context, do *screen.Turn) {
	c.batch.chosen = false
	c.st.Form = &Form{Title: screen.Say("cards.batch.title")}
	do.Clear()
	c.fill(ctx, do)
}

// fill writes the form's rows anew, and draws its card.
func (c *Screen) fill(ctx context.Context, do *screen.Turn) {
	if !c.st.Form.Design && !c.batch.chosen {
		first, err := c.till.NextCards(ctx, c.batch.count())
		if c.batch.later = pos.CodeOf(err) == pos.NoCardNumbers; c.batch.later {
			first, err = pos.FirstCard, nil // the card that is drawn is an example
		}
		if !do.Refuse(err) {
			c.batch.From = first
		}
	}
	c.redraw(ctx)
}

// redraw is fill without asking for a number.
func (c *Screen) redraw(ctx context.Context) {
	if c.st.Form == nil {
		return
	}
	f := *c.st.Form
	var job hardware.CardJob
	var err error
	if f.Design {
		f.Rows = c.designRows()
		job = c.sampleOf(c.look)
	} else {
		f.Rows = c.batchRows()
		job, err = c.till.SampleCards(ctx, c.batch.asked(c.words()))
	}
	f.Chosen = min(f.Chosen, len(f.Rows)-1)
	f.Front, f.Back, f.Wrong = nil, nil, screen.Sentence{}
	if err == nil {
		f.Front, f.Back, err = c.pictures(job)
	}
	if err != nil {
		f.Wrong = screen.SentenceOf(err)
	}
	c.st.Form = &f
}

func (c *Screen) batchRows() []FormRow {
	b := c.batch
	design := screen.Say("cards.design.first")
	if b.Design != "" {
		design = screen.Name(b.Design)
	}
	list := "cards.no"
	if b.list {
		list = "cards.yes"
	}
	row := func(what string, value screen.Sentence) FormRow {
		return FormRow{Do: what, Name: screen.Say("cards.batch." + what), Value: value, Explain: screen.Say("cards.batch." + what + ".explain")}
	}
	rows := []FormRow{row("members", c.membersValue())}
	if len(b.members) == 0 { // who gets one says how many
		rows = append(rows, row("count", screen.Sentence{Key: "name", Args: []any{numberOf(b.Count)}}))
	}
	span := screen.Say("cards.range", numberOf(b.From), numberOf(b.From+b.count()-1))
	if b.later && !b.chosen {
		span = screen.Say("cards.range.later")
	}
	return append(rows,
		row("from", span),
		row("kind", screen.Say("card.kind."+string(b.Kind))),
		row("symbology", screen.Say("card.symbology."+string(b.Symbology))),
		row("layout", screen.Say("cards.layout."+layoutWord(b.Layout))),
		row("design", design),
		row("folder", screen.Name(b.folder)),
		row("list", screen.Say(list)),
	)
}

// layoutWord is a layout's name as the language files have it.
func layoutWord(l hardware.CardLayout) string { return strings.ReplaceAll(string(l), "-", "_") }

func (c *Screen) formAct(ctx context.Context, what string, do *screen.Turn) bool {
	f := c.st.Form
	switch what {
	case "enter":
		if f.Design {
			c.askDesignRow(ctx, f.Rows[f.Chosen].Do, do)
		} else {
			c.askBatchRow(ctx, f.Rows[f.Chosen].Do, do)
		}
	case "make":
		if !f.Design {
			c.make(do.Who(), do)
		}
	case "back":
		do.Clear()
		c.st.Form = nil
	default:
		return false
	}
	return true
}

// ask asks for one line; save's error stays in the question.
func (c *Screen) ask(name string, text string, kind screen.FieldKind, do *screen.Turn, save func(text string, do *screen.Turn) error) {
	do.Ask(screen.Question{
		Title: screen.Say(name), Text: screen.Say(name + ".explain"),
		Field:   &screen.Field{Label: screen.Say(name), Text: text, Kind: kind},
		Choices: []screen.Choice{screen.Yes("save", "action.save"), screen.No()},
		Then: func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
			if r.Do == screen.Cancel {
				return nil
			}
			if err := save(strings.TrimSpace(r.Text), do); err != nil {
				return err
			}
			c.fill(ctx, do)
			return nil
		},
	})
}

// pick asks for one of several; now is what holds.
func (c *Screen) pick(name string, rows []screen.Row, now int, do *screen.Turn, save func(at int, do *screen.Turn) error) {
	if now >= 0 && now < len(rows) {
		rows[now].Right = screen.Say("settings.now")
	}
	do.Ask(screen.Question{
		Title: screen.Say(name), Text: screen.Say(name + ".explain"), Rows: rows, Start: max(now, 0),
		Choices: []screen.Choice{screen.Yes("pick", "action.choose"), screen.No()},
		Then: func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
			if r.Do == screen.Cancel || r.Row < 0 || r.Row >= len(rows) {
				return nil
			}
			if err := save(r.Row, do); err != nil {
				return err
			}
			c.fill(ctx, do)
			return nil
		},
	})
}

func (c *Screen) askBatchRow(ctx context.Context, what string, do *screen.Turn) {
	b := &c.batch
	name := "cards.batch." + what
	switch what {
	case "members":
		c.askMembers(0, do)
	case "count":
		c.ask(name, strconv.FormatInt(b.Count, 10), screen.NumberText, do, func(text string, _ *screen.Turn) error {
			n, ok := screen.ReadScaled(text, 0)
			if !ok || n < 1 || n > pos.MostCards {
				return pos.Refuse(pos.BadCount, pos.MostCards)
			}
			b.Count = n
			return nil
		})
	case "from":
		c.ask(name, strconv.FormatInt(b.From, 10), screen.NumberText, do, func(text string, _ *screen.Turn) error {
			n, ok := screen.ReadScaled(text, 0)
			if b.chosen = text != ""; b.chosen && (!ok || n < pos.FirstCard) {
				return pos.Refuse(pos.BadCardNumber)
			}
			b.From = n
			return nil
		})
	case "kind":
		all := []pos.CardKind{pos.BonusCard, pos.DiscountCard, pos.BothCard}
		pickOf(c, name, "card.kind.", all, &b.Kind, do)
	case "symbology":
		all := []pos.CardSymbology{pos.CardCode128, pos.CardEAN13, pos.CardQR}
		pickOf(c, name, "card.symbology.", all, &b.Symbology, do)
	case "layout":
		var rows []screen.Row
		now := 0
		for i, l := range hardware.CardLayouts() {
			rows = append(rows, screen.Row{Head: screen.Say("cards.layout." + layoutWord(l)), Sub: screen.Say("cards.layout." + layoutWord(l) + ".explain")})
			if l == b.Layout {
				now = i
			}
		}
		c.pick(name, rows, now, do, func(at int, _ *screen.Turn) error { b.Layout = hardware.CardLayouts()[at]; return nil })
	case "design":
		names, err := c.till.CardDesigns(ctx)
		if do.Refuse(err) {
			return
		}
		rows, now := []screen.Row{{Head: screen.Say("cards.design.first")}}, 0
		for i, n := range names {
			rows = append(rows, screen.Row{Head: screen.Name(n)})
			if n == b.Design {
				now = i + 1
			}
		}
		c.pick(name, rows, now, do, func(at int, _ *screen.Turn) error {
			if b.Design = ""; at > 0 {
				b.Design = names[at-1]
			}
			return nil
		})
	case "folder":
		screen.AskPath(c.press, b.folder, screen.PathAsk{
			Title: screen.Say(name), Text: screen.Say(name + ".explain"), Label: screen.Say(name), Take: "action.choose",
			Then: func(ctx context.Context, path, _ string, do *screen.Turn) error {
				b.folder = path
				c.fill(ctx, do)
				return nil
			},
		}, do)
	case "list":
		b.list = !b.list
		c.redraw(ctx)
	}
}

func pickOf[T ~string](c *Screen, name, word string, all []T, to *T, do *screen.Turn) {
	var rows []screen.Row
	now := 0
	for i, x := range all {
		rows = append(rows, screen.Row{Head: screen.Say(word + string(x))})
		if x == *to {
			now = i
		}
	}
	c.pick(name, rows, now, do, func(at int, _ *screen.Turn) error { *to = all[at]; return nil })
}

// make numbers the batch and draws it into the folder.
func (c *Screen) make(who till.Who, do *screen.Turn) {
	in := c.batch.asked(c.words())
	if !c.batch.chosen {
		in.From = 0 // whatever is free when it comes to it
	}
	folder, withList := c.batch.folder, c.batch.list
	c.busy(c.batch.count(), do, func(ctx context.Context, draw func(path, list string) till.Draw) drawn {
		path := ""
		b, err := c.till.MakeCards(ctx, in, func(ctx context.Context, job hardware.CardJob) error {
			name := "cards-" + job.Cards[0].Number + "-" + job.Cards[len(job.Cards)-1].Number
			list := ""
			if path = filepath.Join(folder, name+".pdf"); withList {
				list = filepath.Join(folder, name+".csv")
			}
			return draw(path, list)(ctx, job)
		}, who)
		return drawn{path: path, first: b.First, last: b.Last(), personal: len(in.Members) > 0, err: err, as: c.make}
	})
}
