package screen

import (
	"context"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
)

// Screen is a presenter. Handle takes an event and tells whether it had a use
// for it: a key that it had none for goes to the control with the focus, a
// scan that it had none for is refused with a sound. State is a value to draw;
// its type is the screen's own.
type Screen interface {
	Handle(ctx context.Context, e Event, do *Turn) bool
	State() any
}

// Options are what the shell needs of the world.
type Options struct {
	Now      func() time.Time
	Language string
	Theme    string
	Currency pos.Currency
	Zone     *time.Location
	// After gives f, after a while, to the goroutine that everything runs on.
	After func(d time.Duration, f func())
	// Run runs work on another goroutine and gives what it returns back to
	// this one. Left out, it runs at once, as tests want.
	Run func(work func(context.Context) func())
	// Sound plays a sound.
	Sound func(Sound)
	// Spare takes an event that no screen had a use for, and tells whether it
	// had; it may be nil.
	Spare func(e Event) bool
	// Draw is called whenever the state may have changed.
	Draw func()
	// Log hears why something was refused or went wrong; it may be nil. Of a
	// rule it hears the code alone, for the rest may be what a person typed.
	Log func(what, cause string)
}

// ShellState is the frame of the window.
type ShellState struct {
	Place    Place
	Tabs     []Tab // those that have a screen
	Language string
	Theme    string
	Currency pos.Currency
	Zone     *time.Location
	Strip    Strip
	Notice   Notice
	// Question is the one on top, or nil.
	Question *Question
	Basket   Basket
	// Flash counts refusals: the frame flashes when it grows, for those who
	// cannot hear.
	Flash int
}

// Shell is the frame: which screen is shown, who is on, what is asked and said.
type Shell struct {
	opt     Options
	state   ShellState
	screens map[Place]Screen
	asked   []Question
	serial  int
	last    Place     // where Lock goes back to
	touched time.Time // when a person last did something
	idle    time.Duration
	locks   bool // there are people with PINs
	held    []held
}

// NewShell makes a frame with no screens.
func NewShell(o Options) *Shell {
	if o.After == nil {
		o.After = func(time.Duration, func()) {}
	}
	if o.Run == nil {
		o.Run = func(work func(context.Context) func()) { work(context.Background())() }
	}
	if o.Sound == nil {
		o.Sound = func(Sound) {}
	}
	if o.Draw == nil {
		o.Draw = func() {}
	}
	if o.Log == nil {
		o.Log = func(string, string) {}
	}
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	return &Shell{opt: o, screens: map[Place]Screen{}, touched: o.Now(), state: ShellState{
		Language: o.Language, Theme: o.Theme, Currency: o.Currency, Zone: o.Zone,
	}}
}

// Add gives a place its screen.
func (s *Shell) Add(p Place, screen Screen) {
	s.screens[p] = screen
	s.state.Tabs = s.state.Tabs[:0:0]
	for _, tab := range Tabs {
		if s.screens[tab.Place] != nil {
			s.state.Tabs = append(s.state.Tabs, tab)
		}
	}
}

// Screen is the screen of a place, or nil.
func (s *Shell) Screen(p Place) Screen { return s.screens[p] }

// Start shows the first screen.
func (s *Shell) Start(ctx context.Context, p Place) {
	s.show(ctx, To{Place: p})
	s.opt.Draw()
}

// State is the frame as it stands.
func (s *Shell) State() ShellState {
	st := s.state
	if len(s.asked) > 0 {
		st.Question = &s.asked[0]
	}
	return st
}

// SetLook changes language and theme; every screen hears of it.
func (s *Shell) SetLook(ctx context.Context, language, theme string) {
	s.state.Language, s.state.Theme = language, theme
	s.Handle(ctx, Changed{What: "look"})
}

// SignIn makes a person the one who is on, and tells every screen.
func (s *Shell) SignIn(ctx context.Context, p pos.Person) {
	do := s.turn()
	do.SignIn(p)
	s.finish(ctx, s.state.Place, do)
	s.opt.Draw()
}

// Handle takes one event and tells whether anybody had a use for it.
func (s *Shell) Handle(ctx context.Context, e Event) bool {
	used := s.handle(ctx, e)
	s.opt.Draw()
	return used
}

