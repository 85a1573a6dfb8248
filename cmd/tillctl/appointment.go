package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"bonuskasse/assets"
	"bonuskasse/cmd/internal/diary"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

type appointmentCmd struct {
	Add    appointmentAddCmd    `cmd:"" help:"Book a service; its points come the programme's delay after its end."`
	Move   appointmentMoveCmd   `cmd:"" help:"It ends at another moment."`
	Cancel appointmentCancelCmd `cmd:"" help:"It is called off: no points."`
	Missed appointmentMissedCmd `cmd:"" help:"The customer did not turn up: no points."`
	List   appointmentListCmd   `cmd:"" help:"Those from today on, or all of a member's."`
	Import appointmentImportCmd `cmd:"" help:"Take a calendar: an iCalendar file, or a CSV or workbook with the columns uid, username, service and ends. A known uid moves its appointment."`
}

// appointmentJSON is the form that scripts rely on.
type appointmentJSON struct {
	ID      pos.ID               `json:"appointment"`
	Member  string               `json:"member"` // username; empty of a pool
	Service string               `json:"service"`
	Ends    string               `json:"ends"`
	Due     string               `json:"due"`
	Points  int64                `json:"points"`
	State   pos.AppointmentState `json:"state"`
}

func (a *app) appointmentOut(x till.AppointmentRow) appointmentJSON {
	return appointmentJSON{x.ID, x.Username, x.SKU, a.rfc3339(x.EndsAt), a.rfc3339(x.DueAt), x.Points, x.State}
}

func (a *app) printAppointment(x till.AppointmentRow) error {
	return a.print(a.appointmentOut(x), func(w io.Writer) { a.appointmentLine(w, x) })
}

func (a *app) appointmentLine(w io.Writer, x till.AppointmentRow) {
	fmt.Fprintf(w, "%s  %s  %-20s %-24s %8s  %s\n", x.ID, assets.Moment(a.Language, x.EndsAt.Time(a.zone)), x.Username,
		firstOf(x.Service, x.SKU), assets.Number(a.Language, x.Points), assets.T(a.Language, "appointment.state."+string(x.State)))
}

type appointmentAddCmd struct {
	Member  string `required:"" help:"Username."`
	Service string `required:"" help:"SKU of the service." placeholder:"SKU"`
	Ends    string `required:"" help:"When it is over, RFC 3339." placeholder:"TIME"`
}

func (c *appointmentAddCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		ends, err := a.momentOf("--ends", c.Ends)
		if err != nil {
			return err
		}
		s, err := t.MemberByUsername(ctx, c.Member)
		if err != nil {
			return err
		}
		x, err := t.Book(ctx, till.Booking{Member: s.Member.ID, Service: c.Service, Ends: ends.Time(time.UTC)}, who)
		if err != nil {
			return err
		}
		return a.printAppointment(x)
	})
}

// changeAppointment does something with the appointment of an id.
func (a *app) changeAppointment(id string, change func(context.Context, *till.Till, pos.ID, till.Who) (till.AppointmentRow, error)) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		known, err := pos.ParseID(id)
		if err != nil {
			return pos.Refuse(pos.UnknownAppointment)
		}
		x, err := change(ctx, t, known, who)
		if err != nil {
			return err
		}
		return a.printAppointment(x)
	})
}

type appointmentMoveCmd struct {
	ID   string `arg:""`
	Ends string `required:"" help:"When it is over, RFC 3339." placeholder:"TIME"`
}

func (c *appointmentMoveCmd) Run(a *app) error {
	ends, err := a.momentOf("--ends", c.Ends)
	if err != nil {
		return err
	}
	return a.changeAppointment(c.ID, func(ctx context.Context, t *till.Till, id pos.ID, who till.Who) (till.AppointmentRow, error) {
		return t.MoveAppointment(ctx, id, ends.Time(time.UTC), who)
	})
}

type appointmentCancelCmd struct {
	ID string `arg:""`
}

func (c *appointmentCancelCmd) Run(a *app) error {
	return a.changeAppointment(c.ID, func(ctx context.Context, t *till.Till, id pos.ID, who till.Who) (till.AppointmentRow, error) {
		return t.CancelAppointment(ctx, id, false, who)
	})
}

type appointmentMissedCmd struct {
	ID string `arg:""`
}

func (c *appointmentMissedCmd) Run(a *app) error {
	return a.changeAppointment(c.ID, func(ctx context.Context, t *till.Till, id pos.ID, who till.Who) (till.AppointmentRow, error) {
		return t.CancelAppointment(ctx, id, true, who)
	})
}

type appointmentListCmd struct {
	Member string `help:"Username."`
	Limit  int    `default:"100"`
}

func (c *appointmentListCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, _ till.Who) error {
		list, err := c.list(ctx, t)
		if err != nil {
			return err
		}
		out := []appointmentJSON{}
		for _, x := range list {
			out = append(out, a.appointmentOut(x))
		}
		return a.print(out, func(w io.Writer) {
			for _, x := range list {
				a.appointmentLine(w, x)
			}
		})
	})
}

func (c *appointmentListCmd) list(ctx context.Context, t *till.Till) ([]till.AppointmentRow, error) {
	if c.Member == "" {
		return t.Appointments(ctx, c.Limit)
	}
	s, err := t.MemberByUsername(ctx, c.Member)
	if err != nil {
		return nil, err
	}
	return t.AppointmentsOf(ctx, s.Member.ID, c.Limit)
}

type appointmentImportCmd struct {
	File string `arg:"" help:"iCalendar, CSV or workbook; - is standard input."`
}

// calendarJSON is the form that scripts rely on.
type calendarJSON struct {
	Rows int `json:"rows"`
	till.CalendarTaken
	Bad []badLineJSON `json:"bad"`
}

func (c *appointmentImportCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		data, err := a.readFile(c.File)
		if err != nil {
			return err
		}
		rows, torn, err := diary.Read(data, a.zone)
		if err != nil {
			return err
		}
		out := calendarJSON{Rows: len(rows) + len(torn), Bad: []badLineJSON{}}
		for _, b := range torn {
			out.Bad = append(out.Bad, badLineJSON{b.Line, b.Code, assets.T(a.Language, "import.why."+b.Code, b.Field)})
		}
		if out.CalendarTaken, err = t.ImportAppointments(ctx, rows, who); err != nil {
			return err
		}
		for _, b := range out.CalendarTaken.Bad {
			var r *pos.Refusal
			errors.As(b.Err, &r)
			out.Bad = append(out.Bad, badLineJSON{b.Line, string(r.Code), assets.Code(a.Language, string(r.Code), r.Detail)})
		}
		return a.printTaken(out, out.Bad, "appointment.bad_row",
			assets.T(a.Language, "appointment.taken", out.Added, out.Moved, out.Cancelled, out.Unchanged))
	})
}
