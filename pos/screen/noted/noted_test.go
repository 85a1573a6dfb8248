package noted_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/noted"
	"bonuskasse/pos/till"
)

// told writes the list as a person would read it: each row with its member or
// what is wrong, a > where the cursor is, and the sums.
func (s *slips) told() string {
	st := s.list()
	var rows []string
	for i, l := range st.Lines {
		text := strings.TrimSpace(l.Who + " " + l.Points + " " + l.Note)
		switch {
		case l.Empty():
			text = "-"
		case l.Fresh:
			text += " ?"
		case l.Check.Good():
			text += " ok"
		default:
			text += " " + string(l.Check.Code)
		}
		if i == st.At {
			text = ">" + text + "<" + fmt.Sprint(st.Cell)
		}
		rows = append(rows, text)
	}
	return fmt.Sprintf("%s = %d rows, %d bad, %d", strings.Join(rows, ", "), st.Rows, st.Bad, st.Points)
}

func TestNotedGrid(t *testing.T) {
	for _, c := range []struct{ name, play, want, said string }{
		{"Enter goes from the username to the points to the next row", `"soren" <Enter> "100" <Enter> "liam" <Enter> "5"`,
			"soren 100 ok, >liam 5 ?<1, - = 1 rows, 0 bad, 100", ""},
		{"a pause looks up", `"soren" later`, ">soren bad_points<0, - = 0 rows, 0 bad, 0", ""},
		{"on an empty row Enter says what to do", `<Enter>`, ">-<0 = 0 rows, 0 bad, 0", "noted.row_empty"},
		{"points cannot be left out", `"soren" <Enter> <Enter>`, ">soren bad_points<1, - = 0 rows, 0 bad, 0", "error.bad_points"},
		{"an unknown username is told at once, and the points can follow", `"sorne" <Enter> "5" <Enter>`,
			"sorne 5 unknown_member, >-<0 = 1 rows, 1 bad, 0", "noted.row_wrong"},
		{"Tab goes by the note", `"soren" <Tab> "5" <Tab> "+1 kage" <Enter>`, "soren 5 +1 kage ok, >-<0 = 1 rows, 0 bad, 5", ""},
		{"Shift and Tab go back", `"soren" <Tab> "5" <Shift+Tab> <Shift+Tab>`, ">soren 5 ok<0, - = 1 rows, 0 bad, 5", ""},
		{"minus goes back", `"soren" <Enter> "5" <Enter> "-"`, ">soren 5 ok<1, - = 1 rows, 0 bad, 5", ""},
		{"up and mend, star goes to the end", `"soren" <Enter> "5" <Enter> "liam" <Enter> "7" <Enter> <Up> <Up> <Enter> "0" "*"`,
			"soren 50 ok, liam 7 ok, >-<0 = 2 rows, 0 bad, 57", ""},
		{"what is mended leads to the next that is wrong, and then to the end",
			`"sorne" <Enter> "5" <Enter> "liam" <Enter> "x" <Enter> "liam" <Enter> "7" <Enter> "+" [mend] "/" [ok 0] "8" <Enter>`,
			"soren 5 ok, liam x8 bad_points, >liam 7 ok<0, - = 3 rows, 1 bad, 12", ""},
		{"plus is no letter of a username that was not touched", `"soren" <Enter> "5" <Enter> <Up> "+" [cancel]`, ">soren 5 ok<0, - = 1 rows, 0 bad, 5", ""},
		{"a username may have a plus and a minus", `"a+b-c@d"`, ">a+b-c@d ?<0, - = 0 rows, 0 bad, 0", ""},
		{"delete", `"soren" <Enter> "5" <Enter> "liam" <Enter> "7" <Enter> <Up> <Ctrl+D>`, "soren 5 ok, >-<0 = 1 rows, 0 bad, 5", "noted.row_deleted"},
		{"twice", `"soren" <Enter> "5" <Enter> "10001" <Enter> "5" <Enter>`, "soren 5 ok, 10001 5 twice_in_list, >-<0 = 2 rows, 1 bad, 5", "noted.row_wrong"},
		{"twice, and it is another slip", `"soren" <Enter> "5" <Enter> "soren" <Enter> "5" <Enter> <Up> "/" [ok 0]`, "soren 5 ok, soren 5 ok, >-<0 = 2 rows, 0 bad, 10", ""},
		{"a near name by its digit", `"sorne" <Enter> "5" <Enter> <Up> "/" [ok 0]`, "soren 5 ok, >-<0 = 1 rows, 0 bad, 5", ""},
		{"a near name before the points", `"sorne" "/" [ok 0]`, ">soren bad_points<1, - = 0 rows, 0 bad, 0", ""},
		{"two members: which", `"karen højgaard" <Enter> "5" "/" [ok 1]`, "karen2 5 ok, >-<0 = 1 rows, 0 bad, 5", ""},
		{"a scan fills the username", `card:10001 "5" <Enter>`, "soren 5 ok, >-<0 = 1 rows, 0 bad, 5", ""},
		{"a scan on a whole row begins the next", `card:10001 "5" card:10002 "6"`, "soren 5 ok, >karen 6 ?<1, - = 1 rows, 0 bad, 5", ""},
		{"a scan in the points mends the username", `"sorne" <Enter> card:10001`, ">soren bad_points<1, - = 0 rows, 0 bad, 0", ""},
		{"a card of nobody", `card:10099`, ">-<0 = 0 rows, 0 bad, 0", "error.unknown_card"},
		{"goods mean nothing", `rg`, ">-<0 = 0 rows, 0 bad, 0", "error.scan_no_use_here"},
		{"a payment card is forgotten", `"4111111111111111" <Enter>`, ">-<0 = 0 rows, 0 bad, 0", "error.payment_card_refused"},
		{"Escape takes back what was typed in the cell", `"soren" <Enter> "5" <Enter> <Up> "xx" <Escape>`, ">soren 5 ?<0, - = 0 rows, 0 bad, 0", ""},
		{"above the limit", `"soren" <Enter> "5001" <Enter>`, "soren 5001 limit_points_row, >-<0 = 1 rows, 0 bad, 5001", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSlips(t)
			s.Play(c.play)
			if got := s.told(); got != c.want {
				t.Errorf("the list is\n %s, want\n %s", got, c.want)
			}
			if c.said != "" && s.Said() != c.said {
				t.Errorf("it says %q, want %q", s.Said(), c.said)
			}
		})
	}
}