func (s *Shell) handle(ctx context.Context, e Event) bool {
	switch e := e.(type) {
	case Tick:
		s.tick(ctx, e)
		return true
	case Status:
		e.News(&s.state.Strip)
		return true
	case Changed, SignedIn:
		s.tell(ctx, e)
		return true
	case Scanned:
		s.touch()
		return s.scan(ctx, e)
	case Answered:
		s.touch()
		return s.answer(ctx, e.Reply)
	case Key:
		s.touch()
		if len(s.asked) == 0 && s.frameKey(ctx, e.Name) {
			return true
		}
	case Rune, Typed, Tap, Picked:
		s.touch()
	}
	if len(s.asked) > 0 {
		return false
	}
	if s.give(ctx, s.state.Place, e) {
		return true
	}
	return s.state.Place != LockPlace && (s.give(ctx, PapersPlace, e) || s.opt.Spare != nil && s.opt.Spare(e))
}

func (s *Shell) touch() { s.touched = s.opt.Now() }

// give hands an event to a screen and does what it wants.
func (s *Shell) give(ctx context.Context, p Place, e Event) bool {
	screen := s.screens[p]
	if screen == nil {
		return false
	}
	do := s.turn()
	do.shown = p == s.state.Place
	used := screen.Handle(ctx, e, do)
	s.finish(ctx, p, do)
	return used
}

func (s *Shell) tell(ctx context.Context, e Event) {
	for _, tab := range s.places() {
		s.give(ctx, tab, e)
	}
}

func (s *Shell) places() []Place {
	list := []Place{SalePlace, PaymentPlace, LockPlace}
	for _, tab := range Tabs {
		if tab.Place != SalePlace {
			list = append(list, tab.Place)
		}
	}
	return list
}

func (s *Shell) turn() *Turn {
	return &Turn{Now: s.opt.Now(), Person: s.state.Strip.Person, Language: s.state.Language, Theme: s.state.Theme, printer: s.state.Strip.Printer}
}

// frameKey is what keys mean on every screen: F1 to F10 go somewhere, F12
// locks. F11 is the sale's.
func (s *Shell) frameKey(ctx context.Context, k KeyName) bool {
	if s.state.Place == LockPlace {
		return false
	}
	if k == KeyF12 {
		s.Lock(ctx)
		return true
	}
	for _, tab := range s.state.Tabs {
		if tab.Key == k {
			s.show(ctx, To{Place: s.selling(tab.Place)})
			return true
		}
	}
	return false
}

// GoTo is a tap on a tab.
func (s *Shell) GoTo(ctx context.Context, p Place) {
	if s.state.Place == LockPlace || len(s.asked) > 0 {
		return
	}
	s.touch()
	if p == LockPlace {
		s.Lock(ctx)
	} else {
		s.show(ctx, To{Place: s.selling(p)})
	}
	s.opt.Draw()
}

// payer is the payment screen while a sale is being paid: F2 leads back to it,
// so that a look at a member loses nothing. Held says that money was taken, or
// that the disk has not answered: then there is no way back to the sale, which
// could change under the payment. Else going back closes the payment.
type payer interface {
	Open() bool
	Held() bool
	Close()
}

func (s *Shell) selling(p Place) Place {
	if pay, ok := s.screens[PaymentPlace].(payer); ok && p == SalePlace && s.state.Place != PaymentPlace && pay.Open() {
		return PaymentPlace
	}
	return p
}

