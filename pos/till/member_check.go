package till

import (
	"context"
	"strconv"
	"strings"

	"bonuskasse/pos"
)

// check holds the rows against the shop: tiers, organisations, what is taken;
// and proposes usernames.
func (s *memberSheet) check(ctx context.Context, r Reader) error {
	for _, step := range []func(Reader) error{s.checkTiers, s.checkEmployers, s.checkPeople, s.checkUsernames, s.checkCards, s.proposeUsernames} {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := step(r); err != nil {
			return err
		}
	}
	return nil
}

// keep drops the good rows that something is wrong with.
func (s *memberSheet) keep(wrong func(row *memberRow) BadMember) {
	kept := 0
	for i := range s.good {
		bad := wrong(&s.good[i])
		if bad.Code == "" {
			if kept < i { // a row is large
				s.good[kept] = s.good[i]
			}
			kept++
			continue
		}
		bad.Row, bad.Value = s.good[i].line, cut(bad.Value)
		s.bad = append(s.bad, bad)
	}
	s.good = s.good[:kept]
}

func (s *memberSheet) checkTiers(r Reader) error {
	first, err := defaultTier(r)
	if err != nil {
		return err
	}
	tiers, err := r.Tiers()
	if err != nil {
		return err
	}
	known := map[string]string{"": first}
	for _, t := range tiers {
		known[strings.ToLower(t.Name)] = t.Name
	}
	s.keep(func(row *memberRow) BadMember {
		tier, ok := known[strings.ToLower(row.member.Tier)]
		if !ok {
			return BadMember{Field: FieldTier, Code: WhyNoTier, Value: row.member.Tier}
		}
		row.member.Tier = tier
		return BadMember{}
	})
	return nil
}

func (s *memberSheet) checkEmployers(r Reader) error {
	if _, named := s.columns[FieldOrganisation]; !named {
		return nil
	}
	list, err := r.Organisations()
	if err != nil {
		return err
	}
	known := map[string]pos.Organisation{}
	for _, e := range list {
		if !e.Active {
			continue
		}
		for _, key := range []string{e.Name, e.Number} {
			if key = pos.SearchWord(key); key != "" {
				known[key] = e
			}
		}
	}
	s.keep(func(row *memberRow) BadMember {
		if row.employer == "" {
			return BadMember{}
		}
		e, ok := known[pos.SearchWord(row.employer)]
		if !ok {
			return BadMember{Field: FieldOrganisation, Code: WhyNoEmployer, Value: row.employer}
		}
		row.member.Organisation, row.employer, row.pooled = e.ID, e.Name, e.Pooled
		return BadMember{}
	})
	return nil
}

// keys are what of the good rows is not empty.
func (s *memberSheet) keys(of func(row *memberRow) string) []string {
	list := make([]string, 0, len(s.good))
	for i := range s.good {
		if key := of(&s.good[i]); key != "" {
			list = append(list, key)
		}
	}
	return list
}

func (s *memberSheet) checkUsernames(r Reader) error {
	taken, err := r.TakenUsernames(s.keys(func(row *memberRow) string { return row.member.Username }))
	if err != nil || len(taken) == 0 {
		return err
	}
	there := setOf(taken)
	s.keep(func(row *memberRow) BadMember {
		if there[row.member.Username] {
			return BadMember{Field: FieldUsername, Code: WhyUserTaken, Value: row.member.Username}
		}
		return BadMember{}
	})
	return nil
}

// checkCards refuses cards that are somebody's. One that lies printed in the
// drawer is issued, and stays what it is.
func (s *memberSheet) checkCards(r Reader) error {
	known, err := r.KnownCards(s.keys(func(row *memberRow) string { return row.card.Number }))
	if err != nil || len(known) == 0 {
		return err
	}
	there := make(map[string]pos.Card, len(known))
	for _, c := range known {
		there[c.Number] = c
	}
	s.keep(func(row *memberRow) BadMember {
		c, ok := there[row.card.Number]
		switch {
		case !ok || row.card.Number == "":
			return BadMember{}
		case c.State != pos.Printed:
			return BadMember{Field: FieldCard, Code: WhyCardTaken, Value: c.Number}
		}
		row.card.Kind, row.card.Batch = c.Kind, c.Batch
		return BadMember{}
	})
	return nil
}

func (s *memberSheet) checkPeople(r Reader) error {
	names, err := r.NamesByPhone(s.keys(func(row *memberRow) string { return pos.PhoneWord(row.member.Phone) }))
	if err != nil || len(names) == 0 {
		return err
	}
	s.keep(func(row *memberRow) BadMember {
		for _, name := range names[pos.PhoneWord(row.member.Phone)] {
			if pos.SearchWord(name) == pos.SearchWord(row.member.Name) {
				return BadMember{Field: FieldPhone, Code: WhyPersonMember, Value: row.member.Name}
			}
		}
		return BadMember{}
	})
	return nil
}

// proposeUsernames gives a username to whoever came without: anders.jensen, or
// anders.jensen2 where that is another's.
func (s *memberSheet) proposeUsernames(r Reader) error {
	used := make(map[string]bool, len(s.good))
	var open []*memberRow
	for i := range s.good {
		if row := &s.good[i]; row.member.Username != "" {
			used[row.member.Username] = true
		} else {
			open = append(open, row)
		}
	}
	next := map[string]int{}
	for len(open) > 0 {
		var asked []string
		for _, row := range open {
			base := usernameBase(row.member, row.card.Number)
			name := base
			for n := max(next[base], 1); ; n++ {
				if n > 1 {
					name = base + strconv.Itoa(n)
				}
				if !used[name] {
					next[base] = n + 1
					break
				}
			}
			used[name] = true
			row.member.Username, row.proposed = name, true
			asked = append(asked, name)
		}
		taken, err := r.TakenUsernames(asked)
		if err != nil {
			return err
		}
		there := setOf(taken)
		var again []*memberRow
		for _, row := range open {
			if there[row.member.Username] {
				// A shop that has had one list has a long row of them: go in leaps.
				base := usernameBase(row.member, row.card.Number)
				next[base] = max(next[base], 2*next[base]-2)
				again = append(again, row)
			}
		}
		open = again
	}
	return nil
}

func setOf(list []string) map[string]bool {
	set := make(map[string]bool, len(list))
	for _, s := range list {
		set[s] = true
	}
	return set
}
