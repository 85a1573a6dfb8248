// Package ui draws the screens: one view for each presenter of pos/screen, and
// the Front, the frame around them. A view draws a state and sends events; it
// decides nothing.
//
//	front := ui.NewFront(window.Canvas(), shell, widget.Options{Post: fyne.Do, Burst: wedge})
//	front.Add(screen.SalePlace, ui.NewSale)
//	front.Draw() // from then on the shell calls it
//
// A view is a Maker's: it is made anew when the language changes. What
// it shows comes by Render; what a person does goes out by Front.Send:
//
//	func NewSale(f *Front) View {
//		v := &sale{front: f}
//		v.entry = f.Entry(f.T("sale.entry.hint"), "")
//		v.pay = f.Kit.Button(f.T("sale.pay"), f.Tap("pay")).As(widget.Go)
//		...
//	}
package ui

import (
	"context"
	"reflect"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/ui/theme"
	"bonuskasse/pos/ui/widget"
)

// View is what draws one screen.
type View interface {
	// Page is the content and the home field. Keys, characters and shortcuts
	// are the front's: they go to the presenter, whose answer says whether
	// the control with the focus gets them.
	Page() *widget.Page
	// Render draws a state of the view's presenter. It is called often:
	// nothing may move but what changed.
	Render(state any)
}

// Noticer is a view that shows the shell's notice in a place of its own. The
// others get a toast.
type Noticer interface {
	Notice(kind widget.Kind, text string)
}

// Bare is a view that stands alone, without the rail of places: the lock.
type Bare interface{ Bare() }

// Whole is a view that has the window to itself, without the strip: there is no
// till yet that it could tell of.
type Whole interface{ Whole() }

// Maker makes a view for a front, in the language of its kit.
type Maker func(f *Front) View

// Front is the content of the cashier's window.
type Front struct {
	Kit   *widget.Kit
	shell *screen.Shell
	desk  *widget.Desk
	ctx   context.Context
	makes map[screen.Place]Maker

	look      string // language and theme that the views were made in
	views     map[screen.Place]View
	shown     screen.Place
	rail      *widget.Rail
	who       *widget.Button
	strip     *widget.Strip
	flash     *canvas.Rectangle
	flashes   int
	said      int
	drawn     drawn
	dialog    *dialog
	photo     portrait // of the member beside the sale
	state     screen.ShellState
	rendering bool
	again     bool
	onDraw    func(screen.ShellState)
	after     func(time.Duration, func()) func()
}

// shortcuts are heard wherever the focus is.
var shortcuts = []string{"Z", "P", "R", "D", "M", "N", "K", "T", "S", "L", "A", "E", "J", "W"}

// NewFront takes over a canvas.
func NewFront(ctx context.Context, c fyne.Canvas, shell *screen.Shell, o widget.Options) *Front {
	f := &Front{shell: shell, ctx: ctx, makes: map[screen.Place]Maker{}, after: o.After}
	if f.after == nil {
		f.after = func(d time.Duration, do func()) func() {
			t := time.AfterFunc(d, do)
			return func() { t.Stop() }
		}
	}
	o.Shortcuts = fyneShortcuts(shortcuts)
	f.desk = widget.NewDesk(c, o)
	return f
}

// Add gives a place its view.
func (f *Front) Add(p screen.Place, m Maker) { f.makes[p] = m }

// OnDraw is called after each drawing, for a window that follows this one.
func (f *Front) OnDraw(follow func(screen.ShellState)) { f.onDraw = follow }

// Desk is where keys and scans arrive.
func (f *Front) Desk() *widget.Desk { return f.desk }

// State is the frame as it was drawn last.
func (f *Front) State() screen.ShellState { return f.state }

// Send gives an event to the presenters and tells whether it was used. What a
// field says of itself while it is being drawn is no event.
func (f *Front) Send(e screen.Event) bool {
	if _, typed := e.(screen.Typed); typed && f.rendering {
		return true
	}
	return f.shell.Handle(f.ctx, e)
}

// Tap is what a button does: it sends screen.Tap.
func (f *Front) Tap(do string) func() { return func() { f.Send(screen.Tap{Do: do}) } }

// Draw draws what changed. It runs on the window's goroutine.
func (f *Front) Draw() {
	if f.rendering {
		f.again = true
		return
	}
	f.rendering = true
	defer func() { f.rendering = false }()
	for f.again = true; f.again; {
		f.again = false
		f.draw(f.shell.State())
	}
	if f.onDraw != nil {
		f.onDraw(f.state)
	}
}

