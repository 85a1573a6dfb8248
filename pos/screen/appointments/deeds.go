package appointments

import (
	"cmp"
	"context"
	"strconv"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// mostServices is how many services are offered.
const mostServices = 200

// askBook asks who comes, where the list is nobody's, for what, and when it ends.
func (a *Screen) askBook(ctx context.Context, do *screen.Turn) {
	services, err := a.till.Services(ctx, mostServices)
	if do.Refuse(err) {
		return
	}
	if len(services) == 0 {
		do.Say(screen.Look, "appointments.no_services")
		do.Sound(screen.RefusedSound)
		return
	}
	if a.st.Member != nil {
		a.askService(*a.st.Member, services, do)
		return
	}
	q := screen.Question{Title: screen.Say("appointments.book"), Text: screen.Say("appointments.book.who"), Choices: []screen.Choice{screen.Yes("ok", "action.find"), screen.No()}}
	screen.AskMember(a.till, q, do, func(_ context.Context, m pos.Member, _ string, do *screen.Turn) error {
		a.askService(m, services, do)
		return nil
	})
}

func (a *Screen) askService(m pos.Member, services []pos.Product, do *screen.Turn) {
	q := screen.Question{
		Title: screen.Say("appointments.book.for", m.Name), Choices: []screen.Choice{screen.Yes("ok", "action.choose"), screen.No()},
		Then: func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
			if r.Do == screen.Cancel || r.Row < 0 {
				return nil
			}
			return a.askEnds(ctx, m, services[r.Row], do)
		},
	}
	for _, s := range services {
		q.Rows = append(q.Rows, screen.Row{Head: screen.Name(s.Name), Sub: screen.Say("value", s.Price), Right: screen.Say("value", screen.Points(*s.FixedPoints))})
	}
	do.Ask(q)
}

func (a *Screen) askEnds(ctx context.Context, m pos.Member, service pos.Product, do *screen.Turn) error {
	p, err := a.till.Program(ctx)
	if err != nil {
		return err
	}
	do.Ask(screen.Question{
		Title: screen.Name(service.Name), Text: screen.Say("appointments.book.text", m.Name, screen.Points(*service.FixedPoints), lasting(p.ServiceDelay())),
		Field:   &screen.Field{Label: screen.Say("appointments.ends"), Hint: screen.Say("appointments.ends.hint")},
		Choices: []screen.Choice{screen.Yes("ok", "appointments.book.do"), screen.No()},
		Then: func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
			if r.Do == screen.Cancel {
				return nil
			}
			ends, ok := screen.ReadMoment(r.Text, do.Now, a.till.Zone())
			if !ok {
				return pos.Refuse("appointment_moment")
			}
			x, err := a.till.Book(ctx, till.Booking{Member: m.ID, Service: service.SKU, Ends: ends}, do.Who())
			if err != nil {
				return err
			}
			a.show(ctx, x, do)
			do.Say(screen.Go, "appointments.booked", m.Name, screen.Moment(x.EndsAt), screen.Points(x.Points), screen.Moment(x.DueAt))
			return nil
		},
	})
	return nil
}

// lasting is the time between the end and the points, as people say it.
func lasting(d time.Duration) screen.Sentence {
	switch minutes := int64(d / time.Minute); {
	case minutes == 0:
		return screen.Say("appointments.at_once")
	case minutes%60 == 0:
		return screen.Say("appointments.after.hours", minutes/60)
	default:
		return screen.Say("appointments.after.minutes", minutes)
	}
}

// show reads the list anew, with one of it chosen.
func (a *Screen) show(ctx context.Context, x till.AppointmentRow, do *screen.Turn) {
	a.refresh(ctx, do)
	for i, row := range a.st.Rows {
		if row.ID == x.ID {
			a.st.Chosen = i
		}
	}
}

// booked is the chosen appointment, if anything can still be done with it.
func (a *Screen) booked(do *screen.Turn) (x till.AppointmentRow, ok bool) {
	open := a.st.Open()
	switch {
	case open == nil:
		do.Say(screen.Look, "appointments.choose_first")
		do.Sound(screen.RefusedSound)
		return x, false
	case open.State != pos.AppointmentBooked:
		do.Refuse(pos.Refuse(pos.AppointmentEnded))
		return x, false
	}
	return *open, true
}

func serviceName(x till.AppointmentRow) string { return cmp.Or(x.Service, x.SKU) }

// askMove asks for another end; the award moves with it.
func (a *Screen) askMove(do *screen.Turn) {
	x, ok := a.booked(do)
	if !ok {
		return
	}
	do.Ask(screen.Question{
		Title: screen.Say("appointments.move"), Text: screen.Say("appointments.move.text", serviceName(x), x.Name, screen.Moment(x.EndsAt)),
		Field:   &screen.Field{Label: screen.Say("appointments.ends"), At: x.EndsAt, Hint: screen.Say("appointments.ends.hint")},
		Choices: []screen.Choice{screen.Yes("ok", "appointments.move"), screen.No()},
		Then: func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
			if r.Do == screen.Cancel {
				return nil
			}
			ends, ok := screen.ReadMoment(r.Text, do.Now, a.till.Zone())
			if !ok {
				return pos.Refuse("appointment_moment")
			}
			x, err := a.till.MoveAppointment(ctx, x.ID, ends, do.Who())
			if err != nil {
				return err
			}
			a.show(ctx, x, do)
			do.Say(screen.Go, "appointments.moved", screen.Moment(x.EndsAt), screen.Points(x.Points), screen.Moment(x.DueAt))
			return nil
		},
	})
}

