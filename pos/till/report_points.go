package till

import (
	"context"
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
)

// PointsFilter narrows a loyalty points report.
type PointsFilter struct {
	From, To pos.Millis // from the first moment to before the last
	Kind     string     // of PointsRow; empty: all
	Person   string     // the name of who did it; empty: everybody
	Member   pos.ID     // zero: everybody
}

// PointsRow is points that came to a member, or went, by one event.
type PointsRow struct {
	At pos.Millis `json:"at"`
	// Kind is the origin of points that were given ("coupon", "review", ...), "sale"
	// and "refund" of receipts, or else the event's type ("lots_expired").
	Kind     string `json:"kind"`
	Member   pos.ID `json:"-"`
	Username string `json:"member"` // of one who was erased it is empty
	Name     string `json:"-"`
	Points   int64  `json:"points"`
	Receipt  string `json:"receipt,omitempty"`
	Note     string `json:"note,omitempty"`
	Person   string `json:"person,omitempty"` // empty is the system
}

// PointsReport is what came and went, the newest first.
type PointsReport struct {
	PointsFilter `json:"-"`
	Given        int64       `json:"given"`
	Taken        int64       `json:"taken"` // below zero
	Rows         []PointsRow `json:"rows"`
	// Kinds and People are those of the period, for whoever narrows it further.
	Kinds  []string `json:"-"`
	People []string `json:"-"`
	// Whole says that no row was left out for being too many.
	Whole bool `json:"whole"`
}

// mostPointsRows bounds a report: more is a matter for a shorter period.
const mostPointsRows = 100_000

// PointsReport is all that happened to members' points in a period. A manager
// asks.
func (t *Till) PointsReport(ctx context.Context, f PointsFilter, who Who) (out PointsReport, err error) {
	if err := reportOf(f.From, f.To, who); err != nil {
		return out, err
	}
	out.PointsFilter = f
	var all []PointsRow
	err = t.store.View(ctx, func(r Reader) error {
		all, err = r.PointMoves(f.From, f.To, mostPointsRows+1)
		return err
	})
	if err != nil {
		return out, err
	}
	out.Whole = len(all) <= mostPointsRows
	out.Rows = []PointsRow{}
	for _, x := range all[:min(len(all), mostPointsRows)] {
		add(&out.Kinds, x.Kind)
		add(&out.People, x.Person)
		if f.Kind != "" && x.Kind != f.Kind || f.Person != "" && x.Person != f.Person || !f.Member.IsZero() && x.Member != f.Member {
			continue
		}
		if x.Points > 0 {
			out.Given += x.Points
		} else {
			out.Taken += x.Points
		}
		out.Rows = append(out.Rows, x)
	}
	slices.Sort(out.Kinds)
	slices.Sort(out.People)
	return out, nil
}

// add puts a name on a list, once.
func add(list *[]string, name string) {
	if name != "" && !slices.Contains(*list, name) {
		*list = append(*list, name)
	}
}

// PointsKind is the kind of a row by its event's type and, of points given, their
// origin.
func PointsKind(eventType, origin string) string {
	switch {
	case origin != "":
		return origin
	case eventType == "sale_completed":
		return string(ledger.FromSale)
	case eventType == "sale_refunded":
		return "refund"
	case eventType == "service_awarded":
		return string(ledger.FromService)
	}
	return eventType
}
