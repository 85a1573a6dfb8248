package main

import (
	"os"

	"bonuskasse/cmd/internal/folders"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/table"
	"bonuskasse/pos/table/spreadsheet"
)

// lists are the files of this machine, for whoever looks for a list in them.
type lists struct{ folders.Folders }

// List is a folder with what may be a list.
func (l lists) List(dir string) ([]screen.ImportFile, error) {
	return l.Browse(dir, screen.ListEndings)
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
