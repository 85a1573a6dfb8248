package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/settings"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// sectionIcons stand beside the sections' words.
var sectionIcons = map[string]string{
	"look": "language", "devices": "printer", "programme": "bonus", "tiers": "discount", "people": "people", "shop": "till", "office": "office",
}

// settingsView is the sections at the left, the rows of one in the middle, and
// below them what the chosen row means.
type settingsView struct {
	front   *Front
	page    *widget.Page
	rail    *widget.Rail
	head    *widget.Text
	note    *says
	list    *widget.List
	explain *widget.Para
	below   *fyne.Container
	st      settings.State
	drawn   string
}

// NewSettings makes the view of Settings.
func NewSettings(f *Front) View {
	v := &settingsView{front: f, below: container.NewStack()}
	v.rail = f.Kit.Rail(nil, func(i int) { f.Send(screen.Tap{Do: "section", At: i}) })
	v.rail.Down = true
	v.head = widget.NewHead("")
	v.head.TextSize, v.head.Cut = 24, true
	v.note = newSays(f.T("settings.calm"))
	v.list = f.Kit.List(widget.Heading{Grow: 1}, widget.Heading{Grow: 1, Align: fyne.TextAlignTrailing}, widget.Heading{Width: 40})
	v.list.NoHeader = true
	v.list.At = v.cell
	v.list.OnChoose = func(row int) { f.Send(screen.Picked{At: row}) }
	v.list.OnOpen = v.list.OnChoose
	v.explain = widget.NewPara("")
	v.explain.TextSize = theme.Small
	main := container.NewBorder(widget.Column(v.head, v.note), v.below, nil, nil,
		container.New(pad{}, widget.NewPanelTight(v.list)))
	v.page = &widget.Page{Content: container.New(lefted{208}, widget.NewPanelTight(v.rail), main), Key: v.key}
	return v
}

// lefted gives the first thing a width at the left and the other the rest.
type lefted struct{ wide float32 }

// Layout is part of fyne.Layout.
func (l lefted) Layout(o []fyne.CanvasObject, size fyne.Size) {
	wide := max(l.wide, o[0].MinSize().Width)
	o[0].Resize(fyne.NewSize(wide, size.Height))
	x := wide + theme.Margin
	o[1].Move(fyne.NewPos(x, 0))
	o[1].Resize(fyne.NewSize(size.Width-x, size.Height))
}

// MinSize is part of fyne.Layout.
func (l lefted) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(max(l.wide, a.Width)+theme.Margin+b.Width, max(a.Height, b.Height))
}

// Page is part of View.
func (v *settingsView) Page() *widget.Page { return v.page }

// Notice is part of Noticer.
func (v *settingsView) Notice(kind widget.Kind, text string) {
	if text == "" {
		v.sayNote()
		return
	}
	v.note.Say(kind, text)
}

// sayNote is what stands there when nothing is said: who may change things.
func (v *settingsView) sayNote() { v.note.Say(kindOf(v.st.NoteMood), v.front.Say(v.st.Note)) }

// key sends the arrows to the sides too; they have no other use here.
func (v *settingsView) key(ev *fyne.KeyEvent) bool { return v.front.sideKey(ev, nil) }

// sideKey is the front's key for a page that uses the arrows to the sides.
func (f *Front) sideKey(ev *fyne.KeyEvent, home fyne.Focusable) bool {
	switch ev.Name {
	case fyne.KeyLeft:
		return f.Send(screen.Key{Name: "Left"})
	case fyne.KeyRight:
		return f.Send(screen.Key{Name: "Right"})
	}
	return f.key(ev, home)
}

func (v *settingsView) cell(row, column int) widget.Cell {
	if row >= len(v.st.Rows) {
		return widget.Cell{}
	}
	r, f := v.st.Rows[row], v.front
	if r.Heading {
		if column == 0 {
			return widget.Cell{Text: f.Say(r.Name), Ink: theme.AccentText, Bold: true}
		}
		return widget.Cell{}
	}
	switch column {
	case 0:
		return widget.Cell{Text: f.Say(r.Name)}
	case 1:
		ink := moodInk(r.Mood)
		if r.Locked && r.Mood == screen.Calm {
			ink = theme.Muted
		}
		return widget.Cell{Text: f.Say(r.Value), Ink: ink, Bold: r.Mood == screen.Calm && !r.Locked}
	}
	switch {
	case r.Locked:
		return widget.Cell{Icon: "lock", Ink: theme.Muted}
	case r.Opens && !r.Do:
		return widget.Cell{Icon: "forward", Ink: theme.Muted}
	}
	return widget.Cell{}
}

