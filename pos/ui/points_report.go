package ui

import (
	"fyne.io/fyne/v2"

	"bonuskasse/pos/ui/widget"
)

// NewPointsReport makes the view of the loyalty points report.
func NewPointsReport(f *Front) View {
	return newBrowser(f, browseLook{
		name: "points_report",
		columns: []widget.Heading{
			{Text: f.T("points_report.column.member"), Grow: 3},
			{Text: f.T("points_report.column.kind"), Grow: 3},
			{Text: f.T("points_report.column.points"), Width: 132, Align: fyne.TextAlignTrailing},
		},
		filters: []browseAct{
			{do: "period", word: "points_report.period.month", icon: "calendar", key: "→"},
			{do: "kind", word: "points_report.kind.all", icon: "bonus", key: "K"},
		},
		more: []browseAct{
			{do: "person", word: "points_report.person.all", icon: "people", key: "N"},
			{do: "whose", word: "points_report.whose.all", icon: "search", key: "M"},
		},
		acts: []browseAct{
			{do: "days", word: "points_report.days.short", icon: "calendar", key: "D"},
			{do: "member", word: "alarms.member", icon: "member", key: "Enter"},
			{do: "export", word: "points_report.export", icon: "excel", key: "E", kind: widget.Go, large: true},
		},
	})
}
