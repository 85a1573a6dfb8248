package till

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"bonuskasse/pos"
)

// NotedBy is by what a row of a noted list names its member.
type NotedBy string

// The ways to name a member.
const (
	ByUsername NotedBy = "username"
	ByCard     NotedBy = "card"
	ByPhone    NotedBy = "phone"
	ByEmail    NotedBy = "email"
	ByName     NotedBy = "name"
	ByChoice   NotedBy = "choice" // a person picked them
)

// NotedCheck is what is known of one row of a list.
type NotedCheck struct {
	Member pos.Member // whose points they are; zero where nobody or two are meant
	By     NotedBy
	// Merged says that the row names a member who was merged into this one.
	Merged bool
	Points int64
	// Code is why the row cannot be given, or empty; Detail is a number that
	// the sentence has: the limit, the other row.
	Code   pos.Code
	Detail int64
	// Near are whom the row may mean: those of the like name, or both of two.
	Near []pos.Member
}

// Good reports whether the row can be given.
func (c NotedCheck) Good() bool { return c.Code == "" }

// Over reports whether nothing is wrong with the row but that it is above the
// person's limit.
func (c NotedCheck) Over() bool { return c.Code == PointsRowLimit.Code() }

// NotedSheet is what is known of a whole list. Its rows are those that were
// asked about, in their order; those that are empty count for nothing.
type NotedSheet struct {
	Checks []NotedCheck
	Rows   int   // that are not empty
	Good   int   // that can be given
	Points int64 // of the good ones
	// Over are the rows that a manager's approval would make good.
	Over       int
	OverPoints int64
	// Code is why the list cannot be given though its rows could, or empty.
	Code   pos.Code
	Detail int64
}

// Bad is how many rows cannot be given.
func (s NotedSheet) Bad() int { return s.Rows - s.Good }

// nearMost is how many members are proposed for a row.
const nearMost = 5

// CheckNoted checks a whole list, for the person who will give it.
func (t *Till) CheckNoted(ctx context.Context, rows []pos.NotedRow, who Who) (s NotedSheet, err error) {
	rules, err := t.notedRules(ctx, who)
	if err != nil {
		return s, err
	}
	err = t.store.View(ctx, func(r Reader) error {
		s, err = checkNoted(r, rows, rules)
		return err
	})
	return s, err
}

// CheckNotedRow checks one row by itself, for TallyNoted.
func (t *Till) CheckNotedRow(ctx context.Context, row pos.NotedRow, who Who) (c NotedCheck, err error) {
	rules, err := t.notedRules(ctx, who)
	if err != nil {
		return c, err
	}
	err = t.store.View(ctx, func(r Reader) error {
		c, err = checkNotedRow(r, row, rules)
		return err
	})
	return c, err
}

// TallyNoted is the sheet of rows that were checked one by one: it finds what
// stands twice, and adds up.
func (t *Till) TallyNoted(ctx context.Context, rows []pos.NotedRow, checks []NotedCheck, who Who) (NotedSheet, error) {
	rules, err := t.notedRules(ctx, who)
	return tallyNoted(rows, checks, rules), err
}

func checkNoted(r Reader, rows []pos.NotedRow, rules notedRules) (s NotedSheet, err error) {
	checks := make([]NotedCheck, len(rows))
	for i, row := range rows {
		if checks[i], err = checkNotedRow(r, row, rules); err != nil {
			return s, err
		}
	}
	return tallyNoted(rows, checks, rules), nil
}

func tallyNoted(rows []pos.NotedRow, checks []NotedCheck, rules notedRules) NotedSheet {
	type pair struct {
		member pos.ID
		points int64
	}
	s := NotedSheet{Checks: slices.Clone(checks)}
	first := map[pair]int{}
	for i, row := range rows {
		if row.Empty() {
			continue
		}
		s.Rows++
		c := &s.Checks[i]
		if c.Code == pos.TwiceInList {
			c.Code, c.Detail = "", 0 // of an earlier sheet
		}
		if c.Good() || c.Over() {
			p := pair{c.Member.ID, c.Points}
			if other, twice := first[p]; twice && !row.Again {
				c.Code, c.Detail = pos.TwiceInList, int64(other+1)
			} else if !twice {
				first[p] = i
			}
		}
		switch {
		case c.Good():
			s.Good++
			s.Points += c.Points
		case c.Over():
			s.Over++
			s.OverPoints += c.Points
		}
	}
	switch {
	case s.Rows == 0:
		s.Code = pos.EmptyList
	case s.Rows > pos.MaxNotedRows:
		s.Code, s.Detail = pos.AmountTooLarge, pos.MaxNotedRows
	case over(rules.list, s.Points):
		s.Code, s.Detail = PointsListLimit.Code(), rules.list
	}
	return s
}

// checkNotedRow finds the first thing that is wrong with a row. An empty row
// is neither good nor bad.
func checkNotedRow(r Reader, row pos.NotedRow, rules notedRules) (c NotedCheck, err error) {
	if row.Empty() {
		return c, nil
	}
	if rules.pan(row.Who) || rules.pan(row.Points) || rules.pan(row.Note) {
		c.Code = pos.PaymentCard
		return c, nil
	}
	if err := c.whose(r, row); err != nil {
		return c, err
	}
	points, err := pos.ReadPoints(row.Points)
	if err == nil && points > maxGift {
		err = pos.Refuse(pos.BadPoints)
	}
	if err == nil {
		c.Points = points
	}
	switch {
	case c.Code != "":
	case err != nil:
		c.Code = pos.BadPoints
	case over(rules.row, points):
		c.Code, c.Detail = PointsRowLimit.Code(), rules.row
	case badNote(row.Note):
		c.Code, c.Detail = pos.BadNote, pos.MaxNoteRunes
	}
	if c.Member.ID.IsZero() || !c.Good() && !c.Over() {
		return c, nil
	}
	s, err := standingOf(r, c.Member.ID)
	if err == nil {
		err = mayBeGiven(r, s, rules.who)
	}
	if code := pos.CodeOf(err); code != "" {
		c.Code, c.Detail, err = code, 0, nil
	}
	return c, err
}

func badNote(note string) bool {
	return utf8.RuneCountInString(note) > pos.MaxNoteRunes || !utf8.ValidString(note) ||
		strings.ContainsFunc(note, func(r rune) bool { return r < ' ' })
}
