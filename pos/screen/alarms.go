package screen

import (
	"context"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// AlarmsPlace is what looks like somebody helping themselves; a manager comes
// here from Reports.
const AlarmsPlace Place = "alarms"

// AlarmsTill is what Alarms needs of the till.
type AlarmsTill interface {
	Alarms(ctx context.Context, who till.Who) ([]till.Alarm, error)
	SettleAlarm(ctx context.Context, name string, who till.Who) error
	Zone() *time.Location
}

// AlarmsState is the alarms that nobody has settled.
type AlarmsState struct {
	Loading bool
	Rows    []AlarmRow
	Chosen  int // -1: none
	Zone    *time.Location
}

// AlarmRow is an alarm as a person reads it.
type AlarmRow struct {
	Alarm till.Alarm
	Kind  Sentence // in a few words
	Why   Sentence // in a whole sentence
}

// AlarmsKeys are the keys of the alarms.
var AlarmsKeys = []KeyUse{
	{Key: KeyUp, Also: KeyDown, Do: "walk", Word: "help.alarms.walk"},
	{Key: KeyEnter, Do: "settle", Word: "help.alarms.settle"},
	{Key: "Ctrl+M", Do: "member", Word: "help.alarms.member"},
	{Key: KeyEscape, Do: "close", Word: "help.alarms.close"},
}

// Alarms is the presenter of the alarms.
type Alarms struct {
	till AlarmsTill
	st   AlarmsState
}

// NewAlarms makes it.
func NewAlarms(t AlarmsTill) *Alarms {
	return &Alarms{till: t, st: AlarmsState{Chosen: -1, Zone: t.Zone()}}
}

// State is an AlarmsState.
func (a *Alarms) State() any { return a.st }

// Keys is what Help shows.
func (a *Alarms) Keys() []KeyUse { return AlarmsKeys }

type alarmsLoaded struct {
	list []till.Alarm
	err  error
}

// Handle is part of Screen.
func (a *Alarms) Handle(ctx context.Context, e Event, do *Turn) bool {
	if Walk(e, &a.st.Chosen, len(a.st.Rows)) {
		return true
	}
	switch e := e.(type) {
	case Entered:
		a.load(do)
	case SignedIn:
		a.st.Rows, a.st.Chosen = nil, -1 // they were for a manager's eyes
	case alarmsLoaded:
		a.loaded(e, do)
	case Picked: // what was chosen
		a.settle(do)
	case Key:
		return a.act(KeyFor(AlarmsKeys, e.Name), do)
	case Tap:
		return a.act(e.Do, do)
	default:
		return false
	}
	return true
}

func (a *Alarms) act(what string, do *Turn) bool {
	switch what {
	case "close":
		do.Go(ReportsPlace, nil)
	case "settle":
		a.settle(do)
	case "member":
		if a.st.Chosen >= 0 && !a.st.Rows[a.st.Chosen].Alarm.Member.ID.IsZero() {
			do.Go(MemberPlace, OpenMember{ID: a.st.Rows[a.st.Chosen].Alarm.Member.ID})
		}
	default:
		return false
	}
	return true
}

// load looks beside the window: there may be a month of a busy shop to read.
func (a *Alarms) load(do *Turn) {
	a.st.Loading = true
	who := do.Who()
	do.Run(func(ctx context.Context) Event {
		list, err := a.till.Alarms(ctx, who)
		return alarmsLoaded{list, err}
	})
}

func (a *Alarms) loaded(e alarmsLoaded, do *Turn) {
	a.st.Loading, a.st.Rows = false, nil
	if do.Refuse(e.err) {
		a.st.Chosen = -1
		return
	}
	for _, x := range e.list {
		a.st.Rows = append(a.st.Rows, AlarmRow{Alarm: x, Kind: Say("alarm.kind." + string(x.Alarm.Kind)), Why: why(x)})
	}
	a.st.Chosen = min(max(a.st.Chosen, 0), len(a.st.Rows)-1)
}

// why is an alarm in a sentence: member, person, how many, of how many, points.
func why(a till.Alarm) Sentence {
	return Say("alarm.why."+string(a.Alarm.Kind), a.Member.Name, a.Person.Name, a.Alarm.Count, a.Alarm.Of, a.Alarm.Points)
}

// settle asks what came of the alarm: that is the journal's reason.
func (a *Alarms) settle(do *Turn) {
	if a.st.Chosen < 0 {
		return
	}
	row := a.st.Rows[a.st.Chosen]
	do.Ask(Question{
		Title: Say("alarms.settle"), Text: row.Why,
		Field:   &Field{Label: Say("alarms.settle.reason")},
		Choices: []Choice{Yes("settle", "alarms.settle"), No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			who := do.Who()
			who.Reason = r.Text
			if err := a.till.SettleAlarm(ctx, row.Alarm.Name, who); err != nil {
				return err
			}
			do.Say(Go, "alarms.settled")
			a.load(do)
			return nil
		},
	})
}

// AlarmCount is how many alarms there are for the person; 0 where it is not
// theirs to know.
func AlarmCount(ctx context.Context, t AlarmsTill, who till.Who) (int64, error) {
	if !who.Person.Role.May(pos.Manager) {
		return 0, nil
	}
	list, err := t.Alarms(ctx, who)
	return int64(len(list)), err
}
