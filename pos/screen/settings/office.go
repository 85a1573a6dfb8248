package settings

import (
	"context"
	"encoding/hex"
	"errors"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// OfficeJoin is what Settings needs to make this till one of a chain.
type OfficeJoin interface {
	screen.OfficeLine
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
func (s *Screen) officeRows() []Row {
	now := s.office.Line()
	state := Row{ID: "line", Name: screen.Say("settings.office.line"), Value: screen.Say("office.online"), Mood: screen.Go}
	if now.State != "online" {
		state.Value, state.Mood = screen.Say("settings.office.line."+lineWord(now.State)), screen.Look
		state.Explain = screen.Say("line.fault." + now.State)
	}
	if now.State == "alone" {
		state.Mood, state.Explain = screen.Calm, screen.Say("office.alone.explain")
	}
	rows := []Row{state}
	if now.Chain != "" {
		// What is not filled in below is for another code: the till is enrolled.
		anew := Row{Heading: true, Name: screen.Say("settings.office.anew")}
		rows = append(rows, Row{ID: "chain", Name: screen.Say("office.chain"), Value: screen.Name(now.Chain), Explain: screen.Say("settings.office.again")},
			Row{ID: "unsent", Name: screen.Say("office.unsent"), Value: screen.Say("value", now.Unsent)}, anew)
	}
	text := func(id string, field *string) Row {
		name, explain := screen.Say("settings.office."+id), screen.Say("settings.office."+id+".explain")
		row := Row{ID: id, Name: name, Value: screen.Name(*field), Explain: explain}
		if *field == "" {
			row.Value = screen.Say("settings.office.none")
		}
		row.act = s.askText(name, explain, *field, screen.AnyText, func(_ context.Context, text string, do *screen.Turn) error {
			text = strings.TrimSpace(text)
			if id == "fingerprint" && text != "" && !isFingerprint(text) {
				return pos.Refuse(pos.BadSetting, id)
			}
			*field = text
			s.build(do)
			return nil
		})
		return row
	}
	e := &s.enrolment
	join := Row{ID: "join", Name: screen.Say("settings.office.join"), Explain: screen.Say("settings.office.join.explain"), Do: true, Mood: screen.Go}
	if e.asking {
		join.Value = screen.Say("settings.office.asking")
	}
	join.act = func(_ context.Context, do *screen.Turn) { s.enrol(do) }
	return append(rows, text("address", &e.address), text("fingerprint", &e.fingerprint), text("code", &e.code), join)
}

// isFingerprint knows a certificate's: 32 bytes in hexadecimal, in groups or not.
func isFingerprint(text string) bool {
	b, err := hex.DecodeString(strings.NewReplacer(":", "", " ", "").Replace(text))
	return err == nil && len(b) == 32
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
func (s *Screen) enrol(do *screen.Turn) {
	e := s.enrolment
	if e.asking {
		return
	}
	if e.address == "" || e.code == "" {
		do.Say(screen.Look, "settings.office.incomplete")
		do.Sound(screen.RefusedSound)
		return
	}
	if !strings.Contains(e.address, "://") {
		e.address = "https://" + e.address
	}
	s.enrolment.asking = true
	s.build(do)
	do.Run(func(ctx context.Context) screen.Event {
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
func (s *Screen) chooseJoin(e checked, do *screen.Turn) {
	s.enrolment.asking = false
	s.build(do)
	if e.err != nil {
		s.notJoined(e.err, do)
		return
	}
	words := ClashesIn(e.joining.Clashes)
	q := screen.Question{Title: screen.Say("joining.title", screen.Plain(e.joining.Chain)), Text: JoiningWords(e.joining, len(words)),
		Choices: []screen.Choice{screen.Yes("join", "settings.office.join"), screen.No()},
		Then: func(_ context.Context, r screen.Reply, do *screen.Turn) error {
			if r.Do != "join" {
				return nil
			}
			s.enrolment.asking = true
			s.build(do)
			do.Run(func(ctx context.Context) screen.Event {
				joined, err := s.office.Enrol(ctx, e.by.address, e.by.fingerprint, e.by.code)
				return enrolled{joined, err}
			})
			return nil
		}}
	q.Told = words[:min(len(words), mostClashes)]
	do.Ask(q)
}

func (s *Screen) answered(ctx context.Context, e enrolled, do *screen.Turn) {
	s.enrolment.asking = false
	defer s.build(do)
	if e.err != nil {
		s.notJoined(e.err, do)
		return
	}
	s.enrolment = enrolment{}
	s.refresh(ctx, do)
	do.Say(screen.Go, "line.joined", e.joined.Till, e.joined.Chain)
}

// notJoined says why the head office did not take the till.
func (s *Screen) notJoined(err error, do *screen.Turn) {
	var line *LineFault
	switch {
	case errors.As(err, &line):
		do.Log(err)
		do.Say(screen.Stop, "line.fault."+line.State)
		do.Sound(screen.RefusedSound)
	case do.Refuse(err):
		if pos.CodeOf(err) == pos.BadEnrolCode { // it is good for once, and so for no second try
			s.enrolment.code = ""
			s.build(do)
		}
	}
}
