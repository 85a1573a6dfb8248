package screen

import (
	"context"
	"errors"
	"strings"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// Sound is one of the till's two sounds, as a wish.
type Sound uint8

// The sounds.
const (
	NoSound Sound = iota
	GoodSound
	RefusedSound
)

// Notice is a sentence that stands on the screen until something else happens.
type Notice struct {
	Text   Sentence
	Mood   Mood
	Serial int // tells one from the next with the same words
}

// Turn is what a screen wants done after it has handled an event. Now, Person
// and Language are what holds during the turn.
type Turn struct {
	Now      time.Time
	Person   pos.Person
	Language string
	Theme    string

	printer hardware.State // the receipt printer's
	shown   bool           // the screen is the one that a person looks at

	to     *To
	then   []Event
	asks   []Question
	notice *Notice
	sound  Sound
	waits  []wait
	works  []func(context.Context) Event
	basket *Basket
	signIn *pos.Person
	tells  []Event
	strip  []func(*Strip)
	causes []error
	locks  *locking
	forget bool
}

type locking struct {
	locks bool
	idle  time.Duration
}

type wait struct {
	d     time.Duration
	event Event
}

// Who is the person of the turn, for the till's verbs.
func (t *Turn) Who() till.Who { return till.By(t.Person) }

// Because is Who, for the reason that a question asked for. Refusal: NoReason, where
// nothing was typed.
func (t *Turn) Because(r Reply) (who till.Who, err error) {
	who = t.Who()
	if who.Reason = strings.TrimSpace(r.Text); who.Reason == "" {
		err = pos.Refuse(pos.NoReason)
	}
	return who, err
}

// Go shows another screen and hands it something, or nil. The events follow.
func (t *Turn) Go(p Place, with any, then ...Event) {
	t.to, t.then = &To{Place: p, With: with}, then
}

// Ask puts a question behind those that are open already.
func (t *Turn) Ask(q Question) { t.asks = append(t.asks, q) }

// Say puts a sentence on the screen.
func (t *Turn) Say(mood Mood, key string, args ...any) {
	t.notice = &Notice{Text: Say(key, args...), Mood: mood}
}

// Printing says that a paper is on its way to the printer, or else what it waits
// for: nothing is printing where no printer is.
func (t *Turn) Printing(key string, args ...any) {
	switch p := t.printer; {
	case p.Reason == hardware.NotConfigured:
		t.Say(Look, "papers.no_printer")
	case !p.Status.Usable() && p.Reason != hardware.NoReason:
		t.Say(Look, "papers.printer_away")
	default:
		t.Say(Go, key, args...)
	}
}

// MadeAndPrinting is Printing for a thing that was just made: that stands, whatever
// its paper waits for, and is said by key + ".waits".
func (t *Turn) MadeAndPrinting(key string, args ...any) {
	if p := t.printer; !p.Status.Usable() && p.Reason != hardware.NoReason {
		t.Say(Look, key+".waits", args...)
		return
	}
	t.Say(Go, key, args...)
}

// Clear takes the sentence off the screen.
func (t *Turn) Clear() { t.notice = &Notice{} }

// Sound plays a sound.
func (t *Turn) Sound(s Sound) { t.sound = s }

// Refuse says an error and sounds the sound for it. It does nothing for nil
// and tells whether there was an error.
func (t *Turn) Refuse(err error) bool {
	if err == nil {
		return false
	}
	if errors.Is(err, context.Canceled) {
		return true
	}
	t.Log(err)
	s, mood := SentenceOf(err), Look
	if pos.TroubleOf(err) != "" || pos.CodeOf(err) == "" {
		mood = Stop
	}
	t.notice = &Notice{Text: s, Mood: mood}
	t.sound = RefusedSound
	return true
}

// Log tells the log of an error that the screen says in its own words.
func (t *Turn) Log(err error) { t.causes = append(t.causes, err) }

// Later gives this screen an event after a while. It cannot be called back:
// the event carries what tells whether it is still wanted.
func (t *Turn) Later(d time.Duration, e Event) { t.waits = append(t.waits, wait{d, e}) }

// Run does work beside the window and gives this screen the event that comes
// of it. The screen says in its state that it waits.
func (t *Turn) Run(work func(context.Context) Event) { t.works = append(t.works, work) }

// Forget drops what was typed while the screen waited: it was meant for what did
// not come. What was scanned is kept.
func (t *Turn) Forget() { t.forget = true }

// Show is what the customer's window shows.
func (t *Turn) Show(b Basket) { t.basket = &b }

// SignIn makes a person the one who is on.
func (t *Turn) SignIn(p pos.Person) { t.signIn = &p }

// Tell gives an event to every screen.
func (t *Turn) Tell(e Event) { t.tells = append(t.tells, e) }

// Locking says whether there are people to sign in, and after how long an
// untouched till locks; 0 is never.
func (t *Turn) Locking(locks bool, idle time.Duration) { t.locks = &locking{locks, idle} }

// Strip changes the status strip.
func (t *Turn) Strip(change func(*Strip)) { t.strip = append(t.strip, change) }

func detailOf(err error) string {
	var r *pos.Refusal
	if errors.As(err, &r) {
		return r.Detail
	}
	return ""
}
