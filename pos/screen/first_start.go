package screen

import (
	"context"
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// FirstStartPlace is where a machine begins that has no shop yet.
const FirstStartPlace Place = "first_start"

// Founding is what the first start needs of the program.
type Founding interface {
	// Found makes the shop, and the person who may do everything in it.
	Found(ctx context.Context, in NewShop) error
	// Speak changes the window's language.
	Speak(ctx context.Context, language string)
	// Open goes on to the shop that was made.
	Open()
}

// NewShop is what a shop is made of.
type NewShop struct {
	Language string
	Name     string
	Currency pos.Currency
	Training bool
	Manager  string
	PIN      string
}

// FirstStartField names a row of the form.
type FirstStartField string

// The rows, in their order.
const (
	FirstStartLanguage FirstStartField = "language"
	FirstStartName     FirstStartField = "name"
	FirstStartCurrency FirstStartField = "currency"
	FirstStartTraining FirstStartField = "training"
	FirstStartManager  FirstStartField = "manager"
	FirstStartPIN      FirstStartField = "pin"
	FirstStartAgain    FirstStartField = "again"
)

// FirstStartRow is a row of the form. A choice is walked with Left and Right; the
// others are typed, a secret one unseen.
type FirstStartRow struct {
	Field  FirstStartField
	Value  string
	Words  Sentence // of a choice
	Choice bool
	Secret bool
}

// FirstStartState is the form as it is drawn.
type FirstStartState struct {
	Rows  []FirstStartRow
	At    int
	Where string // the folder that the shop's data will be in
	Busy  bool
}

// Active is the row that is typed in.
func (s FirstStartState) Active() FirstStartRow { return s.Rows[s.At] }

// FirstStart is the presenter of a machine's first minute: a name, a currency and a
// manager, and the till sells.
type FirstStart struct {
	founding Founding
	in       NewShop
	again    string
	chose    bool // the currency, which else follows the language
	st       FirstStartState
}

// NewFirstStart is a form for a shop in a folder.
func NewFirstStart(f Founding, language, folder string) *FirstStart {
	s := &FirstStart{founding: f, in: NewShop{Language: language}, st: FirstStartState{Where: folder}}
	s.follow()
	s.rows()
	return s
}

// State is part of Screen.
func (f *FirstStart) State() any { return f.st }

type founded struct{ err error }

// Handle is part of Screen.
func (f *FirstStart) Handle(ctx context.Context, e Event, do *Turn) bool {
	if made, ok := e.(founded); ok {
		f.st.Busy = false
		if !do.Refuse(made.err) {
			do.Sound(GoodSound)
			f.st.Busy = true
			f.founding.Open()
		}
		return true
	}
	if f.st.Busy {
		return true
	}
	switch e := e.(type) {
	case Typed:
		f.write(e.Text)
	case Picked:
		f.st.At = min(max(e.At, 0), len(f.st.Rows)-1)
	case Key:
		return f.key(ctx, e.Name, do)
	case Tap:
		if e.Do != "save" {
			return false
		}
		f.save(do)
	default:
		return false
	}
	return true
}

func (f *FirstStart) key(ctx context.Context, k KeyName, do *Turn) bool {
	last := len(f.st.Rows) - 1
	switch {
	case k == "Ctrl+S", k == KeyEnter && f.st.At == last:
		f.save(do)
	case k == KeyEnter, k == KeyTab, k == KeyDown:
		do.Clear()
		f.st.At = min(f.st.At+1, last)
	case k == KeyUp, k == KeyBackTab:
		do.Clear()
		f.st.At = max(f.st.At-1, 0)
	case k == KeyLeft && f.st.Active().Choice:
		f.choose(ctx, -1)
	case k == KeyRight && f.st.Active().Choice:
		f.choose(ctx, 1)
	default:
		return false
	}
	return true
}

// choose walks in a choice.
func (f *FirstStart) choose(ctx context.Context, by int) {
	switch f.st.Active().Field {
	case FirstStartLanguage:
		f.in.Language = walk(Languages, f.in.Language, by)
		f.follow()
		f.founding.Speak(ctx, f.in.Language)
	case FirstStartCurrency:
		f.in.Currency, f.chose = walk(pos.Currencies, f.in.Currency, by), true
	case FirstStartTraining:
		f.in.Training = !f.in.Training
	}
	f.rows()
}

func walk[T comparable](all []T, now T, by int) T {
	return all[(slices.Index(all, now)+by+len(all))%len(all)]
}

// follow takes the currency of the language's country, until somebody has chosen.
func (f *FirstStart) follow() {
	if f.chose {
		return
	}
	if f.in.Currency = pos.EUR; f.in.Language == "da" {
		f.in.Currency = pos.DKK
	}
}

func (f *FirstStart) write(text string) {
	switch f.st.Active().Field {
	case FirstStartName:
		f.in.Name = text
	case FirstStartManager:
		f.in.Manager = text
	case FirstStartPIN:
		f.in.PIN = text
	case FirstStartAgain:
		f.again = text
	}
	f.rows()
}

func (f *FirstStart) rows() {
	training := Say("first_start.real")
	if f.in.Training {
		training = Say("first_start.practice")
	}
	f.st.Rows = []FirstStartRow{
		{Field: FirstStartLanguage, Choice: true, Words: Name(OwnNames[f.in.Language])},
		{Field: FirstStartName, Value: f.in.Name},
		{Field: FirstStartCurrency, Choice: true, Words: Name(string(f.in.Currency))},
		{Field: FirstStartTraining, Choice: true, Words: training},
		{Field: FirstStartManager, Value: f.in.Manager},
		{Field: FirstStartPIN, Value: f.in.PIN, Secret: true},
		{Field: FirstStartAgain, Value: f.again, Secret: true},
	}
}

// save makes the shop, or goes to the row that is wrong and says why.
func (f *FirstStart) save(do *Turn) {
	in := f.in
	var err error
	if in.Name, err = pos.CleanName(in.Name); err != nil {
		f.wrong(FirstStartName, err, do)
		return
	}
	if in.Manager, err = pos.CleanName(in.Manager); err != nil {
		f.wrong(FirstStartManager, err, do)
		return
	}
	if err = till.CheckPIN(in.PIN); err != nil {
		f.wrong(FirstStartPIN, err, do)
		return
	}
	if in.PIN != f.again {
		f.again = ""
		f.goTo(FirstStartAgain)
		f.rows()
		do.Say(Look, "first_start.differs")
		do.Sound(RefusedSound)
		return
	}
	f.st.Busy = true
	do.Clear()
	do.Run(func(ctx context.Context) Event { return founded{f.founding.Found(ctx, in)} })
}

func (f *FirstStart) wrong(at FirstStartField, err error, do *Turn) {
	f.goTo(at)
	do.Refuse(err)
}

func (f *FirstStart) goTo(at FirstStartField) {
	f.st.At = slices.IndexFunc(f.st.Rows, func(r FirstStartRow) bool { return r.Field == at })
}
