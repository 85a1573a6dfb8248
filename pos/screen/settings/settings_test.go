package settings_test

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/settings"
	"bonuskasse/pos/till"
)

func (s *testShop) state() settings.State {
	return s.Shell.Screen(screen.SettingsPlace).State().(settings.State)
}

// section shows a section of Settings with the arrows in its rows.
func (s *testShop) section(name string) {
	s.T.Helper()
	s.Show(screen.SettingsPlace)
	at := slices.Index(s.state().Sections, cmp.Or(name, "look"))
	if at < 0 {
		s.T.Fatalf("there is no section %q", name)
	}
	s.Send(screen.Tap{Do: "section", At: at})
	s.Keys(screen.KeyEnter)
}

// row finds a row by its id; on is what Enter on it does.
func (s *testShop) row(id string) settings.Row {
	s.T.Helper()
	for _, r := range s.state().Rows {
		if r.ID == id {
			return r
		}
	}
	s.T.Fatalf("there is no row %q under %q", id, s.state().Sections[s.state().Section])
	return settings.Row{}
}

func (s *testShop) enter(id string) {
	s.T.Helper()
	s.row(id)
	at := slices.IndexFunc(s.state().Rows, func(r settings.Row) bool { return r.ID == id })
	if s.state().Chosen != at || !s.state().Inside {
		s.Send(screen.Picked{At: at})
	}
	s.Keys(screen.KeyEnter)
}

func TestArrowsWalkSectionsThenRows(t *testing.T) {
	s := newTestShop(t)
	s.Show(screen.SettingsPlace)
	s.Keys(screen.KeyDown, screen.KeyDown)
	if st := s.state(); st.Sections[st.Section] != "programme" || st.Inside {
		t.Fatalf("two down is %q, inside %v", st.Sections[st.Section], st.Inside)
	}
	s.Keys("Right")
	for range 40 {
		st := s.state()
		if !st.Inside || st.Rows[st.Chosen].Heading {
			t.Fatalf("row %d is a heading, or outside", st.Chosen)
		}
		s.Keys(screen.KeyDown)
	}
	if st := s.state(); st.Chosen != len(st.Rows)-1 {
		t.Errorf("forty down is row %d of %d", st.Chosen, len(st.Rows))
	}
	s.Keys(screen.KeyHome)
	if s.state().Chosen != 0 {
		t.Errorf("Home is row %d", s.state().Chosen)
	}
	s.Keys("Left")
	if s.state().Inside {
		t.Error("Left stays in the rows")
	}
	if s.Send(screen.Key{Name: screen.KeyEscape}) {
		t.Error("Escape at the top was taken")
	}
}

func TestLookChangesAtOnceForEverybody(t *testing.T) {
	s := newTestShop(t)
	s.SignIn("Inga")
	s.section("look")
	s.enter("language.fr")
	s.enter("theme.contrast")
	if st := s.Shell.State(); st.Language != "fr" || st.Theme != "contrast" {
		t.Errorf("the frame is %s, %s", st.Language, st.Theme)
	}
	set, err := s.Till.Settings(t.Context())
	must(t, err)
	if set[till.LanguageSetting] != "fr" || set[till.ThemeSetting] != "contrast" || len(s.looks) != 2 {
		t.Errorf("kept %v, told %v", set, s.looks)
	}
	if s.row("language.fr").Value.IsZero() || !s.row("language.da").Value.IsZero() {
		t.Error("the rows do not say which one holds")
	}
}

