package screen

import (
	"context"

	"bonuskasse/hardware"
	"bonuskasse/pos"
)

// Question is asked of a person before anything else goes on. Questions queue:
// one is on the screen at a time. Nothing behind it hears keys or scans.
type Question struct {
	Title Sentence
	Text  Sentence // may be zero
	// Lines are told below it, each in a paragraph of its own.
	Lines []Sentence
	// Field asks for one line of text; nil asks for none.
	Field *Field
	// Paper is read in it; the arrows and the page keys turn it. nil is none.
	Paper *hardware.Document
	// Told is read likewise, in the window's language: things, and what is said of
	// each. A question has this or a Paper.
	Told []Told
	// Rows are things to pick from, by arrows, a tap, or the digits 1 to 9.
	Rows []Row
	// Start is the row that is chosen at first: what holds now, so that Enter
	// by habit changes nothing.
	Start int
	// Choices are the buttons, from the one that Enter takes to the one that
	// Escape takes. A question without any has the one "ok".
	Choices []Choice
	// Scan takes a scan while the question is open; nil wants none. An error
	// that it returns is said in the question, which stays open.
	Scan func(ctx context.Context, s Scanned, do *Turn) error
	// Then is done when the question is answered, on the screen that asked.
	// An error that it returns is said in the question, which stays open.
	Then func(ctx context.Context, r Reply, do *Turn) error
	// Check is done in place of Then, beside the window, with an answer that takes
	// long to look at, as a PIN does; going back needs no check. What it returns is
	// done on the screen that asked. Its error is said in the question, which stays
	// open. What is typed and scanned meanwhile is held.
	Check func(ctx context.Context, r Reply) (func(ctx context.Context, do *Turn), error)
	// Checking is while Check runs.
	Checking bool
	// Wrong is what the last answer was refused with.
	Wrong Sentence
	// Place is the screen that asked; the shell fills it in.
	Place Place
	// Serial tells one question from the next; the shell fills it in.
	Serial int
}

// Told is a thing, and what is said of it.
type Told struct{ What, Then Sentence }

// Field is a line to type on.
type Field struct {
	Label Sentence
	Text  string // what stands there at first, selected
	Kind  FieldKind
	Hint  Sentence
	// Amount stands there at first, of an AmountText; 0: nothing.
	Amount pos.Money
	// At stands there at first, as moments are written there; 0: nothing.
	At pos.Millis
}

// FieldKind is what a field takes.
type FieldKind uint8

// The kinds of field.
const (
	AnyText    FieldKind = iota
	AmountText           // an amount of money
	NumberText           // digits
	SecretText           // a PIN: shown as dots
)

// Row is one thing to pick.
type Row struct {
	Head  Sentence
	Sub   Sentence // a second line; may be zero
	Right Sentence // a figure at the right; may be zero
	// Off says why it cannot be picked; zero: it can.
	Off Sentence
}

// Choice is a button of a question.
type Choice struct {
	Do   string // what Reply.Do says
	Word Sentence
	Key  KeyName // besides Enter (the first) and Escape (the last)
	Mood Mood
}

// Mood is what a thing means: go on, look, stop.
type Mood uint8

// The moods.
const (
	Calm Mood = iota
	Go
	Look
	Stop
)

// Reply is what a person answered: the choice, the row that was picked (-1:
// none), and what stood in the field.
type Reply struct {
	Do   string
	Row  int
	Text string
}

// Cancel is the Do of going back without an answer.
const Cancel = "cancel"

// Yes is a choice that goes on, and No the one that goes back.
func Yes(do, key string) Choice { return Choice{Do: do, Word: Say(key), Mood: Go} }

// No goes back without an answer.
func No() Choice { return Choice{Do: Cancel, Word: Say("action.cancel")} }

// check looks at an answer beside the window.
func (s *Shell) check(r Reply) {
	q := &s.asked[0]
	q.Checking, q.Wrong = true, Sentence{}
	check, serial := q.Check, q.Serial
	s.opt.Run(func(ctx context.Context) func() {
		then, err := check(ctx, r)
		return func() {
			s.checked(ctx, serial, then, err)
			s.opt.Draw()
			s.release()
		}
	})
}

// checked goes on with an answer that was looked at, unless its question is gone:
// then what was typed since was for something that is not there any more.
func (s *Shell) checked(ctx context.Context, serial int, then func(context.Context, *Turn), err error) {
	if len(s.asked) == 0 || s.asked[0].Serial != serial {
		s.forget()
		return
	}
	if err != nil {
		s.asked[0].Checking = false
		s.forget()
		s.wrong(err)
		return
	}
	q := s.asked[0]
	s.asked = s.asked[1:]
	do := s.turn()
	then(ctx, do)
	s.finish(ctx, q.Place, do)
}

// wrong says in the question why its answer was refused.
func (s *Shell) wrong(err error) {
	s.log(err)
	s.asked[0].Wrong = SentenceOf(err)
	s.serial++
	s.sound(RefusedSound)
}
