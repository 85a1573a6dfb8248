package rooms

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// file is a parsed Go file of the house. Folder has slashes and no module name.
type file struct {
	folder, name string
	lines        int
	generated    bool
	fset         *token.FileSet
	ast          *ast.File
}

func (f file) test() bool { return strings.HasSuffix(f.name, "_test.go") }

func (f file) at(p token.Pos) string {
	return f.folder + "/" + f.name + ":" + strconv.Itoa(f.fset.Position(p).Line)
}

// house parses every Go file, whatever its build tags: a direction holds on
// every platform and under every tag.
func house(t *testing.T) []file {
	t.Helper()
	root, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(root, "go.mod")); err != nil {
		t.Fatal(err)
	}
	var files []file
	err = filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if n := d.Name(); p != root && (strings.HasPrefix(n, ".") || n == "testdata" || n == "build") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(p, ".go") {
			return nil
		}
		src, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		fset := token.NewFileSet()
		parsed, err := parser.ParseFile(fset, p, src, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		files = append(files, file{
			folder: filepath.ToSlash(filepath.Dir(rel)), name: filepath.Base(rel),
			lines: strings.Count(string(src), "\n"), generated: ast.IsGenerated(parsed), fset: fset, ast: parsed,
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 50 {
		t.Fatalf("found %d files: this is not the house", len(files))
	}
	return files
}

func TestImportsRunDownward(t *testing.T) {
	for _, f := range house(t) {
		for _, imp := range f.ast.Imports {
			name, err := strconv.Unquote(imp.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if fault := importFault(f.folder, name, f.test()); fault != "" {
				t.Errorf("%s imports %s: %s", f.at(imp.Pos()), name, fault)
			}
			if fault := aliasFault(f.folder, name, imp.Name); fault != "" {
				t.Errorf("%s: %s", f.at(imp.Pos()), fault)
			}
		}
	}
}

// aliasFault keeps our sync apart from the standard library's.
func aliasFault(folder, imported string, alias *ast.Ident) string {
	switch {
	case imported != module+"/sync":
		return ""
	case alias == nil || alias.Name != "tillsync":
		return "bonuskasse/sync is imported as tillsync"
	case !anyMatches(folder, []string{"cmd/...", "sync/..."}):
		return "only cmd and sync import sync"
	}
	return ""
}

// TestSyncExportsNoLocks: a name such as sync.Mutex must mean one thing.
func TestSyncExportsNoLocks(t *testing.T) {
	locks := map[string]bool{"Mutex": true, "RWMutex": true, "Once": true, "Pool": true, "Map": true, "WaitGroup": true, "Cond": true}
	for _, f := range house(t) {
		if f.folder != "sync" {
			continue
		}
		for _, decl := range f.ast.Decls {
			if g, ok := decl.(*ast.GenDecl); ok {
				for _, spec := range g.Specs {
					if s, ok := spec.(*ast.TypeSpec); ok && locks[s.Name.Name] {
						t.Errorf("%s: sync exports %s", f.at(s.Pos()), s.Name.Name)
					}
				}
			}
		}
	}
}

// TestTopFolders: the rooms at the top are fixed.
func TestTopFolders(t *testing.T) {
	known := map[string]bool{"cmd": true, "pos": true, "hardware": true, "store": true, "sync": true, "assets": true}
	for _, f := range house(t) {
		if top, _, _ := strings.Cut(f.folder, "/"); !known[top] {
			t.Errorf("%s/%s: no such top-level room", f.folder, f.name)
		}
	}
}

func TestFilesStayShort(t *testing.T) {
	const most = 450
	for _, f := range house(t) {
		if f.lines > most && !f.generated {
			t.Errorf("%s/%s has %d lines, more than %d: one noun a file", f.folder, f.name, f.lines, most)
		}
	}
}

// TestGuardCatches holds the guard itself to account: each of these is a
// mistake that somebody will make one day.
func TestGuardCatches(t *testing.T) {
	bad := []struct {
		folder, imported string
		test             bool
	}{
		{"pos", "bonuskasse/store", false},
		{"pos", "bonuskasse/pos/ledger", false},
		{"pos", "golang.org/x/text/cases", false},
		{"pos/ledger", "bonuskasse/pos", false},
		{"pos/loyalty", "bonuskasse/pos/till", false},
		{"pos/till", "bonuskasse/store", false},
		{"pos/till", "bonuskasse/hardware/escpos", false},
		{"pos/till", "fyne.io/fyne/v2", false},
		{"pos/screen", "bonuskasse/pos/ui", false},
		{"pos/screen", "fyne.io/fyne/v2", true},
		{"pos/ui", "fyne.io/fyne/v2/app", false},
		{"pos/ui", "bonuskasse/store", false},
		{"pos/ui/widget", "bonuskasse/pos/screen", false},
		{"hardware", "bonuskasse/pos", false},
		{"hardware/escpos", "bonuskasse/pos/till", false},
		{"assets", "bonuskasse/pos", false},
		{"store", "bonuskasse/sync", false},
		{"store", "bonuskasse/hardware", false},
		{"sync", "bonuskasse/store", true},
		{"sync/headoffice", "bonuskasse/store/central", false},
		{"cmd/tillctl", "fyne.io/fyne/v2", false},
		{"cmd/gallery", "fyne.io/fyne/v2/app", false},
		{"pos/barcodes", "strings", false},
	}
	for _, b := range bad {
		if importFault(b.folder, b.imported, b.test) == "" {
			t.Errorf("%s may import %s (test %v)", b.folder, b.imported, b.test)
		}
	}
	good := []struct {
		folder, imported string
		test             bool
	}{
		{"pos", "strings", false},
		{"pos/loyalty", "bonuskasse/pos/ledger", false},
		{"pos/loyalty", "pgregory.net/rapid", true},
		{"pos/till", "bonuskasse/store", true},
		{"pos/ui", "fyne.io/fyne/v2/widget", false},
		{"cmd/till", "fyne.io/fyne/v2/app", false},
		{"cmd/till", "bonuskasse/store", false},
		{"store", "modernc.org/sqlite", false},
		{"hardware/escpos", "bonuskasse/hardware/hardwaretest", true},
	}
	for _, g := range good {
		if fault := importFault(g.folder, g.imported, g.test); fault != "" {
			t.Errorf("%s may not import %s: %s", g.folder, g.imported, fault)
		}
	}
	if aliasFault("cmd/till", "bonuskasse/sync", nil) == "" || aliasFault("store", "bonuskasse/sync", ast.NewIdent("tillsync")) == "" {
		t.Error("the alias rule lets something through")
	}
}