// A row whose cells were emptied is no row.
func TestNotedEmptiedRowGoes(t *testing.T) {
	s := newSlips(t)
	s.Play(`"soren" <Enter> "5" <Enter> "liam" <Enter> "7" <Enter> <Up> <Up>`)
	s.Send(screen.Typed{})
	s.Play(`<Tab>`)
	s.Send(screen.Typed{})
	s.Play(`<Down>`)
	if got := s.told(); got != ">liam 7 ok<1, - = 1 rows, 0 bad, 7" {
		t.Errorf("%s", got)
	}
}

// points is what members have, by username.
func (s *slips) points(username string) int64 {
	s.T.Helper()
	m, err := s.Till.MemberByUsername(s.T.Context(), username)
	must(s.T, err)
	return m.Account.Holding()
}

func TestNotedIsGivenOnce(t *testing.T) {
	s := newSlips(t)
	was := s.points("soren")
	s.Play(`"soren" <Enter> "100" <Enter> "liam" <Enter> "50" "+"`)
	if s.Asked() != "noted.give.title" {
		t.Fatalf("asks %q, says %q", s.Asked(), s.Said())
	}
	s.Play(`[give]`)
	if s.points("soren") != was+100 || s.points("liam") != 50 || s.Said() != "noted.done" || s.told() != ">-<0 = 0 rows, 0 bad, 0" {
		t.Errorf("%s, says %q, soren has %d", s.told(), s.Said(), s.points("soren"))
	}
	s.Play(`<Ctrl+P>`)
	jobs, err := s.Till.Jobs(t.Context())
	if err != nil || len(jobs) == 0 || jobs[len(jobs)-1].Title != "Noterede point" || s.Desk.Woken != 1 {
		t.Errorf("%+v %v", jobs, err)
	}
	s.Play(`"+"`)
	if s.Said() != "error.empty_list" {
		t.Errorf("an empty list: says %q", s.Said())
	}
}

