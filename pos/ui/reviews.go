package ui

import (
	"fyne.io/fyne/v2"

	"bonuskasse/pos/ui/widget"
)

// NewReviews makes the view of what members wrote.
func NewReviews(f *Front) View {
	return newBrowser(f, browseLook{
		name: "reviews",
		columns: []widget.Heading{
			{Text: f.T("reviews.column.member"), Grow: 3},
			{Text: f.T("reviews.column.state"), Grow: 2},
			{Text: f.T("approvals.column.points"), Width: 132, Align: fyne.TextAlignTrailing},
		},
		filters: []browseAct{{do: "state", word: "reviews.filter.all", icon: "search", key: "→"}},
		acts: []browseAct{
			{do: "member", word: "alarms.member", icon: "member", key: "Ctrl+M"},
			{do: "import", word: "reviews.import", icon: "excel", key: "I"},
			{do: "add", word: "reviews.add", icon: "add", key: "Enter", kind: widget.Go, large: true},
		},
	})
}
