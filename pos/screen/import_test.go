package screen_test

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/table"
	"bonuskasse/pos/till"
)

// folder is the files of a machine.
type folder map[string]string

func (folder) Home() string { return "/home" }

func (f folder) List(dir string) ([]screen.ImportFile, error) {
	if dir == "/locked" {
		return nil, errors.New("permission denied")
	}
	return []screen.ImportFile{{Name: "..", Folder: true}, {Name: "club.csv"}, {Name: "mixed.csv"}}, nil
}

func (f folder) Path(dir, typed string) (string, bool, error) {
	switch _, there := f[typed]; {
	case typed == "..":
		return "/", true, nil
	case typed == "/locked":
		return typed, true, nil
	case !there:
		return "", false, errors.New("no such file")
	}
	return dir + "/" + typed, false, nil
}

func (f folder) Read(path string) (table.Sheet, error) { return table.Read([]byte(f[path[6:]])), nil }

// importing is the till's import, with what was asked of it; while it is held
// it is in the middle.
type importing struct {
	how       till.MemberImport
	imported  int
	cancelled bool
	late      error
}

func (i *importing) CheckMembers(_ context.Context, s table.Sheet, how till.MemberImport, _ till.Who) (till.MembersImported, error) {
	i.how = how
	if len(s.Headings) == 0 {
		return till.MembersImported{Bad: []till.BadMember{{Row: 1, Code: till.Reason(s.Bad[0].Code)}}}, nil
	}
	out := till.MembersImported{Rows: len(s.Rows), Map: []till.MappedColumn{{Field: till.FieldName, Column: s.Headings[0]}}}
	for _, r := range s.Rows {
		if r.Cell(0) == "" {
			out.Bad = append(out.Bad, till.BadMember{Row: r.Line, Field: till.FieldName, Code: till.WhyNoName})
			continue
		}
		out.Good++
		out.Preview = append(out.Preview, till.PreviewMember{Row: r.Line, Name: r.Cell(0)})
	}
	return out, nil
}

func (i *importing) ImportMembers(ctx context.Context, s table.Sheet, how till.MemberImport, who till.Who) (till.MembersImported, error) {
	out, _ := i.CheckMembers(ctx, s, how, who)
	if i.late != nil {
		return till.MembersImported{}, i.late
	}
	if i.cancelled = ctx.Err() != nil; i.cancelled {
		return till.MembersImported{}, ctx.Err()
	}
	how.Progress(1, out.Good)
	out.Committed = how.GoodOnly || len(out.Bad) == 0
	if out.Committed {
		out.Imported = out.Good
		i.imported += out.Good
	}
	return out, nil
}

// importScreen is a shell with the import in it. What runs beside the window is
// kept in works until the test lets it run.
type importScreen struct {
	*testing.T
	shell *screen.Shell
	till  *importing
	works []func()
}

func newImport(t *testing.T) *importScreen {
	s := &importScreen{T: t, till: &importing{}}
	s.shell = screen.NewShell(screen.Options{
		Now: func() time.Time { return time.Unix(1_800_000_000, 0) },
		Run: func(work func(context.Context) func()) {
			s.works = append(s.works, func() { work(context.Background())() })
		},
	})
	files := folder{"club.csv": "Navn;Kort\nAnna;10001\nBo;10002\n", "mixed.csv": "Navn;Kort\nAnna;1\n;2\n", "none": ""}
	s.shell.Add(screen.ImportPlace, screen.NewImport(s.till, files, time.UTC))
	s.shell.Add(screen.SalePlace, nowhere{})
	s.shell.Add(screen.SettingsPlace, nowhere{})
	s.shell.Start(t.Context(), screen.ImportPlace)
	return s
}

// nowhere is a screen that does nothing.
type nowhere struct{}

func (nowhere) Handle(context.Context, screen.Event, *screen.Turn) bool { return false }
func (nowhere) State() any                                              { return nil }

// do presses keys; "run" lets what runs beside the window end.
func (s *importScreen) do(keys ...screen.KeyName) screen.ImportState {
	s.Helper()
	for _, k := range keys {
		if k != "run" {
			s.shell.Handle(s.Context(), screen.Key{Name: k})
			continue
		}
		works := s.works
		s.works = nil
		for _, w := range works {
			w()
		}
	}
	return s.shell.Screen(screen.ImportPlace).State().(screen.ImportState)
}

func (s *importScreen) answer(do string, row int) {
	s.shell.Handle(s.Context(), screen.Answered{Reply: screen.Reply{Do: do, Row: row}})
}

func (s *importScreen) said() string { return s.shell.State().Notice.Text.Key }

func TestImportFromFileToDone(t *testing.T) {
	s := newImport(t)
	st := s.do(screen.KeyDown, screen.KeyEnter)
	if st.Step != screen.ImportRead || st.File != "club.csv" {
		t.Fatalf("%+v", st)
	}
	if st = s.do("run"); st.Step != screen.ImportLook || st.Found.Good != 2 || st.Tab != screen.ImportRows || st.First["Kort"] != "10001" {
		t.Fatalf("%+v", st)
	}
	s.do("Ctrl+S")
	if q := s.shell.State().Question; q == nil || q.Title.Key != "import.ask.title" || q.Text.Key != "import.ask.text" {
		t.Fatalf("%+v", q)
	}
	s.answer("import", -1)
	// Nobody leaves while it runs: not by a key, not by a tap, not by the lock.
	st = s.do(screen.KeyF2, screen.KeyF12)
	s.shell.GoTo(t.Context(), screen.SalePlace)
	if st.Step != screen.ImportRun || s.shell.State().Place != screen.ImportPlace || s.said() != "import.running" || s.till.imported != 0 {
		t.Fatalf("at %s, says %s, %+v", s.shell.State().Place, s.said(), st)
	}
	if st = s.do("run"); st.Step != screen.ImportDone || st.Found.Imported != 2 || s.till.imported != 2 || s.till.how.GoodOnly {
		t.Fatalf("%+v", st)
	}
	s.do(screen.KeyEscape)
	if s.shell.State().Place != screen.SettingsPlace {
		t.Errorf("at %s", s.shell.State().Place)
	}
}

