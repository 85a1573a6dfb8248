package ui

import (
	"fyne.io/fyne/v2"

	"bonuskasse/pos/ui/widget"
)

// NewApprovals makes the view of what waits for a manager.
func NewApprovals(f *Front) View {
	return newBrowser(f, browseLook{
		name: "approvals",
		columns: []widget.Heading{
			{Text: f.T("approvals.column.member"), Grow: 3},
			{Text: f.T("approvals.column.kind"), Grow: 3},
			{Text: f.T("approvals.column.points"), Width: 132, Align: fyne.TextAlignTrailing},
		},
		filters: []browseAct{
			{do: "state", word: "approvals.filter.open", icon: "pending", key: "→"},
			{do: "mark", word: "approvals.mark", icon: "add", key: "+"},
			{do: "mark_all", word: "approvals.mark_all", icon: "noted", key: "Ctrl+A"},
		},
		acts: []browseAct{
			{do: "member", word: "alarms.member", icon: "member", key: "Ctrl+M"},
			{do: "refuse", word: "approvals.refuse", icon: "stop", key: f.T("key.delete")},
			{do: "approve", word: "approvals.approve", icon: "ok", key: "Enter", kind: widget.Go, large: true},
		},
	})
}
