package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"bonuskasse/assets"
	"bonuskasse/hardware"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// dialog is a question on the screen.
type dialog struct {
	box    *widget.Dialog
	serial int
	ask    screen.Question
	entry  *widget.Entry
	list   *widget.List
	paper  *paper
	wrong  *widget.Para
	front  *Front
}

// question shows the question that is on top, or takes away the one that was.
func (f *Front) question(q *screen.Question) {
	if f.dialog != nil && (q == nil || q.Serial != f.dialog.serial) {
		f.desk.Dismiss(f.dialog.box)
		f.dialog = nil
	}
	if q == nil {
		return
	}
	if f.dialog == nil {
		f.dialog = f.newDialog(*q)
		f.desk.Ask(f.dialog.box)
		if q.Field != nil {
			if text := f.fieldText(*q.Field); text != "" {
				SelectEntry(f.dialog.entry, text)
			}
		}
	}
	if q.Checking {
		f.dialog.tell(theme.Muted, f.T("lock.checking"))
	} else {
		f.dialog.say(q.Wrong)
	}
}

// fieldText is what stands in a field at first.
func (f *Front) fieldText(q screen.Field) string {
	switch {
	case q.At != 0:
		return f.Moment(q.At)
	case q.Amount == 0:
		return q.Text
	}
	whole, part := q.Amount/100, q.Amount%100
	return fmt.Sprintf("%d%s%02d", whole, assets.Point(f.Kit.Lang), part)
}

func (f *Front) newDialog(q screen.Question) *dialog {
	d := &dialog{serial: q.Serial, ask: q, front: f}
	d.wrong = widget.NewPara("")
	d.wrong.Ink = theme.StopText
	d.wrong.Hide()
	var body []fyne.CanvasObject
	var home fyne.Focusable
	for _, line := range q.Lines {
		body = append(body, widget.NewPara(f.Say(line)))
	}
	if q.Field != nil {
		d.entry = d.field(*q.Field)
		home = d.entry
		body = append(body, widget.Field(f.Say(q.Field.Label), d.entry))
	}
	doc := q.Paper
	if len(q.Told) > 0 {
		doc = f.told(q.Told)
	}
	if doc != nil {
		d.paper = newPaper()
		d.paper.columns = sheetColumns
		d.paper.Set(*doc)
		high := fyne.Layout(sheetHigh{})
		if len(q.Told) > 0 {
			high = toldHigh{}
		}
		body = append(body, container.New(high, d.paper.sheet))
	}
	if len(q.Rows) > 0 {
		d.list = d.rows(q.Rows)
		body = append(body, d.list)
		if home == nil {
			home = d.list
		}
	}
	body = append(body, d.wrong)
	d.box = &widget.Dialog{
		Title: f.Say(q.Title), Text: f.Say(q.Text), Body: widget.Column(body...), Home: home,
		Back: widget.NoBack, Key: d.key, Rune: d.rune, Hold: f.shell.Hold,
	}
	if len(q.Rows) > 0 || doc != nil {
		d.box.Wide = 640
	}
	d.answers(q.Choices)
	return d
}

// told is what a question tells, as a paper to be read.
func (f *Front) told(list []screen.Told) *hardware.Document {
	d := &hardware.Document{Lang: f.Kit.Lang}
	for _, x := range list {
		d.Add(hardware.TextLine(f.Say(x.What)).Strong(), hardware.TextLine(f.Say(x.Then)), hardware.Feed(1))
	}
	return d
}

// toldHigh leaves room for the question's own text above.
type toldHigh struct{ sheetHigh }

// MinSize is part of fyne.Layout.
func (toldHigh) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(640, 340) }

// answers lays the choices out with the one that Enter takes at the right.
func (d *dialog) answers(choices []screen.Choice) {
	if len(choices) == 0 {
		choices = []screen.Choice{{Do: screen.Cancel, Word: screen.Say("action.ok"), Mood: screen.Go}}
	}
	for i := len(choices) - 1; i >= 0; i-- {
		c := choices[i]
		kind := kindOf(c.Mood)
		if i == 0 && kind == widget.Plain {
			kind = widget.Go
		}
		if c.Do == screen.Cancel && len(choices) > 1 || i == len(choices)-1 && i > 0 {
			d.box.Back = len(d.box.Answers)
		}
		d.box.Answers = append(d.box.Answers, widget.Answer{
			Text: d.front.Say(c.Word), Kind: kind, Do: func() bool { d.answer(c.Do); return false },
		})
	}
	if len(choices) == 1 {
		d.box.Back = 0
	}
}

