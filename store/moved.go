package store

import (
	"bytes"

	"google.golang.org/protobuf/proto"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

// A shop that worked alone once let a merge take along what waited: its event lists it
// (PointsGiven.pending). Here it waits under its sale or appointment as before, until
// the head office tells the state of the account: there it waits under the event, by
// its place in the list. These find it again, so that it is given, once.

// movedUnder is what an old merge took along; nothing of any other event, or of
// another till's.
func movedUnder(s *session, ref ledger.Ref) ([]*journalpb.MovedPending, error) {
	var payload []byte
	found, err := s.get("SELECT payload FROM event WHERE id = ? AND type = 'points_given'", args(int64(ref)), &payload)
	if err != nil || !found {
		return nil, err
	}
	body := new(journalpb.Body)
	if err := proto.Unmarshal(payload, body); err != nil {
		return nil, damaged(err)
	}
	return body.GetPointsGiven().GetPending(), nil
}

// waitsAs is what points are called in an account: by the event that they wait under and
// a part of it, or by the merge that took them along.
func (f *fold) waitsAs(l *ledger.Account, ref ledger.Ref, part int, is func(*journalpb.MovedPending) bool) (ledger.Ref, int, error) {
	for _, p := range l.Pending {
		if p.ID == ref && p.Part == part {
			return ref, part, nil
		}
	}
	for _, p := range l.Pending {
		list, err := movedUnder(f.s, p.ID)
		if err != nil {
			return 0, 0, err
		}
		if p.Part < len(list) && is(list[p.Part]) {
			return p.ID, p.Part, nil
		}
	}
	return ref, part, nil
}

func movedAppointment(id []byte) func(*journalpb.MovedPending) bool {
	return func(p *journalpb.MovedPending) bool { return bytes.Equal(p.Appointment, id) }
}

func movedLine(sale []byte, line int64) func(*journalpb.MovedPending) bool {
	return func(p *journalpb.MovedPending) bool {
		return len(p.Appointment) == 0 && bytes.Equal(p.Sale, sale) && p.Line == line
	}
}

// movedAway is where an appointment's points wait after an old merge; false where none
// took them along.
func (r *reader) movedAway(appointment pos.ID) (holder pos.ID, found bool, err error) {
	type wait struct {
		holder pos.ID
		id     ledger.Ref
		part   int
	}
	var rows []wait
	var account []byte
	var x wait
	if err := r.s.each(`SELECT a.id, p.id, p.part FROM given g JOIN pending p ON p.member = g.member AND p.id = g.event JOIN account a ON a.no = p.member
		WHERE g.origin = 'merge'`, nil, func(rs *row) error {
		err := rs.Scan(&account, &x.id, &x.part)
		x.holder = pos.IDFromBytes(account)
		rows = append(rows, x)
		return err
	}); err != nil {
		return holder, false, err
	}
	for _, x := range rows {
		list, err := movedUnder(r.s, x.id)
		if err != nil {
			return holder, false, err
		}
		if x.part < len(list) && movedAppointment(appointment[:])(list[x.part]) {
			return x.holder, true, nil
		}
	}
	return holder, false, nil
}

// asMoved says what it is that waits under an old merge.
func (r *reader) asMoved(d *till.DuePoints, merge ledger.Ref) error {
	list, err := movedUnder(r.s, merge)
	if err != nil || d.Line >= int64(len(list)) {
		return err
	}
	x := list[d.Line]
	d.Sale, d.Line, d.Appointment = pos.IDFromBytes(x.Sale), x.Line, pos.IDFromBytes(x.Appointment)
	return nil
}

// movedDue are those of a till in a chain whose wait is over. The life that merged
// gives them, whichever they were booked in.
func (r *reader) movedDue(at pos.Millis) (due []till.DuePoints, err error) {
	var one int64
	if joined, err := r.s.get("SELECT 1 FROM joined", nil, &one); err != nil || !joined {
		return nil, err
	}
	list, err := r.pending("WHERE p.due_at <= ? AND EXISTS (SELECT 1 FROM given g WHERE g.member = p.member AND g.origin = 'merge' AND g.event "+inThisLife+`
			AND (g.event = p.id OR p.id > 0 AND p.member <> coalesce(s.account, s.member, b.member) AND NOT p.id `+inThisLife+`))
		ORDER BY p.due_at, p.member, p.id, p.part`, args(int64(at), int64(seqBits), int64(seqBits)))
	for _, d := range list {
		var state string
		if !d.Appointment.IsZero() {
			if _, err := r.s.get("SELECT state FROM appointment WHERE id = ?", args(d.Appointment[:]), &state); err != nil {
				return nil, err
			}
		}
		if !d.Sale.IsZero() && d.Appointment.IsZero() || state == string(pos.AppointmentBooked) {
			due = append(due, d)
		}
	}
	return due, err
}