func TestImportIsCancelled(t *testing.T) {
	s := newImport(t)
	s.do(screen.KeyDown, screen.KeyEnter, "run", "Ctrl+S")
	s.answer("import", -1)
	if st := s.do(screen.KeyEscape); st.Step != screen.ImportRun || !st.Stopping {
		t.Fatalf("%+v", st)
	}
	if st := s.do("run"); st.Step != screen.ImportLook || !s.till.cancelled || s.till.imported != 0 || s.said() != "import.cancelled" {
		t.Fatalf("%+v, says %s", st, s.said())
	}
	// And it can be done after all.
	s.do("Ctrl+S")
	s.answer("import", -1)
	if st := s.do("run"); st.Step != screen.ImportDone || s.till.imported != 2 {
		t.Fatalf("%+v", st)
	}
}

func TestImportOfBadRows(t *testing.T) {
	s := newImport(t)
	st := s.do(screen.KeyDown, screen.KeyDown, screen.KeyEnter, "run", screen.KeyLeft)
	if st.Tab != screen.ImportBad || st.Length() != 1 {
		t.Fatalf("%+v", st)
	}
	s.do("Ctrl+S")
	q := s.shell.State().Question
	if q == nil || q.Text.Key != "import.ask.bad" || q.Choices[0].Word.Key != "import.ask.good_only" {
		t.Fatalf("%+v", q)
	}
	s.answer(screen.Cancel, -1)
	if st = s.do("run"); s.till.imported != 0 || st.Step != screen.ImportLook {
		t.Fatalf("%+v", st)
	}
	s.do("Ctrl+S")
	s.answer("import", -1)
	if st = s.do("run"); st.Step != screen.ImportDone || s.till.imported != 1 || !s.till.how.GoodOnly {
		t.Fatalf("%+v", st)
	}
}

func TestImportColumns(t *testing.T) {
	s := newImport(t)
	s.do(screen.KeyDown, screen.KeyEnter, "run", screen.KeyRight)
	st := s.do(screen.KeyDown, screen.KeyDown, screen.KeyDown, screen.KeyDown, screen.KeyDown)
	if till.MemberFields[st.Chosen] != till.FieldCard {
		t.Fatalf("%+v", st.Chosen)
	}
	s.do(screen.KeyEnter)
	s.answer("choose", 2) // the heading Kort
	st = s.do("run")
	if want := map[till.MemberField]string{till.FieldCard: "Kort"}; !reflect.DeepEqual(s.till.how.Map, want) || st.Tab != screen.ImportColumns {
		t.Fatalf("%+v", s.till.how)
	}
	// The same column for another field is not the card's any more.
	s.do(screen.KeyDown, screen.KeyEnter)
	s.answer("choose", 2)
	s.do("run")
	if want := map[till.MemberField]string{till.FieldPoints: "Kort"}; !reflect.DeepEqual(s.till.how.Map, want) {
		t.Fatalf("%+v", s.till.how)
	}
}

func TestImportSaysWhatIsWrong(t *testing.T) {
	for typed, want := range map[string]string{"/locked": "import.no_folder", "nothing.csv": "import.no_file", "none": "import.why.no_heading"} {
		s := newImport(t)
		s.shell.Handle(t.Context(), screen.Typed{Text: typed})
		if st := s.do(screen.KeyEnter, "run"); st.Step != screen.ImportChoose || s.said() != want {
			t.Errorf("%s: says %s, want %s (%+v)", typed, s.said(), want, st)
		}
	}
	s := newImport(t)
	s.till.late = pos.Refuse(pos.NotAllowed, "manager")
	s.do(screen.KeyDown, screen.KeyEnter, "run", "Ctrl+S")
	s.answer("import", -1)
	if st := s.do("run"); st.Step != screen.ImportLook || s.said() != "error.not_allowed" {
		t.Errorf("says %s", s.said())
	}
}

// Every reason and every key has words in each language.
func TestImportHasWords(t *testing.T) {
	keys := []string{}
	for _, code := range []till.Reason{till.WhyNoName, till.WhyBadText, till.WhyTooLong, till.WhyNumberLost, till.WhyPaymentCard, till.WhyBadUsername,
		till.WhyBadPhone, till.WhyBadEmail, till.WhyBadLanguage, till.WhyBadBirthday, till.WhyBadCard, till.WhyBadPoints, till.WhyBadConsent, till.WhyNoTier,
		till.WhyNoEmployer, till.WhyUserTwice, till.WhyCardTwice, till.WhyPersonTwice, till.WhyUserTaken, till.WhyCardTaken, till.WhyPersonMember,
		table.Torn, table.CellCount, table.NoHeading, table.TooLarge, table.NoTable, table.BadWorkbook, table.OldWorkbook, table.BadText} {
		keys = append(keys, "import.why."+string(code))
	}
	for _, f := range till.MemberFields {
		keys = append(keys, "import.field."+string(f))
	}
	for _, u := range screen.ImportKeys {
		keys = append(keys, u.Word)
	}
	for _, lang := range assets.Languages() {
		for _, key := range keys {
			if !assets.Has(lang, key) {
				t.Errorf("%s has no words for %s", lang, key)
			}
		}
	}
}
