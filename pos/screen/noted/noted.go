package noted

import (
	"context"
	"slices"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// Till is what the list of noted points needs of the till.
type Till interface {
	NewNotedDraft() (pos.NotedDraft, error)
	NotedDrafts(ctx context.Context) ([]pos.NotedDraft, error)
	SaveNotedDraft(ctx context.Context, d pos.NotedDraft) error
	CheckNoted(ctx context.Context, rows []pos.NotedRow, who till.Who) (till.NotedSheet, error)
	CheckNotedRow(ctx context.Context, row pos.NotedRow, who till.Who) (till.NotedCheck, error)
	TallyNoted(ctx context.Context, rows []pos.NotedRow, checks []till.NotedCheck, who till.Who) (till.NotedSheet, error)
	CommitNoted(ctx context.Context, d pos.NotedDraft, who till.Who) (till.NotedGiven, error)
	Noted(ctx context.Context, list pos.ID) (till.NotedFacts, error)
	PrintNoted(ctx context.Context, list pos.ID, language string) (pos.ID, error)
	ProposeUsernames(ctx context.Context, in till.NewMember, limit int) ([]string, error)
	InviteMember(ctx context.Context, in till.NewMember, who till.Who) (pos.Member, error)
	Program(ctx context.Context) (till.Program, error)
	screen.Approvers
}

// Options are what the list is made of.
type Options struct {
	Till    Till
	Store   screen.Safe
	Devices screen.Devices
	// Clipboard is the text that was copied elsewhere.
	Clipboard func() string
	// Files are where lists are read from.
	Files screen.ListFiles
}

// Cell is one of the cells of a row that are typed in.
type Cell uint8

// The cells of a row.
const (
	WhoCell Cell = iota
	PointsCell
	NoteCell
)

// Line is a row with what is known of it. One that stands in a state is
// never changed: another takes its place, so that a thousand rows are compared
// by their places.
type Line struct {
	pos.NotedRow
	Check till.NotedCheck
	// Fresh says that the row was typed in since it was checked.
	Fresh bool
	key   int // tells the row from others, wherever it stands
}

// Bad reports whether the row can be given by nobody as it stands.
func (l *Line) Bad() bool { return !l.Empty() && !l.Fresh && !l.Check.Good() && !l.Check.Over() }

// cell is the text of one of its cells.
func (l *Line) cell(c Cell) *string {
	switch c {
	case PointsCell:
		return &l.Points
	case NoteCell:
		return &l.Note
	}
	return &l.Who
}

// State is the list as it is drawn.
type State struct {
	// Lines are the rows; the last is empty and waits for the next slip.
	Lines []*Line
	At    int // the row that is typed in
	Cell  Cell
	// Rows, Bad, Over and Points count what is checked: all, those that cannot
	// be given, those that a manager must approve, and the points of the rest.
	Rows, Bad, Over int
	Points          int64
	Worth           pos.Money // of the points
	// Busy is while the list is being given; Held is when it is not known
	// whether it was: nothing changes until that is asked again.
	Busy, Held bool
	// Last is the list that was given last in this window, or nil.
	Last *till.NotedList
}

// Line is the row that is typed in.
func (s State) Line() Line {
	if s.At < len(s.Lines) {
		return *s.Lines[s.At]
	}
	return Line{}
}

// Text is what stands in the cell that is typed in.
func (s State) Text() string {
	l := s.Line()
	return *l.cell(s.Cell)
}

// Keys are the keys of the list. The number pad has all that it takes.
var Keys = []screen.KeyUse{
	{Key: screen.KeyEnter, Do: "next", Word: "help.noted.next"},
	{Key: screen.KeyTab, Also: screen.KeyBackTab, Do: "tab", Word: "help.noted.tab"},
	{Key: screen.KeyUp, Also: screen.KeyDown, Do: "walk", Word: "help.noted.walk"},
	{Key: "-", Do: "back", Word: "help.noted.back"},
	{Key: "*", Do: "end", Word: "help.noted.end"},
	{Key: "/", Also: "Ctrl+K", Do: "mend", Word: "help.noted.mend"},
	{Key: "+", Also: "Ctrl+S", Do: "give", Word: "help.noted.give"},
	{Key: "Ctrl+V", Do: "paste", Word: "help.noted.paste"},
	{Key: "Ctrl+O", Do: "file", Word: "help.noted.file"},
	{Key: "Ctrl+D", Also: screen.KeyDelete, Do: "delete", Word: "help.noted.delete"},
	{Key: "Ctrl+L", Do: "lists", Word: "help.noted.lists"},
	{Key: "Ctrl+P", Do: "print", Word: "help.noted.print"},
	{Key: screen.KeyEscape, Do: "escape", Word: "help.noted.escape"},
}

// Screen is the presenter of the list of noted points.
type Screen struct {
	opt    Options
	st     State
	list   pos.NotedDraft // its id, title and beginning; the rows are Lines
	loaded bool
	// program says what points are worth.
	program till.Program
	serial  int
	before  string // the cell as it was when the cursor came
	wrong   bool   // the row was wrong when the cursor came
	// saving says that a state of the list is on its way to the disk, and dirty
	// that there is a newer one.
	saving, dirty bool
	tried         notedTry
}

// New is a list that opens what was left when it is first shown.
func New(o Options) *Screen {
	if o.Clipboard == nil {
		o.Clipboard = func() string { return "" }
	}
	n := &Screen{opt: o}
	n.setLines(nil)
	return n
}

// State is a State.
func (n *Screen) State() any { return n.st }

// Keys is what Help shows.
func (n *Screen) Keys() []screen.KeyUse { return Keys }

// notedPause is how long after the last key a row is looked up while it is
// still being typed.
const notedPause = 150 * time.Millisecond

type (
	notedPaused struct {
		key int
		row pos.NotedRow
	}
	notedChecked struct {
		lines []*Line
		sheet till.NotedSheet
		err   error
	}
	notedSaved struct{ err error }
	// notedTry is a try to give rows. What is left over of the list becomes one
	// of its own.
	notedTry struct {
		lines []*Line
		rest  pos.NotedDraft
		who   till.Who
	}
	notedDone struct {
		given till.NotedGiven
		err   error
	}
)

// Handle is part of screen.Screen.
func (n *Screen) Handle(ctx context.Context, e screen.Event, do *screen.Turn) bool {
	switch e := e.(type) {
	case screen.Entered:
		n.entered(ctx, do)
	case screen.Left:
		n.leave(ctx, do)
	case screen.Changed, screen.SignedIn:
		if n.loaded {
			n.look(ctx, do)
		}
	case notedChecked:
		n.checked(ctx, e, do)
	case notedSaved:
		n.saved(e, do)
	case notedDone:
		n.done(ctx, e, do)
	case notedPaused:
		n.paused(ctx, e, do)
	case notedRead:
		n.read(ctx, e, do)
	default:
		return n.hand(ctx, e, do)
	}
	return true
}

// hand is what a person does. While the list is being given they wait.
func (n *Screen) hand(ctx context.Context, e screen.Event, do *screen.Turn) bool {
	if n.st.Busy {
		switch e.(type) {
		case screen.Typed, screen.Rune, screen.Key, screen.Tap, screen.Picked, screen.Walked, screen.Spoiled:
			return true
		}
		return false
	}
	switch e := e.(type) {
	case screen.Typed:
		n.typed(e.Text, do)
	case screen.Spoiled:
		n.typed(n.before, do)
	case screen.Scanned:
		return n.scanned(ctx, e.Scan, do)
	case screen.Picked:
		n.goTo(ctx, e.At, n.st.Cell, do)
	case screen.Walked:
		n.goTo(ctx, n.st.At+e.By, n.st.Cell, do)
	case screen.Rune:
		// In a note, and in a username that is being typed, these are letters.
		typing := n.st.Cell == WhoCell && n.st.Text() != n.before
		if n.st.Cell == NoteCell || typing && e.Rune != '*' && e.Rune != '/' {
			return false
		}
		return n.act(ctx, screen.KeyFor(Keys, screen.KeyName(e.Rune)), do)
	case screen.Key:
		return n.key(ctx, e.Name, do)
	case screen.Tap:
		if e.Do == "cell" {
			n.goTo(ctx, e.At/3, Cell(e.At%3), do)
			return true
		}
		return n.act(ctx, e.Do, do)
	default:
		return false
	}
	return true
}

func (n *Screen) key(ctx context.Context, k screen.KeyName, do *screen.Turn) bool {
	switch k {
	case screen.KeyUp:
		n.goTo(ctx, n.st.At-1, n.st.Cell, do)
	case screen.KeyDown:
		n.goTo(ctx, n.st.At+1, n.st.Cell, do)
	case screen.KeyTab:
		n.step(ctx, 1, do)
	case screen.KeyBackTab:
		n.step(ctx, -1, do)
	case screen.KeyDelete:
		return n.st.Text() == "" && n.act(ctx, "delete", do)
	default:
		return n.act(ctx, screen.KeyFor(Keys, k), do)
	}
	return true
}

func (n *Screen) act(ctx context.Context, what string, do *screen.Turn) bool {
	switch what {
	case "next":
		n.next(ctx, do)
	case "back":
		n.step(ctx, -1, do)
	case "end":
		n.goTo(ctx, len(n.st.Lines)-1, WhoCell, do)
	case "mend":
		n.mend(ctx, do)
	case "give":
		n.give(ctx, do)
	case "paste":
		return n.paste(ctx, do)
	case "file":
		n.askFile(do)
	case "delete":
		n.remove(ctx, do)
	case "lists":
		do.Go(screen.NotedListsPlace, nil)
	case "print":
		n.print(ctx, do)
	case "escape":
		n.typed(n.before, do)
		do.Clear()
	default:
		return false
	}
	return true
}

// entered opens the list that was left, or begins one.
func (n *Screen) entered(ctx context.Context, do *screen.Turn) {
	if !n.loaded {
		if do.Refuse(n.load(ctx)) {
			return
		}
	}
	n.look(ctx, do)
}

func (n *Screen) load(ctx context.Context) error {
	drafts, err := n.opt.Till.NotedDrafts(ctx)
	if err != nil {
		return err
	}
	if len(drafts) > 0 {
		n.list = drafts[0]
	} else if n.list, err = n.opt.Till.NewNotedDraft(); err != nil {
		return err
	}
	var lines []*Line
	for _, row := range n.list.Rows {
		lines = append(lines, &Line{NotedRow: row, Fresh: true})
	}
	n.list.Rows = nil
	n.loaded = true
	n.setLines(lines)
	n.cursor(len(n.st.Lines)-1, WhoCell)
	return nil
}

// look asks anew about all rows: members, limits and who is on may have
// changed.
func (n *Screen) look(ctx context.Context, do *screen.Turn) {
	p, err := n.opt.Till.Program(ctx)
	if do.Refuse(err) {
		return
	}
	n.program = p
	lines, who := n.st.Lines, do.Who()
	do.Run(func(ctx context.Context) screen.Event {
		sheet, err := n.opt.Till.CheckNoted(ctx, rowsOf(lines), who)
		return notedChecked{lines, sheet, err}
	})
}

// checked takes what was found of the rows that are still as they were then.
func (n *Screen) checked(ctx context.Context, e notedChecked, do *screen.Turn) {
	if do.Refuse(e.err) {
		return
	}
	at := map[int]int{}
	for i, l := range e.lines {
		at[l.key] = i
	}
	lines := slices.Clone(n.st.Lines)
	for i, l := range lines {
		if was, ok := at[l.key]; ok && sameRow(e.lines[was].NotedRow, l.NotedRow) {
			now := *l
			now.Check, now.Fresh = e.sheet.Checks[was], false
			lines[i] = &now
		}
	}
	n.st.Lines = lines
	n.tally(ctx, do)
}

func (n *Screen) leave(ctx context.Context, do *screen.Turn) {
	n.settle(ctx, do)
	n.save(do)
}

func (n *Screen) print(ctx context.Context, do *screen.Turn) {
	if n.st.Last == nil {
		do.Say(screen.Look, "noted.nothing_given")
		return
	}
	printNoted(ctx, n.opt.Till, n.opt.Devices, n.st.Last.ID, do)
}

// printNoted prints a list in the language of the window.
func printNoted(ctx context.Context, t interface {
	PrintNoted(ctx context.Context, list pos.ID, language string) (pos.ID, error)
}, d screen.Devices, list pos.ID, do *screen.Turn) {
	if _, err := t.PrintNoted(ctx, list, do.Language); !do.Refuse(err) {
		d.Wake()
		do.Printing("noted.printing")
	}
}
