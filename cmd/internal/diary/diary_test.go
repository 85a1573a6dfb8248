package diary

import (
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
		"Kunde;Brugernavn;Behandling;Slut":                            "uid",
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
