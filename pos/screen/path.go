package screen

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"bonuskasse/pos"
)

// Folders are those of this machine.
type Folders interface {
	// Home is the folder to begin in.
	Home() string
	// Browse is a folder: its folders, ".." the first of them, and the files
	// with one of the endings.
	Browse(dir string, endings []string) ([]ImportFile, error)
	// Path is what a person typed, seen from a folder; folder says what it is.
	// It is a path also where there is nothing yet, with the error.
	Path(dir, typed string) (path string, folder bool, err error)
}

// PathAsk asks where a file is, or is to be. What is typed is a path, from the
// folder that is shown; the arrows walk in the folders, and Enter on an empty
// line opens the one that is chosen. It is a question like any other: a scan is
// refused with a sound, and nothing that was typed is lost.
type PathAsk struct {
	Title, Text, Label Sentence
	Take               string // the key of the first choice
	// endings are of the files to open. Without any a folder is chosen, or
	// with a name, a file to be saved in it.
	Endings []string
	Name    string
	More    []Choice // besides taking one
	// then is given the path; in more's stead its choice.
	Then func(ctx context.Context, path, choice string, do *Turn) error
}

// mostFiles is how many rows of a folder are shown; any other can be typed.
const mostFiles = 500

// AskPath shows a folder. One that cannot be read, or is not there yet, has a way
// up: it is what holds, and Enter by habit changes nothing.
func AskPath(f Folders, dir string, a PathAsk, do *Turn) {
	list, err := f.Browse(dir, a.Endings)
	if err != nil {
		list = []ImportFile{{Name: "..", Folder: true}}
	}
	list = list[:min(len(list), mostFiles)]
	opens := len(a.Endings) > 0
	q := Question{
		Title: a.Title, Text: Say("path.text", a.Text, Name(dir)), Field: &Field{Label: a.Label, Text: a.Name, Hint: Say("path.hint")},
		Choices: append(append([]Choice{Yes("ok", a.Take)}, a.More...), No()),
	}
	if !opens {
		q.Rows = []Row{{Head: Say("path.here"), Sub: Name(dir)}}
	}
	for _, x := range list {
		row := Row{Head: Name(x.Name)}
		switch {
		case x.Name == "..":
			row.Head, row.Sub = Say("path.up"), Name(filepath.Dir(dir))
		case x.Folder:
			row.Sub = Say("path.folder")
		default:
			row.Sub = Say("path.file", x.Changed)
		}
		q.Rows = append(q.Rows, row)
	}
	if opens {
		q.Start = min(1, max(len(q.Rows)-1, 0)) // not the way back
	}
	q.Then = func(ctx context.Context, r Reply, do *Turn) error {
		typed := strings.Trim(strings.TrimSpace(r.Text), `"'`)
		switch {
		case r.Do == Cancel:
			return nil
		case r.Do != "ok":
			return a.Then(ctx, "", r.Do, do)
		case opens:
			return a.open(ctx, f, dir, typed, list, r.Row, do)
		}
		return a.place(ctx, f, dir, typed, list, r.Row-1, do)
	}
	do.Ask(q)
}

// open takes a file that is there, and goes into a folder.
func (a PathAsk) open(ctx context.Context, f Folders, dir, typed string, list []ImportFile, row int, do *Turn) error {
	if typed == "" {
		if row < 0 || row >= len(list) {
			return nil
		}
		typed = list[row].Name
	}
	path, folder, err := f.Path(dir, typed)
	switch {
	case err != nil:
		return NoFile(err, path)
	case folder:
		AskPath(f, path, a, do)
		return nil
	}
	return a.Then(ctx, path, "ok", do)
}

// place takes a folder, or a name in it, that need not be there yet.
func (a PathAsk) place(ctx context.Context, f Folders, dir, typed string, list []ImportFile, row int, do *Turn) error {
	if row >= 0 && row < len(list) && (typed == "" || typed == a.Name) {
		if list[row].Name == ".." {
			AskPath(f, filepath.Dir(dir), a, do)
			return nil
		}
		path, _, err := f.Path(dir, list[row].Name)
		if err != nil {
			return NoFile(err, path)
		}
		AskPath(f, path, a, do)
		return nil
	}
	if typed == "" {
		if a.Name != "" {
			return nil
		}
		return a.Then(ctx, dir, "ok", do)
	}
	path, folder, err := f.Path(dir, typed)
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return NoFile(err, path)
	case err == nil && folder && a.Name != "": // a folder to save in
		AskPath(f, path, a, do)
		return nil
	case err == nil && !folder && a.Name == "":
		return pos.Refuse("bad_folder")
	}
	return a.Then(ctx, path, "ok", do)
}

// NoFile is the refusal of a file that cannot be read or written, by its path.
func NoFile(err error, path string) error {
	if errors.Is(err, fs.ErrPermission) {
		return pos.Refuse("file_not_allowed", path)
	}
	return pos.Refuse("no_such_file", path)
}