// TestNotedOutcomeUnknown: the disk did not answer. The list stays, cannot be
// changed, and is asked about again with its id.
func TestNotedOutcomeUnknown(t *testing.T) {
	for _, committed := range []bool{false, true} {
		s := newSlips(t)
		s.Play(`"liam" <Enter> "50" <Enter>`)
		s.Store.Fail, s.Store.After = &pos.Trouble{Code: pos.OutcomeUnknown, Err: errors.New("gone")}, committed
		s.Play(`"+" [give]`)
		if st := s.list(); !st.Held || s.Said() != "noted.held" || st.Line().Who != "" || len(st.Lines) != 2 {
			t.Fatalf("%s, held %v, says %q", s.told(), st.Held, s.Said())
		}
		s.Play(`"x" <Up> <Ctrl+D>`)
		if s.told() != ">liam 50 ok<0, - = 1 rows, 0 bad, 50" {
			t.Errorf("what may be given already was changed: %s", s.told())
		}
		s.Play(`<Tab> "+"`)
		if s.points("liam") != 50 || s.list().Held || s.Store.Reopened != 1 || s.told() != ">-<0 = 0 rows, 0 bad, 0" {
			t.Errorf("committed %v: liam has %d, %s, opened again %d times", committed, s.points("liam"), s.told(), s.Store.Reopened)
		}
	}
}

func TestNotedGoodRowsOnly(t *testing.T) {
	s := newSlips(t)
	s.Play(`"liam" <Enter> "50" <Enter> "nobody" <Enter> "7" <Enter> "+"`)
	if s.Asked() != "noted.bad.title" {
		t.Fatalf("asks %q", s.Asked())
	}
	s.Play(`[mend]`)
	if got := s.told(); got != "liam 50 ok, >nobody 7 unknown_member<0, - = 2 rows, 1 bad, 50" {
		t.Errorf("%s", got)
	}
	s.Play(`<Tab> "+" [good] [give]`)
	if got := s.told(); got != "nobody 7 unknown_member, >-<0 = 1 rows, 1 bad, 0" || s.points("liam") != 50 {
		t.Errorf("%s, liam has %d", got, s.points("liam"))
	}
	// What is left is on the disk.
	s.sit()
	s.Play(`<F2> <F4>`)
	if got := s.told(); got != "nobody 7 unknown_member, >-<0 = 1 rows, 1 bad, 0" {
		t.Errorf("after a restart: %s", got)
	}
}

// TestNotedInvite: points for whom nobody knows yet.
func TestNotedInvite(t *testing.T) {
	s := newSlips(t)
	s.Play(`"nyhavn" <Enter> "40" <Enter> <Up> "/"`)
	at := -1
	for i, r := range s.Shell.State().Question.Rows {
		if r.Head.Key == "noted.mend.invite" {
			at = i
		}
	}
	if at < 0 {
		t.Fatalf("no invitation among %+v", s.Shell.State().Question.Rows)
	}
	s.Play(fmt.Sprintf(`[ok %d] [ok=]`, at))
	if q := s.Shell.State().Question; q == nil || q.Wrong.IsZero() {
		t.Errorf("an invitation to nowhere: %+v", q)
	}
	s.Play(`[ok=nyhavn@example.dk]`)
	if got := s.told(); got != "nyhavn 40 ok, >-<0 = 1 rows, 0 bad, 40" {
		t.Fatalf("%s, asks %q", got, s.Asked())
	}
	// A name becomes a username.
	s.Play(`"Åse Bæk" <Enter> "7" <Enter> <Up> "/" [ok 0] [ok=22334455]`)
	if got := s.told(); !strings.Contains(got, "7 ok") {
		t.Errorf("%s, asks %q", got, s.Asked())
	}
	s.Play(`"+" [give]`)
	m, err := s.Till.MemberByUsername(t.Context(), "nyhavn")
	if err != nil || m.Member.Status != pos.Invited || m.Account.Holding() != 40 {
		t.Errorf("%+v %v", m, err)
	}
}

func TestNotedAboveTheLimit(t *testing.T) {
	s := newSlips(t)
	s.Play(`"liam" <Enter> "6000" <Enter> "+" [give]`)
	if s.Asked() != "manager.pin" || s.points("liam") != 0 {
		t.Fatalf("asks %q", s.Asked())
	}
	s.Play(`[approve=2580]`)
	if s.points("liam") != 6000 || s.Said() != "noted.done" {
		t.Errorf("liam has %d, says %q", s.points("liam"), s.Said())
	}
	// A cashier gives no list alone.
	s.SignIn("Inga")
	s.Play(`"liam" <Enter> "1" <Enter> "+" [give]`)
	if s.Asked() != "manager.pin" {
		t.Errorf("a cashier: asks %q, says %q", s.Asked(), s.Said())
	}
	if why := s.Shell.State().Question.Text.Key; why != "noted.why.limit_points_list.never" {
		t.Errorf("a cashier is told %q", why)
	}
}

