package widget

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
)

// Sound is one of the two sounds of a till.
type Sound uint8

// The sounds.
const (
	Good    Sound = iota // a scan that did something
	Refused              // a scan, or a key, that did not
)

// MaxScanAge is how old a scan may be when the window gets to it; an older one
// is dropped, with a sound: what the cashier saw then is not what is there now.
const MaxScanAge = 5 * time.Second

// Why a scan did nothing; the codes have sentences as "error." + code.
const (
	ScanTooOld         = "scan_too_old"
	ScanBehindQuestion = "scan_behind_question"
	ScanNoUse          = "scan_no_use_here"
)

// Page is what a screen gives the desk.
type Page struct {
	Content fyne.CanvasObject
	// Home has the focus whenever nothing else must. nil: keys go to Key and
	// Rune only, until Tab walks to a control.
	Home fyne.Focusable
	// Key, Rune and Shortcut are asked before the focused control; true means
	// done. Rune is not asked while a literal entry has the focus. Each may be
	// nil.
	Key      func(*fyne.KeyEvent) bool
	Rune     func(rune) bool
	Shortcut func(fyne.Shortcut) bool
	// Scan takes a scan; false means that this page has no use for it.
	Scan func(scan any) bool
	// Hold keeps what was typed until the page can take it, and calls again then;
	// false means that it can now. It may be nil.
	Hold func(again func()) bool
}

// Options are what the desk needs of the world. Each may be left out.
type Options struct {
	// Post runs a function on the window's goroutine: fyne.Do in the program;
	// left out, it runs at once, as tests want.
	Post func(func())
	// Burst finds scans among the keys.
	Burst Burst
	// Now is the clock of strokes and scans.
	Now func() time.Time
	// After calls f once, on any goroutine, unless stopped before.
	After func(d time.Duration, f func()) (stop func())
	// Sound plays one of the two sounds.
	Sound func(Sound)
	// Refused hears why a scan did nothing, as a code; left out, the desk
	// shows the sentence itself.
	Refused func(code string)
	// Everywhere holds on every page, unless a question is open: F1 to F12.
	// Content, Home and Scan are not used.
	Everywhere Page
	// Shortcuts are heard even when nothing has the focus.
	Shortcuts []fyne.Shortcut
}

// Desk is the one place where keys, scans, pages, questions and notices of a
// window meet. It is the Router of all its controls. Except for Post, it is
// used on the window's goroutine only.
type Desk struct {
	canvas fyne.Canvas
	opt    Options
	root   *fyne.Container
	floor  *floor
	hand   *hand // home of a page that names none
	toasts *toastLayer
	page   *Page
	open   []*modal // bottom to top
	queue  []*Dialog
	trail  []trace
	idle   func() // stops the burst's timer
	// spaced is the control that the space bar's key used: the character that
	// follows is not of what has the focus by then.
	spaced fyne.Focusable
}

var _ Router = (*Desk)(nil)

