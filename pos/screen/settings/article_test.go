package settings_test

import (
	"fmt"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// TestAnArticleHasSwitchesOfItsOwn: of tobacco nothing earns; a pipe may say that it
// does, and each of its switches.
func TestAnArticleHasSwitchesOfItsOwn(t *testing.T) {
	no := false
	for _, c := range []struct {
		name, row string
		pick      int
		points    string
		want      string // what holds when it is sold
		value     string
	}{
		{name: "as the category", row: "earns", pick: 0, want: "earns false, takes bonus true, discount true, points by rate", value: "settings.article.by_category"},
		{name: "it earns all the same", row: "earns", pick: 1, want: "earns true, takes bonus true, discount true, points by rate", value: "action.yes"},
		{name: "bonus may not pay", row: "bonus_payable", pick: 2, want: "earns false, takes bonus false, discount true, points by rate", value: "action.no"},
		{name: "no club discount", row: "discountable", pick: 2, want: "earns false, takes bonus true, discount false, points by rate", value: "action.no"},
		{name: "seven points each", row: "fixed_points", pick: 2, points: "7", want: "earns false, takes bonus true, discount true, points 7", value: "value"},
		{name: "by the rate", row: "fixed_points", pick: 1, want: "earns false, takes bonus true, discount true, points by rate", value: "settings.article.by_rate"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newTestShop(t)
			must(t, s.Till.SetProducts(t.Context(), []pos.Product{
				{SKU: "pipe", Name: "Pibe", Category: "Tobak", Price: 100_00, Kind: pos.Goods, Discountable: true, Earns: true, BonusPayable: true},
			}, till.By(pos.System)))
			must(t, s.Till.SetCategory(t.Context(), pos.Category{Name: "Tobak", Earns: &no}, till.By(pos.System)))
			s.section("programme")
			s.enter("article")
			s.Answer("save", -1, "ukendt")
			if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.unknown_barcode" {
				t.Fatalf("an unknown one: %+v", q)
			}
			s.Answer("save", -1, "pibe")
			s.enter(c.row)
			s.Answer("pick", c.pick, "")
			if c.points != "" {
				s.Answer("save", -1, "-7")
				if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.bad_points" {
					t.Fatalf("-7: %+v", q)
				}
				s.Answer("save", -1, c.points)
			}
			d, err := s.Till.NewSale(t.Context(), s.People["Bo"])
			must(t, err)
			must(t, s.Till.AddBarcode(t.Context(), &d, "pipe", 1000))
			p := d.Lines[0]
			points := "by rate"
			if p.FixedPoints != nil {
				points = fmt.Sprint(*p.FixedPoints)
			}
			if got := fmt.Sprintf("earns %v, takes bonus %v, discount %v, points %s", p.Earns, p.BonusPayable, p.Discountable, points); got != c.want {
				t.Errorf("it %s, not %s", got, c.want)
			}
			if got := s.row(c.row).Value.Key; got != c.value {
				t.Errorf("the row says %q, not %q", got, c.value)
			}
		})
	}
}