// askEnd asks before the points of an appointment are gone: it was called off, or
// the customer did not come.
func (a *Screen) askEnd(missed bool, do *screen.Turn) {
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
	do.Ask(screen.Question{
		Title: screen.Say(key), Text: screen.Say(key+".text", serviceName(x), x.Name, screen.Moment(x.EndsAt), screen.Points(x.Points)),
		Choices: []screen.Choice{{Do: "ok", Word: screen.Say(key), Mood: screen.Stop}, screen.No()},
		Then: func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
			if r.Do == screen.Cancel {
				return nil
			}
			x, err := a.till.CancelAppointment(ctx, x.ID, missed, do.Who())
			if err != nil {
				return err
			}
			a.show(ctx, x, do)
			do.Say(screen.Go, key+".done", serviceName(x), x.Name)
			return nil
		},
	})
}

// calendarEndings are of the files that are shown; any other can be typed.
var calendarEndings = []string{".ics", ".ical", ".csv", ".xlsx"}

// askImport takes a calendar from a file, beside the window.
func (a *Screen) askImport(do *screen.Turn) {
	if a.st.Reading {
		return
	}
	screen.AskPath(a.files, a.files.Home(), screen.PathAsk{
		Title: screen.Say("appointments.import"), Text: screen.Say("appointments.import.text"), Label: screen.Say("appointments.import.file"),
		Take: "appointments.import.do", Endings: calendarEndings,
		Then: func(ctx context.Context, path, _ string, do *screen.Turn) error {
			a.takeFile(path, do.Who(), do)
			return nil
		},
	}, do)
}

// calendarTaken is what became of a file.
type calendarTaken struct {
	path  string
	taken till.CalendarTaken
	torn  []screen.Sentence
	err   error
}

func (a *Screen) takeFile(path string, who till.Who, do *screen.Turn) {
	a.st.Reading = true
	do.Say(screen.Calm, "appointments.import.reading")
	do.Run(func(ctx context.Context) screen.Event {
		rows, torn, err := a.files.Calendar(path, a.till.Zone())
		if err != nil {
			return calendarTaken{path: path, err: err}
		}
		out := calendarTaken{path: path}
		for _, b := range torn {
			out.torn = append(out.torn, badLine(b.Line, screen.Say("import.why."+b.Code, screen.Plain(b.Field))))
		}
		out.taken, out.err = a.till.ImportAppointments(ctx, rows, who)
		return out
	})
}

func badLine(line int, why screen.Sentence) screen.Sentence {
	return screen.Say("appointment.bad_row", screen.Plain(strconv.Itoa(line)), why)
}

// badLinesShown is how many bad lines of a calendar are told: when those are
// mended, and the file is taken again, the next ones are.
const badLinesShown = 6

// taken says what came of a calendar, and which lines could not be taken.
func (a *Screen) taken(ctx context.Context, e calendarTaken, do *screen.Turn) {
	a.st.Reading = false
	if pos.NeedsManager(e.err) {
		screen.Approve(ctx, a.till, do, e.err, screen.Say("appointments.import"), func(_ context.Context, who till.Who, do *screen.Turn) { a.takeFile(e.path, who, do) })
		return
	}
	if e.err != nil && pos.CodeOf(e.err) == "" && pos.TroubleOf(e.err) == "" {
		do.Log(e.err)
		e.err = screen.NoFile(e.err, e.path)
	}
	if do.Refuse(e.err) {
		return
	}
	a.refresh(ctx, do)
	t := e.taken
	sum := screen.Say("appointment.taken", int64(t.Added), int64(t.Moved), int64(t.Cancelled), int64(t.Unchanged))
	bad := e.torn
	for _, b := range t.Bad {
		bad = append(bad, badLine(b.Line, screen.SentenceOf(b.Err)))
	}
	if len(bad) == 0 {
		do.Say(screen.Go, sum.Key, sum.Args...)
		do.Sound(screen.GoodSound)
		return
	}
	do.Clear()
	do.Sound(screen.RefusedSound)
	title := screen.Say("appointments.import.bad", int64(len(bad)))
	if more := len(bad) - badLinesShown; more > 0 {
		bad = append(bad[:badLinesShown:badLinesShown], screen.Say("appointments.import.more", int64(more)))
	}
	do.Ask(screen.Question{
		Title: title, Text: sum, Lines: bad,
		Choices: []screen.Choice{{Do: screen.Cancel, Word: screen.Say("action.close"), Mood: screen.Go}},
	})
}
