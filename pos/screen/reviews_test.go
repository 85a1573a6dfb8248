package screen_test

import (
	"errors"
	"io/fs"
	"slices"
	"testing"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/table"
	"bonuskasse/pos/till"
)

// paperFolder is a folder with one list in it, or one that cannot be read.
type paperFolder struct {
	text string
	err  error
}

func (paperFolder) Home() string { return "/home/kasse" }
func (paperFolder) Browse(string, []string) ([]screen.ImportFile, error) {
	return []screen.ImportFile{{Name: "..", Folder: true}, {Name: "anmeldelser.csv"}}, nil
}
func (paperFolder) Path(dir, typed string) (string, bool, error) {
	return dir + "/" + typed, false, nil
}
func (f paperFolder) Read(string) (table.Sheet, error) { return table.Read([]byte(f.text)), f.err }

// TestReviews: a clerk enters one for a member, by words or a scan, and it waits
// or counts at once as the programme says; each thing counts once.
func TestReviews(t *testing.T) {
	s := newDesk(t)
	s.shell.Add(screen.ReviewsPlace, screen.NewReviews(s.till, paperFolder{}))
	list := func() screen.BrowseState { return s.browsed(screen.ReviewsPlace) }
	s.signIn("Inga")
	s.show(screen.ReportsPlace)
	s.runes("v")
	if s.said() != "error.not_allowed" {
		t.Errorf("a cashier is told %q", s.said())
	}
	s.signIn("Yrsa")
	s.runes("v")
	if list().Sum.Key != "reviews.sum.waits" {
		t.Errorf("the programme: %q", list().Sum.Key)
	}
	enter := func(member, about string, stars int) {
		t.Helper()
		s.keys(screen.KeyEnter)
		s.answer("ok", -1, member)
		s.answer("ok", stars, about)
	}
	enter("soren", "te", 3)
	if s.said() != "reviews.added.waits" || s.balance("soren") != 0 || len(list().Rows) != 1 {
		t.Fatalf("said %q, Søren has %d, %d rows", s.said(), s.balance("soren"), len(list().Rows))
	}
	if note := list().Rows[0].Text[0].Args[0]; note != "Ribe te ★★★★☆" {
		t.Errorf("the note is %q", note)
	}
	// The same thing, by a scan.
	s.keys(screen.KeyEnter)
	s.answer("ok", -1, "soren")
	s.send(screen.Scanned{Scan: hardware.Scan{Kind: hardware.KindProduct, Value: "te", At: s.now}})
	if q := s.shell.State().Question; q == nil || q.Wrong.Key != "" && q.Wrong.Key != "error.already_proposed" {
		t.Errorf("a second one: %+v, said %q", q, s.said())
	}
	s.answer(screen.Cancel, -1, "")
	// At once, where nobody has to approve.
	_, err := s.till.SetProgram(t.Context(), map[string]string{"approve_reviews": "false"}, till.By(pos.System))
	must(t, err)
	enter("karen", "Butikken", pos.MostStars)
	if s.said() != "reviews.added" || s.balance("karen") != 50 {
		t.Errorf("said %q, Karen has %d", s.said(), s.balance("karen"))
	}
	if want := []string{"Karen Højgaard", "Søren Åkjær"}; !slices.Equal(column(list(), 0), want) {
		t.Errorf("the list: %q", column(list(), 0))
	}
	s.keys(screen.KeyRight) // those that wait
	if want := []string{"Søren Åkjær"}; !slices.Equal(column(list(), 0), want) {
		t.Errorf("waiting: %q", column(list(), 0))
	}
	s.keys(screen.KeyLeft, screen.KeyLeft) // refused
	if len(list().Rows) != 0 {
		t.Errorf("refused: %q", column(list(), 0))
	}
	// A programme without points for reviews says so before anything is typed.
	_, err = s.till.SetProgram(t.Context(), map[string]string{"review_points": "0"}, till.By(pos.System))
	must(t, err)
	s.keys(screen.KeyEscape)
	s.runes("v")
	s.keys(screen.KeyEnter)
	if s.asked() != "" || s.said() != "error.no_review_points" || list().Sum.Key != "reviews.sum.none" {
		t.Errorf("asks %q, said %q", s.asked(), s.said())
	}
}

// TestReviewsOfAFile: good lines are taken, bad ones shown with their reason, and
// the same file again gives nothing.
func TestReviewsOfAFile(t *testing.T) {
	s := newDesk(t)
	files := &paperFolder{text: "username;about;stars\nsoren;te;5\nsorne;te;5\nkaren;ost;9\nkaren;;1\nkaren;Butikken;\n"}
	s.shell.Add(screen.ReviewsPlace, screen.NewReviews(s.till, files))
	s.signIn("Yrsa")
	s.show(screen.ReviewsPlace)
	take := func() {
		t.Helper()
		s.runes("i")
		s.answer("ok", 1, "")
	}
	take()
	text := s.shell.State().Notice.Text
	if text.Key != "reviews.bad" || !slices.Equal(text.Args[0].(screen.Sentence).Args, []any{int64(0), int64(2), int64(0)}) {
		t.Fatalf("the sum is %+v", text)
	}
	bad := func() (why []string) {
		for _, r := range s.browsed(screen.ReviewsPlace).Rows {
			why = append(why, r.Text[0].Key)
		}
		return why
	}
	if want := []string{"error.unknown_member", "error.bad_stars", "error.no_subject"}; !slices.Equal(bad(), want) {
		t.Errorf("bad lines: %q", bad())
	}
	s.keys("Ctrl+M") // a bad line is nobody's
	s.keys(screen.KeyEscape)
	if s.shell.State().Place != screen.ReviewsPlace || len(s.browsed(screen.ReviewsPlace).Rows) != 2 {
		t.Errorf("Escape leads to %s with %d rows", s.shell.State().Place, len(s.browsed(screen.ReviewsPlace).Rows))
	}
	if n := s.shell.State().Strip.ToApprove; n != 2 {
		t.Errorf("%d wait", n)
	}
	files.text = "username;about\nsoren;te\nkaren;Butikken\n"
	take()
	if s.said() != "review.taken" || len(s.browsed(screen.ReviewsPlace).Rows) != 2 {
		t.Errorf("again: said %q, %d rows", s.said(), len(s.browsed(screen.ReviewsPlace).Rows))
	}
	files.text = "navn;om\nsoren;te\n"
	take()
	if want := []string{"review.torn"}; !slices.Equal(bad(), want) {
		t.Errorf("a list without the columns: %q", bad())
	}
	files.err = &fs.PathError{Op: "open", Path: "anmeldelser.csv", Err: errors.New("gone")}
	take()
	if s.said() != "error.no_such_file" {
		t.Errorf("a file that is gone: %q", s.said())
	}
}
