package rooms

import (
	"path"
	"strings"
)

// module is the name in go.mod.
const module = "bonuskasse"

// room is what one folder may import beside the standard library and its own
// sub-rooms' parents. Ours and third are path prefixes: "pos" allows only
// pos itself, "pos/..." everything below it too.
type room struct {
	name  string // a folder, or a folder and all below it ("hardware/...")
	ours  []string
	third []string
	// tests are the rooms of ours that its tests may use besides: a seam is
	// tested with the real thing on the other side of it.
	tests []string
}

const (
	text     = "golang.org/x/text/..."
	protobuf = "google.golang.org/protobuf/..."
	fyneAll  = "fyne.io/fyne/v2/..."
	fyneApp  = "fyne.io/fyne/v2/app"
)

// real are the rooms that an application test may put behind its ports.
var real = []string{"store", "hardware/...", "pos/...", "assets"}

// plan is the house. The first entry that names a folder counts, so a room
// stands before the wing it is in.
var plan = []room{
	{name: "pos"},
	{name: "pos/ledger"},
	// The rules that the simulator breaks; in no build that is sold.
	{name: "pos/mutant"},
	{name: "pos/loyalty", ours: []string{"pos", "pos/ledger"}},
	{name: "pos/journal/journalpb", third: []string{protobuf}},
	{name: "pos/journal", ours: []string{"pos", "pos/journal/journalpb"}, third: []string{protobuf, "github.com/hdevalence/ed25519consensus"}},
	// What tills and head office agree on: pure functions of events.
	{name: "pos/chain/chainpb", ours: []string{"pos/journal/journalpb"}, third: []string{protobuf}},
	{name: "pos/chain", ours: []string{"pos", "pos/ledger", "pos/journal", "pos/journal/journalpb", "pos/chain/chainpb"}, third: []string{protobuf}},
	// What an outsider can hold the head office to: Merkle trees and signed notes.
	{name: "pos/checkpoint", ours: []string{"pos", "pos/journal"}, third: []string{"golang.org/x/mod/sumdb/..."}},
	// Tables that people bring (CSV): bytes in many encodings become rows.
	{name: "pos/table", ours: []string{"pos"}, third: []string{text}},
	// Pictures that people bring become small portraits.
	{name: "pos/photo", ours: []string{"pos"}, third: []string{"golang.org/x/image/..."}},
	// Workbooks of Excel, by excelize: a table has a million cells of zipped XML in
	// forms that only Excel knows. It stands apart so that no rule sees the library.
	{name: "pos/table/spreadsheet", ours: []string{"pos", "pos/table"}, third: []string{"github.com/xuri/excelize/v2"}},
	// Calendars of other programs, by golang-ical: it stands apart likewise.
	{name: "pos/table/calendar", ours: []string{"pos"}, third: []string{"github.com/arran4/golang-ical"}},
	{name: "pos/till",
		ours:  []string{"pos", "pos/ledger", "pos/loyalty", "pos/journal", "pos/journal/journalpb", "pos/mutant", "pos/table", "hardware"},
		third: []string{"golang.org/x/crypto/argon2"}, tests: real},
	{name: "pos/paper",
		ours:  []string{"pos", "pos/ledger", "pos/loyalty", "pos/till", "hardware", "assets"},
		third: []string{text}, tests: real},
	{name: "pos/screen",
		ours:  []string{"pos", "pos/ledger", "pos/loyalty", "pos/journal", "pos/table", "pos/till", "hardware"},
		third: []string{text}, tests: real},
	// Rooms beside that vocabulary; it knows none of them.
	{name: "pos/screen/appointments",
		ours:  []string{"pos", "pos/table", "pos/till", "pos/screen", "hardware"},
		tests: real},
	{name: "pos/screen/cards",
		ours:  []string{"pos", "pos/till", "pos/screen", "hardware"},
		tests: real},
	{name: "pos/screen/coupons",
		ours:  []string{"pos", "pos/till", "pos/screen", "hardware"},
		tests: real},
	{name: "pos/screen/gifts",
		ours:  []string{"pos", "pos/ledger", "pos/till", "pos/screen", "hardware"},
		tests: real},
	{name: "pos/screen/noted",
		ours:  []string{"pos", "pos/table", "pos/till", "pos/screen", "hardware"},
		tests: real},
	{name: "pos/screen/reports",
		ours:  []string{"pos", "pos/till", "pos/screen", "hardware"},
		tests: real},
	{name: "pos/screen/returns",
		ours:  []string{"pos", "pos/till", "pos/screen"},
		tests: real},
	{name: "pos/screen/settings",
		ours:  []string{"pos", "pos/ledger", "pos/loyalty", "pos/table", "pos/till", "pos/screen", "hardware"},
		tests: real},
	// A shop to test screens in: it opens a real store.
	{name: "pos/screen/screentest", ours: []string{"pos", "pos/paper", "pos/screen", "pos/table", "pos/till", "hardware", "store", "assets"}},
	// What screens say, in words: for the window and the terminal alike.
	{name: "pos/screen/words", ours: []string{"pos", "pos/screen", "assets"}},
	{name: "pos/ui/theme", ours: []string{"assets"}, third: []string{fyneAll, text}},
	{name: "pos/ui/widget", ours: []string{"assets", "pos/ui/theme"}, third: []string{fyneAll, text}},
	{name: "pos/ui/...",
		ours:  []string{"pos", "pos/ledger", "pos/loyalty", "pos/till", "pos/screen", "pos/screen/appointments", "pos/screen/cards", "pos/screen/coupons", "pos/screen/gifts", "pos/screen/noted", "pos/screen/reports", "pos/screen/returns", "pos/screen/settings", "pos/screen/words", "pos/ui/...", "assets", "hardware"},
		third: []string{fyneAll, text, "github.com/skip2/go-qrcode"}, tests: real},
	{name: "hardware", third: []string{text}},
	// A protocol's room knows the root, and the rooms of what it carries.
	{name: "hardware/...", ours: []string{"hardware/..."}, third: []string{"*"}},
	{name: "assets", third: []string{text}},
	// Store keeps what the till's port says, so it knows the port's nouns.
	{name: "store/central/...", ours: []string{"pos", "pos/ledger", "pos/loyalty", "pos/journal/...", "pos/chain/...", "pos/checkpoint", "pos/mutant", "store/central/..."}, third: []string{"*"}},
	{name: "store/...",
		ours:  []string{"pos", "pos/ledger", "pos/loyalty", "pos/journal", "pos/journal/journalpb", "pos/chain/...", "pos/mutant", "pos/table", "pos/till", "store/..."},
		third: []string{"*"}},
	// A till's store joined to its agent, and many tills in one process.
	{name: "sync/link", ours: []string{"pos", "pos/journal/...", "pos/chain/...", "pos/till", "store", "sync"}},
	{name: "sync/simtest/...", ours: []string{"pos/...", "store/...", "sync/..."}, third: []string{"*"}},
	{name: "sync/...",
		ours:  []string{"pos", "pos/ledger", "pos/loyalty", "pos/journal/...", "pos/chain/...", "sync/..."},
		third: []string{"*"}},
	// The accountant from outside: if it used a line of ours, it would share our
	// faults.
	{name: "cmd/internal/recount"},
	{name: "cmd/...", ours: []string{"*"}, third: []string{"*"}},
}

