package noted_test

import (
	"fmt"
	"io/fs"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/noted"
	"bonuskasse/pos/screen/screentest"
	"bonuskasse/pos/till"
)

var must = screentest.Must

// slips is a shop in which a clerk works off slips of paper.
type slips struct {
	*screentest.Shop
	copied string // the clipboard
	files  folder
}

// folder has one list in it, and no other file.
type folder struct{ screentest.Folder }

// Path is part of screen.Folders.
func (f *folder) Path(dir, typed string) (string, bool, error) {
	path, isFolder, err := f.Folder.Path(dir, typed)
	if typed != "anmeldelser.csv" {
		err = fs.ErrNotExist
	}
	return path, isFolder, err
}

func newSlips(t *testing.T) *slips {
	t.Helper()
	s := &slips{Shop: screentest.New(t)}
	boss := till.By(pos.System)
	yrsa, err := s.Till.SetPerson(t.Context(), pos.Person{Name: "Yrsa", Role: pos.Clerk, Active: true}, screentest.PIN, boss)
	must(t, err)
	s.People[yrsa.Name] = yrsa
	must(t, s.Till.Set(t.Context(), "limit.clerk.points_row", "5000", boss))
	add := func(m till.NewMember) {
		_, err := s.Till.AddMember(t.Context(), m, boss)
		must(t, err)
	}
	add(till.NewMember{Username: "karen", Name: "Karen Højgaard", Phone: "+4529778899", Card: "10002"})
	add(till.NewMember{Username: "liam", Name: "Liam O’Brien", Email: "liam@example.ie"})
	for _, name := range []string{"karen2", "søs"} {
		add(till.NewMember{Username: name, Name: "Karen Højgaard", Phone: "22" + fmt.Sprint(len(name)) + "00000"})
	}
	s.Shell.Add(screen.SalePlace, screen.NewSale(s.Till, s.Desk))
	s.sit()
	s.SignIn("Yrsa")
	s.Show(screen.SalePlace)
	s.Play("<F4>")
	return s
}

// sit opens the screens anew, as a restart does.
func (s *slips) sit() {
	s.Shell.Add(screen.NotedPlace, noted.New(noted.Options{
		Till: s.Till, Store: s.Store, Devices: s.Desk, Clipboard: func() string { return s.copied }, Files: &s.files,
	}))
	s.Shell.Add(screen.NotedListsPlace, noted.NewLists(s.Till, s.Desk))
}

func (s *slips) list() noted.State {
	return s.Shell.Screen(screen.NotedPlace).State().(noted.State)
}
