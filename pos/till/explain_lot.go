package till

import (
	"cmp"
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
)

// LotWhy is where a lot comes from, what took from it, and when it ends.
type LotWhy struct {
	LotRow
	Username string `json:"username"`
	Name     string `json:"-"`
	// Made is the event that made it; nil where that was another till's.
	Made *Move `json:"made,omitempty"`
	// Repaid is what of the lot repaid a debt at once.
	Repaid int64 `json:"repaid,omitempty"`
	// Program is the version that gives the lot its end, by so many months; 0
	// where the end was brought along (Brought): from points that came back, or
	// from another account.
	Program int64 `json:"program,omitempty"`
	Months  int64 `json:"months,omitempty"`
	Brought bool  `json:"brought,omitempty"`
	// Taken are the events that took from it, with what was left after each. A till
	// of a chain knows how much, and not by what: then it is empty, and Unknown is
	// how much.
	Taken   []LotTaken `json:"taken"`
	Unknown int64      `json:"unknown,omitempty"`
	Over    bool       `json:"over"` // its last day is behind us
}

// LotTaken is an event that took from a lot.
type LotTaken struct {
	Move
	Taken int64 `json:"taken"`
	After int64 `json:"left_after"`
}

// ExplainLot explains a lot of a member, also one of which nothing is left.
func (t *Till) ExplainLot(ctx context.Context, id LotID) (Why, error) {
	return t.explain(ctx, func(r Reader, w *Why) error {
		m, err := r.MemberByUsername(id.Username)
		if err != nil {
			return err
		}
		s, err := standingOf(r, m.ID)
		if err != nil {
			return err
		}
		w.Lot, err = t.explainLot(r, s, id)
		return err
	})
}

func (t *Till) explainLot(r Reader, s Standing, id LotID) (*LotWhy, error) {
	w := &LotWhy{LotRow: LotRow{ID: id.String()}, Username: s.Member.Username, Name: s.Member.Name}
	moves, err := r.Moves(s.Holder)
	if err != nil {
		return nil, err
	}
	here := func(l ledger.Lot) bool { return l.ID == id.Ref && l.Part == id.Part }
	for _, m := range moves {
		if m.Ref == id.Ref {
			made := m
			if err := nameMove(r, s, &made); err != nil {
				return nil, err
			}
			made.Lots, w.Made = nil, &made
		}
		for _, l := range m.Lots {
			if !here(l.Lot) {
				continue
			}
			if w.Lot.ID == 0 {
				w.Lot = l.Lot
				w.Left, w.Repaid = l.Points, l.Lot.Points-l.Points
				continue
			}
			w.Left += l.Points
			if err := nameMove(r, s, &m); err != nil {
				return nil, err
			}
			taken := LotTaken{Move: m, Taken: -l.Points, After: w.Left}
			taken.Lots = nil
			w.Taken = append(w.Taken, taken)
		}
	}
	for _, l := range s.Account.Lots {
		if here(l) && w.Lot.ID == 0 { // of a chain: as the head office has it
			w.Lot, w.Unknown = l, l.Points-l.Left
		}
	}
	if w.Lot.ID == 0 {
		return nil, pos.Refuse(pos.UnknownLot, id.String())
	}
	w.Over = !w.Lot.Good(millis(t.now()))
	return w, t.endOf(r, w)
}

// endOf says who set the end: the programme of the day, where it gives the same.
func (t *Till) endOf(r Reader, w *LotWhy) error {
	from := w.AccruedAt
	if w.Made != nil {
		from = cmp.Or(from, ledger.Millis(w.Made.At))
	}
	p, err := r.ProgramAt(pos.Millis(from))
	if err != nil {
		return err
	}
	w.Brought = w.Origin == ledger.FromReturn || w.Origin == ledger.FromMerge || ledger.Millis(t.expiry(p, pos.Millis(from).Time(t.zone))) != w.ExpiresAt
	if !w.Brought {
		w.Program, w.Months = p.Version, p.ExpiryMonths
	}
	return nil
}
