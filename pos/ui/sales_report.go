package ui

import (
	"fyne.io/fyne/v2"

	"bonuskasse/pos/ui/widget"
)

// NewSalesReport makes the view of the sales by day.
func NewSalesReport(f *Front) View {
	return newBrowser(f, browseLook{
		name: "sales_report",
		columns: []widget.Heading{
			{Text: f.T("sales_report.column.day"), Grow: 2},
			{Text: f.T("sales_report.column.receipts"), Grow: 2},
			{Text: f.T("paper.x.net"), Grow: 3, Align: fyne.TextAlignTrailing},
		},
		filters: []browseAct{
			{do: "period", word: "points_report.period.month", icon: "calendar", key: "→"},
			{do: "days", word: "points_report.days.short", icon: "calendar", key: "D"},
		},
		acts: []browseAct{
			{do: "export", word: "points_report.export", icon: "excel", key: "E", kind: widget.Go, large: true},
		},
		flat: true,
	})
}
