package till

import (
	"context"
	"strconv"
	"strings"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/table"
)

// memberSheet is a table of members while it is checked. What the file says
// alone is read first (read), and then held against the shop (check).
type memberSheet struct {
	how      MemberImport
	headings []string
	columns  map[MemberField]int
	now      time.Time
	day0     time.Time // of the days that a workbook stores; zero of a CSV
	exact    bool      // numbers are as they were typed
	rows     int
	good     []memberRow
	bad      []BadMember
}

// memberRow is a row that may become a member.
type memberRow struct {
	line     int
	member   pos.Member
	card     pos.Card
	points   int64
	proposed bool   // the username
	employer string // as it is written
	pooled   bool
}

// readMembers reads a table as far as that goes without the shop.
func (t *Till) readMembers(ctx context.Context, sheet table.Sheet, how MemberImport, who Who) (*memberSheet, error) {
	if err := who.needs(pos.Manager); err != nil {
		return nil, err
	}
	columns, err := how.columns(sheet)
	if err != nil {
		return nil, err
	}
	s := &memberSheet{how: how, headings: sheet.Headings, columns: columns, now: t.now(), exact: sheet.Stored, rows: len(sheet.Rows) + len(sheet.Bad)}
	if sheet.Stored {
		// Day 1 is 1 January 1900, and a 29 February 1900 is counted that never
		// was (ECMA-376, 18.17.4.1); or day 0 is 1 January 1904.
		s.day0 = time.Date(1899, 12, 30, 12, 0, 0, 0, time.UTC)
		if sheet.From1904 {
			s.day0 = time.Date(1904, 1, 1, 12, 0, 0, 0, time.UTC)
		}
	}
	for _, b := range sheet.Bad {
		s.bad = append(s.bad, BadMember{Row: b.Line, Field: MemberField(b.Field), Code: Reason(b.Code)})
	}
	s.good = make([]memberRow, 0, len(sheet.Rows))
	seen := newSeenInFile(len(sheet.Rows))
	for i, r := range sheet.Rows {
		if i%eventMembers == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		row, bad := s.read(r)
		if bad.Code == "" {
			bad = seen.again(row)
		}
		if bad.Code != "" {
			bad.Row, bad.Value = r.Line, cut(bad.Value)
			s.bad = append(s.bad, bad)
			continue
		}
		s.good = append(s.good, row)
	}
	return s, t.identify(s.good)
}

// read understands one row; the first thing that is wrong is told.
func (s *memberSheet) read(r table.Row) (row memberRow, bad BadMember) {
	row.line = r.Line
	m := &row.member
	m.Status, m.Joined = pos.Active, pos.At(s.now)
	cell := func(f MemberField) string {
		if at, ok := s.columns[f]; ok {
			return r.Cell(at)
		}
		return ""
	}
	name := cell(FieldName)
	if first := cell(FieldFirstName); first != "" {
		name = first + " " + name
	}
	if strings.TrimSpace(name) == "" {
		return row, BadMember{Field: FieldName, Code: WhyNoName}
	}
	var why Reason
	if m.Name, why = cleanText(name, pos.MaxNameRunes); why != "" {
		return row, BadMember{Field: FieldName, Code: why, Value: name}
	}
	for _, f := range MemberFields {
		text := cell(f)
		if text == "" || f == FieldName || f == FieldFirstName {
			continue
		}
		if why := s.readCell(&row, f, text); why != "" {
			return row, BadMember{Field: f, Code: why, Value: text}
		}
	}
	return row, bad
}

