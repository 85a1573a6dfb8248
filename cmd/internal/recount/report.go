package main

import (
	"maps"
	"slices"
)

// Report is the books as of a moment. The till's own reports are laid beside it.
type Report struct {
	Events    int              `json:"events"`
	At        int64            `json:"at"`
	Liability Liability        `json:"liability"`
	Accounts  map[id]Account   `json:"accounts"`
	GiftCards map[string]int64 `json:"gift_cards,omitempty"` // balances
	Tiers     map[id]string    `json:"tiers,omitempty"`
	Overdue   map[id]int64     `json:"overdue,omitempty"` // points past their day
	Rights    map[id][2]int64  `json:"rights,omitempty"`  // where they are not what the account holds
}

// Liability is what the shop owes in points.
type Liability struct {
	Points int64 `json:"points"`
	Value  int64 `json:"value"`
	Paid   int64 `json:"paid_points"`
	Free   int64 `json:"free_points"`
}

// Account is a member's points, or a pool's.
type Account struct {
	Balance int64 `json:"balance"`
	Holding int64 `json:"holding"`
	Debt    int64 `json:"debt"`
	Pending int64 `json:"pending"`
	Lots    []Lot `json:"lots,omitempty"`
}

// Lot is what is left of points that were given together.
type Lot struct {
	Left      int64  `json:"left"`
	Origin    string `json:"origin"`
	AccruedAt int64  `json:"accrued_at"`
	ExpiresAt int64  `json:"expires_at"`
	Paid      bool   `json:"paid"`
}

func (b *books) report(s stop) Report {
	r := Report{Events: s.events, At: s.at, Accounts: map[id]Account{}, Overdue: map[id]int64{}, Rights: map[id][2]int64{}}
	for _, holder := range slices.Sorted(maps.Keys(b.accounts)) {
		a := b.accounts[holder]
		x := Account{Balance: a.balance(s.at), Holding: a.holding(), Debt: a.debt}
		for _, p := range a.pending {
			x.Pending += p.points
		}
		for _, l := range a.lots {
			if !l.good(s.at) {
				r.Overdue[holder] += l.left
				continue
			}
			r.Liability.Points += l.left
			if l.paid {
				r.Liability.Paid += l.left
			}
			if s.whole {
				x.Lots = append(x.Lots, Lot{l.left, l.origin, l.accrued, l.expiresAt, l.paid})
			}
		}
		if rights := a.rights + a.carried; rights != x.Holding {
			r.Rights[holder] = [2]int64{rights, x.Holding}
		}
		r.Accounts[holder] = x
	}
	r.Liability.Free = r.Liability.Points - r.Liability.Paid
	r.Liability.Value = b.programAt(s.at).value(r.Liability.Points)
	if s.whole {
		r.GiftCards, r.Tiers = map[string]int64{}, map[id]string{}
		for code, g := range b.gifts {
			r.GiftCards[code] = g.balance
		}
		for who, m := range b.members {
			r.Tiers[who] = m.tier
		}
	}
	return r
}
