package store

import (
	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
)

const insertGiven = `INSERT INTO given (event, member, origin, points, source, place, code, note, person, at, whom)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

// pointsGiven adds lots that no sale earned.
func (f *fold) pointsGiven(e *journal.Event, body *journalpb.Body, w *journalpb.PointsGiven) error {
	a, err := f.account(pos.IDFromBytes(w.Member))
	if err != nil {
		return err
	}
	var points int64
	arrived := ledger.Account{Debt: w.Debt}
	for i, l := range w.Lots {
		points += l.Points
		lot := ledger.Lot{
			ID: f.ref, Part: i, Points: l.Points, Left: l.Points, Origin: ledger.Origin(w.Origin),
			AccruedAt: ledger.Millis(l.AccruedAt), ExpiresAt: ledger.Millis(l.ExpiresAt), Paid: l.Paid,
		}
		if lot.Origin == ledger.FromMerge {
			arrived.Lots = append(arrived.Lots, lot)
			continue
		}
		if err := f.accrue(a, lot); err != nil {
			return err
		}
	}
	for _, p := range w.Pending {
		ref, err := f.pendingRef(p)
		if err != nil {
			return err
		}
		arrived.Pending = append(arrived.Pending, ledger.Pending{ID: ref, Part: int(p.Line), Points: p.Points, DueAt: ledger.Millis(p.DueAt)})
	}
	if ledger.Origin(w.Origin) == ledger.FromMerge {
		err := f.with(a, func(l *ledger.Account) ([]ledger.Entry, error) {
			return l.Arrive(f.ref, arrived, ledger.Millis(e.Clock.Millis())), nil
		})
		if err != nil {
			return err
		}
	}
	whom, err := f.memberNo(w.Whom)
	if err != nil {
		return err
	}
	return f.s.exec(insertGiven, int64(f.ref), a.no, w.Origin, points, bytesOrNull(w.Source), w.Row, w.Code, w.Note, bytesOrNull(body.By), e.Clock.Millis(), whom)
}

// pointsTaken takes points back, first from the lot that the event it undoes
// has made.
func (f *fold) pointsTaken(e *journal.Event, body *journalpb.Body, w *journalpb.PointsTaken) error {
	a, err := f.account(pos.IDFromBytes(w.Member))
	if err != nil {
		return err
	}
	points := w.Points
	err = f.with(a, func(l *ledger.Account) ([]ledger.Entry, error) {
		if w.All {
			left, out := l.Leave(f.ref, w.WaitingStays)
			points = left.Holding()
			return []ledger.Entry{out}, nil
		}
		gave, err := f.gaveRef(a.no, w)
		if err != nil {
			return nil, err
		}
		_, out := l.Take(f.ref, gave, w.Points, ledger.Origin(w.Origin), ledger.Millis(e.Clock.Millis()))
		return []ledger.Entry{out}, nil
	})
	if err != nil {
		return err
	}
	whom, err := f.memberNo(w.Whom)
	if err != nil {
		return err
	}
	return f.s.exec(insertGiven, int64(f.ref), a.no, w.Origin, -points, bytesOrNull(w.Source), w.Row, w.Code, w.Note, bytesOrNull(body.By), e.Clock.Millis(), whom)
}

// gaveRef is the event that gave what is taken back; 0 where there is none.
func (f *fold) gaveRef(no int64, w *journalpb.PointsTaken) (ref ledger.Ref, err error) {
	if len(w.Source) == 0 {
		return 0, nil
	}
	found, err := f.s.get("SELECT event FROM given WHERE source = ? AND place = ? AND member = ? AND code = ? AND points > 0 ORDER BY event DESC LIMIT 1",
		args(w.Source, w.Row, no, w.Code), &ref)
	if err == nil && !found && ledger.Origin(w.Origin) == ledger.FromMend {
		return f.saleRef(w.Source)
	}
	return ref, err
}

// pendingRef is the event that points wait under: a sale, or an appointment.
func (f *fold) pendingRef(p *journalpb.MovedPending) (ref ledger.Ref, err error) {
	if len(p.Appointment) == 0 {
		return f.saleRef(p.Sale)
	}
	found, err := f.s.get("SELECT event FROM appointment WHERE id = ?", args(p.Appointment), &ref)
	if err == nil && !found {
		err = pos.Refuse(pos.UnknownAppointment)
	}
	return ref, err
}
