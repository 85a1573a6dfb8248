package settings

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/table"
	"bonuskasse/pos/till"
)

// Till is what Settings needs of the till.
type Till interface {
	screen.Approvers
	Shop(ctx context.Context) (till.Shop, error)
	Settings(ctx context.Context) (map[string]string, error)
	Set(ctx context.Context, key, value string, who till.Who) error
	Devices(ctx context.Context) (till.Devices, error)
	SetDevices(ctx context.Context, d till.Devices, who till.Who) error
	OpenDrawer(ctx context.Context, who till.Who) error
	Program(ctx context.Context) (till.Program, error)
	Programs(ctx context.Context) ([]till.Program, error)
	PlanProgram(ctx context.Context, set map[string]string, from pos.Millis, who till.Who) (till.Program, error)
	Categories(ctx context.Context) ([]pos.Category, error)
	SetCategory(ctx context.Context, c pos.Category, who till.Who) error
	FindProducts(ctx context.Context, text string, limit int) ([]pos.Product, error)
	SetProducts(ctx context.Context, list []pos.Product, who till.Who) error
	ImportProducts(ctx context.Context, sheet table.Sheet, who till.Who) (till.Imported, error)
	Tiers(ctx context.Context) ([]pos.Tier, error)
	SetTier(ctx context.Context, t pos.Tier, who till.Who) error
	SetPerson(ctx context.Context, p pos.Person, pin string, who till.Who) (pos.Person, error)
	SetPIN(ctx context.Context, id pos.ID, old, pin string) error
	FindMembers(ctx context.Context, text string, limit int) ([]pos.Member, error)
	Standing(ctx context.Context, id pos.ID) (till.Standing, error)
	Adopt(ctx context.Context, who till.Who) error
	Office(ctx context.Context) (till.Office, error)
	Zone() *time.Location
}

// DeviceRoom is the drivers as they run. Its methods do not block, but for
// TestPrint and Kick, which are bounded and called beside the window.
type DeviceRoom interface {
	screen.Devices
	// Printer is the receipt printer's state, and Readers the readers'.
	Printer() hardware.State
	Readers() []screen.Reader
	// Ports are the serial ports there are, named to last (by id).
	Ports() []string
	// Apply makes the drivers anew after the set-up was changed.
	Apply(d till.Devices)
	// TestPrint prints the test slip.
	TestPrint(ctx context.Context) (hardware.Result, error)
}

// State is one section of the settings as rows.
type State struct {
	Sections []string // "settings.section." and this is the word
	Section  int
	// Inside says that the arrows walk in the rows, not in the sections.
	Inside bool
	// Title names the thing whose rows these are, one level down: a tier, a
	// reader, a person. Zero at the top.
	Title  screen.Sentence
	Rows   []Row
	Chosen int
	// Note stands above the rows: who may change them, what is not saved yet.
	Note     screen.Sentence
	NoteMood screen.Mood
	// Example says what the programme gives, in sentences.
	Example []screen.Sentence
	// Seen is what readers sent lately, the newest first; shown under Devices.
	Seen    []SeenScan
	Testing bool // a test is running
}

// Row is a setting, a thing to open, something to do, or a heading.
type Row struct {
	ID      string
	Name    screen.Sentence
	Value   screen.Sentence
	Explain screen.Sentence
	Mood    screen.Mood // of the value
	Heading bool
	Do      bool // Enter does it, rather than changing a value
	Opens   bool // Enter opens rows of its own
	Locked  bool // this person may not change it
	anybody bool // also who is no manager
	act     func(ctx context.Context, do *screen.Turn)
}

// SeenScan is a scan in the live test. Of a bank card it says that it was one.
type SeenScan struct {
	At     pos.Millis
	Reader string
	Kind   screen.Sentence
	Value  string
	Why    screen.Sentence
	Mood   screen.Mood
}

const scansSeen = 6

// Keys are the keys of Settings.
var Keys = []screen.KeyUse{
	{Key: screen.KeyUp, Also: screen.KeyDown, Do: "walk", Word: "help.settings.walk"},
	{Key: screen.KeyEnter, Also: "Right", Do: "open", Word: "help.settings.open"},
	{Key: screen.KeyEscape, Also: "Left", Do: "back", Word: "help.settings.back"},
	{Key: "Ctrl+S", Do: "save", Word: "help.settings.save"},
	{Key: "Ctrl+T", Do: "test_print", Word: "help.settings.test"},
}

// Screen is the presenter of F10.
type Screen struct {
	till    Till
	devices DeviceRoom
	office  OfficeJoin
	look    func(ctx context.Context, language, theme string)
	facts   settingFacts
	state   State
	// open is what is shown one level down: "tier:Gold", "reader:0"; "" is the
	// section itself.
	open      string
	enrolment enrolment
	// program holds what was changed and not saved.
	program map[string]string
	example pos.Money
	article pos.Product // the one whose rules are open
	// customer is whose the example is; nil is anybody's.
	customer   *till.Standing
	customerAt ledger.Millis
	files      screen.ListFiles
	backups    BackupRoom
	copied     pos.Millis // when the newest copy was made
}

