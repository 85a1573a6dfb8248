package settings_test

import (
	"slices"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// A version planned for a day waits for it, and can be compared in words.
func TestProgrammeIsPlannedAndCompared(t *testing.T) {
	s := newTestShop(t)
	s.section("programme")
	s.enter("plan")
	if s.Said() != "settings.programme.nothing" {
		t.Errorf("nothing is planned, and it says %q", s.Said())
	}
	s.enter("cap_bp")
	s.Answer("save", -1, "50")
	s.enter("ladder")
	s.enter("plan")
	s.Answer("save", -1, "tomorrow")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.bad_setting" {
		t.Fatalf("a day that is none: %+v", q)
	}
	s.Answer("save", -1, "1.11.2026")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.program_in_past" {
		t.Fatalf("a day that is over: %+v", q)
	}
	s.Answer("save", -1, "1.12.2026")
	if s.Said() != "settings.programme.planned" {
		t.Fatalf("it says %q", s.Said())
	}
	if p, err := s.Till.Program(t.Context()); err != nil || p.CapBp != 3000 {
		t.Errorf("before its day it holds: %+v %v", p.Program, err)
	}
	first := time.Date(2026, 12, 1, 0, 0, 0, 0, s.Till.Zone())
	if p, err := s.Till.ProgramVersion(t.Context(), 2); err != nil || p.ValidFrom != pos.At(first) || p.CapBp != 5000 || p.Ladder {
		t.Errorf("planned is %+v %v", p, err)
	}

	s.enter("versions")
	if q := s.Shell.State().Question; q.Rows[0].Right.Key != "settings.programme.coming" || q.Rows[1].Right.Key != "settings.programme.now" {
		t.Errorf("the versions are %+v", q.Rows)
	}
	s.Answer("compare", 0, "")
	if s.row("cap_bp").Value.Key != "settings.programme.from_to" || s.row("ladder").Value.IsZero() || len(s.state().Rows) != 3 {
		t.Errorf("the differences are %+v", s.state().Rows)
	}
	s.enter("other")
	s.Answer("pick", 0, "")
	s.row("same")
	s.Keys("Left")
	s.row("points")

	// Two versions cannot begin at one moment, nor one before what is planned.
	s.enter("cap_bp")
	s.Answer("save", -1, "40")
	s.enter("plan")
	for _, day := range []string{"1.12.2026", "30.11.2026 10:00"} {
		s.Answer("save", -1, day)
		if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.program_overlaps" {
			t.Fatalf("%s: %+v", day, q.Wrong)
		}
	}
	s.Answer("save", -1, "2.12.2026 8:30")
	at := time.Date(2026, 12, 2, 8, 30, 0, 0, s.Till.Zone())
	if p, err := s.Till.ProgramVersion(t.Context(), 3); err != nil || p.ValidFrom != pos.At(at) || p.CapBp != 4000 {
		t.Errorf("planned is %+v %v", p, err)
	}
}

// The example is of a customer: with little bonus they can pay less than the
// programme allows.
func TestTheExampleIsOfACustomer(t *testing.T) {
	s := newTestShop(t)
	s.Sell("10001", till.Payment{Cash: till.Exact}, map[string]int64{"te": 1000}) // earns 2.50
	s.section("programme")
	s.enter("customer")
	s.Answer("save", -1, "nobody")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.unknown_member" {
		t.Fatalf("nobody is %+v", q)
	}
	s.Answer("save", -1, "soren")
	if got := example(s.state()); !slices.Equal(got, []int64{350_00, 17_50, 1750, 2_50, 250, 105_00, 17_37, 1737}) {
		t.Errorf("Søren's example is %v", got)
	}
	s.enter("customer")
	s.Answer("save", -1, "")
	if got := example(s.state()); got[3] != 105_00 {
		t.Errorf("anybody's example is %v", got)
	}
}

// A category's switches are yes, no, or as the goods say.
func TestCategoriesHaveSwitches(t *testing.T) {
	s := newTestShop(t)
	must(t, s.Till.SetProducts(t.Context(), []pos.Product{{SKU: "cigar", Name: "Cigar", Category: "Tobak", Price: 100_00, Kind: pos.Goods, Earns: true, BonusPayable: true}}, till.By(pos.System)))
	s.section("programme")
	s.enter("categories")
	if s.row("category:Tobak").Value.Key != "settings.category.own" {
		t.Errorf("Tobak says %v", s.row("category:Tobak").Value)
	}
	s.enter("category:Tobak")
	s.enter("earns")
	s.Answer("pick", 2, "")
	s.enter("bonus_payable")
	s.Answer("pick", 1, "")
	s.enter("fixed_points")
	s.Answer("save", -1, "x")
	s.Answer("save", -1, "7")
	list, err := s.Till.Categories(t.Context())
	must(t, err)
	if len(list) != 1 || *list[0].Earns || !*list[0].BonusPayable || list[0].Discountable != nil || *list[0].FixedPoints != 7 {
		t.Errorf("it is %+v", list)
	}
	for _, key := range []string{"earns", "bonus_payable"} {
		s.enter(key)
		s.Answer("pick", 0, "")
	}
	s.enter("fixed_points")
	s.Answer("save", -1, "")
	if list, err = s.Till.Categories(t.Context()); err != nil || !list[0].IsZero() {
		t.Errorf("taken back it is %+v %v", list, err)
	}
	s.Keys("Left")
	s.enter("new")
	s.Answer("save", -1, "Blomster")
	s.enter("earns")
	s.Answer("pick", 2, "")
	s.Keys("Left")
	s.row("category:Blomster")
	s.Keys("Left")
	if s.row("categories").Value.IsZero() {
		t.Error("the programme does not say how many categories say something")
	}
}

// A ladder that would go down is refused where it is set.
func TestTiersNeverGoDown(t *testing.T) {
	s := newTestShop(t)
	boss := till.By(pos.System)
	must(t, s.Till.SetTier(t.Context(), pos.Tier{Name: "Silver", RateBp: 500, Threshold: 1000_00}, boss))
	must(t, s.Till.SetTier(t.Context(), pos.Tier{Name: "Gold", RateBp: 800, Threshold: 5000_00}, boss))
	s.section("tiers")
	if s.row("tier:Gold").Value.Key != "settings.tier.value.ladder" {
		t.Errorf("Gold says %v", s.row("tier:Gold").Value)
	}
	s.enter("tier:Gold")
	s.enter("rate")
	s.Answer("save", -1, "4")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.ladder_down" {
		t.Fatalf("it is taken: %+v", q)
	}
	s.Answer(screen.Cancel, -1, "")
	s.enter("threshold")
	s.Answer("save", -1, "1000")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.ladder_twice" {
		t.Fatalf("it is taken: %+v", q)
	}
}
