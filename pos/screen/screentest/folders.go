package screentest

import (
	"io/fs"
	"path/filepath"

	"bonuskasse/pos/screen"
)

// Folders are folders and files by their path; a folder has a list. It is a
// screen.Folders.
type Folders map[string][]screen.ImportFile

// SomeFolders are those of the tests.
var SomeFolders = Folders{
	"/":                    {{Name: "home", Folder: true}},
	"/home":                {{Name: "..", Folder: true}, {Name: "kasse", Folder: true}},
	"/home/kasse":          {{Name: "..", Folder: true}, {Name: "billeder", Folder: true}, {Name: "soren.jpg"}},
	"/home/kasse/billeder": {{Name: "..", Folder: true}, {Name: "logo.png"}},
	"/papers":              {{Name: "..", Folder: true}},
	"/kalender":            {{Name: "..", Folder: true}, {Name: "uge.ics"}, {Name: "bad.ics"}},
}

func (Folders) Home() string { return "/home/kasse" }

func (f Folders) Browse(dir string, endings []string) (list []screen.ImportFile, err error) {
	all, there := f[dir]
	if !there {
		return nil, fs.ErrNotExist
	}
	for _, x := range all {
		if x.Folder || len(endings) > 0 {
			list = append(list, x)
		}
	}
	return list, nil
}

func (f Folders) Path(dir, typed string) (string, bool, error) {
	path := filepath.Clean(typed)
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	if _, there := f[path]; there {
		return path, true, nil
	}
	for _, x := range f[filepath.Dir(path)] {
		if x.Name == filepath.Base(path) {
			return path, x.Folder, nil
		}
	}
	return path, false, fs.ErrNotExist
}
