package till

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"bonuskasse/pos"
)

// CalendarRow is an appointment out of another program's calendar. Who comes is
// known by the username, or where there is none by an e-mail address.
type CalendarRow struct {
	Line     int    // of a table, or which event of a calendar it is; from 1
	UID      string // what the calendar knows it by
	Username string
	Emails   []string
	Service  string // SKU, or the name of the service
	Ends     string // RFC 3339, or a day and a time in the shop's zone
	// Cancelled calls it off where it is known; Repeats is refused: nobody can
	// move or miss one of many.
	Cancelled, Repeats bool
}

// CalendarTaken is what became of the rows.
type CalendarTaken struct {
	Added     int           `json:"added"`
	Moved     int           `json:"moved"`
	Cancelled int           `json:"cancelled"`
	Unchanged int           `json:"unchanged"`
	Bad       []CalendarBad `json:"-"`
}

// CalendarBad is a row that could not be taken, and why.
type CalendarBad struct {
	Line int
	Err  error
}

// calendarBatch is how many rows one transaction takes.
const calendarBatch = 200

// ImportAppointments books what a calendar holds. A row whose uid is known moves
// its appointment; the same rows once more change nothing. Bad rows are named,
// and the others taken.
func (t *Till) ImportAppointments(ctx context.Context, rows []CalendarRow, who Who) (out CalendarTaken, err error) {
	if err := who.needs(pos.Clerk); err != nil {
		return out, err
	}
	rows = slices.Clone(rows)
	points, refused, err := t.nameRows(ctx, rows)
	if err != nil {
		return out, err
	}
	for part := range slices.Chunk(rows, calendarBatch) {
		taken := out
		err := t.store.Do(ctx, func(tx Tx) error {
			taken = out
			for _, r := range part {
				err := refused[r.Service]
				if err == nil || r.Cancelled {
					err = t.takeRow(tx, r, points[r.Service], &taken, who)
				}
				switch {
				case pos.CodeOf(err) != "":
					taken.Bad = append(slices.Clip(taken.Bad), CalendarBad{r.Line, err})
				case err != nil:
					return err
				}
			}
			return nil
		})
		if err != nil {
			return out, err
		}
		out = taken
	}
	return out, nil
}

// nameRows finds the members and the services that rows name in the words of
// another program. Of each service it says the points, or why it gives none.
func (t *Till) nameRows(ctx context.Context, rows []CalendarRow) (points map[string]int64, refused map[string]error, err error) {
	points, refused = map[string]int64{}, map[string]error{}
	named, known := map[string]string{}, map[string]string{}
	for i := range rows {
		r := &rows[i]
		for _, email := range r.Emails {
			if _, asked := known[email]; !asked {
				if known[email], err = t.usernameOf(ctx, email); err != nil {
					return nil, nil, err
				}
			}
			r.Username = cmp.Or(r.Username, known[email])
		}
		if r.Cancelled {
			continue
		}
		if _, asked := named[r.Service]; !asked {
			if named[r.Service], err = t.serviceNamed(ctx, r.Service); err != nil {
				return nil, nil, err
			}
		}
		if r.Service = named[r.Service]; points[r.Service] > 0 || refused[r.Service] != nil {
			continue
		}
		n, err := t.servicePoints(ctx, r.Service)
		switch {
		case pos.CodeOf(err) != "":
			refused[r.Service] = err
		case err != nil:
			return nil, nil, err
		default:
			points[r.Service] = n
		}
	}
	return points, refused, nil
}

// usernameOf is the member with an e-mail address; empty is nobody.
func (t *Till) usernameOf(ctx context.Context, email string) (string, error) {
	list, err := t.FindMembers(ctx, email, 5)
	for _, m := range list {
		if strings.EqualFold(m.Email, email) {
			return m.Username, err
		}
	}
	return "", err
}

