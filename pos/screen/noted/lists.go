package noted

import (
	"context"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// ListsTill is what the lists that were given need of the till.
type ListsTill interface {
	NotedLists(ctx context.Context, limit int) ([]till.NotedList, error)
	Noted(ctx context.Context, list pos.ID) (till.NotedFacts, error)
	NotedUndoOf(ctx context.Context, list pos.ID) (till.NotedUndo, error)
	UndoNoted(ctx context.Context, list pos.ID, who till.Who) (till.NotedUndo, error)
	PrintNoted(ctx context.Context, list pos.ID, language string) (pos.ID, error)
	Zone() *time.Location
	screen.Approvers
}

// listsShown is how many lists are shown: some months of them.
const listsShown = 200

// ListsState is the lists that were given, with the rows of the chosen
// one.
type ListsState struct {
	Lists  []till.NotedList
	Chosen int // -1: none
	Rows   []till.NotedListRow
	Zone   *time.Location
}

// ListsKeys are the keys of the lists.
var ListsKeys = []screen.KeyUse{
	{Key: screen.KeyUp, Also: screen.KeyDown, Do: "walk", Word: "help.noted_lists.walk"},
	{Key: "Ctrl+Z", Also: screen.KeyDelete, Do: "undo", Word: "help.noted_lists.undo"},
	{Key: "Ctrl+P", Do: "print", Word: "help.noted_lists.print"},
	{Key: screen.KeyEscape, Also: "Ctrl+L", Do: "close", Word: "help.noted_lists.close"},
}

// Lists is the presenter of the lists that were given.
type Lists struct {
	till    ListsTill
	devices screen.Devices
	st      ListsState
}

// NewLists makes it, for a till and its devices.
func NewLists(t ListsTill, d screen.Devices) *Lists {
	return &Lists{till: t, devices: d, st: ListsState{Chosen: -1, Zone: t.Zone()}}
}

// State is a ListsState.
func (n *Lists) State() any { return n.st }

// Keys is what Help shows.
func (n *Lists) Keys() []screen.KeyUse { return ListsKeys }

// Handle is part of screen.Screen.
func (n *Lists) Handle(ctx context.Context, e screen.Event, do *screen.Turn) bool {
	switch e := e.(type) {
	case screen.Entered:
		n.st.Chosen = 0
		n.load(ctx, do)
	case screen.Picked:
		n.choose(ctx, e.At, do)
	case screen.Walked:
		n.choose(ctx, n.st.Chosen+e.By, do)
	case screen.Key:
		switch e.Name {
		case screen.KeyUp:
			n.choose(ctx, n.st.Chosen-1, do)
		case screen.KeyDown:
			n.choose(ctx, n.st.Chosen+1, do)
		default:
			return n.act(ctx, screen.KeyFor(ListsKeys, e.Name), do)
		}
	case screen.Tap:
		return n.act(ctx, e.Do, do)
	default:
		return false
	}
	return true
}

func (n *Lists) act(ctx context.Context, what string, do *screen.Turn) bool {
	switch what {
	case "close":
		do.Go(screen.NotedPlace, nil)
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

func (n *Lists) chosen() (l till.NotedList, ok bool) {
	if n.st.Chosen < 0 || n.st.Chosen >= len(n.st.Lists) {
		return l, false
	}
	return n.st.Lists[n.st.Chosen], true
}

func (n *Lists) load(ctx context.Context, do *screen.Turn) {
	lists, err := n.till.NotedLists(ctx, listsShown)
	if !do.Refuse(err) {
		n.st.Lists = lists
		n.choose(ctx, n.st.Chosen, do)
	}
}

func (n *Lists) choose(ctx context.Context, at int, do *screen.Turn) {
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
func (n *Lists) undo(ctx context.Context, do *screen.Turn) {
	l, ok := n.chosen()
	switch {
	case !ok:
		return
	case l.Undone != 0:
		do.Say(screen.Look, "noted.undone_already")
		do.Sound(screen.RefusedSound)
		return
	}
	u, err := n.till.NotedUndoOf(ctx, l.ID)
	if do.Refuse(err) {
		return
	}
	text := screen.Say("noted.undo.text", screen.Say("count.rows", l.Rows), screen.Points(l.Points))
	if u.Debt > 0 {
		text = screen.Say("noted.undo.debt", screen.Say("count.rows", l.Rows), screen.Points(l.Points), screen.Points(u.Debt), screen.Say("count.members", int64(u.Debtors)))
	}
	do.Ask(screen.Question{
		Title: screen.Say("noted.undo.title"), Text: text,
		Field:   &screen.Field{Label: screen.Say("noted.undo.reason")},
		Choices: []screen.Choice{{Do: "undo", Word: screen.Say("noted.undo.do"), Mood: screen.Stop}, screen.No()},
		Then: func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
			if r.Do == screen.Cancel {
				return nil
			}
			who, err := do.Because(r)
			if err != nil {
				return err
			}
			return screen.WithManager(ctx, n.till, do, who, screen.Say("noted.undo.title"), func(ctx context.Context, who till.Who, do *screen.Turn) error {
				return n.takeBack(ctx, l.ID, who, do)
			})
		},
	})
}

func (n *Lists) takeBack(ctx context.Context, list pos.ID, who till.Who, do *screen.Turn) error {
	u, err := n.till.UndoNoted(ctx, list, who)
	if err != nil {
		return err
	}
	do.Say(screen.Go, "noted.undone", screen.Say("count.rows", u.Rows), screen.Points(u.Points))
	n.load(ctx, do)
	return nil
}
