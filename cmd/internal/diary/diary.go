// Package diary reads appointments out of the files that other programs write:
// both programs of the till do.
package diary

import (
	"os"
	"time"

	"bonuskasse/cmd/internal/folders"
	"bonuskasse/pos/table"
	"bonuskasse/pos/table/calendar"
	"bonuskasse/pos/table/spreadsheet"
	"bonuskasse/pos/till"
)

// columns are those that a table of appointments needs.
var columns = []string{"uid", "username", "service", "ends"}

// Read reads an iCalendar file, or a table with the columns uid, username,
// service and ends. torn are the lines that cannot be read. A time without a zone
// is one of the shop's.
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
	for _, column := range columns {
		if len(sheet.Rows) > 0 && !sheet.Rows[0].Has(column) {
			return nil, []table.BadRow{{Line: 1, Field: column, Code: table.NoColumn}}, nil
		}
	}
	for _, r := range sheet.Rows {
		rows = append(rows, till.CalendarRow{Line: r.Line, UID: r.Get("uid"), Username: r.Get("username"), Service: r.Get("service"), Ends: r.Get("ends")})
	}
	return rows, sheet.Bad, nil
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
