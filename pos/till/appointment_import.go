package till

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"bonuskasse/pos"
)

// CalendarRow is an appointment out of another program's calendar.
type CalendarRow struct {
	UID      string // what the calendar knows it by
	Username string
	Service  string // SKU
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
	Row int // among the rows, from 0
	Err error
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
	points := map[string]int64{}
	refused := map[string]error{}
	for _, row := range rows {
		if _, known := points[row.Service]; known || row.Cancelled || refused[row.Service] != nil {
			continue
		}
		n, err := t.servicePoints(ctx, row.Service)
		switch {
		case pos.CodeOf(err) != "":
			refused[row.Service] = err
		case err != nil:
			return out, err
		default:
			points[row.Service] = n
		}
	}
	row := 0
	for part := range slices.Chunk(rows, calendarBatch) {
		taken, first := out, row
		err := t.store.Do(ctx, func(tx Tx) error {
			taken, row = out, first
			for _, r := range part {
				err := refused[r.Service]
				if err == nil || r.Cancelled {
					err = t.takeRow(tx, r, points[r.Service], &taken, who)
				}
				switch {
				case pos.CodeOf(err) != "":
					taken.Bad = append(slices.Clip(taken.Bad), CalendarBad{row, err})
				case err != nil:
					return err
				}
				row++
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
		return pos.Refuse(pos.UnknownMember, r.Username)
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

// readEnds reads a moment as calendars write it.
func (t *Till) readEnds(text string) (time.Time, error) {
	text = strings.TrimSpace(text)
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at, nil
	}
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02T15:04:05"} {
		if at, err := time.ParseInLocation(layout, text, t.zone); err == nil {
			return at, nil
		}
	}
	return time.Time{}, pos.Refuse(pos.BadMoment, text)
}