// NewDesk takes over a canvas: its content and its key hooks are the desk's
// from now on.
func NewDesk(canvas fyne.Canvas, opt Options) *Desk {
	if opt.Post == nil {
		opt.Post = func(f func()) { f() }
	}
	if opt.Burst == nil {
		opt.Burst = noBurst{}
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.After == nil {
		opt.After = func(d time.Duration, f func()) func() {
			timer := time.AfterFunc(d, f)
			return func() { timer.Stop() }
		}
	}
	if opt.Sound == nil {
		opt.Sound = func(Sound) {}
	}
	d := &Desk{canvas: canvas, opt: opt, page: &Page{}}
	d.floor = newFloor(d)
	d.hand = newHand(d)
	d.toasts = newToastLayer(d)
	d.root = container.NewStack(d.floor, d.hand, d.toasts)
	canvas.SetContent(d.root)
	canvas.SetOnTypedKey(d.looseKey)
	canvas.SetOnTypedRune(d.looseRune)
	for _, s := range opt.Shortcuts {
		canvas.AddShortcut(s, func(s fyne.Shortcut) { d.Shortcut(s) })
	}
	return d
}

// Post runs f on the window's goroutine. It may be called from any.
func (d *Desk) Post(f func()) { d.opt.Post(f) }

// Sound plays a sound.
func (d *Desk) Sound(s Sound) { d.opt.Sound(s) }

// Canvas is where the desk stands.
func (d *Desk) Canvas() fyne.Canvas { return d.canvas }

// SetPage shows a page instead of the one that is there and gives its home
// the focus. Questions stay open: they are asked of a person, not of a page.
func (d *Desk) SetPage(p *Page) {
	if p == nil {
		p = &Page{}
	}
	d.page = p
	d.trail = d.trail[:0]
	objects := []fyne.CanvasObject{d.floor}
	if p.Home == nil {
		objects = append(objects, d.hand)
	}
	if p.Content != nil {
		objects = append(objects, p.Content)
	}
	d.root.Objects = append(objects, d.toasts)
	d.root.Refresh()
	d.Home()
}

// Home is part of Router. It is also what a screen calls after it has taken
// the focus elsewhere.
func (d *Desk) Home() {
	home := d.home()
	if d.canvas.Focused() == home {
		return
	}
	d.canvas.Focus(home)
	if d.canvas.Focused() != home { // it is of another step of the page: keys go past what had the focus
		d.canvas.Unfocus()
	}
}

func (d *Desk) home() fyne.Focusable {
	if m := d.top(); m != nil {
		return m.home
	}
	if d.page.Home == nil {
		return d.hand
	}
	return d.page.Home
}

// Next is part of Router.
func (d *Desk) Next(back bool) {
	if back {
		d.canvas.FocusPrevious()
		return
	}
	d.canvas.FocusNext()
}

// TypeHome is part of Router.
func (d *Desk) TypeHome(r rune) {
	if home, ok := d.home().(*Entry); ok && r != ' ' {
		d.Home()
		home.acceptRune(r)
	}
}

// Key is part of Router.
func (d *Desk) Key(ev *fyne.KeyEvent) bool {
	shift, other := modifiers()
	s := Stroke{Name: ev.Name, Code: ev.Physical.ScanCode, Shift: shift, Other: other, At: d.opt.Now()}
	d.spaced = nil
	if d.judge(s) || d.hold(s) || d.meansKey(ev) {
		return true
	}
	if at := d.canvas.Focused(); ev.Name == fyne.KeySpace && at != nil {
		if _, text := at.(*Entry); !text {
			d.spaced = at
		}
	}
	return false
}

// Rune is part of Router.
func (d *Desk) Rune(r rune) bool {
	s := Stroke{Rune: r, At: d.opt.Now()}
	if d.judge(s) || d.hold(s) {
		return true
	}
	spaced := d.spaced
	d.spaced = nil
	if r == ' ' && spaced != nil && spaced != d.canvas.Focused() {
		return true
	}
	done := d.meansRune(r)
	d.note(done)
	return done
}

// Shortcut is part of Router.
func (d *Desk) Shortcut(s fyne.Shortcut) bool {
	if c, ok := s.(*desktop.CustomShortcut); ok && c.Modifier&fyne.KeyModifierControl != 0 {
		if d.judge(Stroke{Name: c.KeyName, Other: true, At: d.opt.Now()}) {
			return true
		}
	}
	if d.held(func() { d.Shortcut(s) }) {
		return true
	}
	if m := d.top(); m != nil {
		return m.dialog.Shortcut != nil && m.dialog.Shortcut(s)
	}
	return (d.page.Shortcut != nil && d.page.Shortcut(s)) ||
		(d.opt.Everywhere.Shortcut != nil && d.opt.Everywhere.Shortcut(s))
}

// looseKey takes a key while nothing has the focus, which lasts no longer than
// a finger's touch: the home field gets what is typed.
func (d *Desk) looseKey(ev *fyne.KeyEvent) {
	if d.Key(ev) {
		return
	}
	d.Home()
	if t, ok := d.canvas.Focused().(typist); ok {
		press(d, t, ev)
	}
}

func (d *Desk) looseRune(r rune) {
	d.Home()
	if d.Rune(r) {
		return
	}
	if t, ok := d.canvas.Focused().(typist); ok {
		t.acceptRune(r)
	}
}

// meansKey asks what is on top, and the keys that hold everywhere.
func (d *Desk) meansKey(ev *fyne.KeyEvent) bool {
	if m := d.top(); m != nil {
		// Behind a question no key means what it means on the page.
		return m.key(ev)
	}
	return (d.page.Key != nil && d.page.Key(ev)) || (d.opt.Everywhere.Key != nil && d.opt.Everywhere.Key(ev))
}

func (d *Desk) meansRune(r rune) bool {
	if l, ok := d.canvas.Focused().(literal); ok && l.literal() {
		return false
	}
	if m := d.top(); m != nil {
		return m.dialog.Rune != nil && m.dialog.Rune(r)
	}
	return (d.page.Rune != nil && d.page.Rune(r)) || (d.opt.Everywhere.Rune != nil && d.opt.Everywhere.Rune(r))
}

// Scan hands over what a reader read at a moment (the zero time: now). It goes
// to the top question, if that wants scans, or else to the page; what nobody
// takes is refused with a sound and a sentence. It tells whether it was taken.
func (d *Desk) Scan(scan any, at time.Time) bool {
	if !at.IsZero() && d.opt.Now().Sub(at) > MaxScanAge {
		return d.refuse(ScanTooOld)
	}
	if m := d.top(); m != nil {
		if m.dialog.Scan == nil || !m.dialog.Scan(scan) {
			return d.refuse(ScanBehindQuestion)
		}
	} else if d.page.Scan == nil || !d.page.Scan(scan) {
		return d.refuse(ScanNoUse)
	}
	d.Sound(Good)
	return true
}

// Fit gives an open dialog the size that its body has come to need.
func (d *Desk) Fit(q *Dialog) {
	for _, m := range d.open {
		if m.dialog == q {
			m.veil.Refresh()
		}
	}
}

func (d *Desk) refuse(code string) bool {
	d.Sound(Refused)
	if d.opt.Refused != nil {
		d.opt.Refused(code)
	}
	return false
}
