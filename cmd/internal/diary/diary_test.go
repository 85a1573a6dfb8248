package diary

import (
	"slices"
	"testing"
	"time"

	"bonuskasse/pos/table"
)

// TestHeadsOfACalendar: a table is read by its heads in each language, in whatever
// order they stand; one that is missing is named.
func TestHeadsOfACalendar(t *testing.T) {
	for heads, bad := range map[string]string{
		"uid;username;service;ends":                                   "",
		"Aftalenr;Brugernavn;Behandling;Sluttid":                      "",
		"N° de rendez-vous;Nom d'utilisateur;Prestation;Heure de fin": "",
		"ID;Bruger;Ydelse;Slut":                                       "",
		"Aftalenr;Brugernavn;Behandling;Start":                        "ends",
		"Aftalenr;Kunde;Behandling;Slut":                              "username",
	} {
		rows, torn, err := Read([]byte(heads+"\n7;soren;Klip;24.12.2026 14:00\n"), time.UTC)
		switch {
		case err != nil:
			t.Errorf("%s: %v", heads, err)
		case bad != "" && (len(rows) > 0 || len(torn) != 1 || torn[0].Field != bad || torn[0].Code != table.NoColumn):
			t.Errorf("%s: %+v %+v", heads, rows, torn)
		case bad == "" && (len(rows) != 1 || rows[0].UID != "7" || rows[0].Username != "soren" || rows[0].Service != "Klip" || rows[0].Ends != "24.12.2026 14:00"):
			t.Errorf("%s: %+v %+v", heads, rows, torn)
		}
	}
}

// TestATableWithoutUIDs: an appointment is known by who, what and which day, so
// the same list, or one with another time of day, names the same appointments.
func TestATableWithoutUIDs(t *testing.T) {
	uids := func(lines string) (list []string) {
		rows, torn, err := Read([]byte("member,service,ends\n"+lines), time.UTC)
		if err != nil || len(torn) > 0 {
			t.Fatalf("%q: %+v %v", lines, torn, err)
		}
		for _, r := range rows {
			list = append(list, r.UID)
		}
		return list
	}
	first := uids("soren,Klip,2026-12-05T12:00:00+01:00\nSOREN,klip,2026-12-05T16:00:00+01:00\nsoren,Klip,2026-12-06T12:00:00+01:00\nbo,Klip,2026-12-05T12:00:00+01:00\n")
	for i, uid := range first {
		if slices.Index(first, uid) != i {
			t.Errorf("two appointments are known as %s", uid)
		}
	}
	if moved := uids("soren,Klip,2026-12-05 13:30\n"); moved[0] != first[0] {
		t.Errorf("moved within its day it is %s, and was %s", moved[0], first[0])
	}
}
