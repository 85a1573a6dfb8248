package screen

import (
	"context"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// OfficeTill is what F9 needs of the till.
type OfficeTill interface {
	ToSettle(ctx context.Context) (till.Settling, error)
	SettleConflict(ctx context.Context, id pos.ID, who till.Who) error
	Zone() *time.Location
}

// OfficeLine says how the line to the head office is, now.
type OfficeLine interface{ Line() LineNow }

// LineNow is the line to the head office at this moment.
type LineNow struct {
	State  string        // "line.fault." and this says what it means; "online" is that it answers
	Since  pos.Millis    // of this state
	Heard  pos.Millis    // when the head office answered last; 0 is not since the till started
	Unsent int64         // events
	Off    time.Duration // of the till's clock before the head office's; 0: it is right
	Chain  string        // its name; "" where the till is alone
}

// OfficeState is F9: the line, and what is to be settled.
type OfficeState struct {
	Joined bool
	Line   Sentence // how the line is
	Mood   Mood
	// Told says how old the list is, and that it is whole.
	Told    Sentence
	Figures []Figure
	Rows    []OfficeRow
	Chosen  int // -1: none
	Zone    *time.Location
}

// Figure is a label and what it is about.
type Figure struct{ Label, Value Sentence }

// OfficeRow is a thing to settle as a person reads it.
type OfficeRow struct {
	Conflict till.ToSettle
	ConflictWords
}

// OfficeKeys are the keys of F9.
var OfficeKeys = []KeyUse{
	{Key: KeyUp, Also: KeyDown, Do: "walk", Word: "help.office.walk"},
	{Key: KeyEnter, Do: "settle", Word: "help.office.settle"},
	{Key: "Ctrl+M", Do: "member", Word: "help.office.member"},
	{Key: "Ctrl+E", Do: "enrol", Word: "help.office.enrol"},
}

// Office is the presenter of F9. It shows what the till knows, with or without a
// line.
type Office struct {
	till OfficeTill
	line OfficeLine
	st   OfficeState
	last LineNow
	told pos.Millis
}

// NewOffice makes it.
func NewOffice(t OfficeTill, l OfficeLine) *Office {
	return &Office{till: t, line: l, st: OfficeState{Chosen: -1, Zone: t.Zone()}}
}

// State is an OfficeState.
func (o *Office) State() any { return o.st }

// Keys is what Help shows.
func (o *Office) Keys() []KeyUse { return OfficeKeys }

// Handle is part of Screen.
func (o *Office) Handle(ctx context.Context, e Event, do *Turn) bool {
	if Walk(e, &o.st.Chosen, len(o.st.Rows)) {
		return true
	}
	switch e := e.(type) {
	case Entered, Changed, SignedIn:
		o.read(ctx, do)
	case OfficeNews:
		o.read(ctx, do)
	case Tick:
		if now := o.line.Line(); now != o.last {
			o.read(ctx, do)
		}
		return false
	case Picked: // what was chosen
		o.settle(do)
	case Key:
		return o.act(KeyFor(OfficeKeys, e.Name), do)
	case Tap:
		return o.act(e.Do, do)
	default:
		return false
	}
	return true
}

// OfficeNews says that what the till knows of its head office is another.
type OfficeNews struct{}

func (o *Office) act(what string, do *Turn) bool {
	switch what {
	case "settle":
		o.settle(do)
	case "member":
		if o.st.Chosen >= 0 && !o.st.Rows[o.st.Chosen].Conflict.Who.ID.IsZero() {
			do.Go(MemberPlace, OpenMember{ID: o.st.Rows[o.st.Chosen].Conflict.Who.ID})
		}
	case "enrol":
		do.Go(SettingsPlace, OpenSection{Section: "office"})
	default:
		return false
	}
	return true
}

// read asks the till what it knows. What was chosen stays so, wherever it is now.
func (o *Office) read(ctx context.Context, do *Turn) {
	s, err := o.till.ToSettle(ctx)
	if do.Refuse(err) {
		return
	}
	var chosen pos.ID
	if o.st.Chosen >= 0 {
		chosen = o.st.Rows[o.st.Chosen].Conflict.ID
	}
	o.last, o.told = o.line.Line(), s.Told
	at := o.st.Chosen
	o.st.Joined, o.st.Rows, o.st.Chosen = s.Joined, nil, -1
	for i, c := range s.List {
		o.st.Rows = append(o.st.Rows, OfficeRow{c, WordsOf(c)})
		if c.ID == chosen {
			o.st.Chosen = i
		}
	}
	if o.st.Chosen < 0 {
		o.st.Chosen = min(max(at, 0), len(o.st.Rows)-1)
	}
	o.say(s)
}

// say puts the line in words, and how old the list is.
func (o *Office) say(s till.Settling) {
	now := o.last
	o.st.Figures, o.st.Told = nil, Sentence{}
	if !s.Joined {
		o.st.Line, o.st.Mood = Say("line.fault.alone"), Calm
		return
	}
	o.st.Line, o.st.Mood = Say("office.online"), Go
	if now.State != "online" {
		o.st.Line, o.st.Mood = Say("line.fault."+now.State), Look
		o.figure("office.since", Moment(now.Since))
	}
	switch {
	case s.Told == 0:
		o.st.Told = Say("office.told_never")
	case now.State == "online":
		o.st.Told = Say("office.told_now")
	default:
		o.st.Told = Say("office.told", Moment(s.Told))
	}
	if now.Chain != "" {
		o.figure("office.chain", Plain(now.Chain))
	}
	o.figure("office.till", Plain(s.TillName))
	if now.Off != 0 {
		says := clockSays("office.clock", now.Off)
		o.figure("office.clock", says)
		if now.State == "online" {
			o.st.Line, o.st.Mood = Say("office.online_clock", says), Look
		}
	}
	if now.Heard > 0 {
		o.figure("office.heard", Moment(now.Heard))
	} else if s.Told > 0 {
		o.figure("office.heard", Moment(s.Told))
	}
	o.figure("office.unsent", now.Unsent)
	o.figure("office.rights", Say("office.rights.value", Points(s.RightsPoints), s.RightsMembers))
	if s.CardNumbers > 0 {
		o.figure("office.cards", s.CardNumbers)
	}
}

// ClockOff says, in a few words, how far the till's clock is off; zero is not.
func ClockOff(off time.Duration) Sentence {
	if off == 0 {
		return Sentence{}
	}
	return clockSays("clock", off)
}

func clockSays(key string, off time.Duration) Sentence {
	way := ".ahead"
	if off < 0 {
		off, way = -off, ".behind"
	}
	switch {
	case off < 2*time.Hour:
		return Say(key+way, Say("count.minutes", int64(off/time.Minute)))
	case off < 48*time.Hour:
		return Say(key+way, Say("count.hours", int64(off/time.Hour)))
	}
	return Say(key+way, Say("count.days", int64(off/(24*time.Hour))))
}

func (o *Office) figure(label string, value any) {
	o.st.Figures = append(o.st.Figures, Figure{Say(label), Say("value", value)})
}

// settle asks what was done about it: that is the journal's reason, and the head
// office's note.
func (o *Office) settle(do *Turn) {
	if o.st.Chosen < 0 {
		return
	}
	row := o.st.Rows[o.st.Chosen]
	do.Ask(Question{
		Title: row.Kind, Text: row.May,
		Field:   &Field{Label: Say("office.settle.note")},
		Choices: []Choice{Yes("settle", "office.settle"), No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			who := do.Who()
			who.Reason = r.Text
			if err := o.till.SettleConflict(ctx, row.Conflict.ID, who); err != nil {
				return err
			}
			o.read(ctx, do)
			n := int64(len(o.st.Rows))
			do.Strip(func(s *Strip) { s.ToSettle = n })
			do.Say(Go, "office.settled")
			return nil
		},
	})
}
