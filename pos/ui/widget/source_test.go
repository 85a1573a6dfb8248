package widget_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// takesFocus are the controls of Fyne's that can have the focus, and then
// swallow a scan. NewLabel and the like are harmless.
var takesFocus = map[string][]string{
	"fyne.io/fyne/v2/widget": {"NewAccordion", "NewButton", "NewButtonWithIcon", "NewCalendar", "NewCheck", "NewCheckGroup",
		"NewCheckWithData", "NewDateEntry", "NewEntry", "NewEntryWithData", "NewForm", "NewGridWrap", "NewGridWrapWithData",
		"NewHyperlink", "NewList", "NewListWithData", "NewMenu", "NewModalPopUp", "NewMultiLineEntry", "NewPasswordEntry", "NewPopUp",
		"NewPopUpMenu", "NewRadioGroup", "NewSelect", "NewSelectEntry", "NewSelectWithData", "NewSlider", "NewSliderWithData",
		"NewTable", "NewTableWithHeaders", "NewToolbar", "NewTree", "NewTreeWithStrings", "NewEntryWithValidation",
		"ShowModalPopUp", "ShowPopUp", "ShowPopUpAtPosition", "ShowPopUpMenuAtPosition",
		"Button", "Check", "Entry", "Hyperlink", "List", "RadioGroup", "Select", "SelectEntry", "Slider", "Table", "Tree"},
	"fyne.io/fyne/v2/container": {"NewAppTabs", "NewDocTabs", "AppTabs", "DocTabs"},
}

// No screen uses a control of Fyne's that can have the focus, nor its dialogs;
// and only cmd/till may import fyne/app, or these rooms would need cgo.
func TestScreensUseOurControlsOnly(t *testing.T) {
	files := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files++
		ours := filepath.Dir(path) == filepath.Join("..", "widget")
		for _, problem := range problems(t, path, ours) {
			t.Error(problem)
		}
		return nil
	})
	if err != nil || files < 20 {
		t.Fatalf("%d files read: %v", files, err)
	}
}

func problems(t *testing.T, path string, ours bool) (found []string) {
	t.Helper()
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, path, nil, 0)
	if err != nil {
		return []string{err.Error()}
	}
	names := map[string]string{} // the file's name for a package -> its path
	for _, imp := range tree.Imports {
		what, err := strconv.Unquote(imp.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		if what == "fyne.io/fyne/v2/app" || what == "fyne.io/fyne/v2/dialog" {
			found = append(found, set.Position(imp.Pos()).String()+": imports "+what)
		}
		name := what[strings.LastIndex(what, "/")+1:]
		if imp.Name != nil {
			name = imp.Name.Name
		}
		names[name] = what
	}
	if ours {
		return found
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if pkg, ok := sel.X.(*ast.Ident); ok && slices.Contains(takesFocus[names[pkg.Name]], sel.Sel.Name) {
				found = append(found, set.Position(sel.Pos()).String()+": Fyne's "+sel.Sel.Name+" would swallow scans; use the kit's")
			}
		}
		return true
	})
	return found
}

// The test above must see what it looks for.
func TestSourceTestSees(t *testing.T) {
	if got := problems(t, filepath.Join("testdata", "bad.go.txt"), false); len(got) != 4 {
		t.Errorf("found %d problems, want 4: %q", len(got), got)
	}
}
