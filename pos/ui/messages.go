package ui

import (
	"bonuskasse/pos/ui/widget"
)

// NewMessages makes the view of the outbox.
func NewMessages(f *Front) View {
	return newBrowser(f, browseLook{
		name: "messages",
		columns: []widget.Heading{
			{Text: f.T("messages.column.to"), Grow: 3},
			{Text: f.T("messages.column.kind"), Grow: 3},
			{Text: f.T("messages.column.state"), Grow: 2},
		},
		filters: []browseAct{
			{do: "state", word: "messages.filter.waiting", icon: "pending", key: "→"},
			{do: "kind", word: "messages.all_kinds", icon: "mail", key: "K"},
		},
		acts: []browseAct{
			{do: "member", word: "alarms.member", icon: "member", key: "Ctrl+M"},
			{do: "withdraw", word: "messages.withdraw", icon: "stop", key: f.T("key.delete")},
			{do: "templates", word: "messages.templates", icon: "edit", key: "Enter", kind: widget.Go, large: true},
		},
	})
}

// NewTemplates makes the view of what messages say.
func NewTemplates(f *Front) View {
	return newBrowser(f, browseLook{
		name: "templates",
		columns: []widget.Heading{
			{Text: f.T("messages.column.kind"), Grow: 3},
			{Text: f.T("templates.column.words"), Grow: 2},
		},
		filters: []browseAct{
			{do: "language", word: "language.da", icon: "language", key: "→"},
			{do: "preview", word: "templates.preview", icon: "member", key: "M"},
		},
		acts: []browseAct{
			{do: "on", word: "templates.on", icon: "forward", key: "+"},
			{do: "builtin", word: "templates.builtin", icon: "refresh", key: f.T("key.delete")},
			{do: "edit", word: "templates.edit", icon: "edit", key: "Enter", kind: widget.Go, large: true},
		},
		back: "place.messages",
	})
}
