package theme_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"image/color"
	"io/fs"
	"path/filepath"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"bonuskasse/pos/ui/theme"
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

func TestEveryPairCanBeRead(t *testing.T) {
	for _, mode := range theme.Modes() {
		for _, p := range theme.Pairs() {
			if r := theme.Ratio(theme.Color(mode, p.Text), theme.Color(mode, p.Ground)); r < 4.5 {
				t.Errorf("%v: ink %d on %d has contrast %.2f, want 4.5", mode, p.Text, p.Ground, r)
			}
		}
		for _, p := range theme.Edges() {
			if r := theme.Ratio(theme.Color(mode, p.Text), theme.Color(mode, p.Ground)); r < 3 {
				t.Errorf("%v: edge %d on %d has contrast %.2f, want 3", mode, p.Text, p.Ground, r)
			}
		}
	}
	// High contrast promises more.
	for _, p := range theme.Pairs() {
		if r := theme.Ratio(theme.Color(theme.Contrast, p.Text), theme.Color(theme.Contrast, p.Ground)); r < 7 {
			t.Errorf("high contrast: ink %d on %d has %.2f, want 7", p.Text, p.Ground, r)
		}
	}
}

// TestAHintIsNoText: the hint in an empty field is not taken for what was typed.
func TestAHintIsNoText(t *testing.T) {
	for _, mode := range theme.Modes() {
		look := theme.New(mode)
		if look.Color(fynetheme.ColorNamePlaceHolder, 0) == look.Color(fynetheme.ColorNameForeground, 0) {
			t.Errorf("%v: a hint is as bright as text", mode)
		}
	}
}

func TestRatioIsThatOfTheStandard(t *testing.T) {
	black, white := color.NRGBA{A: 255}, color.NRGBA{R: 255, G: 255, B: 255, A: 255}
	if r := theme.Ratio(black, white); r < 20.99 || r > 21.01 {
		t.Errorf("black on white is %.3f, want 21", r)
	}
	// #767676 on white is the well-known first grey that passes.
	if r := theme.Ratio(color.NRGBA{R: 0x76, G: 0x76, B: 0x76, A: 255}, white); r < 4.5 || r > 4.6 {
		t.Errorf("#767676 on white is %.3f, want 4.54", r)
	}
}

// fyneNames reads the constants of one type from Fyne's own source, so that a
// colour added by an upgrade is noticed.
func fyneNames(t *testing.T, file, typ string) []string {
	t.Helper()
	at, _ := runtime.FuncForPC(reflect.ValueOf(fynetheme.DefaultTheme).Pointer()).FileLine(0)
	path := filepath.Join(filepath.Dir(at), file)
	tree, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	ast.Inspect(tree, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if sel, ok := spec.Type.(*ast.SelectorExpr); ok && sel.Sel.Name == typ {
			value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			names = append(names, value)
		}
		return true
	})
	if len(names) < 10 {
		t.Fatalf("only %d constants of %s found in %s", len(names), typ, path)
	}
	return names
}

func TestTheWholePaletteIsOurs(t *testing.T) {
	for _, mode := range theme.Modes() {
		th := theme.New(mode)
		for _, name := range fyneNames(t, "color.go", "ThemeColorName") {
			if !th.Owns(fyne.ThemeColorName(name)) {
				t.Errorf("Fyne's colour %q is not overridden", name)
			}
			a := th.Color(fyne.ThemeColorName(name), fynetheme.VariantLight)
			if b := th.Color(fyne.ThemeColorName(name), fynetheme.VariantDark); a != b {
				t.Errorf("%v: colour %q changes with the system's variant", mode, name)
			}
		}
		for _, name := range fyneNames(t, "size.go", "ThemeSizeName") {
			size := th.Size(fyne.ThemeSizeName(name))
			if name == string(fynetheme.SizeNameModalBlurRadius) {
				if size != 0 {
					t.Errorf("modal blur is %v, want 0", size)
				}
			} else if size <= 0 {
				t.Errorf("size %q is %v", name, size)
			}
		}
	}
}

func TestModesAreReadBack(t *testing.T) {
	for _, mode := range theme.Modes() {
		if got := theme.ReadMode(mode.String()); got != mode {
			t.Errorf("ReadMode(%q) = %v", mode.String(), got)
		}
	}
	if theme.ReadMode("no such") != theme.Light {
		t.Error("an unknown mode is not light")
	}
}

// One accent, one amber, one red: no colour is written anywhere else in the
// window's rooms.
func TestNoColourOutsideThePalette(t *testing.T) {
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") ||
			strings.HasSuffix(path, filepath.Join("theme", "palette.go")) {
			return err
		}
		set := token.NewFileSet()
		tree, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if !ok {
				return true
			}
			if sel, ok := lit.Type.(*ast.SelectorExpr); ok {
				if pkg, ok := sel.X.(*ast.Ident); ok && pkg.Name == "color" {
					t.Errorf("%s: a colour of its own; take an ink of the palette", set.Position(lit.Pos()))
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