// Whoever is no manager sees everything and changes nothing; a sentence says
// who may.
func TestOnlyManagersChange(t *testing.T) {
	s := newTestShop(t)
	s.SignIn("Inga")
	events := func() int64 {
		shop, err := s.Till.Shop(t.Context())
		must(t, err)
		return shop.Events
	}
	before := events()
	for _, section := range []string{"devices", "programme", "tiers", "people", "shop"} {
		s.section(section)
		if st := s.state(); st.Note.Key != "settings.managers_only" || len(st.Rows) < 2 {
			t.Errorf("%s: note %q, %d rows", section, st.Note.Key, len(st.Rows))
		}
		for i, r := range s.state().Rows {
			if r.Heading || r.Opens {
				continue
			}
			s.Send(screen.Picked{At: i})
			s.Keys(screen.KeyEnter)
			if q := s.Asked(); q != "" && r.ID != "own_pin" { // their own PIN is theirs to change
				t.Errorf("%s: row %s asks a cashier %q", section, r.ID, q)
			}
			if s.Asked() != "" {
				s.Answer(screen.Cancel, -1, "")
			}
			if r.Locked && s.Said() != "error.not_allowed" {
				t.Errorf("%s: row %s says %q", section, r.ID, s.Said())
			}
		}
	}
	if after := events(); after != before {
		t.Errorf("a cashier wrote %d events", after-before)
	}
}

func TestProgrammeFieldsAreAllKeysOfTheProgramme(t *testing.T) {
	s := newTestShop(t)
	s.section("programme")
	data, err := json.Marshal(loyalty.Default(pos.DKK))
	must(t, err)
	var keys map[string]any
	must(t, json.Unmarshal(data, &keys))
	for key := range keys {
		if r := s.row(key); r.Explain.IsZero() || r.Value.IsZero() {
			t.Errorf("key %s has value %v and explanation %v", key, r.Value, r.Explain)
		}
	}
}

// example is the arguments of the sentences, in minor units and points.
func example(st settings.State) (list []int64) {
	for _, s := range st.Example {
		for _, a := range s.Args {
			switch a := a.(type) {
			case pos.Money:
				list = append(list, int64(a))
			case screen.Points:
				list = append(list, int64(a))
			}
		}
	}
	return list
}

func TestProgrammeIsTriedBeforeItIsSaved(t *testing.T) {
	s := newTestShop(t)
	s.section("programme")
	// A purchase of 350.00 earns 17.50; bonus pays at most 105.00 and leaves
	// 245.00, which earns 12.25.
	if got := example(s.state()); !slices.Equal(got, []int64{350_00, 17_50, 1750, 105_00, 10500, 245_00, 12_25, 1225}) {
		t.Fatalf("the example is %v", got)
	}
	s.enter("cap_bp")
	s.Answer("save", -1, "50")
	if got := example(s.state()); !slices.Equal(got, []int64{350_00, 17_50, 1750, 175_00, 17500, 175_00, 8_75, 875}) {
		t.Errorf("at 50 %% the example is %v", got)
	}
	if st := s.state(); st.Note.Key != "settings.programme.unsaved" || s.row("cap_bp").Mood != screen.Look {
		t.Errorf("the note is %q", st.Note.Key)
	}
	p, err := s.Till.Program(t.Context())
	must(t, err)
	if p.CapBp != 3000 || p.Version != 1 {
		t.Fatalf("without saving it is version %d with %d", p.Version, p.CapBp)
	}
	s.enter("earn_when_redeeming")
	if st := s.state(); st.Example[len(st.Example)-1].Key != "settings.example.then_nothing" {
		t.Errorf("the example ends with %q", st.Example[len(st.Example)-1].Key)
	}
	s.Keys("Ctrl+S")
	p, err = s.Till.Program(t.Context())
	must(t, err)
	if p.CapBp != 5000 || p.EarnWhenRedeeming || p.Version != 2 || s.Said() != "settings.programme.saved" {
		t.Errorf("saved version %d with %d, %v; said %q", p.Version, p.CapBp, p.EarnWhenRedeeming, s.Said())
	}
	s.enter("versions")
	if q := s.Shell.State().Question; q == nil || len(q.Rows) != 2 || q.Rows[0].Right.IsZero() {
		t.Errorf("the versions are %+v", q)
	}
}

