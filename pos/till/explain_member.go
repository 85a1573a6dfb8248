package till

import (
	"cmp"
	"context"
	"slices"

	"bonuskasse/pos"
)

// MemberWhy is where a member's balance comes from.
type MemberWhy struct {
	Username string `json:"username"`
	Name     string `json:"-"`
	// Pool is the organisation whose bonus it is; empty where it is their own.
	Pool  string    `json:"pool,omitempty"`
	Moves []MoveWhy `json:"moves"`
	// Elsewhere is what other tills and the head office did, in one sum: a till of a
	// chain does not know their events one by one.
	Elsewhere int64 `json:"elsewhere,omitempty"`
	// PastDay is over, and not taken yet by an event: it is no part of the balance.
	PastDay int64        `json:"past_day,omitempty"`
	Balance int64        `json:"balance"` // all Moves and Elsewhere, less PastDay
	Debt    int64        `json:"debt"`    // points that are owed: the balance is lower by them
	Pending []PendingWhy `json:"pending"`
	Lots    []LotRow     `json:"lots"` // that the balance is made of, in the order they are used
	Usable  int64        `json:"usable"`
	Why     pos.Code     `json:"why,omitempty"` // why not the whole balance
	Tier    pos.Tier     `json:"tier"`
	Ladder  LadderWhy    `json:"ladder"`
	Till    int64        `json:"till"` // whose events Moves are
}

// MoveWhy is one event, and the balance after it.
type MoveWhy struct {
	Move
	Balance int64  `json:"balance"`
	Whose   string `json:"whose,omitempty"` // whose doing, in a pool
}

// PendingWhy is points that wait.
type PendingWhy struct {
	Points  int64      `json:"points"`
	DueAt   pos.Millis `json:"due_at"`
	Receipt string     `json:"receipt,omitempty"` // empty: of an appointment, or elsewhere
	// Elsewhere says that a sale at another till gives them.
	Elsewhere bool `json:"elsewhere,omitempty"`
	// Of is who they wait for by name, where that is one who was merged into the member.
	Of string `json:"of,omitempty"`
}

// LadderWhy is where a member stands between two levels.
type LadderWhy struct {
	On     bool       `json:"on"` // the programme has a ladder, and it may move the member
	Pinned bool       `json:"pinned"`
	Spend  pos.Money  `json:"spend"`         // that counts
	Months int64      `json:"window_months"` // back that it counts; 0 is all time
	Next   string     `json:"next,omitempty"`
	Left   pos.Money  `json:"left,omitempty"` // spending to Next
	Review pos.Millis `json:"review_at,omitempty"`
}

// ExplainMember explains what a member has now.
func (t *Till) ExplainMember(ctx context.Context, member pos.ID) (Why, error) {
	return t.explain(ctx, func(r Reader, w *Why) error {
		s, err := standingOf(r, member)
		if err != nil {
			return err
		}
		w.Member, err = t.explainMember(r, w.Shop, w.Program, s)
		return err
	})
}

func (t *Till) explainMember(r Reader, shop Shop, p Program, s Standing) (*MemberWhy, error) {
	now := t.now()
	at := millis(now)
	w := &MemberWhy{
		Username: s.Member.Username, Name: s.Member.Name, Balance: s.Account.Balance(at), Debt: s.Account.Debt, Tier: s.Tier, Till: shop.TillNo,
		PastDay: s.Account.Holding() - s.Account.Usable(at),
	}
	may, err := maySpend(r, shop, p, s, s.Account.Available(at))
	if err != nil {
		return nil, err
	}
	w.Usable, w.Why = may.Points, may.Why
	moves, err := r.Moves(s.Holder)
	if err != nil {
		return nil, err
	}
	var sum int64
	for _, m := range moves {
		sum += m.Points
	}
	// What came before the first event that is known here stands first.
	w.Elsewhere = w.Balance + w.PastDay - sum
	balance := w.Elsewhere
	for _, m := range moves {
		balance += m.Points
		if err := nameMove(r, s, &m); err != nil {
			return nil, err
		}
		x := MoveWhy{Move: m, Balance: balance}
		if s.Holder != s.Member.ID && !m.Of.IsZero() {
			of, err := standingOf(r, m.Of)
			if err != nil {
				return nil, err
			}
			x.Whose = of.Member.Name
		}
		w.Moves = append(w.Moves, x)
	}
	if s.Holder != s.Member.ID {
		o, err := r.Organisation(s.Holder)
		if err != nil {
			return nil, err
		}
		w.Pool = o.Name
	}
	for _, l := range s.Account.Lots {
		if l.Good(at) {
			w.Lots = append(w.Lots, LotRow{LotID{s.Member.Username, l.ID, l.Part}.String(), l})
		}
	}
	if w.Pending, err = pendingWhy(r, s); err != nil {
		return nil, err
	}
	w.Ladder = LadderWhy{On: p.Ladder, Pinned: s.Pinned, Spend: pos.Money(p.LadderSpend(s.Spend, now)), Months: p.LadderWindowMonths, Review: s.ReviewAt}
	next, err := nextLevel(r, p, s, now)
	if next != nil {
		w.Ladder.Next, w.Ladder.Left = next.Tier.Name, next.Left
	}
	return w, err
}

// nameMove says who did it; what was written beside points of another in the
// pool is the other's to read.
func nameMove(r Reader, s Standing, m *Move) (err error) {
	if m.By, err = nameOf(r, m.Person); err != nil {
		return err
	}
	if s.Holder != s.Member.ID && m.Of != s.Member.ID {
		m.Note = ""
	}
	return nil
}

func pendingWhy(r Reader, s Standing) (list []PendingWhy, err error) {
	due, err := r.PendingOf(s)
	if err != nil {
		return nil, err
	}
	for _, d := range due {
		x := PendingWhy{Points: d.Points, DueAt: d.DueAt, Elsewhere: d.Sale.IsZero() && d.Appointment.IsZero()}
		if d.Member != s.Member.ID && d.Member != s.Holder {
			of, err := r.Member(d.Member)
			if err != nil {
				return nil, err
			}
			x.Of = cmp.Or(of.Username, of.Name)
		}
		if !d.Sale.IsZero() {
			s, err := r.Sale(d.Sale)
			if err != nil && pos.CodeOf(err) != pos.UnknownReceipt {
				return nil, err
			}
			x.Receipt = s.Receipt
		}
		list = append(list, x)
	}
	slices.SortStableFunc(list, func(a, b PendingWhy) int { return cmp.Compare(a.DueAt, b.DueAt) })
	return list, nil
}
