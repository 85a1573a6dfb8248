package screen

import (
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// ReportSheet is a report as a table, for a file: its name, a heading for each
// column, and rows of text, int64, pos.Money, pos.Millis and Sentences.
type ReportSheet struct {
	Name Sentence
	Head []Sentence
	Rows [][]any
}

// Total adds up the columns that are all points, counts or money, under a word in
// the first; the cells of other columns are empty. nil: there is nothing to add up.
func (s ReportSheet) Total() []any {
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
		total[0] = Say("paper.total")
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
func PointsSheet(r till.PointsReport) ReportSheet {
	sheet := ReportSheet{Name: Say("points_report.name")}
	for _, column := range []string{"at", "kind", "member", "username", "points", "receipt", "note", "person"} {
		sheet.Head = append(sheet.Head, Say("points_report.column."+column))
	}
	for _, x := range r.Rows {
		sheet.Rows = append(sheet.Rows, []any{x.At, PointsKindWords(x.Kind), x.Name, x.Username, x.Points, x.Receipt, x.Note, personWords(x.Person)})
	}
	return sheet
}

// PointsKindWords are the words for a kind of PointsRow.
func PointsKindWords(kind string) Sentence {
	switch kind {
	case "sale", "return", "service", "adjustment", "coupon", "noted", "welcome", "referral", "referrer", "birthday", "review", "merge", "mend":
		return Say("origin." + kind)
	case "refund":
		return Say("history.sale_refunded")
	case "lots_expired", "members_imported", "reward_bought", "points_taken", "points_given":
		return Say("history." + kind)
	}
	return Say("points_report.other")
}

func personWords(name string) Sentence {
	if name == "" {
		return Say("person.system")
	}
	return Name(name)
}

// ReportFiles keep reports on this machine.
type ReportFiles interface {
	Folders
	// Save writes a report as a workbook, or as CSV where the name ends so, in a
	// language.
	Save(path string, sheet ReportSheet, language string) error
}

// PointsSum is a report in a sentence.
func PointsSum(r till.PointsReport) Sentence {
	sum := Say("points_report.sum", Say("points_report.rows", int64(len(r.Rows))), r.Given, r.Taken)
	if !r.Whole {
		return Say("points_report.sum.more", sum)
	}
	return sum
}