func (s *memberSheet) readCell(row *memberRow, f MemberField, text string) (why Reason) {
	m := &row.member
	switch f {
	case FieldUsername:
		text, _ = plainNumber(text, s.exact)
		var err error
		if m.Username, err = pos.CleanUsername(text); err != nil {
			return WhyBadUsername
		}
	case FieldPhone:
		m.Phone, why = phoneCell(text, s.exact)
	case FieldEmail:
		m.Email, why = emailCell(text)
	case FieldLanguage:
		m.Language, why = languageCell(text)
	case FieldBirthday:
		m.Birthday, why = birthdayCell(text, s.day0, s.now)
	case FieldCard:
		return s.readCard(row, text)
	case FieldPoints:
		row.points, why = pointsCell(text, s.exact)
	case FieldTier:
		m.Tier, why = cleanText(text, 100)
	case FieldOrganisation:
		text, _ = plainNumber(text, s.exact)
		row.employer, why = cleanText(text, pos.MaxNameRunes)
	case FieldNotes:
		m.Notes, why = cleanText(text, 2000)
	case FieldConsent:
		return s.readConsent(m, text)
	}
	return why
}

func (s *memberSheet) readCard(row *memberRow, text string) Reason {
	number, ok := plainNumber(text, s.exact)
	if !ok {
		return WhyNumberLost
	}
	number, err := pos.CleanCardNumber(number)
	if err != nil {
		return WhyBadCard
	}
	row.card = pos.Card{Number: number, Kind: pos.BothCard, State: pos.Issued, Issued: row.member.Joined}
	return ""
}

// readConsent takes a yes or a no, or the day of the yes. What was agreed to is
// what stands over the column.
func (s *memberSheet) readConsent(m *pos.Member, text string) Reason {
	yes, ok := yesOrNo(text)
	switch {
	case ok && yes:
		m.ConsentAt = pos.At(s.now)
	case !ok:
		day, ok := dayCell(text, s.day0, s.now)
		if !ok || day.After(s.now) {
			return WhyBadConsent
		}
		m.ConsentAt = pos.At(day)
	}
	if m.ConsentAt != 0 {
		m.ConsentText = s.headings[s.columns[FieldConsent]]
	}
	return ""
}

// seenInFile finds what a file says twice.
type seenInFile struct {
	usernames map[string]int // line
	cards     map[string]int
	people    map[string]int
}

func newSeenInFile(n int) seenInFile {
	return seenInFile{make(map[string]int, n), make(map[string]int, n), make(map[string]int, n)}
}

// again is what of a row an earlier one has; else it is noted.
func (s seenInFile) again(row memberRow) BadMember {
	person := personKey(row.member.Phone, row.member.Name)
	for _, x := range []struct {
		key   string
		seen  map[string]int
		field MemberField
		code  Reason
		value string
	}{
		{row.member.Username, s.usernames, FieldUsername, WhyUserTwice, row.member.Username},
		{row.card.Number, s.cards, FieldCard, WhyCardTwice, row.card.Number},
		{person, s.people, FieldPhone, WhyPersonTwice, row.member.Name},
	} {
		if line, twice := x.seen[x.key]; twice && x.key != "" {
			return BadMember{Field: x.field, Code: x.code, Value: x.value, Other: line}
		}
	}
	s.usernames[row.member.Username], s.cards[row.card.Number], s.people[person] = row.line, row.line, row.line
	return BadMember{}
}

// personKey is the same for what is likely one person; empty without a phone.
func personKey(phone, name string) string {
	word := pos.PhoneWord(phone)
	if word == "" {
		return ""
	}
	return word + " " + pos.SearchWord(name)
}

// check holds the rows against the shop: tiers, organisations, what is taken;
// and proposes usernames.
func (s *memberSheet) check(ctx context.Context, r Reader) error {
	for _, step := range []func(Reader) error{s.checkTiers, s.checkEmployers, s.checkUsernames, s.checkCards, s.checkPeople, s.proposeUsernames} {
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
	kept := s.good[:0]
	for i := range s.good {
		bad := wrong(&s.good[i])
		if bad.Code == "" {
			kept = append(kept, s.good[i])
			continue
		}
		bad.Row, bad.Value = s.good[i].line, cut(bad.Value)
		s.bad = append(s.bad, bad)
	}
	s.good = kept
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
	list, err := r.Employers()
	if err != nil {
		return err
	}
	known := map[string]Employer{}
	for _, e := range list {
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
				next[base] = max(next[base], 2*next[base]-1)
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
