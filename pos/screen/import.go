package screen

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/table"
	"bonuskasse/pos/till"
)

// ImportTill is what the import of members needs of the till.
type ImportTill interface {
	CheckMembers(ctx context.Context, sheet table.Sheet, how till.MemberImport, who till.Who) (till.MembersImported, error)
	ImportMembers(ctx context.Context, sheet table.Sheet, how till.MemberImport, who till.Who) (till.MembersImported, error)
}

// ImportFiles are the files of this machine.
type ImportFiles interface {
	// Home is the folder to begin in.
	Home() string
	// List is a folder: its folders, and the files that may be lists.
	List(dir string) ([]ImportFile, error)
	// Path is what a person typed, seen from a folder; folder says what it is.
	Path(dir, typed string) (path string, folder bool, err error)
	// Read reads a list; a file that is none is a sheet that says so.
	Read(path string) (table.Sheet, error)
}

// ImportFile is a row of a folder.
type ImportFile struct {
	Name    string // ".." is the folder above
	Folder  bool
	Bytes   int64
	Changed pos.Millis
}

// ImportStep is how far an import has come.
type ImportStep string

// The steps.
const (
	ImportChoose ImportStep = "choose" // a file
	ImportRead   ImportStep = "read"   // it is being read and checked
	ImportLook   ImportStep = "look"   // what would come of it
	ImportRun    ImportStep = "run"
	ImportDone   ImportStep = "done"
)

// ImportTab is what is looked at.
type ImportTab int

// The tabs.
const (
	ImportRows    ImportTab = iota // the members as they are understood
	ImportColumns                  // what is read from where
	ImportBad                      // what cannot be used
	importTabs
)

// ImportState is the import of members.
type ImportState struct {
	Step   ImportStep
	Dir    string
	Files  []ImportFile
	Text   string // a path that is typed
	File   string // the name of the list
	Tab    ImportTab
	Chosen int
	Found  till.MembersImported
	First  map[string]string // the first cell under each heading
	Zone   *time.Location
	// Done members of Total are written; Stopping: a cancel was asked for.
	Done, Total int
	Stopping    bool
}

// Length is how many rows the list on the screen has.
func (s ImportState) Length() int {
	switch {
	case s.Step == ImportChoose:
		return len(s.Files)
	case s.Step != ImportLook:
		return 0
	case s.Tab == ImportColumns:
		return len(till.MemberFields)
	case s.Tab == ImportBad:
		return len(s.Found.Bad)
	}
	return len(s.Found.Preview)
}

// ColumnOf is the heading that a field is read from, or "".
func (s ImportState) ColumnOf(f till.MemberField) string {
	for _, m := range s.Found.Map {
		if m.Field == f {
			return m.Column
		}
	}
	return ""
}

// ImportKeys are the keys of the import.
var ImportKeys = []KeyUse{
	{Key: KeyUp, Also: KeyDown, Do: "walk", Word: "help.import.walk"},
	{Key: KeyEnter, Do: "open", Word: "help.import.open"},
	{Key: KeyLeft, Also: KeyRight, Do: "tab", Word: "help.import.tab"},
	{Key: "Ctrl+S", Do: "import", Word: "help.import.import"},
	{Key: KeyEscape, Do: "back", Word: "help.import.back"},
}

// Import is the presenter of the import of members.
type Import struct {
	till  ImportTill
	files ImportFiles
	st    ImportState
	sheet table.Sheet
	said  map[till.MemberField]string // columns that a person chose
	stop  func()                      // ends what runs
	done  *atomic.Int64
	run   int // tells one run's events from those of an earlier one
}

// NewImport makes it.
func NewImport(t ImportTill, files ImportFiles, zone *time.Location) *Import {
	return &Import{till: t, files: files, st: ImportState{Step: ImportChoose, Zone: zone}}
}

// State is an ImportState.
func (m *Import) State() any { return m.st }

// Keys is what Help shows.
func (m *Import) Keys() []KeyUse { return ImportKeys }

