package store

import (
	"fmt"

	"google.golang.org/protobuf/proto"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/till"
)

// shiftClosed is the type of the event that ends a shift, in the table act.
const shiftClosed = "shift_closed"

// OpenShift begins after the last closing, or with the shop.
func (r *reader) OpenShift() (s till.Shift, err error) {
	found, err := r.s.get("SELECT event, at FROM act WHERE type = ? ORDER BY event DESC LIMIT 1", args(shiftClosed), &s.After, &s.From)
	if err == nil && !found {
		s.From, err = r.firstClock()
	}
	if err != nil {
		return s, err
	}
	_, err = r.s.get("SELECT max(id) FROM event", nil, &s.Until)
	return s, err
}

func (r *reader) firstClock() (pos.Millis, error) {
	var clock int64
	_, err := r.s.get("SELECT clock FROM event ORDER BY id LIMIT 1", nil, &clock)
	return pos.Millis(journal.Clock(clock).Millis()), err
}

// Shifts are those that were closed, the newest first. Each begins where the one
// before it ended.
func (r *reader) Shifts(limit int) (list []till.Shift, err error) {
	people := map[pos.ID]string{}
	if err := r.s.each("SELECT id, name FROM person", nil, func(rows *row) error {
		var id []byte
		var name string
		err := rows.Scan(&id, &name)
		people[pos.IDFromBytes(id)] = name
		return err
	}); err != nil {
		return nil, err
	}
	// One more than asked for: where the last one begins.
	err = r.s.each("SELECT a.event, a.at, e.payload FROM act a JOIN event e ON e.id = a.event WHERE a.type = ? ORDER BY a.event DESC LIMIT ?",
		args(shiftClosed, int64(limit)+1), func(rows *row) error {
			var s till.Shift
			var payload []byte
			if err := rows.Scan(&s.Until, &s.To, &payload); err != nil {
				return err
			}
			body := new(journalpb.Body)
			if err := proto.Unmarshal(payload, body); err != nil {
				return damaged(err)
			}
			s.Number, s.Person = body.GetShiftClosed().GetNumber(), people[pos.IDFromBytes(body.By)]
			list = append(list, s)
			return nil
		})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	for i := range list[:len(list)-1] {
		list[i].After, list[i].From = list[i+1].Until, list[i+1].To
	}
	if len(list) > limit {
		return list[:limit], nil
	}
	list[len(list)-1].From, err = r.firstClock()
	return list, err
}

// ShiftTotals adds up a shift by its places in the journal.
func (r *reader) ShiftTotals(s till.Shift) (till.Totals, error) {
	span := args(s.After, s.Until)
	return r.totals("s.event > ? AND s.event <= ?", span, "event > ? AND event <= ?", span)
}

// NextShift is the number of the shift that is open: like a receipt's, it begins
// with the till's number, and the letters of a later life of the till.
func (t *tx) NextShift() (string, error) {
	var n int64
	_, err := t.s.get("SELECT count(*) FROM act WHERE type = ? AND event >= ?", args(shiftClosed, int64(refOf(t.head.inc.ordinal, 1))), &n)
	return fmt.Sprintf("%sZ%04d", t.head.inc.prefix, n+1), err
}
