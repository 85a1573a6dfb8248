package screen

import (
	"context"
	"strconv"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// mostServices is how many services are offered.
const mostServices = 200

// askBook asks who comes, where the list is nobody's, for what, and when it ends.
func (a *Appointments) askBook(ctx context.Context, do *Turn) {
	services, err := a.till.Services(ctx, mostServices)
	if do.Refuse(err) {
		return
	}
	if len(services) == 0 {
		do.Say(Look, "appointments.no_services")
		do.Sound(RefusedSound)
		return
	}
	if a.st.Member != nil {
		a.askService(*a.st.Member, services, do)
		return
	}
	q := Question{Title: Say("appointments.book"), Text: Say("appointments.book.who"), Choices: []Choice{Yes("ok", "action.find"), No()}}
	AskMember(a.till, q, do, func(_ context.Context, m pos.Member, _ string, do *Turn) error {
		a.askService(m, services, do)
		return nil
	})
}

func (a *Appointments) askService(m pos.Member, services []pos.Product, do *Turn) {
	q := Question{
		Title: Say("appointments.book.for", m.Name), Choices: []Choice{Yes("ok", "action.choose"), No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel || r.Row < 0 {
				return nil
			}
			return a.askEnds(ctx, m, services[r.Row], do)
		},
	}
	for _, s := range services {
		q.Rows = append(q.Rows, Row{Head: Name(s.Name), Sub: Say("value", s.Price), Right: Say("value", Points(*s.FixedPoints))})
	}
	do.Ask(q)
}

func (a *Appointments) askEnds(ctx context.Context, m pos.Member, service pos.Product, do *Turn) error {
	p, err := a.till.Program(ctx)
	if err != nil {
		return err
	}
	do.Ask(Question{
		Title: Name(service.Name), Text: Say("appointments.book.text", m.Name, Points(*service.FixedPoints), lasting(p.ServiceDelay())),
		Field:   &Field{Label: Say("appointments.ends"), Hint: Say("appointments.ends.hint")},
		Choices: []Choice{Yes("ok", "appointments.book.do"), No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			ends, ok := ReadMoment(r.Text, do.Now, a.till.Zone())
			if !ok {
				return pos.Refuse("appointment_moment")
			}
			x, err := a.till.Book(ctx, till.Booking{Member: m.ID, Service: service.SKU, Ends: ends}, do.Who())
			if err != nil {
				return err
			}
			a.show(ctx, x, do)
			do.Say(Go, "appointments.booked", m.Name, Moment(x.EndsAt), Points(x.Points), Moment(x.DueAt))
			return nil
		},
	})
	return nil
}

// lasting is the time between the end and the points, as people say it.
func lasting(d time.Duration) Sentence {
	switch minutes := int64(d / time.Minute); {
	case minutes == 0:
		return Say("appointments.at_once")
	case minutes%60 == 0:
		return Say("appointments.after.hours", minutes/60)
	default:
		return Say("appointments.after.minutes", minutes)
	}
}

// show reads the list anew, with one of it chosen.
func (a *Appointments) show(ctx context.Context, x till.AppointmentRow, do *Turn) {
	a.refresh(ctx, do)
	for i, row := range a.st.Rows {
		if row.ID == x.ID {
			a.st.Chosen = i
		}
	}
}

// booked is the chosen appointment, if anything can still be done with it.
func (a *Appointments) booked(do *Turn) (x till.AppointmentRow, ok bool) {
	open := a.st.Open()
	switch {
	case open == nil:
		do.Say(Look, "appointments.choose_first")
		do.Sound(RefusedSound)
		return x, false
	case open.State != pos.AppointmentBooked:
		do.Refuse(pos.Refuse(pos.AppointmentEnded))
		return x, false
	}
	return *open, true
}

func serviceName(x till.AppointmentRow) string { return firstOf(x.Service, x.SKU) }

// askMove asks for another end; the award moves with it.
func (a *Appointments) askMove(do *Turn) {
	x, ok := a.booked(do)
	if !ok {
		return
	}
	do.Ask(Question{
		Title: Say("appointments.move"), Text: Say("appointments.move.text", serviceName(x), x.Name, Moment(x.EndsAt)),
		Field:   &Field{Label: Say("appointments.ends"), At: x.EndsAt, Hint: Say("appointments.ends.hint")},
		Choices: []Choice{Yes("ok", "appointments.move"), No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			ends, ok := ReadMoment(r.Text, do.Now, a.till.Zone())
			if !ok {
				return pos.Refuse("appointment_moment")
			}
			x, err := a.till.MoveAppointment(ctx, x.ID, ends, do.Who())
			if err != nil {
				return err
			}
			a.show(ctx, x, do)
			do.Say(Go, "appointments.moved", Moment(x.EndsAt), Points(x.Points), Moment(x.DueAt))
			return nil
		},
	})
}

// askEnd asks before the points of an appointment are gone: it was called off, or
// the customer did not come.
func (a *Appointments) askEnd(missed bool, do *Turn) {
	x, ok := a.booked(do)
	if !ok {
		return
	}
	key := "appointments.cancel"
	if missed {
		if do.Refuse(x.NoMiss(do.Now, a.till.Zone())) {
			return
		}
		key = "appointments.missed"
	}
	do.Ask(Question{
		Title: Say(key), Text: Say(key+".text", serviceName(x), x.Name, Moment(x.EndsAt), Points(x.Points)),
		Choices: []Choice{{Do: "ok", Word: Say(key), Mood: Stop}, No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			x, err := a.till.CancelAppointment(ctx, x.ID, missed, do.Who())
			if err != nil {
				return err
			}
			a.show(ctx, x, do)
			do.Say(Go, key+".done", serviceName(x), x.Name)
			return nil
		},
	})
}

// calendarEndings are of the files that are shown; any other can be typed.
var calendarEndings = []string{".ics", ".ical", ".csv", ".xlsx"}

// askImport takes a calendar from a file, beside the window.
func (a *Appointments) askImport(do *Turn) {
	if a.st.Reading {
		return
	}
	AskPath(a.files, a.files.Home(), PathAsk{
		Title: Say("appointments.import"), Text: Say("appointments.import.text"), Label: Say("appointments.import.file"),
		Take: "appointments.import.do", Endings: calendarEndings,
		Then: func(ctx context.Context, path, _ string, do *Turn) error {
			a.takeFile(path, do.Who(), do)
			return nil
		},
	}, do)
}

// calendarTaken is what became of a file.
type calendarTaken struct {
	path  string
	taken till.CalendarTaken
	torn  []Sentence
	err   error
}

func (a *Appointments) takeFile(path string, who till.Who, do *Turn) {
	a.st.Reading = true
	do.Say(Calm, "appointments.import.reading")
	do.Run(func(ctx context.Context) Event {
		rows, torn, err := a.files.Calendar(path, a.till.Zone())
		if err != nil {
			return calendarTaken{path: path, err: err}
		}
		out := calendarTaken{path: path}
		for _, b := range torn {
			out.torn = append(out.torn, badLine(b.Line, Say("import.why."+b.Code, Plain(b.Field))))
		}
		out.taken, out.err = a.till.ImportAppointments(ctx, rows, who)
		return out
	})
}

func badLine(line int, why Sentence) Sentence {
	return Say("appointment.bad_row", Plain(strconv.Itoa(line)), why)
}

// badLinesShown is how many bad lines of a calendar are told: when those are
// mended, and the file is taken again, the next ones are.
const badLinesShown = 6

// taken says what came of a calendar, and which lines could not be taken.
func (a *Appointments) taken(ctx context.Context, e calendarTaken, do *Turn) {
	a.st.Reading = false
	if pos.NeedsManager(e.err) {
		Approve(ctx, a.till, do, e.err, Say("appointments.import"), func(_ context.Context, who till.Who, do *Turn) { a.takeFile(e.path, who, do) })
		return
	}
	if e.err != nil && pos.CodeOf(e.err) == "" && pos.TroubleOf(e.err) == "" {
		do.Log(e.err)
		e.err = NoFile(e.err, e.path)
	}
	if do.Refuse(e.err) {
		return
	}
	a.refresh(ctx, do)
	t := e.taken
	sum := Say("appointment.taken", int64(t.Added), int64(t.Moved), int64(t.Cancelled), int64(t.Unchanged))
	bad := e.torn
	for _, b := range t.Bad {
		bad = append(bad, badLine(b.Line, SentenceOf(b.Err)))
	}
	if len(bad) == 0 {
		do.Say(Go, sum.Key, sum.Args...)
		do.Sound(GoodSound)
		return
	}
	do.Clear()
	do.Sound(RefusedSound)
	title := Say("appointments.import.bad", int64(len(bad)))
	if more := len(bad) - badLinesShown; more > 0 {
		bad = append(bad[:badLinesShown:badLinesShown], Say("appointments.import.more", int64(more)))
	}
	do.Ask(Question{
		Title: title, Text: sum, Lines: bad,
		Choices: []Choice{{Do: Cancel, Word: Say("action.close"), Mood: Go}},
	})
}
