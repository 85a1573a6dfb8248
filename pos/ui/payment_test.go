package ui_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/ui"
)

// TestNextSaleShowsNoPartOfTheLast: one customer, and what was paid, is gone from
// the page when the next one pays.
func TestNextSaleShowsNoPartOfTheLast(t *testing.T) {
	w := newWindow(t)
	v := ui.NewPayment(w.front)
	shows := func(text string) bool {
		return strings.Contains(test.RenderObjectToMarkup(v.Page().Content), text)
	}
	v.Render(screen.PaymentState{Total: 100_00, Member: &screen.MemberPanel{Name: "Søren Åkjær"}, Tenders: []screen.TenderRow{{Method: screen.ByCash, Amount: 100_00}}})
	if !shows("-100,00") || !shows("Søren Åkjær") {
		t.Fatal("the part that is paid, or who pays it, is not shown")
	}
	v.Render(screen.PaymentState{Thanks: &screen.Thanks{Receipt: "1-000012", Paid: 100_00}})
	v.Render(screen.PaymentState{Total: 49_95, Due: 49_95})
	if shows("-100,00") || shows("Søren Åkjær") {
		t.Error("the next sale shows the last customer, or what was paid")
	}
}