// answer sends what was chosen. The dialog closes when the presenter says so.
func (d *dialog) answer(do string) {
	r := screen.Reply{Do: do, Row: -1}
	if d.entry != nil {
		r.Text = d.entry.Text
	}
	if d.list != nil {
		r.Row = d.list.Chosen()
	}
	if r.Row >= 0 && do != screen.Cancel && !d.ask.Rows[r.Row].Off.IsZero() {
		d.say(d.ask.Rows[r.Row].Off)
		return
	}
	d.front.Send(screen.Answered{Reply: r})
}

func (d *dialog) field(q screen.Field) *widget.Entry {
	e := d.front.Kit.Free(d.front.Say(q.Hint))
	if q.Kind == screen.SecretText {
		e.Password = true
		e.ActionItem = container.NewWithoutLayout() // Fyne's own shows the PIN to all who stand there
	}
	return e
}

func (d *dialog) rows(rows []screen.Row) *widget.List {
	l := d.front.Kit.List(
		widget.Heading{Width: 40}, widget.Heading{Grow: 1}, widget.Heading{Width: 150, Align: fyne.TextAlignTrailing})
	l.NoHeader, l.Rows, l.Tall = true, len(rows), false
	for _, r := range rows {
		l.Tall = l.Tall || !r.Sub.IsZero()
	}
	l.MinRows = min(len(rows), 6)
	if !l.Tall {
		l.MinRows = min(len(rows), 9) // those that a figure picks
	}
	l.At = func(row, column int) widget.Cell {
		r := rows[row]
		ink := theme.Text
		if !r.Off.IsZero() {
			ink = theme.Faint
		}
		switch column {
		case 0:
			if row < 9 {
				return widget.Cell{Text: string(rune('1' + row)), Ink: theme.Muted}
			}
			return widget.Cell{}
		case 1:
			return widget.Cell{Text: d.front.Say(r.Head), Second: d.front.Say(r.Sub), Ink: ink}
		}
		return widget.Cell{Text: d.front.Say(r.Right), Ink: ink}
	}
	l.Choose(d.ask.Start)
	l.OnOpen = func(int) { d.first() }
	return l
}

// first is what Enter does: the first choice.
func (d *dialog) first() {
	if len(d.ask.Choices) > 0 {
		d.answer(d.ask.Choices[0].Do)
		return
	}
	d.answer(screen.Cancel)
}

// key walks in the rows while the field has the focus, and knows the keys of
// the choices.
func (d *dialog) key(ev *fyne.KeyEvent) bool {
	name := keyNames[ev.Name]
	for _, c := range d.ask.Choices {
		if c.Key != "" && c.Key == name && d.entry == nil {
			d.answer(c.Do)
			return true
		}
	}
	if d.list == nil {
		return d.turn(name)
	}
	switch name {
	case screen.KeyUp:
		d.list.Walk(-1)
	case screen.KeyDown:
		d.list.Walk(1)
	case screen.KeyPageUp:
		d.list.Walk(-d.list.Page())
	case screen.KeyPageDown:
		d.list.Walk(d.list.Page())
	case screen.KeyEnter:
		d.first()
	default:
		return false
	}
	return true
}

// turn moves the paper, where there is one to read.
func (d *dialog) turn(name screen.KeyName) bool {
	if d.paper == nil {
		return false
	}
	switch name {
	case screen.KeyUp:
		d.paper.move(-theme.Touch)
	case screen.KeyDown:
		d.paper.move(theme.Touch)
	case screen.KeyPageUp:
		d.paper.Page(-1)
	case screen.KeyPageDown:
		d.paper.Page(1)
	case screen.KeyHome:
		d.paper.Top()
	default:
		return false
	}
	return true
}

// rune picks a row by its digit, unless there is a field for digits.
func (d *dialog) rune(r rune) bool {
	if d.list == nil || d.entry != nil || r < '1' || r > '9' || int(r-'1') >= len(d.ask.Rows) {
		return false
	}
	d.list.Choose(int(r - '1'))
	d.first()
	return true
}

// say shows why the last answer was refused.
func (d *dialog) say(s screen.Sentence) {
	text := d.front.Say(s)
	if d.tell(theme.StopText, text) && d.entry != nil && text != "" {
		d.entry.Entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
}

// tell writes a sentence below all else, and tells whether it is another.
func (d *dialog) tell(ink theme.Ink, text string) bool {
	if text == d.wrong.Text {
		return false
	}
	d.wrong.Ink = ink
	d.wrong.Set(text)
	d.wrong.Hidden = text == ""
	d.wrong.Refresh()
	d.front.desk.Fit(d.box) // it may come with no key that would draw it
	return true
}
