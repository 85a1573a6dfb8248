package main

import (
	"context"
	"fmt"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/table"
	"bonuskasse/pos/till"
)

// brought is a folder with the lists that a shop might bring.
type brought struct{ now time.Time }

// oldClub is a list out of an old till, with the faults that such lists have.
const oldClub = `Medlem;Mobil;E-mail;Kundekort;Saldo;Fødselsdag;Nyhedsbrev
Jørgen Ravn;20 88 11 02;ravn@example.dk;41001;1.240;24-12-1958;ja
Zoé Lefèvre;+33 6 12 34 56 78;zoe@example.fr;41002;80;3/4/1991;ja
Kirsten Bæk;20881104;;41003;0;;nej
Peder Østergård-Vestergaard;20881105;p.ostergaard.vestergaard@example.dk;41004;12.500;1949-06-05;nej
Μαρία Καλλά;+30 21 0123 4567;maria@example.gr;41005;15;;ja
`

const oldClubFaults = `Lone Holm;2.0881E+07;lone@example.dk;41006;45;;ja
Jens Skov;20881108;jens(at)example.dk;41007;9;31-02-1970;nej
jørgen ravn;+45 20881102;;41008;;;ja
Ida Dahl;20881110;ida@example.dk;41001;60;;ja
`

// Home is part of screen.ImportFiles.
func (brought) Home() string { return "/home/inga/Dokumenter" }

// List is part of screen.ImportFiles.
func (b brought) List(string) ([]screen.ImportFile, error) {
	at := func(days int) pos.Millis { return pos.At(b.now.AddDate(0, 0, -days)) }
	return []screen.ImportFile{
		{Name: "..", Folder: true}, {Name: "Regnskab 2025", Folder: true, Changed: at(90)},
		{Name: "kundeklub.csv", Bytes: 48_200, Changed: at(1)}, {Name: "kundeklub-rettet.xlsx", Bytes: 96_400, Changed: at(0)},
		{Name: "varer til jul.xlsx", Bytes: 12_044, Changed: at(12)},
	}, nil
}

// Path is part of screen.ImportFiles.
func (brought) Path(dir, typed string) (string, bool, error) {
	if typed == "klub" {
		return "", false, fmt.Errorf("no such file")
	}
	return dir + "/" + typed, typed == "..", nil
}

// Read is part of screen.ImportFiles.
func (brought) Read(path string) (table.Sheet, error) {
	if path == "/home/inga/Dokumenter/kundeklub.csv" {
		return table.Read([]byte(oldClub + oldClubFaults)), nil
	}
	return table.Read([]byte(oldClub)), nil
}

// broughtTill imports as the till does, or is in the middle of it.
type broughtTill struct {
	*till.Till
	g *stage
}

// ImportMembers is part of screen.ImportTill.
func (t *broughtTill) ImportMembers(ctx context.Context, s table.Sheet, how till.MemberImport, who till.Who) (till.MembersImported, error) {
	if t.g.held {
		how.Progress(3, len(s.Rows))
		return till.MembersImported{}, nil
	}
	return t.Till.ImportMembers(ctx, s, how, who)
}

// importing is a manager with a list open, of the folder's files.
func importing(g *stage, file int) {
	g.keys(screen.KeyF10)
	g.shell.GoTo(g.ctx, screen.ImportPlace)
	g.keys(down(file)...)
	g.keys(screen.KeyEnter)
}
