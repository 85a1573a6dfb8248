package store

import (
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

const appointmentColumns = `SELECT b.id, a.id, coalesce(m.username, ''), coalesce(m.name, o.name, ''), b.sku, coalesce(p.name, ''), b.ends_at, b.due_at, b.points, b.state, b.sale
	FROM appointment b JOIN account a ON a.no = b.member LEFT JOIN member m ON m.no = b.member LEFT JOIN organisation o ON o.no = b.member LEFT JOIN product p ON p.sku = b.sku `

func (r *reader) appointments(where string, a []any) (list []till.AppointmentRow, err error) {
	err = r.s.each(appointmentColumns+where, a, func(rows *row) error {
		var x till.AppointmentRow
		var id, account, sale []byte
		err := rows.Scan(&id, &account, &x.Username, &x.Name, &x.SKU, &x.Service, &x.EndsAt, &x.DueAt, &x.Points, &x.State, &sale)
		x.ID, x.Account, x.Sale = pos.IDFromBytes(id), pos.IDFromBytes(account), pos.IDFromBytes(sale)
		x.Waits = x.Account
		list = append(list, x)
		return err
	})
	return list, err
}

// Appointment is one by its id, with where its points wait.
func (r *reader) Appointment(id pos.ID) (x till.AppointmentRow, err error) {
	list, err := r.appointments("WHERE b.id = ?", args(id[:]))
	if err == nil && len(list) == 0 {
		err = pos.Refuse(pos.UnknownAppointment)
	}
	if err != nil {
		return x, err
	}
	return list[0], r.waits(&list[0])
}

// waits finds the account that holds the points: after a merge they went to the
// member who stayed, or to the pool that they are one of.
func (r *reader) waits(x *till.AppointmentRow) error {
	var id []byte
	found, err := r.s.get(`WITH RECURSIVE mine (no) AS (
			SELECT member FROM appointment WHERE id = ?
			UNION SELECT coalesce(m.alias_of, o.no) FROM mine JOIN member m ON m.no = mine.no LEFT JOIN account o ON o.id = m.organisation
				WHERE coalesce(m.alias_of, o.no) IS NOT NULL)
		SELECT a.id FROM mine CROSS JOIN pending p ON p.member = mine.no AND p.id = (SELECT event FROM appointment WHERE id = ?)
			JOIN account a ON a.no = mine.no LIMIT 1`, args(x.ID[:], x.ID[:]), &id)
	if found {
		x.Waits = pos.IDFromBytes(id)
	}
	if err != nil || found || x.State != pos.AppointmentBooked {
		return err
	}
	holder, found, err := r.movedAway(x.ID)
	if found {
		x.Waits = holder
	}
	return err
}

// AppointmentByUID finds one of a calendar.
func (r *reader) AppointmentByUID(uid string) (x till.AppointmentRow, found bool, err error) {
	list, err := r.appointments("WHERE b.uid = ? AND b.uid <> ''", args(uid))
	if err != nil || len(list) == 0 {
		return x, false, err
	}
	err = r.waits(&list[0])
	return list[0], true, err
}

// AppointmentsOf are a member's, of their aliases and of their pool.
func (r *reader) AppointmentsOf(s till.Standing, limit int) (list []till.AppointmentRow, err error) {
	return r.appointments(`WHERE b.member IN (
			WITH RECURSIVE mine (no) AS (SELECT no FROM account WHERE id = ? UNION SELECT m.no FROM mine CROSS JOIN member m ON m.alias_of = mine.no)
			SELECT no FROM mine UNION SELECT no FROM account WHERE id = ?)
		ORDER BY b.ends_at DESC, b.id DESC LIMIT ?`, args(s.Member.ID[:], s.Holder[:], int64(limit)))
}

// AppointmentsFrom are all that end after a moment.
func (r *reader) AppointmentsFrom(from pos.Millis, limit int) (list []till.AppointmentRow, err error) {
	return r.appointments("WHERE b.ends_at >= ? ORDER BY b.ends_at, b.id LIMIT ?", args(int64(from), int64(limit)))
}

// Unmatched looks at the appointments of others that nobody has rung up, and for
// each at the sales of about that time.
func (r *reader) Unmatched(from pos.Millis) (list []till.Unmatched, err error) {
	const day = 24 * 60 * 60 * 1000
	err = r.s.each(`SELECT b.id, s.id, b.ends_at, s.completed FROM appointment b
			JOIN sale s ON coalesce(s.account, s.member) = b.member AND s.completed BETWEEN b.ends_at - ? AND b.ends_at + ? AND s.points_scheduled > 0
		WHERE b.ends_at >= ? AND b.event < 0 AND b.state IN ('booked', 'awarded') AND b.sale IS NULL
			AND (SELECT sum(max(l.qty_milli / 1000, 1)) FROM sale_line l WHERE l.sale = s.event AND l.sku = b.sku AND l.points_scheduled > 0)
				> (SELECT count(*) FROM appointment x WHERE x.member = b.member AND x.sku = b.sku AND x.sale = s.id)
		ORDER BY b.ends_at, b.id, s.completed`, args(int64(day), int64(day), int64(from)), func(rows *row) error {
		var u till.Unmatched
		var id, sale []byte
		err := rows.Scan(&id, &sale, &u.EndsAt, &u.Completed)
		u.Appointment, u.Sale = pos.IDFromBytes(id), pos.IDFromBytes(sale)
		list = append(list, u)
		return err
	})
	return list, err
}