// Keeps says that nobody leaves: an import holds the store, and whoever sold
// meanwhile would wait for it.
func (m *Import) Keeps() bool { return m.st.Step == ImportRun }

// What comes back from the work beside the window.
type (
	importChecked struct {
		run   int
		sheet table.Sheet
		found till.MembersImported
		err   error
	}
	importEnded struct {
		run   int
		found till.MembersImported
		err   error
	}
	importTick struct{ run int }
)

// Handle is part of Screen.
func (m *Import) Handle(ctx context.Context, e Event, do *Turn) bool {
	switch e := e.(type) {
	case Entered:
		if e.From != HelpPlace && e.From != LockPlace {
			m.begin(do)
		}
	case Typed:
		m.st.Text = e.Text
	case Picked:
		if m.st.Chosen == e.At && e.At < m.st.Length() {
			m.open(ctx, do)
			return true
		}
		m.choose(e.At)
	case Walked:
		m.choose(m.st.Chosen + e.By)
	case Key:
		return m.key(ctx, e.Name, do)
	case Tap:
		if e.Do == "tab" {
			m.tab(ImportTab(e.At))
			return true
		}
		return m.act(ctx, e.Do, do)
	case importChecked:
		m.checked(e, do)
	case importTick:
		m.ticked(e, do)
	case Tick:
		if m.st.Step == ImportRun {
			m.st.Done = int(m.done.Load())
		}
		return false
	case importEnded:
		m.ended(e, do)
	default:
		return false
	}
	return true
}

func (m *Import) key(ctx context.Context, k KeyName, do *Turn) bool {
	switch k {
	case KeyUp:
		m.choose(m.st.Chosen - 1)
	case KeyDown:
		m.choose(m.st.Chosen + 1)
	case KeyLeft, KeyRight:
		if m.st.Step != ImportLook {
			return false
		}
		by := ImportTab(1)
		if k == KeyLeft {
			by = importTabs - 1
		}
		m.tab((m.st.Tab + by) % importTabs)
	default:
		return m.act(ctx, KeyFor(ImportKeys, k), do)
	}
	return true
}

func (m *Import) act(ctx context.Context, what string, do *Turn) bool {
	switch what {
	case "open":
		m.open(ctx, do)
	case "import":
		m.ask(do)
	case "again":
		m.begin(do)
	case "back", "cancel":
		m.back(do)
	default:
		return false
	}
	return true
}

func (m *Import) choose(at int) { m.st.Chosen = max(min(at, m.st.Length()-1), 0) }

func (m *Import) tab(to ImportTab) {
	if m.st.Step == ImportLook && to >= 0 && to < importTabs {
		m.st.Tab, m.st.Chosen = to, 0
	}
}

func (m *Import) begin(do *Turn) {
	dir := m.st.Dir
	if dir == "" {
		dir = m.files.Home()
	}
	m.st = ImportState{Step: ImportChoose, Zone: m.st.Zone}
	m.sheet, m.said = table.Sheet{}, map[till.MemberField]string{}
	m.folder(dir, do)
}

func (m *Import) folder(dir string, do *Turn) {
	list, err := m.files.List(dir)
	if err != nil {
		do.Log(err)
		do.Say(Look, "import.no_folder", Plain(dir))
		do.Sound(RefusedSound)
		return
	}
	m.st.Dir, m.st.Files, m.st.Text, m.st.Chosen = dir, list, "", 0
}

// open does what Enter is for: opens the file or the folder, or asks where a
// field stands.
func (m *Import) open(ctx context.Context, do *Turn) {
	switch {
	case m.st.Step == ImportChoose:
		m.openFile(do)
	case m.st.Step == ImportLook && m.st.Tab == ImportColumns:
		m.askColumn(do)
	case m.st.Step == ImportDone:
		m.begin(do)
	}
}

