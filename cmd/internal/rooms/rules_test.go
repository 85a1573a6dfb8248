package rooms

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"
)

// exact are the rooms that count money, points and quantities: no floating
// point, in code or in a conversion.
var exact = []string{"pos", "pos/ledger", "pos/loyalty", "pos/journal", "pos/chain", "pos/table", "pos/till", "pos/paper", "pos/screen", "pos/screen/appointments", "pos/screen/cards", "pos/screen/coupons", "pos/screen/gifts", "pos/screen/noted", "pos/screen/reports", "pos/screen/returns", "pos/screen/settings", "store"}

// timeless are the rooms whose clock and dice are passed in.
var timeless = []string{"pos", "pos/ledger", "pos/loyalty", "pos/journal", "pos/chain", "pos/table", "pos/till", "pos/paper", "pos/screen", "pos/screen/appointments", "pos/screen/cards", "pos/screen/coupons", "pos/screen/gifts", "pos/screen/noted", "pos/screen/reports", "pos/screen/returns", "pos/screen/settings"}

func TestNoFloatsWhereMoneyIs(t *testing.T) {
	for _, f := range house(t) {
		// A measurement of time counts no money.
		measures := f.folder == "store" && f.name == "bench.go"
		if anyMatches(f.folder, exact) && !f.test() && !measures {
			for p, what := range floats(f.ast) {
				t.Errorf("%s: %s in a room that counts", f.at(p), what)
			}
		}
	}
}

func TestClockAndDiceArePassedIn(t *testing.T) {
	for _, f := range house(t) {
		if anyMatches(f.folder, timeless) && !f.test() {
			for p, what := range clocks(f.ast) {
				t.Errorf("%s: %s; take a clock or a source of randomness", f.at(p), what)
			}
		}
	}
}

// TestScreensUseOurWidgets: a stock widget takes the keys of a scan for its
// own (window.md), so screens build with pos/ui/widget.
func TestScreensUseOurWidgets(t *testing.T) {
	for _, f := range house(t) {
		screen := matches(f.folder, "pos/ui") || anyMatches(f.folder, []string{"cmd/till", "cmd/gallery"})
		if screen && !f.test() {
			for p, what := range stock(f.ast) {
				t.Errorf("%s: %s swallows scans; use pos/ui/widget", f.at(p), what)
			}
		}
	}
}

func floats(f *ast.File) map[token.Pos]string {
	found := map[token.Pos]string{}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if n.Kind == token.FLOAT || n.Kind == token.IMAG {
				found[n.Pos()] = n.Value
			}
		case *ast.Ident:
			if n.Name == "float64" || n.Name == "float32" {
				found[n.Pos()] = n.Name
			}
		case *ast.SelectorExpr:
			pkg, name := selector(f, n)
			if pkg == "math" && !strings.HasPrefix(name, "Max") && !strings.HasPrefix(name, "Min") || pkg == "math/big" && name == "Float" ||
				pkg == "strconv" && (name == "ParseFloat" || name == "FormatFloat") {
				found[n.Pos()] = pkg + "." + name
			}
		}
		return true
	})
	return found
}

// clocks finds readings of the machine's clock and its randomness. Timers are
// not readings: a retry may wait, but not decide by what o'clock it is.
func clocks(f *ast.File) map[token.Pos]string {
	found := map[token.Pos]string{}
	for _, imp := range f.Imports {
		if p, _ := strconv.Unquote(imp.Path.Value); p == "math/rand" || p == "math/rand/v2" || p == "crypto/rand" {
			found[imp.Pos()] = p
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if pkg, name := selector(f, s); pkg == "time" && (name == "Now" || name == "Since" || name == "Until" || name == "Sleep") {
				found[n.Pos()] = "time." + name
			}
		}
		return true
	})
	return found
}

// focusable are Fyne's own widgets that take the keyboard.
var focusable = map[string]bool{
	"Button": true, "Entry": true, "MultiLineEntry": true, "PasswordEntry": true, "EntryWithData": true, "ButtonWithIcon": true,
	"Select": true, "SelectEntry": true, "Table": true, "TableWithHeaders": true, "List": true, "ListWithData": true, "Tree": true,
	"Check": true, "CheckGroup": true, "CheckWithData": true, "RadioGroup": true, "Slider": true, "SliderWithData": true, "Form": true,
	"Hyperlink": true, "Accordion": true, "Toolbar": true, "Menu": true, "PopUpMenu": true, "ModalPopUp": true, "PopUp": true,
	"DateEntry": true, "Calendar": true, "GridWrap": true, "AppTabs": true, "DocTabs": true, "Split": true,
}

func stock(f *ast.File) map[token.Pos]string {
	const fyne = "fyne.io/fyne/v2/"
	found := map[token.Pos]string{}
	for _, imp := range f.Imports {
		if p, _ := strconv.Unquote(imp.Path.Value); p == fyne+"dialog" {
			found[imp.Pos()] = "fyne's dialog"
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			pkg, name := selector(f, s)
			name = strings.TrimPrefix(strings.TrimPrefix(name, "Show"), "New")
			if (pkg == fyne+"widget" || pkg == fyne+"container") && focusable[name] {
				found[n.Pos()] = "fyne's " + name
			}
		}
		return true
	})
	return found
}

// selector is the import path and the name of a pkg.Name, or empty strings.
func selector(f *ast.File, s *ast.SelectorExpr) (pkg, name string) {
	id, ok := s.X.(*ast.Ident)
	if !ok {
		return "", ""
	}
	for _, imp := range f.Imports {
		p, _ := strconv.Unquote(imp.Path.Value)
		local := strings.TrimSuffix(p, "/v2")
		local = local[strings.LastIndex(local, "/")+1:]
		if imp.Name != nil {
			local = imp.Name.Name
		}
		if local == id.Name {
			return p, s.Sel.Name
		}
	}
	return "", ""
}

// TestRulesCatch holds these rules to account on a file that breaks them all.
func TestRulesCatch(t *testing.T) {
	const src = `package bad
import (
	"math"
	"math/rand/v2"
	clock "time"
	"fyne.io/fyne/v2/dialog"
	fynewidget "fyne.io/fyne/v2/widget"
)
var price float64 = 1.5
var most = math.MaxInt64
var up = math.Ceil(2)
var now = clock.Now()
var dice = rand.Int()
var wait = clock.Second
var b = fynewidget.NewButton("", nil)
var e fynewidget.Entry
var l = fynewidget.NewLabel("")
var d = dialog.ShowError
`
	f, err := parser.ParseFile(token.NewFileSet(), "bad.go", src, 0)
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string][2]int{
		"floats": {len(floats(f)), 3}, // the type, the literal, math.Ceil
		"clocks": {len(clocks(f)), 2}, // the dice, time.Now under another name
		"stock":  {len(stock(f)), 3},  // dialog, Button, Entry
	} {
		if got[0] != got[1] {
			t.Errorf("%s found %d faults, want %d", name, got[0], got[1])
		}
	}
}