// serviceNamed is the SKU of a service with that SKU or name; else what was asked.
func (t *Till) serviceNamed(ctx context.Context, text string) (string, error) {
	list, err := t.FindProducts(ctx, text, 50)
	for _, p := range list {
		if p.Kind == pos.Service && (p.SKU == text || strings.EqualFold(p.Name, text)) {
			return p.SKU, err
		}
	}
	return text, err
}

// takeRow takes one row. It asks everything before it writes, so that a refusal
// leaves nothing of it.
func (t *Till) takeRow(tx Tx, r CalendarRow, points int64, out *CalendarTaken, who Who) error {
	if strings.TrimSpace(r.UID) == "" {
		return pos.Refuse(pos.NoUID)
	}
	if r.Repeats {
		return pos.Refuse(pos.RepeatingAppointment)
	}
	if r.Cancelled {
		return t.takeCancelled(tx, r, out, who)
	}
	ends, err := t.readEnds(r.Ends)
	if err != nil {
		return err
	}
	username, err := pos.CleanUsername(r.Username)
	if err != nil {
		return pos.Refuse(pos.UnknownMember, cmp.Or(r.Username, strings.Join(r.Emails, ", ")))
	}
	m, err := tx.MemberByUsername(username)
	if err != nil {
		return err
	}
	uid := keptUID(r.UID)
	a, known, err := tx.AppointmentByUID(uid)
	if err != nil {
		return err
	}
	if !known {
		if _, err := t.book(tx, Booking{Member: m.ID, Service: r.Service, Ends: ends, uid: uid}, points, who); err != nil {
			return err
		}
		out.Added++
		return nil
	}
	s, err := standingOf(tx, m.ID)
	switch {
	case err != nil:
		return err
	case a.SKU != r.Service, a.Account != m.ID && a.Account != s.Holder && a.Waits != s.Holder:
		return pos.Refuse(pos.OtherAppointment)
	case a.EndsAt == pos.At(ends):
		out.Unchanged++
		return nil
	}
	if err := t.move(tx, &a, ends, who); err != nil {
		return err
	}
	out.Moved++
	return nil
}

// takeCancelled calls off what is booked still.
func (t *Till) takeCancelled(tx Tx, r CalendarRow, out *CalendarTaken, who Who) error {
	a, known, err := tx.AppointmentByUID(keptUID(r.UID))
	if err != nil {
		return err
	}
	if !known || a.State != pos.AppointmentBooked {
		out.Unchanged++
		return nil
	}
	a.State = pos.AppointmentCancelled
	out.Cancelled++
	return t.setAppointment(tx, a, "", who)
}

// keptUID is what is kept of a calendar's uid: enough to know it again, and
// nothing that it may say of a person.
func keptUID(uid string) string {
	sum := sha256.Sum256([]byte(strings.TrimSpace(uid)))
	return hex.EncodeToString(sum[:16])
}

// idOfUID is the id of an appointment of a calendar: two tills that take one
// calendar while apart book the same.
func idOfUID(kept string) pos.ID {
	sum := sha256.Sum256([]byte("appointment\n" + kept))
	return pos.IDFromBytes(sum[:16])
}

// momentForms are how calendars write a moment without a zone: the year first, or,
// as in Danish and French, the day.
var momentForms = []string{"2006-01-02 15:04", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02T15:04:05",
	"2-1-2006 15:04", "2.1.2006 15:04", "2/1/2006 15:04", "2-1-2006 15:04:05", "2.1.2006 15:04:05", "2/1/2006 15:04:05"}

// readEnds reads a moment as calendars write it.
func (t *Till) readEnds(text string) (time.Time, error) {
	text = strings.TrimSpace(text)
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at, nil
	}
	for _, layout := range momentForms {
		if at, err := time.ParseInLocation(layout, text, t.zone); err == nil {
			return at, nil
		}
	}
	return time.Time{}, pos.Refuse(pos.BadMoment, text)
}