// settingFacts is what the till said last.
type settingFacts struct {
	shop     till.Shop
	set      map[string]string
	devices  till.Devices
	program  till.Program
	versions []till.Program
	tiers    []pos.Tier
	// categories are those of goods, and those that say something.
	categories []pos.Category
	people     []pos.Person
	own        map[pos.ID]string // the names of people's own accounts
	office     till.Office
	language   string // in use
	theme      string
	kept       map[string]string // the shop's language and theme, by their settings
}

// New makes it. look changes the window's language and theme at once.
func New(t Till, d DeviceRoom, o OfficeJoin, look func(ctx context.Context, language, theme string)) *Screen {
	return &Screen{
		till: t, devices: d, office: o, look: look, program: map[string]string{}, example: 350_00,
		state: State{Sections: []string{"look", "devices", "programme", "tiers", "people", "shop", "office"}},
	}
}

// State is a State, for the view.
func (s *Screen) State() any { return s.state }

// Keys is what Help shows.
func (s *Screen) Keys() []screen.KeyUse { return Keys }

// Handle is part of screen.Screen.
func (s *Screen) Handle(ctx context.Context, e screen.Event, do *screen.Turn) bool {
	switch e := e.(type) {
	case screen.Entered:
		s.entered(e)
		s.refresh(ctx, do)
		s.lookForBackups(do)
	case screen.Changed, screen.SignedIn:
		s.refresh(ctx, do)
	case screen.Left:
		s.state.Seen = nil
	case screen.Tick:
		if s.section() == "devices" || s.section() == "office" {
			s.build(do)
		}
		return false
	case screen.Picked:
		s.picked(ctx, e.At, do)
	case screen.Tap:
		return s.tap(ctx, e, do)
	case screen.Key:
		return s.key(ctx, e.Name, do)
	case screen.Scanned:
		return s.seen(e, do)
	case deviceTested:
		s.tested(e, do)
	case goodsTaken:
		s.goodsCame(ctx, e, do)
	case backedUp:
		s.copyMade(ctx, e, do)
	case checked:
		s.chooseJoin(e, do)
	case enrolled:
		s.answered(ctx, e, do)
	default:
		return false
	}
	return true
}

func (s *Screen) entered(e screen.Entered) {
	if e.From == screen.HelpPlace || e.From == screen.LockPlace {
		return
	}
	s.open, s.state.Inside, s.state.Chosen = "", false, 0
	if to, ok := e.With.(screen.OpenSection); ok {
		s.state.Section = max(0, slices.Index(s.state.Sections, to.Section))
	}
}

func (s *Screen) section() string { return s.state.Sections[s.state.Section] }

// refresh asks the till for everything, and builds the rows.
func (s *Screen) refresh(ctx context.Context, do *screen.Turn) {
	f, err := s.read(ctx)
	if do.Refuse(err) {
		return
	}
	f.language, f.theme = do.Language, do.Theme
	s.facts = f
	do.Locking(slices.ContainsFunc(f.people, func(p pos.Person) bool { return p.Active && p.PINHash != "" }), till.IdleLock(f.set))
	s.build(do)
}

func (s *Screen) read(ctx context.Context) (f settingFacts, err error) {
	steps := []func() error{
		func() error { f.shop, err = s.till.Shop(ctx); return err },
		func() error { f.set, err = s.till.Settings(ctx); return err },
		func() error { f.devices, err = s.till.Devices(ctx); return err },
		func() error { f.program, err = s.till.Program(ctx); return err },
		func() error { f.versions, err = s.till.Programs(ctx); return err },
		func() error { f.tiers, err = s.till.Tiers(ctx); return err },
		func() error { f.categories, err = s.till.Categories(ctx); return err },
		func() error { f.people, err = s.till.People(ctx); return err },
		func() error { f.own, err = s.ownAccounts(ctx, f.people); return err },
		func() error { f.office, err = s.till.Office(ctx); return err },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return f, err
		}
	}
	f.kept = map[string]string{
		till.LanguageSetting: cmp.Or(f.set[till.LanguageSetting], f.shop.Language),
		till.ThemeSetting:    cmp.Or(f.set[till.ThemeSetting], "light"),
	}
	return f, nil
}