func TestNotedDraftSurvives(t *testing.T) {
	s := newSlips(t)
	s.Play(`"soren" <Enter> "100" <Enter> "liam" <Enter> "5" later`)
	s.sit() // the power went
	s.Play(`<F2> <F4>`)
	if got := s.told(); got != "soren 100 ok, liam 5 ok, >-<0 = 2 rows, 0 bad, 105" {
		t.Errorf("%s", got)
	}
}

// TestNotedTwoWindows: a list that another window gave meanwhile is not given
// again; what this one had more stays as a list of its own.
func TestNotedTwoWindows(t *testing.T) {
	s := newSlips(t)
	s.Play(`"liam" <Enter> "5" <Enter> later`)
	drafts, err := s.Till.NotedDrafts(t.Context())
	must(t, err)
	_, err = s.Till.CommitNoted(t.Context(), drafts[0], till.By(pos.System))
	must(t, err)
	s.Play(`"soren" <Enter> "7" <Enter> "+" [give]`)
	if got := s.told(); got != "soren 7 ok, >-<0 = 1 rows, 0 bad, 7" || s.Said() != "noted.done_already" || s.points("liam") != 5 {
		t.Errorf("%s, says %q, liam has %d", got, s.Said(), s.points("liam"))
	}
	was := s.points("soren")
	s.Play(`"+" [give]`)
	if s.points("soren") != was+7 || s.points("liam") != 5 {
		t.Errorf("soren has %d, liam %d", s.points("soren")-was, s.points("liam"))
	}
}

func TestNotedPaste(t *testing.T) {
	for _, c := range []struct{ copied, want string }{
		{"soren\t100\tkage\r\nliam\t5\r\n", "soren 100 kage ok, liam 5 ok, >-<0 = 2 rows, 0 bad, 105"},
		{"soren;100\nliam;5", "soren 100 ok, liam 5 ok, >-<0 = 2 rows, 0 bad, 105"},
		{"Point;Bemærkning;Brugernavn\n5;kage;liam\n", "liam 5 kage ok, >-<0 = 1 rows, 0 bad, 5"},
		{"soren\t\"1\"\t\"two\nlines\"\n", "soren 1 two lines ok, >-<0 = 1 rows, 0 bad, 1"},
		{"\n\t\n", ">-<0 = 0 rows, 0 bad, 0"},
		{"liam", ">-<0 = 0 rows, 0 bad, 0"}, // one word is the field's own to paste
	} {
		s := newSlips(t)
		s.copied = c.copied
		if used := s.Send(screen.Key{Name: "Ctrl+V"}); used == (c.copied == "liam") {
			t.Errorf("%q: used %v", c.copied, used)
		}
		if got := s.told(); got != c.want {
			t.Errorf("%q: %s, want %s", c.copied, got, c.want)
		}
	}
	s := newSlips(t)
	s.Play(`"liam" <Enter> "5" <Enter> "liam" <Enter> "6" <Enter> <Up> <Up>`)
	s.copied = "soren\t1\nsoren\t2\n"
	s.Play(`<Ctrl+V>`)
	if got := s.told(); got != "liam 5 ok, soren 1 ok, soren 2 ok, >liam 6 ok<0, - = 4 rows, 0 bad, 14" {
		t.Errorf("amid a list: %s", got)
	}
}

