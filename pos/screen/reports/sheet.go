package reports

import (
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// Sheet is a report as a table, for a file: its name, a heading for each
// column, and rows of text, int64, pos.Money, pos.Millis and Sentences.
type Sheet struct {
	Name screen.Sentence
	Head []screen.Sentence
	Rows [][]any
}

// Total adds up the columns that are all points, counts or money, under a word in
// the first; the cells of other columns are empty. nil: there is nothing to add up.
func (s Sheet) Total() []any {
	if len(s.Rows) == 0 {
		return nil
	}
	total := make([]any, len(s.Head))
	summed := false
	for column := range total {
		total[column] = ""
		if sum, ok := sumOf[int64](s.Rows, column); ok {
			total[column], summed = sum, true
		} else if sum, ok := sumOf[pos.Money](s.Rows, column); ok {
			total[column], summed = sum, true
		}
	}
	if !summed {
		return nil
	}
	if total[0] == "" {
		total[0] = screen.Say("paper.total")
	}
	return total
}

// sumOf adds up a column; false where not all of it is of a kind.
func sumOf[N int64 | pos.Money](rows [][]any, column int) (sum N, ok bool) {
	for _, row := range rows {
		n, is := row[column].(N)
		if !is {
			return 0, false
		}
		sum += n
	}
	return sum, true
}

// PointsSheet is a loyalty points report as a table, for the window and the
// terminal.
func PointsSheet(r till.PointsReport) Sheet {
	sheet := Sheet{Name: screen.Say("points_report.name")}
	for _, column := range []string{"at", "kind", "member", "username", "points", "receipt", "note", "person"} {
		sheet.Head = append(sheet.Head, screen.Say("points_report.column."+column))
	}
	for _, x := range r.Rows {
		sheet.Rows = append(sheet.Rows, []any{x.At, PointsRowWords(x), x.Name, x.Username, x.Points, x.Receipt, x.Note, personWords(x.Person)})
	}
	return sheet
}

// PointsKindWords are the words for a kind of PointsRow.
func PointsKindWords(kind string) screen.Sentence {
	switch kind {
	case "sale", "return", "service", "adjustment", "coupon", "noted", "welcome", "referral", "referrer", "birthday", "review", "merge", "mend":
		return screen.Say("origin." + kind)
	case "refund":
		return screen.Say("history.sale_refunded")
	case "lots_expired", "members_imported", "reward_bought", "points_taken", "points_given":
		return screen.Say("history." + kind)
	}
	return screen.Say("points_report.other")
}

// PointsRowWords are the words for what a row is: points of a kind that is only
// given were taken back where they are below zero.
func PointsRowWords(x till.PointsRow) screen.Sentence {
	if x.Points < 0 {
		switch x.Kind {
		case "coupon", "noted", "welcome", "referral", "referrer", "birthday", "review", "merge":
			key, of := till.Happened("points_taken", x.Kind)
			if of != "" {
				return screen.Say(key, screen.Say(of))
			}
			return screen.Say(key)
		}
	}
	return PointsKindWords(x.Kind)
}

func personWords(name string) screen.Sentence {
	if name == "" {
		return screen.Say("person.system")
	}
	return screen.Name(name)
}

// Files keep reports on this machine.
type Files interface {
	screen.Folders
	// Save writes a report as a workbook, or as CSV where the name ends so, in a
	// language.
	Save(path string, sheet Sheet, language string) error
}

// PointsSum is a report in a sentence.
func PointsSum(r till.PointsReport) screen.Sentence {
	sum := screen.Say("points_report.sum", screen.Say("points_report.rows", int64(len(r.Rows))), r.Given, r.Taken)
	if !r.Whole {
		return screen.Say("points_report.sum.more", sum)
	}
	return sum
}