// testTools are what any test may use.
var testTools = []string{
	"pgregory.net/rapid", "github.com/rogpeppe/go-internal/...", "github.com/creack/pty", protobuf, text, "golang.org/x/image/...",
}

// mayFyne are the rooms that may know the window; mayApp those that may open
// it. The first names in app pull in cgo, OpenGL and X11.
var (
	mayFyne = []string{"pos/ui/...", "cmd/till/...", "cmd/gallery/..."}
	mayApp  = []string{"cmd/till/..."}
)

// roomOf finds the entry of the plan for a folder.
func roomOf(folder string) (room, bool) {
	for _, r := range plan {
		if matches(folder, r.name) {
			return r, true
		}
	}
	return room{}, false
}

// matches says whether a path is what a pattern of the plan names.
func matches(p, pattern string) bool {
	if pattern == "*" {
		return true
	}
	if base, ok := strings.CutSuffix(pattern, "/..."); ok {
		return p == base || strings.HasPrefix(p, base+"/")
	}
	return p == pattern
}

func anyMatches(p string, patterns []string) bool {
	for _, pattern := range patterns {
		if matches(p, pattern) {
			return true
		}
	}
	return false
}

// importFault is what is wrong with a file of folder importing imported, or "".
func importFault(folder, imported string, test bool) string {
	r, known := roomOf(folder)
	if !known {
		return "is in no room of the house: add it to plan_test.go, with its directions"
	}
	first, _, _ := strings.Cut(imported, "/")
	inside, ours := strings.CutPrefix(imported, module+"/")
	switch {
	case imported == module:
		return "the root holds no package"
	case ours:
		return ourFault(r, folder, inside, test)
	case !strings.Contains(first, "."): // the standard library
		return ""
	case matches(imported, fyneApp) && !anyMatches(folder, mayApp):
		return "only cmd/till opens a window"
	case matches(imported, fyneAll) && !anyMatches(folder, mayFyne):
		return "only pos/ui, cmd/till and cmd/gallery know the window"
	case anyMatches(imported, r.third), test && anyMatches(imported, testTools):
		return ""
	}
	return "this room does not use that library"
}

func ourFault(r room, folder, inside string, test bool) string {
	switch {
	case inside == folder, anyMatches(inside, r.ours):
		// A command's own internals stay inside it by Go's own rule.
		return ""
	case test && (anyMatches(inside, r.tests) || path.Dir(inside) == "hardware"):
		return ""
	case strings.HasPrefix(inside, "cmd/"):
		return "nothing imports a command"
	}
	return "against the directions of the house"
}