// TestNotedFile: a list in a file comes in as a pasted one does, with a heading
// or without; where a line of it cannot be read nothing of it does.
func TestNotedFile(t *testing.T) {
	for _, c := range []struct{ file, want, said string }{
		{"username,points,note\nsoren,100,kage\nliam,5,\n", "soren 100 kage ok, liam 5 ok, >-<0 = 2 rows, 0 bad, 105", "noted.pasted"},
		{"\xef\xbb\xbfBrugernavn;Point\r\nliam;5\r\n", "liam 5 ok, >-<0 = 1 rows, 0 bad, 5", "noted.pasted"},
		{"soren;100\nliam;5\n", "soren 100 ok, liam 5 ok, >-<0 = 2 rows, 0 bad, 105", "noted.pasted"},
		{"username,points\nsoren,100\nliam\n", ">-<0 = 0 rows, 0 bad, 0", "noted.file.bad"},
		{"username,points\n", ">-<0 = 0 rows, 0 bad, 0", "noted.file.nothing"},
		{"\x00\x01\x02", ">-<0 = 0 rows, 0 bad, 0", "noted.file.bad"},
	} {
		s := newSlips(t)
		s.files.Text = c.file
		s.Play(`<Ctrl+O> [ok=anmeldelser.csv]`)
		if got := s.told(); got != c.want || s.Said() != c.said {
			t.Errorf("%q: %s, says %q; want %s, %q", c.file, got, s.Said(), c.want, c.said)
		}
	}
	s := newSlips(t)
	s.Play(`"liam" <Enter> "5" <Enter> <Ctrl+O> [ok=gone.csv]`)
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.no_such_file" {
		t.Errorf("a file that is not there: %+v", q)
	}
	if got := s.told(); got != "liam 5 ok, >-<0 = 1 rows, 0 bad, 5" {
		t.Errorf("a file that is not there: %s", got)
	}
}

func TestNotedLists(t *testing.T) {
	s := newSlips(t)
	s.Play(`"liam" <Enter> "5" <Enter> "+" [give] "liam" <Enter> "6" <Enter> "+" [give] <Ctrl+L>`)
	lists := func() noted.ListsState {
		return s.Shell.Screen(screen.NotedListsPlace).State().(noted.ListsState)
	}
	if st := lists(); len(st.Lists) != 2 || st.Lists[0].Points != 6 || len(st.Rows) != 1 || st.Rows[0].Username != "liam" {
		t.Fatalf("%+v", st)
	}
	s.Play(`<Down> <Ctrl+Z>`)
	if q := s.Shell.State().Question; q == nil || q.Text.Key != "noted.undo.text" {
		t.Fatalf("%+v", q)
	}
	s.Play(`[undo=]`)
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.no_reason" {
		t.Errorf("without a reason: %+v", q)
	}
	s.Play(`[undo=wrong] [approve=2580]`)
	if s.points("liam") != 6 || s.Said() != "noted.undone" || lists().Lists[1].Undone == 0 {
		t.Errorf("liam has %d, says %q", s.points("liam"), s.Said())
	}
	s.Play(`<Ctrl+Z>`)
	if s.Said() != "noted.undone_already" {
		t.Errorf("twice: says %q", s.Said())
	}
	s.Play(`<Ctrl+P> <Escape>`)
	if s.Desk.Woken != 1 || s.Shell.State().Place != screen.NotedPlace {
		t.Errorf("woken %d, at %q", s.Desk.Woken, s.Shell.State().Place)
	}
}

// Every key that Help tells does something, and has words in each language; and
// so has every reason.
func TestNotedKeysAndWords(t *testing.T) {
	s := newSlips(t)
	s.copied = "liam\t5\n"
	for _, u := range append(append([]screen.KeyUse{}, noted.Keys...), noted.ListsKeys...) {
		for _, lang := range assets.Languages() {
			if !assets.Has(lang, u.Word) {
				t.Errorf("%s has no words for %s", lang, u.Word)
			}
		}
	}
	for _, u := range noted.Keys {
		for _, k := range []screen.KeyName{u.Key, u.Also} {
			if k == "" {
				continue
			}
			s.Shell.Start(t.Context(), screen.SalePlace)
			s.Play(`<F4> "*"`)
			var e screen.Event = screen.Key{Name: k}
			if r := []rune(string(k)); len(r) == 1 {
				e = screen.Rune{Rune: r[0]}
			}
			if !s.Send(e) {
				t.Errorf("key %s does nothing", k)
			}
			for s.Asked() != "" {
				s.Play(`[cancel]`)
			}
		}
	}
	for _, code := range []pos.Code{pos.NoUsername, pos.UnknownMember, pos.TwoMembers, pos.MemberBlocked, pos.OwnAccount, pos.BadPoints, pos.TwiceInList,
		pos.BadNote, pos.EmptyList, pos.AmountTooLarge, pos.PaymentCard, till.PointsRowLimit.Code(), till.PointsListLimit.Code()} {
		for _, lang := range assets.Languages() {
			if !assets.Has(lang, "noted.why."+string(code)) {
				t.Errorf("%s has no words for %s", lang, code)
			}
		}
	}
}
