package chain

import (
	"crypto/sha256"
	"encoding/binary"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
)

// Once is points that count once for what they are for, wherever they are given:
// a service, a review, a welcome, a friend. Two tills that are apart may each give
// them; the head office takes back what comes second.
type Once struct {
	Account pos.ID // that was given to
	Member  pos.ID // who it is for; of a pool another than the account
	Origin  ledger.Origin
	Source  []byte // of a service the appointment, or the sale
	Row     int64  // of a sale the line
	Points  int64
	// Ends says that nothing was given: a person has said what became of an
	// appointment (State), and it gives nothing by itself.
	Ends  bool
	State pos.AppointmentState
}

// OnceOf is what an event gives once, or says that it gives nothing; false is
// neither.
func OnceOf(body *journalpb.Body) (o Once, ok bool) {
	switch w := body.GetWhat().(type) {
	case *journalpb.Body_ServiceAwarded:
		s := w.ServiceAwarded
		o = Once{Account: pos.IDFromBytes(s.Member), Origin: ledger.FromService, Source: s.Sale, Row: s.Line, Points: s.Points}
		if len(s.Appointment) > 0 {
			o.Source, o.Row = s.Appointment, 0
		}
	case *journalpb.Body_AppointmentSet:
		a := w.AppointmentSet
		o = Once{Account: pos.IDFromBytes(a.Member), Origin: ledger.FromService, Source: a.Appointment, Ends: true, State: pos.AppointmentState(a.State)}
		if !o.State.Ended() {
			return o, false
		}
	case *journalpb.Body_PointsGiven:
		g := w.PointsGiven
		o = Once{Account: pos.IDFromBytes(g.Member), Origin: ledger.Origin(g.Origin), Source: g.Source, Row: g.Row, Points: lotPoints(g.Lots)}
		if o.Member = pos.IDFromBytes(g.Whom); o.Member.IsZero() {
			o.Member = o.Account
		}
		switch o.Origin {
		case ledger.FromWelcome, ledger.FromReferral, ledger.FromReferrer, ledger.FromReview, ledger.FromBirthday:
		case ledger.FromAdjustment:
			if len(g.Source) == 0 { // by hand, and of no proposal
				return o, false
			}
		default:
			return o, false
		}
	default:
		return o, false
	}
	if o.Member.IsZero() {
		o.Member = o.Account
	}
	return o, true
}

// Key names what it is for. That of a service, or of a proposal, is its own, whoever
// the points go to: members are merged, and join pools.
func (o Once) Key() string {
	h := sha256.New()
	h.Write([]byte(o.Origin + "\n"))
	switch o.Origin {
	case ledger.FromService, ledger.FromReview, ledger.FromAdjustment:
	default:
		h.Write(o.Member[:])
	}
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(o.Row)))
	h.Write(o.Source)
	return string(h.Sum(nil))
}
