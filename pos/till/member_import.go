package till

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"slices"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/table"
)

// MemberImport is how a table of members is to be taken.
type MemberImport struct {
	// Map says under which heading a field stands, where the guess is not right;
	// an empty heading leaves the field out.
	Map map[MemberField]string
	// GoodOnly takes the good rows and leaves the bad ones. Without it one bad
	// row keeps everything out.
	GoodOnly bool
	// Progress hears how far it has come; nil hears nothing.
	Progress func(done, total int)
}

// Reason is why a row of a list of members cannot be used. It is stable; the
// words are "import.why." and the reason.
type Reason string

// The reasons. Those of table.BadRow come beside them (torn_row, cell_count).
const (
	WhyNoName       Reason = "no_name"
	WhyBadText      Reason = "bad_text"
	WhyTooLong      Reason = "too_long"
	WhyNumberLost   Reason = "number_lost"  // digits that a spreadsheet rounded away
	WhyPaymentCard  Reason = "payment_card" // nothing of it is kept or said
	WhyBadUsername  Reason = "bad_username"
	WhyBadPhone     Reason = "bad_phone"
	WhyBadEmail     Reason = "bad_email"
	WhyBadLanguage  Reason = "bad_language"
	WhyBadBirthday  Reason = "bad_birthday"
	WhyBadCard      Reason = "bad_card"
	WhyBadPoints    Reason = "bad_points"
	WhyBadConsent   Reason = "bad_consent"
	WhyNoTier       Reason = "unknown_tier"
	WhyNoEmployer   Reason = "unknown_organisation"
	WhyUserTwice    Reason = "username_twice" // in the file; Other is the first row
	WhyCardTwice    Reason = "card_twice"
	WhyPersonTwice  Reason = "person_twice"
	WhyUserTaken    Reason = "username_taken" // in the shop
	WhyCardTaken    Reason = "card_taken"
	WhyPersonMember Reason = "person_there"
)

// BadMember is a row that cannot be used. Value is what stands in the cell, cut
// to a length that a screen can show.
type BadMember struct {
	Row   int         `json:"row"` // line of the file, from 1
	Field MemberField `json:"field,omitempty"`
	Code  Reason      `json:"code"`
	Value string      `json:"value,omitempty"`
	Other int         `json:"other,omitempty"` // the row it collides with
}

// MappedColumn is a field and the heading it is read from.
type MappedColumn struct {
	Field  MemberField `json:"field"`
	Column string      `json:"column"`
}

// PreviewMember is a row as it will be understood.
type PreviewMember struct {
	Row          int    `json:"row"`
	Username     string `json:"username"`
	Proposed     bool   `json:"proposed,omitempty"` // the username is the till's proposal
	Name         string `json:"name"`
	Phone        string `json:"phone,omitempty"`
	Email        string `json:"email,omitempty"`
	Card         string `json:"card,omitempty"`
	Points       int64  `json:"points,omitempty"`
	Tier         string `json:"tier"`
	Language     string `json:"language,omitempty"`
	Birthday     string `json:"birthday,omitempty"`
	Organisation string `json:"organisation,omitempty"`
	Consent      bool   `json:"consent,omitempty"`
	Notes        string `json:"notes,omitempty"`
}

// MembersImported is what became, or would become, of a table of members.
type MembersImported struct {
	Rows      int             `json:"rows"`
	Good      int             `json:"good"`
	Imported  int             `json:"imported"`
	Committed bool            `json:"committed"`
	Points    int64           `json:"points"` // opening balances of the good rows
	Bad       []BadMember     `json:"bad"`
	Map       []MappedColumn  `json:"map"`
	Unused    []string        `json:"unused,omitempty"` // headings that nothing is read from
	Preview   []PreviewMember `json:"preview,omitempty"`
}

const (
	// previewRows of a list are shown as they will be understood.
	previewRows = 50
	// eventMembers come in one event, so that no event is large; askAtOnce keys
	// are asked for in one question of the store.
	eventMembers = 500
)

// CheckMembers says what an import would do, and changes nothing. Rules:
// NotAllowed (managers import), UnknownColumn (of Map).
func (t *Till) CheckMembers(ctx context.Context, sheet table.Sheet, how MemberImport, who Who) (out MembersImported, err error) {
	in, err := t.readMembers(ctx, sheet, how, who)
	if err != nil {
		return out, err
	}
	err = t.store.View(ctx, func(r Reader) error { return in.check(ctx, r) })
	return in.report(), err
}

// ImportMembers makes members of a table, all in one transaction: where a row
// is bad it makes none, unless GoodOnly. Other programs wait while it writes.
// It ends with the context, and then nothing has happened.
func (t *Till) ImportMembers(ctx context.Context, sheet table.Sheet, how MemberImport, who Who) (out MembersImported, err error) {
	in, err := t.readMembers(ctx, sheet, how, who)
	if err != nil {
		return out, err
	}
	err = t.store.DoMany(ctx, func(tx Tx) error {
		if err := in.check(ctx, tx); err != nil {
			return err
		}
		out = in.report()
		if len(in.good) == 0 || len(in.bad) > 0 && !how.GoodOnly {
			return nil
		}
		if err := t.addMembers(ctx, tx, in, who); err != nil {
			return err
		}
		out.Imported, out.Committed = len(in.good), true
		return nil
	})
	if err != nil {
		return MembersImported{}, err
	}
	return out, nil
}

