package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// setList makes the list show what the tab says.
func (c *memberCard) setList() {
	f, right := c.front, fyne.TextAlignTrailing
	switch c.tab {
	case screen.LotsTab:
		c.list.Rows = len(c.open.Lots) + len(c.open.Pending)
		c.list.Empty = f.T("member.lots.empty")
		c.list.Headings = []widget.Heading{
			{Text: f.T("member.lot.expires"), Width: 168}, {Text: f.T("member.lot.from"), Grow: 1},
			{Text: f.T("member.lot.points"), Width: 104, Align: right}, {Text: f.T("member.lot.left"), Width: 104, Align: right},
		}
	case screen.CardsTab:
		c.list.Rows = len(c.open.Cards)
		c.list.Empty = f.T("member.cards.empty")
		c.list.Headings = []widget.Heading{{Text: f.T("card.number"), Grow: 1}, {Text: f.T("card.kind"), Grow: 1}, {Text: f.T("card.state"), Width: 130}}
	case screen.DetailsTab:
		c.list.Rows = len(c.details())
		c.list.Headings = []widget.Heading{{Width: 180}, {Grow: 1}}
	default:
		c.list.Rows = len(c.open.History)
		c.list.Empty = f.T("member.history.empty")
		c.list.Headings = []widget.Heading{
			{Text: f.T("member.history.day"), Width: 130}, {Text: f.T("member.history.what"), Grow: 1}, {Text: f.T("member.history.points"), Width: 120, Align: right},
		}
	}
	c.list.NoHeader = c.tab == screen.DetailsTab
	c.list.Tall = c.tab == screen.LotsTab
	c.list.Choose(-1)
	c.list.Reveal(0)
}

func (c *memberCard) cell(row, column int) widget.Cell {
	switch c.tab {
	case screen.LotsTab:
		return c.lotCell(row, column)
	case screen.CardsTab:
		return c.cardCell(row, column)
	case screen.DetailsTab:
		return c.detailCell(row, column)
	}
	if row >= len(c.open.History) {
		return widget.Cell{}
	}
	h, f := c.open.History[row], c.front
	switch column {
	case 0:
		return widget.Cell{Text: f.Day(h.At), Ink: theme.Muted}
	case 1:
		return widget.Cell{Text: c.happened(h)}
	}
	return c.signed(h.Points)
}

// happened is what a row of the history is about: a purchase with its receipt,
// points with where they came from and what was written beside them.
func (c *memberCard) happened(h till.HistoryRow) string {
	f := c.front
	key, of := till.Happened(h.Type, string(h.Origin))
	text := f.T(key)
	if of != "" {
		text = f.T(key, f.T(of))
	}
	for _, more := range []string{h.Receipt, h.Note, h.Of} {
		if more != "" {
			text += " · " + more
		}
	}
	if h.Pool {
		text = f.T("history.pool", text)
	}
	return text
}

// signed is points gained, or points lost.
func (c *memberCard) signed(n int64) widget.Cell {
	text := c.front.points(n, c.open.Kroner, nil)
	if n > 0 {
		return widget.Cell{Text: "+" + text, Ink: theme.AccentText, Bold: true}
	}
	return widget.Cell{Text: text, Bold: true}
}

