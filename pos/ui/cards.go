package ui

import (
	"fmt"
	"image"
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/cards"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// cardWide is the width of the part at the right of Cards: a card in a third
// more than its own size.
const cardWide = 396

// cardsView is the list of cards, or a form, and beside it a card as it is printed.
type cardsView struct {
	front   *Front
	page    *widget.Page
	entry   *widget.Entry
	says    *says
	filters *widget.Rail
	list    *widget.List
	form    *widget.List
	title   *widget.Text
	explain *widget.Para
	listing fyne.CanvasObject
	filling fyne.CanvasObject
	side    *fyne.Container
	st      cards.State
	drawn   bool
}

// NewCards makes the view of Cards.
func NewCards(f *Front) View {
	v := &cardsView{front: f, says: newSays(f.T("cards.calm"))}
	v.entry = f.Entry(f.T("cards.find.hint"), "")
	var places []widget.Place
	for _, s := range cards.Filters {
		word := string(s)
		if word == "" {
			word = "all"
		}
		places = append(places, widget.Place{Text: f.T("cards.filter." + word)})
	}
	v.filters = f.Kit.Rail(places, func(i int) { f.Send(screen.Tap{Do: "filter", At: i}) })
	v.list = f.Kit.List(
		widget.Heading{Text: f.T("cards.column.number"), Width: 96}, widget.Heading{Text: f.T("cards.batch.kind"), Width: 124},
		widget.Heading{Text: f.T("cards.column.holder"), Grow: 1}, widget.Heading{Text: f.T("card.state"), Width: 156})
	v.list.Empty = f.T("cards.empty")
	v.list.At = v.cell
	v.list.OnChoose = func(row int) { f.Send(screen.Picked{At: row}) }
	v.list.OnOpen = v.list.OnChoose
	always := widget.Grid(2,
		f.Kit.Button(f.T("cards.button.batch"), f.Tap("batch")).WithIcon("add").WithKey("Ctrl+N"),
		f.Kit.Button(f.T("cards.button.designs"), f.Tap("designs")).WithIcon("edit").WithKey("Ctrl+T"))
	v.listing = container.NewBorder(widget.Column(v.entry, v.filters), always, nil, nil, container.New(pad{}, widget.NewPanelTight(v.list)))

	v.form = f.Kit.List(widget.Heading{Width: 240}, widget.Heading{Grow: 1, Align: fyne.TextAlignTrailing})
	v.form.NoHeader = true
	v.form.At = v.formCell
	v.form.OnChoose = func(row int) { f.Send(screen.Picked{At: row}) }
	v.form.OnOpen = v.form.OnChoose
	v.title = widget.NewHead("")
	v.title.TextSize, v.title.Cut = 24, true
	v.explain = widget.NewPara("")
	v.explain.TextSize = theme.Small
	v.filling = container.NewBorder(v.title, container.New(atLeast{52}, v.explain), nil, nil, container.New(pad{}, widget.NewPanelTight(v.form)))
	v.filling.Hide()

	v.side = container.NewStack()
	v.page = &widget.Page{
		Content: container.NewBorder(v.says, nil, nil, nil, container.New(pad{}, widget.Sides(cardWide, container.NewStack(v.listing, v.filling), v.side))),
		Home:    v.entry, Key: v.key,
	}
	return v
}

// Page is part of View.
func (v *cardsView) Page() *widget.Page { return v.page }

// Notice is part of Noticer.
func (v *cardsView) Notice(kind widget.Kind, text string) { v.says.Say(kind, text) }

func (v *cardsView) key(ev *fyne.KeyEvent) bool {
	return v.front.turns(v.list, ev) || v.front.key(ev, v.entry)
}

// stateInk is how a card's state is told; its word stands there too.
func stateInk(s pos.CardState) (theme.Ink, string) {
	switch s {
	case pos.Issued:
		return theme.AccentText, "ok"
	case pos.Printed:
		return theme.Text, "printer"
	case pos.Replaced:
		return theme.Muted, "refresh"
	}
	return theme.StopText, "stop"
}

func (v *cardsView) cell(row, column int) widget.Cell {
	if row >= len(v.st.Rows) {
		return widget.Cell{}
	}
	r, f := v.st.Rows[row], v.front
	switch column {
	case 0:
		return widget.Cell{Text: r.Number, Bold: true}
	case 1:
		return widget.Cell{Text: f.T("cards.kind." + string(r.Kind)), Ink: theme.Muted}
	case 2:
		return widget.Cell{Text: r.Holder}
	}
	ink, icon := stateInk(r.State)
	return widget.Cell{Text: f.T("card.state." + string(r.State)), Ink: ink, Icon: icon}
}

func (v *cardsView) formCell(row, column int) widget.Cell {
	if v.st.Form == nil || row >= len(v.st.Form.Rows) {
		return widget.Cell{}
	}
	r := v.st.Form.Rows[row]
	if column == 0 {
		return widget.Cell{Text: v.front.Say(r.Name)}
	}
	return widget.Cell{Text: v.front.Say(r.Value), Bold: true}
}

// Render is part of View.
func (v *cardsView) Render(state any) {
	st, ok := state.(cards.State)
	if !ok {
		return
	}
	before := v.st
	v.st = st
	showEntry(v.entry, st.Entry, before.Marked != st.Marked)
	if v.drawn && reflect.DeepEqual(before, st) {
		return
	}
	first := !v.drawn
	v.drawn = true
	v.filters.Choose(st.Filter)
	if first || v.list.Rows != len(st.Rows) || v.list.Chosen() != st.Chosen || !reflect.DeepEqual(before.Rows, st.Rows) {
		v.list.Rows = len(st.Rows)
		v.list.Choose(st.Chosen)
	}
	show(v.listing, st.Form == nil)
	show(v.filling, st.Form != nil)
	if form := st.Form; form != nil {
		v.title.Set(v.front.Say(form.Title))
		v.form.Rows = len(form.Rows)
		v.form.Choose(form.Chosen)
		v.explain.Set(v.front.Say(form.Rows[form.Chosen].Explain))
	}
	v.side.Objects = []fyne.CanvasObject{v.beside()}
	v.page.Content.Refresh()
}

// beside is the part at the right: work that goes on, the form's card, the open
// card, or what to do first.
func (v *cardsView) beside() fyne.CanvasObject {
	f, st := v.front, v.st
	switch {
	case st.Busy != nil:
		return f.working(f.T("cards.drawing"), st.Busy.Done, st.Busy.Of)
	case st.Form != nil:
		return v.beforePrint(st.Form)
	case st.Open != nil:
		return v.opened(st.Open)
	}
	return widget.NewPanel(widget.Empty("cards", f.T("cards.pick")))
}

func (v *cardsView) beforePrint(form *cards.Form) fyne.CanvasObject {
	f := v.front
	parts := []fyne.CanvasObject{cardPicture(form.Front)}
	if form.Back != nil {
		parts = append(parts, cardPicture(form.Back))
	}
	if form.Front == nil {
		wrong := widget.NewPara(f.Say(form.Wrong))
		wrong.Ink = theme.StopText
		parts = []fyne.CanvasObject{wrong}
	}
	back := f.Kit.Button(f.T("action.back"), f.Tap("back")).WithIcon("back").WithKey("Esc")
	bar := fyne.CanvasObject(back)
	if !form.Design {
		bar = widget.Spread([]int{1}, back, f.Kit.Button(f.T("cards.make"), f.Tap("make")).As(widget.Go).WithIcon("printer").WithKey("End"))
	}
	return widget.NewPanel(container.NewBorder(widget.Column(parts...), bar, nil, nil))
}

func (v *cardsView) opened(o *cards.Card) fyne.CanvasObject {
	f := v.front
	ink, _ := stateInk(o.State)
	pairs := []widget.Pair{
		{Label: f.T("card.kind"), Value: f.T("card.kind." + string(o.Kind))},
		{Label: f.T("card.state"), Value: f.T("card.state." + string(o.State)), Ink: ink},
	}
	if o.Holder != "" {
		pairs = append(pairs, widget.Pair{Label: f.T("cards.column.holder"), Value: o.Holder})
	}
	if o.ReplacedBy != "" {
		pairs = append(pairs, widget.Pair{Label: f.T("cards.replaced_by"), Value: o.ReplacedBy})
	}
	if o.InBatch {
		pairs = append(pairs, widget.Pair{Label: f.T("cards.in_batch"), Value: f.T("cards.range", fmt.Sprint(o.Of.First), fmt.Sprint(o.Of.Last()))})
	}
	var parts []fyne.CanvasObject
	if o.Front != nil {
		parts = append(parts, cardPicture(o.Front))
	} else {
		parts = append(parts, widget.NewHead(o.Number), widget.NewSmall(f.T("cards.no_picture")))
	}
	parts = append(parts, widget.Pairs(pairs...))
	return widget.NewPanel(container.NewBorder(widget.Column(parts...), v.deeds(o), nil, nil))
}

// deeds are what may be done with a card in its state.
func (v *cardsView) deeds(o *cards.Card) fyne.CanvasObject {
	f := v.front
	issue := f.Kit.Button(f.T("cards.button.issue"), f.Tap("issue")).WithIcon("member").WithKey("Ctrl+K")
	replace := f.Kit.Button(f.T("cards.button.replace"), f.Tap("replace")).WithIcon("refresh").WithKey("Ctrl+R")
	again := f.Kit.Button(f.T("cards.button.again"), f.Tap("again")).WithIcon("printer").WithKey("Ctrl+P")
	block := f.Kit.Button(f.T("action.block"), f.Tap("block")).WithIcon("stop").WithKey("Ctrl+D")
	first := issue
	if o.State != pos.Printed {
		first = replace
		first.SetEnabled(!o.Member.IsZero() && o.State != pos.Replaced)
	} else {
		first.As(widget.Go)
	}
	again.SetEnabled(o.InBatch)
	block.SetEnabled(o.State == pos.Printed || o.State == pos.Issued)
	return widget.Column(first, again, block)
}

// cardPicture shows a card as it is printed, as wide as there is room.
func cardPicture(img image.Image) fyne.CanvasObject {
	if img == nil {
		return container.NewStack()
	}
	c := canvas.NewImageFromImage(img)
	c.FillMode = canvas.ImageFillContain
	c.ScaleMode = canvas.ImageScaleSmooth
	// A card may be as white as what it lies on: it has an edge.
	return container.New(shaped{img.Bounds().Dx(), img.Bounds().Dy()}, widget.NewPanelTight(c))
}

// shaped keeps a picture's shape, in the middle of its place.
type shaped struct{ w, h int }

// Layout is part of fyne.Layout.
func (s shaped) Layout(o []fyne.CanvasObject, size fyne.Size) {
	wide := min(size.Width, size.Height*float32(s.w)/float32(s.h))
	o[0].Resize(fyne.NewSize(wide, wide*float32(s.h)/float32(s.w)))
	o[0].Move(fyne.NewPos((size.Width-wide)/2, 0))
}

// MinSize is part of fyne.Layout.
func (s shaped) MinSize([]fyne.CanvasObject) fyne.Size {
	wide := float32(cardWide - 2*theme.Margin)
	return fyne.NewSize(wide, wide*float32(s.h)/float32(s.w))
}