func moodInk(m screen.Mood) theme.Ink {
	switch m {
	case screen.Go:
		return theme.AccentText
	case screen.Look:
		return theme.LookText
	case screen.Stop:
		return theme.StopText
	}
	return theme.Text
}

// Render is part of View.
func (v *settingsView) Render(state any) {
	st, ok := state.(settings.State)
	if !ok {
		return
	}
	before := v.st
	v.st = st
	drawn := fmt.Sprintf("%d %v %v %v %d %v %v %v", st.Section, st.Inside, st.Title, rowsDrawn(st.Rows), st.Chosen, st.Note, st.Example, st.Seen)
	if drawn == v.drawn {
		return
	}
	v.drawn = drawn
	f := v.front
	if len(v.rail.Places) == 0 {
		for _, s := range st.Sections {
			v.rail.Places = append(v.rail.Places, widget.Place{Text: f.T("settings.section." + s), Icon: sectionIcons[s]})
		}
		v.rail.Refresh()
	}
	v.rail.Choose(st.Section)
	title := f.T("settings.section." + st.Sections[st.Section])
	if !st.Title.IsZero() {
		title += " · " + f.Say(st.Title)
	}
	v.head.Set(title)
	if fmt.Sprint(before.Note, before.NoteMood) != fmt.Sprint(st.Note, st.NoteMood) {
		v.sayNote()
	}
	v.list.Rows = len(st.Rows)
	if st.Inside {
		v.list.Choose(st.Chosen)
	} else {
		v.list.Choose(-1)
		v.list.Reveal(0)
	}
	v.under(st)
	v.page.Content.Refresh()
}

// rowsDrawn is what of rows is seen, to tell whether they changed.
func rowsDrawn(rows []settings.Row) (seen []string) {
	for _, r := range rows {
		seen = append(seen, fmt.Sprint(r.Name, r.Value, r.Mood, r.Locked))
	}
	return seen
}

// under is what stands below the rows: what the chosen one means, what the
// programme gives, what the readers read.
func (v *settingsView) under(st settings.State) {
	f := v.front
	text := ""
	if st.Inside && st.Chosen < len(st.Rows) {
		text = f.Say(st.Rows[st.Chosen].Explain)
	}
	if text == "" {
		text = f.T("settings.section." + st.Sections[st.Section] + ".explain")
	}
	v.explain.Set(text)
	parts := []fyne.CanvasObject{container.New(atLeast{52}, v.explain)}
	if len(st.Example) > 0 {
		parts = append(parts, v.example(st))
	}
	if st.Sections[st.Section] == "devices" {
		parts = append(parts, v.seen(st))
	}
	v.below.Objects = []fyne.CanvasObject{widget.Column(parts...)}
	v.below.Refresh()
}

// atLeast keeps a height, so that the rows above do not jump with each
// explanation.
type atLeast struct{ high float32 }

// Layout is part of fyne.Layout.
func (atLeast) Layout(o []fyne.CanvasObject, size fyne.Size) { o[0].Resize(size) }

// MinSize is part of fyne.Layout.
func (a atLeast) MinSize(o []fyne.CanvasObject) fyne.Size {
	least := o[0].MinSize()
	return fyne.NewSize(least.Width, max(a.high, least.Height))
}

func (v *settingsView) example(st settings.State) fyne.CanvasObject {
	box := widget.Column()
	for i, s := range st.Example {
		p := widget.NewPara(v.front.Say(s))
		p.TextSize, p.Bold = theme.Small, i == 0
		box.Add(p)
	}
	return widget.NewPanel(box).As(widget.Go)
}

// seen is the live test: each scan with its kind and value, the newest first.
func (v *settingsView) seen(st settings.State) fyne.CanvasObject {
	f := v.front
	head := widget.NewText(f.T("settings.live"))
	head.Bold, head.TextSize = true, theme.Small
	box := container.New(paperLayout{}, head)
	if len(st.Seen) == 0 {
		box.Add(widget.NewSmall(f.T("settings.live.empty")))
	}
	for i, s := range st.Seen {
		if i == 3 {
			break
		}
		words := f.Say(s.Kind)
		if s.Value != "" {
			words = f.T("scan.line", words, s.Value)
		}
		if !s.Why.IsZero() {
			words += " – " + f.Say(s.Why)
		}
		left := widget.NewText(words)
		left.TextSize, left.Cut, left.Ink, left.Bold = theme.Small, true, moodInk(s.Mood), i == 0
		box.Add(container.New(leftRight{}, left, widget.NewSmall(s.Reader)))
	}
	return widget.NewPanel(container.New(atLeast{92}, box))
}