// lotCell is a lot: its last day, where it came from and whether it was paid
// for, what it was and what is left. What waits stands below, with the moment
// that it comes.
func (c *memberCard) lotCell(row, column int) widget.Cell {
	f := c.front
	if row >= len(c.open.Lots) {
		return c.pendingCell(row-len(c.open.Lots), column)
	}
	l := c.open.Lots[row]
	switch column {
	case 0:
		switch {
		case l.ExpiresAt == 0:
			return widget.Cell{Text: f.T("member.lot.never")}
		case c.open.Soon > 0 && c.soon(pos.Millis(l.ExpiresAt)):
			return widget.Cell{Text: f.Day(pos.Millis(l.ExpiresAt)), Second: f.T("member.lot.soon"), Icon: "look", Ink: theme.LookText}
		}
		return widget.Cell{Text: f.Day(pos.Millis(l.ExpiresAt))}
	case 1:
		kind := f.T("paper.why.free")
		if l.Paid {
			kind = f.T("paper.why.paid")
		}
		return widget.Cell{Text: f.T("origin." + string(l.Origin)), Second: f.Day(pos.Millis(l.AccruedAt)) + " · " + kind}
	case 2:
		return widget.Cell{Text: f.points(l.Points, c.open.Kroner, nil), Ink: theme.Muted}
	}
	return widget.Cell{Text: f.points(l.Left, c.open.Kroner, nil), Bold: true}
}

func (c *memberCard) pendingCell(row, column int) widget.Cell {
	f := c.front
	if row >= len(c.open.Pending) {
		return widget.Cell{}
	}
	p := c.open.Pending[row]
	switch column {
	case 0:
		return widget.Cell{Text: f.T("member.pending"), Icon: "pending", Ink: theme.Muted}
	case 1:
		return widget.Cell{Text: f.T("origin.service"), Second: f.T("paper.why.due", f.Moment(pos.Millis(p.DueAt))), Ink: theme.Muted}
	case 2:
		return widget.Cell{Text: f.points(p.Points, c.open.Kroner, nil), Ink: theme.Muted}
	}
	return widget.Cell{}
}

func (c *memberCard) soon(at pos.Millis) bool { return at <= c.open.SoonUntil }

func (c *memberCard) cardCell(row, column int) widget.Cell {
	if row >= len(c.open.Cards) {
		return widget.Cell{}
	}
	k, f := c.open.Cards[row], c.front
	ink := theme.Text
	if k.State != pos.Issued {
		ink = theme.StopText
	}
	switch column {
	case 0:
		return widget.Cell{Text: k.Number, Icon: "card", Bold: true, Ink: ink}
	case 1:
		return widget.Cell{Text: f.T("card.kind." + string(k.Kind)), Ink: theme.Muted}
	}
	return widget.Cell{Text: f.T("card.state." + string(k.State)), Ink: ink}
}

// details are what else is known of the member.
func (c *memberCard) details() (pairs []widget.Pair) {
	m, f := c.open, c.front
	add := func(key, value string) {
		if value != "" {
			pairs = append(pairs, widget.Pair{Label: f.T("member." + key), Value: value})
		}
	}
	consent := f.T("member.details.no")
	if m.Member.ConsentAt != 0 {
		consent = f.T("member.consent.since", f.Day(m.Member.ConsentAt))
	}
	add("notes", m.Member.Notes)
	add("username", m.Member.Username)
	if m.Member.Language != "" {
		add("language", f.T("language."+m.Member.Language))
	}
	if at, err := time.Parse(time.DateOnly, m.Member.Birthday); err == nil {
		add("birthday", assets.Date(f.Kit.Lang, at))
	}
	add("consent", consent)
	if o := m.Organisation; o.Pooled {
		add("organisation", f.T("member.details.pool", o.Name))
	} else {
		add("organisation", o.Name)
	}
	for _, a := range m.Aliases {
		add("aliases", a.Name+" ("+a.Username+")")
	}
	for _, x := range m.Messages {
		add("details.message", f.T("paper.message."+string(x.Kind))+" · "+f.Day(x.At)+" · "+f.T("paper.message.state."+string(x.State)))
	}
	add("joined", f.Day(m.Member.Joined))
	return pairs
}

func (c *memberCard) detailCell(row, column int) widget.Cell {
	all := c.details()
	if row >= len(all) {
		return widget.Cell{}
	}
	if column == 0 {
		return widget.Cell{Text: all[row].Label, Ink: theme.Muted}
	}
	return widget.Cell{Text: all[row].Value}
}
