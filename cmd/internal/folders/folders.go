// Package folders is this machine's folders, for whoever looks for a file in
// them.
package folders

import (
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
)

// Folders is ready as it is.
type Folders struct{}

// Home is where downloads and saved lists lie.
func (Folders) Home() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return string(filepath.Separator)
	}
	return home
}

// Browse is a folder, its folders first, and the files with one of the endings;
// what begins with a dot is left out.
func (Folders) Browse(dir string, endings []string) (list []screen.ImportFile, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		info, err := os.Stat(filepath.Join(dir, e.Name())) // follows links
		if err != nil || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if !info.IsDir() && !slices.Contains(endings, strings.ToLower(filepath.Ext(e.Name()))) {
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
func (f Folders) Path(dir, typed string) (path string, folder bool, err error) {
	if rest, ok := strings.CutPrefix(typed, "~"); ok {
		typed = filepath.Join(f.Home(), rest)
	}
	if path = filepath.Clean(typed); !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	info, err := os.Stat(path)
	if err != nil {
		return path, false, err
	}
	if !info.IsDir() && !info.Mode().IsRegular() { // a pipe would never end
		return "", false, &fs.PathError{Op: "read", Path: path, Err: fs.ErrInvalid}
	}
	return path, info.IsDir(), nil
}

// Shop is the folder of a till that was told none: where programs of a system
// (runtime.GOOS) keep a person's data. It is empty where the system does not say.
func Shop(system string, env func(string) string) string {
	in := func(dir string, more ...string) string {
		if dir == "" {
			return ""
		}
		return filepath.Join(append([]string{dir}, more...)...)
	}
	switch system {
	case "windows":
		return in(env("LOCALAPPDATA"), "Bonuskasse", "shop")
	case "darwin":
		return in(env("HOME"), "Library", "Application Support", "Bonuskasse", "shop")
	}
	// XDG Base Directory Specification
	if dir := env("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return in(dir, "bonuskasse", "shop")
	}
	return in(env("HOME"), ".local", "share", "bonuskasse", "shop")
}