// build makes the rows of what is shown, from the facts.
func (s *Screen) build(do *screen.Turn) {
	s.state.Title, s.state.Note, s.state.NoteMood, s.state.Example = screen.Sentence{}, screen.Sentence{}, screen.Calm, nil
	may := do.Person.Role.May(pos.Manager)
	var rows []Row
	switch s.section() {
	case "look":
		rows, may = s.lookRows(), true
	case "devices":
		rows = s.deviceRows()
	case "programme":
		rows = s.programmeRows()
	case "tiers":
		rows = s.tierRows()
	case "people":
		rows = s.peopleRows(do)
	case "shop":
		rows = s.shopRows()
	case "office":
		rows = s.officeRows()
	}
	if !may {
		s.state.Note, s.state.NoteMood = screen.Say("settings.managers_only"), screen.Look
		for i := range rows {
			if rows[i].act != nil && !rows[i].Opens && !rows[i].anybody {
				rows[i].Locked, rows[i].act = true, nil
			}
		}
	}
	s.state.Rows = rows
	s.settle()
}

// settle puts the choice on a row that can be chosen.
func (s *Screen) settle() {
	n := len(s.state.Rows)
	s.state.Chosen = min(max(s.state.Chosen, 0), max(n-1, 0))
	for s.state.Chosen < n-1 && s.state.Rows[s.state.Chosen].Heading {
		s.state.Chosen++
	}
}

func (s *Screen) key(ctx context.Context, k screen.KeyName, do *screen.Turn) bool {
	switch k {
	case screen.KeyUp:
		s.walk(-1, do)
	case screen.KeyDown:
		s.walk(1, do)
	case screen.KeyHome:
		s.walk(-len(s.state.Rows), do)
	case screen.KeyEnd:
		s.walk(len(s.state.Rows), do)
	default:
		act := screen.KeyFor(Keys, k)
		return act != "" && s.act(ctx, act, do)
	}
	return true
}

func (s *Screen) tap(ctx context.Context, e screen.Tap, do *screen.Turn) bool {
	if e.Do == "section" {
		if e.At >= 0 && e.At < len(s.state.Sections) {
			s.goTo(e.At, do)
		}
		return true
	}
	return s.act(ctx, e.Do, do)
}

func (s *Screen) act(ctx context.Context, what string, do *screen.Turn) bool {
	switch what {
	case "open":
		s.enter(ctx, do)
	case "back":
		return s.back(do)
	case "save":
		return s.saveProgram(ctx, do)
	case "test_print":
		if s.section() != "devices" {
			return false
		}
		s.testPrint(do)
	default:
		return false
	}
	return true
}

func (s *Screen) walk(by int, do *screen.Turn) {
	if !s.state.Inside {
		s.goTo(min(max(s.state.Section+by, 0), len(s.state.Sections)-1), do)
		return
	}
	at, n := s.state.Chosen, len(s.state.Rows)
	to := min(max(at+by, 0), n-1)
	step := 1
	if by < 0 {
		step = -1
	}
	for to >= 0 && to < n && s.state.Rows[to].Heading {
		to += step
	}
	if to >= 0 && to < n {
		s.state.Chosen = to
	}
}

func (s *Screen) goTo(section int, do *screen.Turn) {
	s.state.Section, s.state.Inside, s.state.Chosen, s.open = section, false, 0, ""
	s.build(do)
}

func (s *Screen) picked(ctx context.Context, at int, do *screen.Turn) {
	if at < 0 || at >= len(s.state.Rows) || s.state.Rows[at].Heading {
		return
	}
	again := s.state.Inside && s.state.Chosen == at
	s.state.Inside, s.state.Chosen = true, at
	if again {
		s.enter(ctx, do)
	}
}

// enter goes into the rows, or does what the chosen one is for.
func (s *Screen) enter(ctx context.Context, do *screen.Turn) {
	if !s.state.Inside {
		s.state.Inside = true
		s.settle()
		return
	}
	if s.state.Chosen >= len(s.state.Rows) {
		return
	}
	row := s.state.Rows[s.state.Chosen]
	switch {
	case row.Locked:
		do.Refuse(pos.Refuse(pos.NotAllowed, string(pos.Manager)))
	case row.act != nil:
		row.act(ctx, do)
	}
}

// back leaves the rows one level up; false at the top.
func (s *Screen) back(do *screen.Turn) bool {
	switch {
	case s.open != "":
		was := s.open
		s.open = ""
		if strings.HasPrefix(was, "category:") {
			s.open = "categories"
		}
		s.build(do)
		for i, r := range s.state.Rows {
			if r.ID == was {
				s.state.Chosen = i
			}
		}
	case s.state.Inside:
		s.state.Inside = false
	default:
		return false
	}
	return true
}

// openRow is the act of a row that opens rows of its own.
func (s *Screen) openRow(id string) func(context.Context, *screen.Turn) {
	return func(_ context.Context, do *screen.Turn) {
		s.open, s.state.Chosen = id, 0
		s.build(do)
	}
}
