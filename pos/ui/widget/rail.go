package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynewidget "fyne.io/fyne/v2/widget"

	"bonuskasse/pos/ui/theme"
)

// Place is one stop of a Rail.
type Place struct {
	Text string
	Icon string
	Key  string // "F2"
	Kind Kind   // Look or Stop puts a dot beside the words, and Mark a figure
	Mark string // "3" things to settle
}

// Rail is the row of places one can go to, or of the tabs of a page. It takes
// no focus: the keys beside the words do the same.
type Rail struct {
	fynewidget.BaseWidget
	router Router
	Places []Place
	Chosen int
	// OnGo hears a tap on a place.
	OnGo func(place int)
	// Down stacks the places, for pages with sections.
	Down bool
}

func newRail(r Router, places []Place, goTo func(int)) *Rail {
	rail := &Rail{router: r, Places: places, OnGo: goTo}
	rail.ExtendBaseWidget(rail)
	return rail
}

// Choose shows which place one is at.
func (r *Rail) Choose(place int) {
	if r.Chosen != place {
		r.Chosen = place
		r.Refresh()
	}
}

// Tapped is called by Fyne.
func (r *Rail) Tapped(ev *fyne.PointEvent) {
	r.router.Home()
	for i := range r.Places {
		at, size := r.box(i)
		if ev.Position.X >= at.X && ev.Position.X < at.X+size.Width && ev.Position.Y >= at.Y && ev.Position.Y < at.Y+size.Height {
			if r.OnGo != nil {
				r.OnGo(i)
			}
			return
		}
	}
}

func (r *Rail) wide(p Place) float32 {
	wide := max(measure(p.Text, theme.Small, true).Width, IconSize+theme.Gap+measure(p.Key, theme.Small, false).Width)
	if p.Mark != "" {
		wide += measure(p.Mark, theme.Small, true).Width + 2*theme.Gap
	}
	return wide + 2*theme.Gap
}

func (r *Rail) high() float32 { return theme.Big }

// box is where a place stands. What room the words leave is shared out.
func (r *Rail) box(i int) (fyne.Position, fyne.Size) {
	if r.Down {
		return fyne.NewPos(0, float32(i)*(theme.Touch+theme.Half)), fyne.NewSize(r.Size().Width, theme.Touch)
	}
	total := float32(0)
	for _, p := range r.Places {
		total += r.wide(p)
	}
	more := min(32, (r.Size().Width-total)/float32(max(1, len(r.Places))))
	x := float32(0)
	for _, p := range r.Places[:i] {
		x += r.wide(p) + more
	}
	return fyne.NewPos(x, 0), fyne.NewSize(r.wide(r.Places[i])+more, r.Size().Height)
}

type railPlace struct {
	ground, bar, dot *canvas.Rectangle
	icon             *canvas.Image
	word, key, mark  *canvas.Text
}

// CreateRenderer is part of fyne.Widget.
func (r *Rail) CreateRenderer() fyne.WidgetRenderer {
	var places []*railPlace
	d := newDrawing(r, func(*theme.Theme, *drawing) {}, func(fyne.Size, *drawing) {}, func(*drawing) fyne.Size {
		var size fyne.Size
		for _, p := range r.Places {
			// Long words and a long name beside them take the air between
			// words first: the window must not grow beyond a small screen.
			size.Width += r.wide(p) - 3*theme.Half
			if r.Down {
				size.Width = 0
			}
		}
		if r.Down {
			for _, p := range r.Places {
				size.Width = max(size.Width, measure(p.Text, theme.Normal, true).Width+IconSize+4*theme.Gap)
			}
			return fyne.NewSize(size.Width, float32(len(r.Places))*(theme.Touch+theme.Half))
		}
		return fyne.NewSize(size.Width, r.high())
	})
	d.paint = func(th *theme.Theme, d *drawing) {
		for len(places) < len(r.Places) {
			p := &railPlace{canvas.NewRectangle(nil), canvas.NewRectangle(nil), canvas.NewRectangle(nil),
				canvas.NewImageFromResource(nil), canvas.NewText("", nil), canvas.NewText("", nil), canvas.NewText("", nil)}
			places = append(places, p)
			d.objects = append(d.objects, p.ground, p.bar, p.icon, p.key, p.word, p.dot, p.mark)
		}
		for i, p := range places {
			p.paint(th, r, i)
		}
	}
	d.place = func(_ fyne.Size, d *drawing) {
		for i := range r.Places {
			places[i].place(r, i)
		}
	}
	d.paint(theme.Of(r), d)
	return d
}