func TestProgrammeRefusesWhatCannotBe(t *testing.T) {
	s := newTestShop(t)
	s.section("programme")
	for _, c := range []struct{ key, text, wrong string }{
		{"cap_bp", "101", "error.bad_setting"},
		{"cap_bp", "a third", "error.bad_amount"},
		{"redeem_step", "0", "error.bad_setting"},
		{"points", "-1", "error.bad_amount"},
		{"cap_value_per_sale", "x", "error.bad_amount"},
	} {
		s.enter(c.key)
		s.Answer("save", -1, c.text)
		if q := s.Shell.State().Question; q == nil || q.Wrong.Key != c.wrong {
			t.Fatalf("%s %q: %+v, want %s", c.key, c.text, q, c.wrong)
		}
		s.Answer(screen.Cancel, -1, "")
	}
	if s.Keys("Ctrl+S"); s.Said() != "settings.programme.nothing" {
		t.Errorf("after refusals there is something to save: %q", s.Said())
	}
}

func TestProgrammeLimitsMayBeNone(t *testing.T) {
	s := newTestShop(t)
	s.section("programme")
	s.enter("cap_value_per_sale")
	s.Answer("save", -1, "80")
	if got := example(s.state()); got[3] != 80_00 {
		t.Errorf("with a limit of 80.00 bonus pays %d", got[3])
	}
	s.Keys("Ctrl+S")
	s.enter("cap_value_per_sale")
	if q := s.Shell.State().Question; q.Field.Text != "80" {
		t.Errorf("the field holds %q", q.Field.Text)
	}
	s.Answer("save", -1, "")
	s.Keys("Ctrl+S")
	p, err := s.Till.Program(t.Context())
	must(t, err)
	if p.CapValuePerSale != nil || p.Version != 3 {
		t.Errorf("version %d has the limit %v", p.Version, p.CapValuePerSale)
	}
}

func TestPresetSetsWhatAPointIsWorth(t *testing.T) {
	s := newTestShop(t)
	s.section("programme")
	s.enter("preset")
	if q := s.Shell.State().Question; q.Start != 0 {
		t.Errorf("the list starts at %d, not at what holds", q.Start)
	}
	s.Answer("pick", 2, "")
	s.Keys("Ctrl+S")
	p, err := s.Till.Program(t.Context())
	must(t, err)
	if p.Points != 1 || p.PointsWorth != 100 || p.CapBp != 3000 || p.CashRounding != 50 {
		t.Errorf("1 point = 1 kr gave %+v", p.Program)
	}
}

func TestTiers(t *testing.T) {
	s := newTestShop(t)
	s.section("tiers")
	s.enter("new")
	s.Answer("save", -1, "bonus 5%")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.already_there" {
		t.Fatalf("the same name in small letters: %+v", q)
	}
	s.Answer("save", -1, " Guld ")
	for _, c := range []struct{ row, text string }{{"rate", "7,5"}, {"discount", "10"}, {"threshold", "5000"}} {
		s.enter(c.row)
		s.Answer("save", -1, c.text)
	}
	s.enter("default")
	tiers, err := s.Till.Tiers(t.Context())
	must(t, err)
	want := pos.Tier{Name: "Guld", RateBp: 750, DiscountBp: 1000, Threshold: 5000_00, Default: true}
	defaults := 0
	for _, tier := range tiers {
		if tier.Default {
			defaults++
		}
	}
	if !slices.Contains(tiers, want) || defaults != 1 {
		t.Errorf("tiers are %+v", tiers)
	}
	s.Keys(screen.KeyEscape)
	if st := s.state(); !st.Title.IsZero() || st.Rows[st.Chosen].ID != "tier:Guld" {
		t.Errorf("Escape leads to %q, %q", st.Title.Key, st.Rows[st.Chosen].ID)
	}
	s.enter("tier:Guld")
	s.enter("rate")
	s.Answer("save", -1, "101")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.bad_rate" {
		t.Errorf("101 %%: %+v", q)
	}
}