func (m *Import) openFile(do *Turn) {
	name := strings.TrimSpace(m.st.Text)
	if name == "" && m.st.Chosen < len(m.st.Files) {
		name = m.st.Files[m.st.Chosen].Name
	}
	if name == "" {
		return
	}
	path, folder, err := m.files.Path(m.st.Dir, name)
	switch {
	case err != nil:
		do.Log(err)
		do.Say(Look, "import.no_file", Plain(name))
		do.Sound(RefusedSound)
	case folder:
		m.folder(path, do)
	default:
		at := strings.LastIndexAny(path, `/\`)
		m.st.File, m.st.Chosen = path[at+1:], 0
		m.check(do, func() (table.Sheet, error) { return m.files.Read(path) })
	}
}

// check reads the list where it is not read yet, and holds it against the shop.
func (m *Import) check(do *Turn, read func() (table.Sheet, error)) {
	m.st.Step = ImportRead
	m.run++
	run, how, who := m.run, till.MemberImport{Map: m.said}, do.Who()
	do.Run(func(ctx context.Context) Event {
		sheet, err := read()
		if err != nil {
			return importChecked{run: run, err: err}
		}
		found, err := m.till.CheckMembers(ctx, sheet, how, who)
		return importChecked{run: run, sheet: sheet, found: found, err: err}
	})
}

func (m *Import) checked(e importChecked, do *Turn) {
	if e.run != m.run || m.st.Step != ImportRead {
		return
	}
	m.st.Step = ImportChoose
	if do.Refuse(e.err) {
		return
	}
	if whole := e.found.Bad; len(e.sheet.Rows) == 0 && len(whole) > 0 && len(e.sheet.Headings) == 0 {
		do.Say(Look, "import.why."+string(whole[0].Code))
		do.Sound(RefusedSound)
		return
	}
	m.st.Step, m.st.Found, m.sheet, m.st.Text = ImportLook, e.found, e.sheet, ""
	m.st.First = map[string]string{}
	if len(e.sheet.Rows) > 0 {
		for i, h := range e.sheet.Headings {
			m.st.First[h] = e.sheet.Rows[0].Cell(i)
		}
	}
	if len(e.found.Preview) == 0 && m.st.Tab == ImportRows {
		m.tab(ImportBad)
	}
	if !slices.ContainsFunc(e.found.Map, func(c till.MappedColumn) bool { return c.Field == till.FieldName }) {
		m.tab(ImportColumns)
	}
	m.choose(m.st.Chosen)
}

// askColumn asks which column the chosen field stands in.
func (m *Import) askColumn(do *Turn) {
	field := till.MemberFields[m.st.Chosen]
	rows := []Row{{Head: Say("import.column.none")}}
	now := 0
	for _, h := range m.sheet.Headings {
		if h == "" {
			continue
		}
		rows = append(rows, Row{Head: Name(h)})
		if h == m.st.ColumnOf(field) {
			now = len(rows) - 1
		}
	}
	do.Ask(Question{
		Title: Say("import.column.title", Say("import.field."+string(field))), Text: Say("import.column.text"), Rows: rows, Start: now,
		Choices: []Choice{Yes("choose", "action.choose"), No()},
		Then: func(_ context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel || r.Row < 0 || r.Row >= len(rows) {
				return nil
			}
			column := ""
			if r.Row > 0 {
				column = rows[r.Row].Head.Args[0].(string)
			}
			said := map[till.MemberField]string{field: column}
			for f, c := range m.said { // a column holds one field
				if f != field && c != column {
					said[f] = c
				}
			}
			m.said = said
			sheet := m.sheet
			m.check(do, func() (table.Sheet, error) { return sheet, nil })
			return nil
		},
	})
}

// back goes one step back; an import that runs is asked to end.
func (m *Import) back(do *Turn) {
	switch m.st.Step {
	case ImportRun:
		m.st.Stopping = true
		m.stop()
	case ImportLook, ImportRead:
		m.run++ // what is being read is not wanted any more
		m.begin(do)
	default:
		do.Go(SettingsPlace, OpenSection{Section: "shop"})
	}
}
