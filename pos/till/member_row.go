package till

import (
	"context"
	"runtime"
	"strings"
	"sync"
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
	isPAN    func(text string) bool
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
	person   string // the same of what is likely one person (personKey)
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
	if s.isPAN, err = t.panOf(ctx); err != nil {
		return nil, err
	}
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
	s.good = make([]memberRow, len(sheet.Rows))
	wrong := make([]BadMember, len(sheet.Rows))
	// A row is read without its neighbours: all processors do it.
	var wg sync.WaitGroup
	parts := runtime.GOMAXPROCS(0)
	for part := range parts {
		wg.Go(func() {
			for i := part * len(wrong) / parts; i < (part+1)*len(wrong)/parts && (i%eventMembers != 0 || ctx.Err() == nil); i++ {
				s.good[i], wrong[i] = s.read(sheet.Rows[i])
			}
		})
	}
	if wg.Wait(); ctx.Err() != nil {
		return nil, ctx.Err()
	}
	seen, i := newSeenInFile(len(wrong)), -1
	s.keep(func(row *memberRow) BadMember {
		if i++; wrong[i].Code != "" {
			return wrong[i]
		}
		return seen.again(*row)
	})
	return s, nil
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
	if s.isPAN(name) {
		return row, BadMember{Field: FieldName, Code: WhyPaymentCard}
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
		if number, _ := plainNumber(text, s.exact); s.isPAN(number) {
			return row, BadMember{Field: f, Code: WhyPaymentCard} // and nothing of the number
		}
		if why := s.readCell(&row, f, text); why != "" {
			return row, BadMember{Field: f, Code: why, Value: text}
		}
	}
	row.person = personKey(m.Phone, m.Name)
	return row, bad
}

func (s *memberSheet) readCell(row *memberRow, f MemberField, text string) (why Reason) {
	m := &row.member
	var err error
	switch f {
	case FieldUsername:
		text, _ = plainNumber(text, s.exact)
		if m.Username, err = pos.CleanUsername(text); err != nil {
			return WhyBadUsername
		}
	case FieldPhone:
		m.Phone, why = phoneCell(text, s.exact)
	case FieldEmail:
		if m.Email, err = pos.CleanEmail(text); err != nil {
			return WhyBadEmail
		}
	case FieldLanguage:
		m.Language, why = languageCell(text)
	case FieldBirthday:
		if m.Birthday, err = pos.CleanBirthday(isoDay(text, s.day0), s.now); err != nil {
			return WhyBadBirthday
		}
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
		iso, err := pos.CleanBirthday(isoDay(text, s.day0), s.now) // any day that is over
		if err != nil {
			return WhyBadConsent
		}
		day, _ := time.Parse(time.DateOnly, iso)
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
	for _, x := range []struct {
		key   string
		seen  map[string]int
		field MemberField
		code  Reason
		value string
	}{
		{row.member.Username, s.usernames, FieldUsername, WhyUserTwice, row.member.Username},
		{row.card.Number, s.cards, FieldCard, WhyCardTwice, row.card.Number},
		{row.person, s.people, FieldPhone, WhyPersonTwice, row.member.Name},
	} {
		if line, twice := x.seen[x.key]; twice && x.key != "" {
			return BadMember{Field: x.field, Code: x.code, Value: x.value, Other: line}
		}
	}
	s.usernames[row.member.Username], s.cards[row.card.Number], s.people[row.person] = row.line, row.line, row.line
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
