package screen

import (
	"context"
	"errors"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// OfficeJoin is what Settings needs to make this till one of a chain.
type OfficeJoin interface {
	OfficeLine
	// Enrol shows a one-time code to the head office at an address. Without a
	// fingerprint the certificate must be of an authority that the machine trusts.
	// An error is a refusal, a trouble or a *LineFault.
	Enrol(ctx context.Context, address, fingerprint, code string) (Joined, error)
	// Check says, by the same code, what of the till's own would clash. Nothing is
	// changed. Errors are as of Enrol.
	Check(ctx context.Context, address, fingerprint, code string) (till.Joining, error)
}

// Joined is what the head office calls this till, and the chain.
type Joined struct{ Till, Chain string }

// LineFault is that the head office was not reached: "line.fault." and its state
// say why.
type LineFault struct {
	State string
	Cause error
}

func (e *LineFault) Error() string { return e.State + ": " + e.Cause.Error() }

// Unwrap is the cause.
func (e *LineFault) Unwrap() error { return e.Cause }

// enrolment is what was typed so far. It lasts until the till has joined.
type enrolment struct {
	address, fingerprint, code string
	asking                     bool
}

// officeRows say how the till stands to a head office, and let it join one.
func (s *Settings) officeRows() []SettingRow {
	now := s.office.Line()
	state := SettingRow{ID: "line", Name: Say("settings.office.line"), Value: Say("office.online"), Mood: Go}
	if now.State != "online" {
		state.Value, state.Mood = Say("settings.office.line."+lineWord(now.State)), Look
		state.Explain = Say("line.fault." + now.State)
	}
	if now.State == "alone" {
		state.Mood, state.Explain = Calm, Say("office.alone.explain")
	}
	rows := []SettingRow{state}
	if now.Chain != "" {
		rows = append(rows, SettingRow{ID: "chain", Name: Say("office.chain"), Value: Name(now.Chain), Explain: Say("settings.office.again")},
			SettingRow{ID: "unsent", Name: Say("office.unsent"), Value: Say("value", now.Unsent)})
	}
	text := func(id string, field *string) SettingRow {
		name, explain := Say("settings.office."+id), Say("settings.office."+id+".explain")
		row := SettingRow{ID: id, Name: name, Value: Name(*field), Explain: explain}
		if *field == "" {
			row.Value = Say("settings.office.none")
		}
		row.act = s.askText(name, explain, *field, AnyText, func(_ context.Context, text string, do *Turn) error {
			*field = strings.TrimSpace(text)
			s.build(do)
			return nil
		})
		return row
	}
	e := &s.enrolment
	join := SettingRow{ID: "join", Name: Say("settings.office.join"), Explain: Say("settings.office.join.explain"), Do: true, Mood: Go}
	if e.asking {
		join.Value = Say("settings.office.asking")
	}
	join.act = func(_ context.Context, do *Turn) { s.enrol(do) }
	return append(rows, text("address", &e.address), text("fingerprint", &e.fingerprint), text("code", &e.code), join)
}

// lineWord is the state in a word or two, for the column of values.
func lineWord(state string) string {
	if state == "alone" {
		return state
	}
	return "down"
}

// enrolled is what the head office has answered.
type enrolled struct {
	joined Joined
	err    error
}

// enrol asks the head office beside the window: a line may be slow.
func (s *Settings) enrol(do *Turn) {
	e := s.enrolment
	if e.asking {
		return
	}
	if e.address == "" || e.code == "" {
		do.Say(Look, "settings.office.incomplete")
		do.Sound(RefusedSound)
		return
	}
	if !strings.Contains(e.address, "://") {
		e.address = "https://" + e.address
	}
	s.enrolment.asking = true
	s.build(do)
	do.Run(func(ctx context.Context) Event {
		joining, err := s.office.Check(ctx, e.address, e.fingerprint, e.code)
		return checked{e, joining, err}
	})
}

// checked is what the chain has of the till's own, otherwise.
type checked struct {
	by      enrolment
	joining till.Joining
	err     error
}

// mostClashes are shown; a till that was a shop of its own may have thousands, and
// their number is said.
const mostClashes = 300

// chooseJoin tells what joining does, and joins where a person says so.
func (s *Settings) chooseJoin(e checked, do *Turn) {
	s.enrolment.asking = false
	s.build(do)
	if e.err != nil {
		s.notJoined(e.err, do)
		return
	}
	words := ClashesIn(e.joining.Clashes)
	q := Question{Title: Say("joining.title", Plain(e.joining.Chain)), Text: JoiningWords(e.joining, len(words)),
		Choices: []Choice{Yes("join", "settings.office.join"), No()},
		Then: func(_ context.Context, r Reply, do *Turn) error {
			if r.Do != "join" {
				return nil
			}
			s.enrolment.asking = true
			s.build(do)
			do.Run(func(ctx context.Context) Event {
				joined, err := s.office.Enrol(ctx, e.by.address, e.by.fingerprint, e.by.code)
				return enrolled{joined, err}
			})
			return nil
		}}
	q.Told = words[:min(len(words), mostClashes)]
	do.Ask(q)
}

func (s *Settings) answered(ctx context.Context, e enrolled, do *Turn) {
	s.enrolment.asking = false
	defer s.build(do)
	if e.err != nil {
		s.notJoined(e.err, do)
		return
	}
	s.enrolment = enrolment{}
	s.refresh(ctx, do)
	do.Say(Go, "line.joined", e.joined.Till, e.joined.Chain)
}

// notJoined says why the head office did not take the till.
func (s *Settings) notJoined(err error, do *Turn) {
	var line *LineFault
	switch {
	case errors.As(err, &line):
		do.Log(err)
		do.Say(Stop, "line.fault."+line.State)
		do.Sound(RefusedSound)
	case do.Refuse(err):
		if pos.CodeOf(err) == pos.BadEnrolCode { // it is good for once, and so for no second try
			s.enrolment.code = ""
			s.build(do)
		}
	}
}