func (p *railPlace) paint(th *theme.Theme, r *Rail, i int) {
	if i >= len(r.Places) {
		for _, o := range []fyne.CanvasObject{p.ground, p.bar, p.icon, p.key, p.word, p.dot, p.mark} {
			o.Hide()
		}
		return
	}
	at, here := r.Places[i], i == r.Chosen
	ink := theme.Text
	if here {
		ink = theme.AccentText
	}
	p.ground.FillColor, p.ground.Hidden, p.ground.CornerRadius = th.Ink(theme.AccentSoft), !here, theme.Radius
	p.bar.FillColor, p.bar.Hidden = th.Ink(theme.Accent), !here
	p.word.Text, p.word.Color, p.word.TextSize = at.Text, th.Ink(ink), theme.Small
	if r.Down {
		p.word.TextSize = theme.Normal
	}
	embolden(p.word, here)
	p.key.Text, p.key.Color, p.key.TextSize = at.Key, th.Ink(theme.Muted), theme.Small
	paintIcon(p.icon, at.Icon, th.Ink(ink))
	ground, text, _ := at.Kind.inks()
	p.dot.FillColor, p.dot.CornerRadius, p.dot.Hidden = th.Ink(ground), 10, at.Mark == ""
	p.mark.Text, p.mark.Color, p.mark.TextSize, p.mark.Hidden = at.Mark, th.Ink(text), theme.Small, at.Mark == ""
	embolden(p.mark, true)
}

func (p *railPlace) place(r *Rail, i int) {
	at, size := r.box(i)
	put := func(o fyne.CanvasObject, x, y, w, h float32) {
		o.Move(at.AddXY(x, y))
		o.Resize(fyne.NewSize(w, h))
	}
	put(p.ground, 0, 0, size.Width, size.Height)
	word, key := p.word.MinSize(), p.key.MinSize()
	mark := p.mark.MinSize()
	if r.Down {
		put(p.bar, 0, 0, theme.Half, size.Height)
		put(p.icon, 2*theme.Gap, (size.Height-IconSize)/2, IconSize, IconSize)
		put(p.word, 3*theme.Gap+IconSize, (size.Height-word.Height)/2, word.Width, word.Height)
		put(p.mark, size.Width-mark.Width-2*theme.Gap, (size.Height-mark.Height)/2, mark.Width, mark.Height)
		put(p.dot, size.Width-mark.Width-3*theme.Gap, (size.Height-24)/2, mark.Width+2*theme.Gap, 24)
		return
	}
	put(p.bar, theme.Gap, size.Height-theme.Half, size.Width-2*theme.Gap, theme.Half)
	top := IconSize
	if p.icon.Hidden && p.key.Text == "" {
		top = 0
	}
	extra := float32(0)
	if r.Places[i].Mark != "" {
		extra = mark.Width + 2*theme.Gap
	}
	y := (size.Height - top - word.Height) / 2
	lead := IconSize + theme.Half + key.Width
	if p.key.Text == "" {
		lead = IconSize
	}
	x := (size.Width - extra - lead) / 2
	put(p.icon, x, y, IconSize, IconSize)
	put(p.key, x+IconSize+theme.Half, y+(IconSize-key.Height)/2, key.Width, key.Height)
	put(p.word, (size.Width-extra-word.Width)/2, y+top, word.Width, word.Height)
	put(p.dot, size.Width-extra, theme.Gap, mark.Width+2*theme.Gap-theme.Half, 22)
	put(p.mark, size.Width-extra+theme.Gap-theme.Half/2, theme.Gap+(22-mark.Height)/2, mark.Width, mark.Height)
}
