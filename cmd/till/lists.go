package main

import (
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/table"
	"bonuskasse/pos/table/spreadsheet"
)

// lists are the files of this machine, for whoever looks for a list in them.
type lists struct{}

// Home is where downloads and saved lists lie.
func (lists) Home() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return string(filepath.Separator)
	}
	return home
}

// listEndings are of the files that are shown; any other can be typed.
var listEndings = []string{".csv", ".xlsx", ".xlsm", ".txt", ".tsv"}

// List is a folder, its folders first; what begins with a dot is left out.
func (lists) List(dir string) (list []screen.ImportFile, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		info, err := os.Stat(filepath.Join(dir, e.Name())) // follows links
		if err != nil || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if !info.IsDir() && !slices.Contains(listEndings, strings.ToLower(filepath.Ext(e.Name()))) {
			continue
		}
		list = append(list, screen.ImportFile{Name: e.Name(), Folder: info.IsDir(), Bytes: info.Size(), Changed: pos.At(info.ModTime())})
	}
	slices.SortFunc(list, func(a, b screen.ImportFile) int {
		switch {
		case a.Folder && !b.Folder:
			return -1
		case b.Folder && !a.Folder:
			return 1
		}
		return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	if filepath.Dir(dir) != dir {
		list = append([]screen.ImportFile{{Name: "..", Folder: true}}, list...)
	}
	return list, nil
}

// Path is what was typed, seen from a folder; "~" is the home.
func (l lists) Path(dir, typed string) (path string, folder bool, err error) {
	if rest, ok := strings.CutPrefix(typed, "~"); ok {
		typed = filepath.Join(l.Home(), rest)
	}
	if path = filepath.Clean(typed); !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	info, err := os.Stat(path)
	if err != nil {
		return "", false, err
	}
	if !info.IsDir() && !info.Mode().IsRegular() { // a pipe would never end
		return "", false, &fs.PathError{Op: "read", Path: path, Err: fs.ErrInvalid}
	}
	return path, info.IsDir(), nil
}

// Read reads a list; one that is too large is not read at all.
func (lists) Read(path string) (table.Sheet, error) {
	info, err := os.Stat(path)
	if err != nil {
		return table.Sheet{}, err
	}
	if info.Size() > table.MaxBytes {
		return table.Unread(table.TooLarge), nil
	}
	data, err := os.ReadFile(path)
	return spreadsheet.Read(data), err
}
