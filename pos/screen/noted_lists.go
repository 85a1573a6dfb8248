package screen

import (
	"context"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// NotedListsTill is what the lists that were given need of the till.
type NotedListsTill interface {
	NotedLists(ctx context.Context, limit int) ([]till.NotedList, error)
	Noted(ctx context.Context, list pos.ID) (till.NotedFacts, error)
	NotedUndoOf(ctx context.Context, list pos.ID) (till.NotedUndo, error)
	UndoNoted(ctx context.Context, list pos.ID, who till.Who) (till.NotedUndo, error)
	PrintNoted(ctx context.Context, list pos.ID, language string) (pos.ID, error)
	Zone() *time.Location
	Approvers
}

// notedListsShown is how many lists are shown: some months of them.
const notedListsShown = 200

// NotedListsState is the lists that were given, with the rows of the chosen
// one.
type NotedListsState struct {
	Lists  []till.NotedList
	Chosen int // -1: none
	Rows   []till.NotedListRow
	Zone   *time.Location
}

// NotedListsKeys are the keys of the lists.
var NotedListsKeys = []KeyUse{
	{Key: KeyUp, Also: KeyDown, Do: "walk", Word: "help.noted_lists.walk"},
	{Key: "Ctrl+Z", Also: KeyDelete, Do: "undo", Word: "help.noted_lists.undo"},
	{Key: "Ctrl+P", Do: "print", Word: "help.noted_lists.print"},
	{Key: KeyEscape, Also: "Ctrl+L", Do: "close", Word: "help.noted_lists.close"},
}

// NotedLists is the presenter of the lists that were given.
type NotedLists struct {
	till    NotedListsTill
	devices Devices
	st      NotedListsState
}

// NewNotedLists makes it.
func NewNotedLists(t NotedListsTill, d Devices) *NotedLists {
	return &NotedLists{till: t, devices: d, st: NotedListsState{Chosen: -1, Zone: t.Zone()}}
}

// State is a NotedListsState.
func (n *NotedLists) State() any { return n.st }

// Keys is what Help shows.
func (n *NotedLists) Keys() []KeyUse { return NotedListsKeys }

// Handle is part of Screen.
func (n *NotedLists) Handle(ctx context.Context, e Event, do *Turn) bool {
	switch e := e.(type) {
	case Entered:
		n.st.Chosen = 0
		n.load(ctx, do)
	case Picked:
		n.choose(ctx, e.At, do)
	case Walked:
		n.choose(ctx, n.st.Chosen+e.By, do)
	case Key:
		switch e.Name {
		case KeyUp:
			n.choose(ctx, n.st.Chosen-1, do)
		case KeyDown:
			n.choose(ctx, n.st.Chosen+1, do)
		default:
			return n.act(ctx, KeyFor(NotedListsKeys, e.Name), do)
		}
	case Tap:
		return n.act(ctx, e.Do, do)
	default:
		return false
	}
	return true
}

func (n *NotedLists) act(ctx context.Context, what string, do *Turn) bool {
	switch what {
	case "close":
		do.Go(NotedPlace, nil)
	case "undo":
		n.undo(ctx, do)
	case "print":
		if l, ok := n.chosen(); ok {
			printNoted(ctx, n.till, n.devices, l.ID, do)
		}
	default:
		return false
	}
	return true
}

func (n *NotedLists) chosen() (l till.NotedList, ok bool) {
	if n.st.Chosen < 0 || n.st.Chosen >= len(n.st.Lists) {
		return l, false
	}
	return n.st.Lists[n.st.Chosen], true
}

func (n *NotedLists) load(ctx context.Context, do *Turn) {
	lists, err := n.till.NotedLists(ctx, notedListsShown)
	if !do.Refuse(err) {
		n.st.Lists = lists
		n.choose(ctx, n.st.Chosen, do)
	}
}

func (n *NotedLists) choose(ctx context.Context, at int, do *Turn) {
	n.st.Chosen, n.st.Rows = min(max(at, 0), len(n.st.Lists)-1), nil
	if l, ok := n.chosen(); ok {
		f, err := n.till.Noted(ctx, l.ID)
		if !do.Refuse(err) {
			n.st.Rows = f.Lines
		}
	}
}

// undo takes the chosen list back: it says before what that means, and asks for
// a reason, and for a manager where none is on.
func (n *NotedLists) undo(ctx context.Context, do *Turn) {
	l, ok := n.chosen()
	switch {
	case !ok:
		return
	case l.Undone != 0:
		do.Say(Look, "noted.undone_already")
		do.Sound(RefusedSound)
		return
	}
	u, err := n.till.NotedUndoOf(ctx, l.ID)
	if do.Refuse(err) {
		return
	}
	text := Say("noted.undo.text", Say("count.rows", l.Rows), Points(l.Points))
	if u.Debt > 0 {
		text = Say("noted.undo.debt", Say("count.rows", l.Rows), Points(l.Points), Points(u.Debt), Say("count.members", int64(u.Debtors)))
	}
	do.Ask(Question{
		Title: Say("noted.undo.title"), Text: text,
		Field:   &Field{Label: Say("noted.undo.reason")},
		Choices: []Choice{{Do: "undo", Word: Say("noted.undo.do"), Mood: Stop}, No()},
		Then: func(ctx context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel {
				return nil
			}
			who := do.Who()
			if who.Reason = r.Text; r.Text == "" {
				return pos.Refuse(pos.NoReason)
			}
			return WithManager(ctx, n.till, do, who, Say("noted.undo.title"), func(ctx context.Context, who till.Who, do *Turn) error {
				return n.takeBack(ctx, l.ID, who, do)
			})
		},
	})
}

func (n *NotedLists) takeBack(ctx context.Context, list pos.ID, who till.Who, do *Turn) error {
	u, err := n.till.UndoNoted(ctx, list, who)
	if err != nil {
		return err
	}
	do.Say(Go, "noted.undone", Say("count.rows", u.Rows), Points(u.Points))
	n.load(ctx, do)
	return nil
}