// scan is the one way of all scans, whatever read them. None vanishes: each is
// taken or refused, with a sound and a sentence.
func (s *Shell) scan(ctx context.Context, e Scanned) bool {
	refuse := func(key string) bool {
		s.logScan(e.Scan, key)
		s.refused(Notice{Text: Say(key), Mood: Look})
		return false
	}
	switch sc := e.Scan; {
	case sc.Stale(s.opt.Now()):
		return refuse("error.scan_too_old")
	case s.hold(held{again: func() { s.Handle(ctx, e) }}):
		return true
	case s.state.Place == LockPlace:
		return refuse("error.scan_locked")
	case sc.Kind == hardware.KindNone:
		return true
	case sc.Kind == hardware.KindPaymentCard:
		s.watch(e)
		return refuse("error.payment_card_refused")
	case sc.Kind.Refused():
		s.watch(e)
		if len(s.asked) == 0 {
			s.give(ctx, s.state.Place, Spoiled{})
		}
		return refuse("error.scan_again")
	}
	if len(s.asked) > 0 {
		q := s.asked[0]
		if q.Scan == nil {
			return refuse("error.scan_behind_question")
		}
		do := s.turn()
		if err := q.Scan(ctx, e, do); err != nil {
			s.wrong(err)
			return false
		}
		s.asked = s.asked[1:]
		s.finish(ctx, q.Place, do)
		return true
	}
	if !s.give(ctx, s.state.Place, e) {
		return refuse(elsewhere(e.Scan))
	}
	return true
}

func (s *Shell) answer(ctx context.Context, r Reply) bool {
	if len(s.asked) == 0 {
		return false
	}
	q := s.asked[0]
	switch {
	case q.Checking: // a finger on an answer, once more
		return true
	case q.Check != nil && r.Do != Cancel:
		s.check(r)
		return true
	}
	do := s.turn()
	if q.Then != nil {
		if err := q.Then(ctx, r, do); err != nil {
			s.wrong(err)
			return true
		}
	}
	s.asked = s.asked[1:]
	s.finish(ctx, q.Place, do)
	return true
}

// finish does what a turn wants, for the screen of a place.
func (s *Shell) finish(ctx context.Context, p Place, do *Turn) {
	for _, change := range do.strip {
		change(&s.state.Strip)
	}
	for _, err := range do.causes {
		s.log(err)
	}
	if do.notice != nil {
		s.notice(*do.notice)
	}
	if do.sound != NoSound {
		s.sound(do.sound)
	}
	if do.basket != nil {
		s.state.Basket = *do.basket
	}
	for _, q := range do.asks {
		s.serial++
		q.Place, q.Serial = p, s.serial
		s.asked = append(s.asked, q)
	}
	for _, w := range do.waits {
		s.opt.After(w.d, func() { s.give(ctx, p, w.event); s.opt.Draw() })
	}
	for _, work := range do.works {
		s.opt.Run(func(ctx context.Context) func() {
			e := work(ctx)
			return func() { s.give(ctx, p, e); s.opt.Draw(); s.release() }
		})
	}
	if do.forget {
		s.forget()
	}
	if do.signIn != nil {
		s.signIn(ctx, *do.signIn)
	}
	s.locking(do.locks)
	for _, e := range do.tells {
		s.tell(ctx, e)
	}
	if do.to != nil {
		s.show(ctx, *do.to)
		for _, e := range do.then {
			s.handle(ctx, e)
		}
	}
}

func (s *Shell) signIn(ctx context.Context, p pos.Person) {
	to := s.last
	if p.ID != s.state.Strip.Person.ID && to != PaymentPlace {
		to = SalePlace // what another had before them is not theirs; but a customer who pays stays
	}
	s.state.Strip.Person = p
	s.state.Strip.Since = pos.At(s.opt.Now())
	s.tell(ctx, SignedIn{Person: p})
	if s.state.Place == LockPlace {
		s.show(ctx, To{Place: to})
	}
}

func (s *Shell) show(ctx context.Context, to To) {
	if s.screens[to.Place] == nil {
		return
	}
	from := s.state.Place
	if from == to.Place && to.With == nil {
		return
	}
	if s.kept() {
		s.refused(Notice{Text: Say("import.running"), Mood: Look})
		return
	}
	if pay, ok := s.screens[PaymentPlace].(payer); ok && to.Place == SalePlace && pay.Open() {
		if pay.Held() {
			s.refused(Notice{Text: Say("payment.held"), Mood: Look})
			return
		}
		pay.Close()
	}
	if to.Place == LockPlace {
		if s.last = from; from == "" {
			s.last = SalePlace // a till that starts locked opens on the sale
		}
	}
	s.state.Place = to.Place
	s.notice(Notice{})
	if from != to.Place {
		s.give(ctx, from, Left{To: to.Place})
	}
	if s.state.Place == to.Place {
		s.give(ctx, to.Place, Entered{From: from, With: to.With})
	}
}
