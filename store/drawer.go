package store

import (
	"fmt"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/till"
)

// cashMoved keeps what went into the drawer, or out of it.
func (f *fold) cashMoved(e *journal.Event, body *journalpb.Body, w *journalpb.CashMoved) error {
	return f.s.exec("INSERT INTO cash_moved (event, kind, amount, at, reason) VALUES (?, ?, ?, ?, ?)",
		int64(f.ref), w.Kind, w.Amount, e.Clock.Millis(), body.Reason)
}

// shiftClosed ends a shift. What should have been in its drawer is added up anew:
// an event that says something else does not fit its journal.
func (f *fold) shiftClosed(e *journal.Event, body *journalpb.Body, w *journalpb.ShiftClosed) error {
	if c := w.Count; c != nil {
		s := till.Shift{Until: int64(f.ref)}
		if _, err := f.s.get("SELECT event FROM act WHERE type = ? ORDER BY event DESC LIMIT 1", args(shiftClosed), &s.After); err != nil {
			return err
		}
		d, err := drawerOf(f.s, s)
		if err != nil {
			return err
		}
		if int64(d.Expected) != c.Expected {
			return damaged(fmt.Errorf("shift %s says that %d was expected in the drawer, the journal comes to %d", w.Number, c.Expected, d.Expected))
		}
		if err := f.s.exec("INSERT INTO drawer_count (event, expected, counted, left_in, reason) VALUES (?, ?, ?, ?, ?)",
			int64(f.ref), c.Expected, c.Counted, c.Left, body.Reason); err != nil {
			return err
		}
	}
	return f.act(e, nil)
}

// Drawer is the money in the drawer over a shift, by its places in the journal.
func (r *reader) Drawer(s till.Shift) (till.Drawer, error) { return drawerOf(r.s, s) }

func drawerOf(q *session, s till.Shift) (d till.Drawer, err error) {
	if _, err := q.get("SELECT left_in FROM drawer_count WHERE event = ?", args(s.After), &d.Opened); err != nil {
		return d, err
	}
	if _, err := q.get(`SELECT coalesce(sum(t.amount - t.change), 0) FROM tender t WHERE t.sale > ? AND t.sale <= ? AND t.kind = ?`,
		args(s.After, s.Until, string(pos.Cash)), &d.Cash); err != nil {
		return d, err
	}
	d.Moves = []till.CashMove{}
	err = q.each("SELECT kind, amount, at, reason FROM cash_moved WHERE event > ? AND event <= ? ORDER BY event", args(s.After, s.Until), func(rows *row) error {
		var m till.CashMove
		err := rows.Scan(&m.Kind, &m.Amount, &m.At, &m.Reason)
		d.Moves = append(d.Moves, m)
		return err
	})
	if err != nil {
		return d, err
	}
	d.Expected = d.Opened + d.Cash
	for _, m := range d.Moves {
		d.Expected += m.Signed()
	}
	var c till.DrawerCount
	found, err := q.get("SELECT counted, left_in, reason FROM drawer_count WHERE event = ? AND event > ?", args(s.Until, s.After), &c.Counted, &c.Left, &c.Reason)
	if found {
		c.Difference, c.Taken = c.Counted-d.Expected, c.Counted-c.Left
		d.Count = &c
	}
	return d, err
}