func (f *Front) draw(st screen.ShellState) {
	f.state = st
	if look := st.Language + "/" + st.Theme; f.look != look {
		f.dress(st)
		f.look = look
	}
	if st.Place != f.shown {
		f.turn(st.Place)
	}
	view := f.views[st.Place]
	if view == nil {
		return
	}
	f.frame(st)
	// A tick changes nothing, mostly: what stands there is not drawn again.
	if now := (drawn{f.shell.Screen(st.Place).State(), st.Strip}); !reflect.DeepEqual(now, f.drawn) {
		f.drawn = now
		view.Render(now.state)
	}
	f.question(st.Question)
	f.notice(view, st)
}

// drawn is all that a view draws from.
type drawn struct {
	state any
	strip screen.Strip
}

// dress makes everything anew in a language and a theme.
func (f *Front) dress(st screen.ShellState) {
	if app := fyne.CurrentApp(); app != nil {
		theme.Wear(app, theme.ReadMode(st.Theme))
	}
	f.Kit = widget.NewKit(f.desk, st.Language)
	f.views, f.shown = map[screen.Place]View{}, ""
	f.rail = f.Kit.Rail(nil, func(i int) {
		if i < len(f.state.Tabs) {
			f.shell.GoTo(f.ctx, f.tabs()[i].Place)
		}
	})
	f.who = f.Kit.Button("", func() { f.shell.GoTo(f.ctx, screen.LockPlace) }).As(widget.Quiet).WithIcon("lock").WithKey("F12")
	f.strip = f.Kit.Strip(func(i int) { f.tapStrip(i) })
	f.flash = canvas.NewRectangle(nil)
	f.flash.Hide()
	if f.dialog != nil {
		f.desk.Dismiss(f.dialog.box)
		f.dialog = nil
	}
}

// turn shows another place.
func (f *Front) turn(p screen.Place) {
	view := f.views[p]
	if view == nil {
		make := f.makes[p]
		if make == nil {
			return
		}
		view = make(f)
		f.views[p] = view
	}
	f.shown, f.drawn = p, drawn{}
	page := *view.Page()
	home := page.Home
	if page.Key == nil {
		page.Key = func(ev *fyne.KeyEvent) bool { return f.key(ev, home) }
	}
	if page.Rune == nil {
		page.Rune = func(r rune) bool { return f.Send(screen.Rune{Rune: r}) }
	}
	if page.Shortcut == nil {
		page.Shortcut = func(s fyne.Shortcut) bool {
			k := shortcutName(s)
			return k != "" && f.Send(screen.Key{Name: k})
		}
	}
	page.Hold = f.shell.Hold
	page.Content = f.around(view, page.Content)
	f.desk.SetPage(&page)
}

func (f *Front) around(v View, content fyne.CanvasObject) fyne.CanvasObject {
	if _, whole := v.(Whole); whole {
		return container.NewStack(content, f.flash)
	}
	if _, bare := v.(Bare); bare {
		return container.NewStack(container.NewBorder(nil, f.strip, nil, nil, content), f.flash)
	}
	top := container.NewBorder(nil, nil, nil, f.who, f.rail)
	return container.NewStack(container.NewBorder(top, f.strip, nil, nil, container.New(margin{}, content)), f.flash)
}

// margin is the space round a page.
type margin struct{}

// Layout is part of fyne.Layout.
func (margin) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(theme.Gap, theme.Gap))
		o.Resize(size.SubtractWidthHeight(2*theme.Gap, 2*theme.Gap))
	}
}

// MinSize is part of fyne.Layout.
func (margin) MinSize(objects []fyne.CanvasObject) (size fyne.Size) {
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return size.AddWidthHeight(2*theme.Gap, 2*theme.Gap)
}

// notice says what the shell says, once.
func (f *Front) notice(v View, st screen.ShellState) {
	if st.Flash != f.flashes {
		f.flashes = st.Flash
		f.blink()
	}
	if st.Notice.Serial == f.said {
		return
	}
	f.said = st.Notice.Serial
	kind, text := kindOf(st.Notice.Mood), ""
	if !st.Notice.Text.IsZero() {
		text = f.Say(st.Notice.Text)
	}
	if n, ok := v.(Noticer); ok && st.Question == nil {
		n.Notice(kind, text)
		return
	}
	if text != "" {
		f.Kit.Toast(kind, text)
	}
}

// blinkTime is how long the frame flashes for those who cannot hear.
const blinkTime = 300 * time.Millisecond

func (f *Front) blink() {
	rect := f.flash
	rect.FillColor = nil
	rect.StrokeColor, rect.StrokeWidth = theme.Current().Ink(theme.Look), 2*theme.Half
	rect.Show()
	rect.Refresh()
	count := f.flashes
	f.after(blinkTime, func() {
		f.desk.Post(func() {
			if count == f.flashes {
				rect.Hide()
			}
		})
	})
}

func kindOf(m screen.Mood) widget.Kind {
	switch m {
	case screen.Go:
		return widget.Go
	case screen.Look:
		return widget.Look
	case screen.Stop:
		return widget.Stop
	}
	return widget.Plain
}