// addMembers appends the good rows, some hundreds an event.
func (t *Till) addMembers(ctx context.Context, tx Tx, in *memberSheet, who Who) error {
	program, err := tx.ProgramAt(pos.At(in.now))
	if err != nil {
		return err
	}
	ends := int64(t.expiry(program, in.now))
	slices.SortStableFunc(in.good, inStoreOrder)
	if err := t.identify(in.good); err != nil {
		return err
	}
	bodies := func(yield func(*journalpb.Body) bool) {
		for part := range slices.Chunk(in.good, eventMembers) {
			body := who.body()
			body.What = &journalpb.Body_MembersImported{MembersImported: importEvent(part, in.now.UnixMilli(), ends)}
			if !yield(body) {
				return
			}
		}
	}
	// Nobody is a member before the commit: one whose words are not written yet,
	// by which they are found, counts for half.
	done, of := 0, len(in.good)
	tell := func(n int) {
		if in.how.Progress != nil {
			in.how.Progress(n, of)
		}
	}
	err = tx.AppendMany(ctx, in.now, bodies, func(body *journalpb.Body) {
		done += len(body.GetMembersImported().Members)
		tell(done / 2)
	})
	if err != nil {
		return err
	}
	if err := tx.Settle(ctx, func(words, all int) { tell(of/2 + int(int64(of)*int64(words)/int64(2*all))) }); err != nil {
		return err
	}
	tell(of)
	// What an employee of a pool brings along is the pool's.
	for _, row := range in.good {
		if row.points > 0 && row.pooled {
			if _, err := t.give(tx, row.member.ID, gift{Origin: ledger.FromAdjustment, Points: row.points}, who); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

func importEvent(rows []memberRow, now, ends int64) *journalpb.MembersImported {
	e := &journalpb.MembersImported{Members: make([]*journalpb.NewMember, len(rows))}
	for i, row := range rows {
		n := &journalpb.NewMember{Member: journal.FromMember(row.member)}
		if row.card.Number != "" {
			n.Cards = []*journalpb.CardSet{journal.FromCard(row.card)}
		}
		if row.points > 0 && !row.pooled {
			n.Lots = []*journalpb.GivenLot{{Points: row.points, AccruedAt: now, ExpiresAt: ends}}
		}
		e.Members[i] = n
	}
	return e
}

// inStoreOrder lets indexes that nobody can foresee grow at their end: those of
// the cards, which are three, and without cards that of the usernames.
func inStoreOrder(a, b memberRow) int {
	x, y := a.card.Number, b.card.Number
	return cmp.Or(len(x)-len(y), strings.Compare(x, y), strings.Compare(a.member.Username, b.member.Username))
}

// identify gives the good rows their ids, in rising order: what is made
// together then lies together in the store.
func (t *Till) identify(rows []memberRow) error {
	ids, random := make([]pos.ID, len(rows)), bufio.NewReader(t.random)
	for i := range ids {
		var err error
		if ids[i], err = pos.NewIDAt(t.now(), random); err != nil {
			return err
		}
	}
	slices.SortFunc(ids, func(a, b pos.ID) int { return bytes.Compare(a[:], b[:]) })
	for i := range rows {
		rows[i].member.ID = ids[i]
		if rows[i].card.Number != "" {
			rows[i].card.Member = ids[i]
		}
	}
	return nil
}

func (s *memberSheet) report() MembersImported {
	slices.SortStableFunc(s.bad, func(a, b BadMember) int { return a.Row - b.Row })
	out := MembersImported{Rows: s.rows, Good: len(s.good), Bad: append([]BadMember{}, s.bad...), Map: []MappedColumn{}}
	used := map[int]bool{}
	for _, f := range MemberFields {
		if at, ok := s.columns[f]; ok {
			used[at] = true
			out.Map = append(out.Map, MappedColumn{Field: f, Column: s.headings[at]})
		}
	}
	for i, h := range s.headings {
		if !used[i] && h != "" {
			out.Unused = append(out.Unused, h)
		}
	}
	for i, row := range s.good {
		out.Points += row.points
		if i >= previewRows {
			continue
		}
		m := row.member
		out.Preview = append(out.Preview, PreviewMember{
			Row: row.line, Username: m.Username, Proposed: row.proposed, Name: m.Name, Phone: m.Phone, Email: m.Email, Card: row.card.Number,
			Points: row.points, Tier: m.Tier, Language: m.Language, Birthday: m.Birthday, Organisation: row.employer, Consent: m.ConsentAt != 0, Notes: m.Notes,
		})
	}
	return out
}

// cut is a value as it is shown beside what is wrong with it.
func cut(s string) string {
	const most = 40
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return '\ufffd'
		}
		return r
	}, s)
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
