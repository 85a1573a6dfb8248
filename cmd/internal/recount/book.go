package main

import (
	"encoding/json"
	"fmt"
	"time"
)

// books is all that an outsider keeps.
type books struct {
	zone *time.Location
	n    int   // events so far
	at   int64 // the moment of the last one, milliseconds

	accounts map[id]*account
	members  map[id]*member
	pools    map[id]bool // organisations, and whether their employees share
	cards    map[string]cardSet
	gifts    map[string]*gift
	coupons  map[string]*coupon
	rewards  map[string]reward
	sales    map[id]*sold
	booked   map[id]*booking
	gave     map[gift1]int // the event that gave it
	bought   map[id]bought
	once     map[string]bool // what may be given once, and was

	tiers    []tier
	programs []program
	mayNot   bool // spend: restored from a backup, and not adopted

	// promised is who must be lifted by the ladder before anything else is sold.
	promised map[id]string
}

// gift1 is what points were given for: what takes them back names it again.
type gift1 struct {
	source, account id
	row             num
	code            string
}

type member struct {
	tier     string
	pinned   bool
	reviewAt int64
	status   string
	org      id
	alias    id // whom they were merged into
	spend    map[int64]int64
}

type gift struct {
	kind                     string
	balance                  int64
	validUntil, payableUntil int64
	blocked                  bool
}

type coupon struct {
	points, validUntil int64
	used, void         bool
}

// sold is a sale with what became of it.
type sold struct {
	sale
	n        int
	returned []int64
	uses     []use
	cards    []paidBy
}

type paidBy struct {
	code string
	kind string
	left int64 // that it has not got back
}

type booking struct {
	n     int
	state string
	sale  id // it was rung up with
}

func newBooks(zone *time.Location) *books {
	return &books{
		zone: zone, accounts: map[id]*account{}, members: map[id]*member{}, pools: map[id]bool{}, cards: map[string]cardSet{},
		gifts: map[string]*gift{}, coupons: map[string]*coupon{}, rewards: map[string]reward{}, sales: map[id]*sold{},
		booked: map[id]*booking{}, gave: map[gift1]int{}, bought: map[id]bought{}, once: map[string]bool{}, promised: map[id]string{},
	}
}

func (b *books) when() string {
	return time.UnixMilli(b.at).In(b.zone).Format("2006-01-02 15:04:05")
}

func (b *books) account(holder id) *account {
	a := b.accounts[holder]
	if a == nil {
		a = &account{}
		b.accounts[holder] = a
	}
	return a
}

// now is who a member is today: whoever they were merged into.
func (b *books) now(m id) id {
	for b.members[m] != nil && b.members[m].alias != "" {
		m = b.members[m].alias
	}
	return m
}

func (b *books) take(e event) error {
	b.n++
	b.at = e.Clock >> 16 // the upper 48 bits of a hybrid clock
	if e.Member != "" {
		b.account(id(e.Member)).rights += e.RightsDelta
	}
	f := e.Payload
	switch {
	case f.Sale != nil, f.Refund != nil:
		for m, tier := range b.promised {
			return fmt.Errorf("member %s has reached %s, and nothing says so before this", m, tier)
		}
	}
	for _, step := range []func(facts) error{b.rules, b.people, b.points, b.trade} {
		if err := step(f); err != nil {
			return err
		}
	}
	return nil
}

// rules are what the shop has set.
func (b *books) rules(f facts) error {
	switch {
	case f.ProgramSet != nil:
		p := program{version: int64(f.ProgramSet.Version), from: int64(f.ProgramSet.ValidFrom)}
		if err := json.Unmarshal(f.ProgramSet.JSON, &p); err != nil {
			return err
		}
		b.programs = append(b.programs, p)
	case f.TierSet != nil:
		b.setTier(*f.TierSet)
	case f.RewardSet != nil:
		b.rewards[f.RewardSet.SKU] = *f.RewardSet
	case f.Organisation != nil:
		b.pools[f.Organisation.Organisation] = f.Organisation.Pooled
	case f.Started != nil:
		b.mayNot = true
		for _, a := range b.accounts {
			a.carried, a.rights = a.carried+a.rights, 0
		}
	case f.Adopted != nil:
		b.mayNot = false
	}
	return nil
}

func (b *books) setTier(t tier) {
	if t.Default {
		for i := range b.tiers {
			b.tiers[i].Default = false
		}
	}
	for i := range b.tiers {
		if b.tiers[i].Name == t.Name {
			b.tiers[i] = t
			return
		}
	}
	b.tiers = append(b.tiers, t)
}

// people are the members and what they carry.
func (b *books) people(f facts) error {
	switch {
	case f.MemberSet != nil:
		b.setMember(*f.MemberSet)
	case f.MemberTierSet != nil:
		return b.placed(*f.MemberTierSet)
	case f.CardSet != nil:
		b.cards[f.CardSet.Number] = *f.CardSet
	case f.MembersImported != nil:
		for _, m := range f.MembersImported.Members {
			b.setMember(m.Member)
			for _, c := range m.Cards {
				b.cards[c.Number] = c
			}
			for i, l := range m.Lots {
				a := b.account(m.Member.Member)
				had := a.debt
				a.accrue(lotOf(b.n, i, "adjustment", l))
				a.rights += int64(l.Points) - (had - a.debt)
			}
		}
	case f.Merged != nil:
		alias, keep := b.members[f.Merged.Alias], b.members[f.Merged.Keep]
		if alias == nil || keep == nil {
			return fmt.Errorf("nobody knows one of the two")
		}
		alias.alias, alias.reviewAt = f.Merged.Keep, 0
		for day, base := range alias.spend {
			keep.spend[day] += base
		}
		alias.spend = map[int64]int64{}
		if a := b.account(f.Merged.Alias); len(a.lots) > 0 || a.debt != 0 {
			return fmt.Errorf("the alias keeps points")
		}
	case f.Erased != nil:
		if m := b.members[f.Erased.Member]; m != nil {
			m.status, m.reviewAt = "erased", 0
		}
	}
	return nil
}

// setMember knows a member; a tier that is there already is changed by its own
// event alone.
func (b *books) setMember(s memberSet) {
	m := b.members[s.Member]
	if m == nil {
		m = &member{tier: s.Tier, spend: map[int64]int64{}}
		b.members[s.Member] = m
	}
	m.status, m.org = s.Status, s.Organisation
}
