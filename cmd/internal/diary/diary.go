// Package diary reads appointments out of the files that other programs write:
// both programs of the till do.
package diary

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"bonuskasse/cmd/internal/folders"
	"bonuskasse/pos"
	"bonuskasse/pos/table"
	"bonuskasse/pos/table/calendar"
	"bonuskasse/pos/table/spreadsheet"
	"bonuskasse/pos/till"
)

// column is one that a table of appointments needs, and the words that programs
// write over it, in English, Danish and French. The earlier word is the surer one.
type column struct {
	name  string
	heads []string
}

var columns = []column{
	{"uid", []string{"uid", "id", "appointment id", "booking id", "aftale-id", "aftalenummer", "aftalenr", "booking-id", "bookingnummer",
		"identifiant du rendez-vous", "n° de rendez-vous", "numéro de rendez-vous", "n° rdv", "référence", "reference"}},
	{"username", []string{"username", "brugernavn", "nom d'utilisateur", "user", "bruger", "identifiant", "utilisateur", "pseudo", "login", "member", "medlem", "membre"}},
	{"service", []string{"service", "behandling", "ydelse", "prestation", "soin", "class", "hold", "holdnavn", "cours", "treatment", "sku", "varenummer", "article"}},
	{"ends", []string{"ends", "end", "slutter", "slut", "sluttid", "sluttidspunkt", "fin", "heure de fin", "fin du rendez-vous", "end time"}},
}

// find says in which cell of a row each column stands; missing is one that is not
// there. A table can do without a uid.
func find(headings []string) (at map[string]int, missing string) {
	at = map[string]int{}
	for _, c := range columns {
		for _, head := range c.heads {
			i := slices.IndexFunc(headings, func(h string) bool { return pos.SearchWord(h) == pos.SearchWord(head) })
			if i >= 0 {
				at[c.name] = i
				break
			}
		}
		if _, ok := at[c.name]; !ok && c.name != "uid" {
			return nil, c.name
		}
	}
	return at, ""
}

// Read reads an iCalendar file, or a table with the columns username, service
// and ends, and uid where there is one, by their Danish and French names too. torn are the lines that
// cannot be read. A time without a zone is one of the shop's.
func Read(data []byte, zone *time.Location) (rows []till.CalendarRow, torn []table.BadRow, err error) {
	if calendar.Is(data) {
		events, err := calendar.Read(data, zone)
		for i, e := range events {
			row := till.CalendarRow{Line: i + 1, UID: e.UID, Emails: e.Emails, Service: e.Summary, Cancelled: e.Cancelled, Repeats: e.Repeats}
			if !e.Ends.IsZero() {
				row.Ends = e.Ends.Format(time.RFC3339)
			}
			rows = append(rows, row)
		}
		return rows, nil, err
	}
	sheet := spreadsheet.Read(data)
	at, missing := find(sheet.Headings)
	if missing != "" && len(sheet.Rows) > 0 {
		return nil, []table.BadRow{{Line: 1, Field: missing, Code: table.NoColumn}}, nil
	}
	uid, named := at["uid"]
	seen := map[string]int{}
	for _, r := range sheet.Rows {
		row := till.CalendarRow{Line: r.Line, Username: r.Cell(at["username"]), Service: r.Cell(at["service"]), Ends: r.Cell(at["ends"])}
		if named {
			row.UID = r.Cell(uid)
		} else {
			row.UID = dayUID(row, seen)
		}
		rows = append(rows, row)
	}
	return rows, sheet.Bad, nil
}

// dayUID is what an appointment is known by in a table without a uid: who, what
// and on which day, so that one whose time of day has changed is still the same.
// The second of one day is known by its place.
func dayUID(row till.CalendarRow, seen map[string]int) string {
	day, _, _ := strings.Cut(strings.Replace(row.Ends, "T", " ", 1), " ")
	uid := strings.Join([]string{"day", strings.ToLower(row.Username), strings.ToLower(row.Service), day}, "/")
	seen[uid]++
	return uid + "/" + strconv.Itoa(seen[uid])
}

// Files are this machine's folders. The zero value is ready.
type Files struct{ folders.Folders }

// Calendar reads a file; one that is too large is not read at all.
func (Files) Calendar(path string, zone *time.Location) ([]till.CalendarRow, []table.BadRow, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, err
	}
	if info.Size() > table.MaxBytes {
		return nil, table.Unread(table.TooLarge).Bad, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, err
	}
	return Read(data, zone)
}