func TestPeople(t *testing.T) {
	s := newTestShop(t)
	s.section("people")
	s.enter("new")
	s.Answer("save", -1, "Yrsa")
	s.Answer("pick", 1, "")
	s.Answer("save", -1, "12")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.bad_pin" {
		t.Fatalf("a PIN of two figures: %+v", q)
	}
	s.Answer("save", -1, "4711")
	people, err := s.Till.People(t.Context())
	must(t, err)
	at := slices.IndexFunc(people, func(p pos.Person) bool { return p.Name == "Yrsa" })
	if at < 0 || people[at].Role != pos.Clerk || !people[at].Active {
		t.Fatalf("people are %+v", people)
	}
	if _, err := s.Till.SignIn(t.Context(), people[at].ID, "4711"); err != nil {
		t.Errorf("the PIN: %v", err)
	}
	s.enter("active")
	if r := s.row("active"); r.Value.Key != "action.no" {
		t.Errorf("after that she is active: %q", r.Value.Key)
	}
	if _, err := s.Till.SignIn(t.Context(), people[at].ID, "4711"); pos.CodeOf(err) != pos.WrongPIN {
		t.Errorf("one who left signs in: %v", err)
	}
}

func TestLastManagerStays(t *testing.T) {
	s := newTestShop(t)
	s.section("people")
	s.enter("person:" + s.People["Bo"].ID.String())
	s.enter("active")
	if s.Said() != "error.last_manager" || s.row("active").Value.Key != "action.yes" {
		t.Errorf("said %q, active %q", s.Said(), s.row("active").Value.Key)
	}
	s.enter("role")
	s.Answer("pick", 0, "")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.last_manager" {
		t.Errorf("demoted: %+v", q)
	}
}

func TestShopSection(t *testing.T) {
	s := newTestShop(t)
	s.section("shop")
	s.enter("address")
	s.Answer("save", -1, "Torvet 2 | 6760 Ribe |")
	s.enter("paper")
	s.Answer("pick", 3, "")
	set, err := s.Till.Settings(t.Context())
	must(t, err)
	if set[till.AddressSetting] != "Torvet 2\n6760 Ribe" || set[till.PaperSetting] != "fr" {
		t.Errorf("kept %v", set)
	}
	if r := s.row("address"); !strings.Contains(r.Value.Args[0].(string), "Torvet 2 | 6760 Ribe") {
		t.Errorf("the row shows %v", r.Value)
	}
	if r := s.row("spend"); r.Value.Key != "action.yes" {
		t.Errorf("a shop that was not restored may not spend: %+v", r)
	}
}

// TestLookOfAWindowStartedWithAnother: what is in use is marked, and what the
// shop has is called so; a look that is chosen leaves the language as it is.
func TestLookOfAWindowStartedWithAnother(t *testing.T) {
	s := newTestShop(t)
	s.Shell.SetLook(t.Context(), "fr", "dark")
	s.section("look")
	want := func(rows map[string]string) {
		t.Helper()
		for id, key := range rows {
			if got := s.row(id).Value.Key; got != key {
				t.Errorf("%s says %q, want %q", id, got, key)
			}
		}
	}
	want(map[string]string{"language.fr": "settings.now", "language.da": "settings.look.kept", "language.en": "",
		"theme.dark": "settings.now", "theme.light": "settings.look.kept", "theme.contrast": ""})
	s.enter("theme.contrast")
	if st := s.Shell.State(); st.Language != "fr" || st.Theme != "contrast" {
		t.Errorf("the frame is %s, %s", st.Language, st.Theme)
	}
	want(map[string]string{"language.fr": "settings.now", "theme.contrast": "settings.now", "theme.light": "", "theme.dark": ""})
	s.enter("language.da")
	want(map[string]string{"language.da": "settings.now", "language.fr": ""})
}
