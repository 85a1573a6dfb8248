package screentest

import (
	"bonuskasse/pos/screen"
	"bonuskasse/pos/table"
)

// Folder is a folder with one list in it, or one that cannot be read.
type Folder struct {
	Text string
	Err  error
}

func (Folder) Home() string { return "/home/kasse" }
func (Folder) Browse(string, []string) ([]screen.ImportFile, error) {
	return []screen.ImportFile{{Name: "..", Folder: true}, {Name: "anmeldelser.csv"}}, nil
}
func (Folder) Path(dir, typed string) (string, bool, error) {
	return dir + "/" + typed, false, nil
}
func (f Folder) Read(string) (table.Sheet, error) { return table.Read([]byte(f.Text)), f.Err }
