package verbs

import (
	"fmt"
	"io"
	"time"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// ToSettle is a thing to settle, with its words.
type ToSettle struct {
	pos.Conflict
	Who   string `json:"who,omitempty"`
	Other string `json:"other,omitempty"`
	What  string `json:"what"`
	Did   string `json:"did"`
	May   string `json:"may"`
}

// ToSettleRows puts things to settle in words, as say says a sentence.
func ToSettleRows(list []till.ToSettle, say func(screen.Sentence) string) []ToSettle {
	rows := []ToSettle{}
	for _, x := range list {
		w := screen.WordsOf(x)
		rows = append(rows, ToSettle{Conflict: x.Conflict, Who: x.Who.Name, Other: x.Other.Name, What: say(w.What), Did: say(w.Did), May: say(w.May)})
	}
	return rows
}

// PrintToSettle prints them as text.
func PrintToSettle(w io.Writer, lang string, zone *time.Location, rows []ToSettle) {
	if len(rows) == 0 {
		fmt.Fprintln(w, assets.T(lang, "settle.none"))
	}
	for _, x := range rows {
		fmt.Fprintf(w, "%s  %s\n  %s\n  %s\n  %s\n", x.ID, x.At.Time(zone).Format(time.DateTime), x.What, x.Did, x.May)
		if x.Settled != 0 {
			fmt.Fprintf(w, "  %s: %s\n", assets.T(lang, "office.settle"), x.Note)
		}
	}
}
