package screen_test

import (
	"errors"
	"io/fs"
	"slices"
	"testing"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/screentest"
	"bonuskasse/pos/till"
)

// TestReviews: a clerk enters one for a member, by words or a scan, and it waits
// or counts at once as the programme says; each thing counts once.
func TestReviews(t *testing.T) {
	s := newDesk(t)
	s.Shell.Add(screen.ReviewsPlace, screen.NewReviews(s.Till, screentest.Folder{}))
	list := func() screen.BrowseState { return s.Browsed(screen.ReviewsPlace) }
	s.SignIn("Inga")
	s.Show(screen.ReportsPlace)
	s.Runes("v")
	if s.Said() != "error.not_allowed" {
		t.Errorf("a cashier is told %q", s.Said())
	}
	s.SignIn("Yrsa")
	s.Runes("v")
	if list().Sum.Key != "reviews.sum.waits" {
		t.Errorf("the programme: %q", list().Sum.Key)
	}
	enter := func(member, about string, stars int) {
		t.Helper()
		s.Keys(screen.KeyEnter)
		s.Answer("ok", -1, member)
		s.Answer("ok", stars, about)
	}
	enter("soren", "te", 3)
	if s.Said() != "reviews.added.waits" || s.balance("soren") != 0 || len(list().Rows) != 1 {
		t.Fatalf("said %q, Søren has %d, %d rows", s.Said(), s.balance("soren"), len(list().Rows))
	}
	if note := list().Rows[0].Text[0].Args[0]; note != "Ribe te ★★★★☆" {
		t.Errorf("the note is %q", note)
	}
	// The same thing, by a scan.
	s.Keys(screen.KeyEnter)
	s.Answer("ok", -1, "soren")
	s.Send(screen.Scanned{Scan: hardware.Scan{Kind: hardware.KindProduct, Value: "te", At: s.Now}})
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "" && q.Wrong.Key != "error.already_proposed" {
		t.Errorf("a second one: %+v, said %q", q, s.Said())
	}
	s.Answer(screen.Cancel, -1, "")
	// At once, where nobody has to approve.
	_, err := s.Till.SetProgram(t.Context(), map[string]string{"approve_reviews": "false"}, till.By(pos.System))
	must(t, err)
	enter("karen", "Butikken", pos.MostStars)
	if s.Said() != "reviews.added" || s.balance("karen") != 50 {
		t.Errorf("said %q, Karen has %d", s.Said(), s.balance("karen"))
	}
	if want := []string{"Karen Højgaard", "Søren Åkjær"}; !slices.Equal(column(list(), 0), want) {
		t.Errorf("the list: %q", column(list(), 0))
	}
	s.Keys(screen.KeyRight) // those that wait
	if want := []string{"Søren Åkjær"}; !slices.Equal(column(list(), 0), want) {
		t.Errorf("waiting: %q", column(list(), 0))
	}
	s.Keys(screen.KeyLeft, screen.KeyLeft) // refused
	if len(list().Rows) != 0 {
		t.Errorf("refused: %q", column(list(), 0))
	}
	// A programme without points for reviews says so before anything is typed.
	_, err = s.Till.SetProgram(t.Context(), map[string]string{"review_points": "0"}, till.By(pos.System))
	must(t, err)
	s.Keys(screen.KeyEscape)
	s.Runes("v")
	s.Keys(screen.KeyEnter)
	if s.Asked() != "" || s.Said() != "error.no_review_points" || list().Sum.Key != "reviews.sum.none" {
		t.Errorf("asks %q, said %q", s.Asked(), s.Said())
	}
}

// TestReviewsOfAFile: good lines are taken, bad ones shown with their reason, and
// the same file again gives nothing.
func TestReviewsOfAFile(t *testing.T) {
	s := newDesk(t)
	files := &screentest.Folder{Text: "username;about;stars\nsoren;te;5\nsorne;te;5\nkaren;ost;9\nkaren;;1\nkaren;Butikken;\n"}
	s.Shell.Add(screen.ReviewsPlace, screen.NewReviews(s.Till, files))
	s.SignIn("Yrsa")
	s.Show(screen.ReviewsPlace)
	take := func() {
		t.Helper()
		s.Runes("i")
		s.Answer("ok", 1, "")
	}
	take()
	text := s.Shell.State().Notice.Text
	if text.Key != "reviews.bad" || !slices.Equal(text.Args[0].(screen.Sentence).Args, []any{int64(0), int64(2), int64(0)}) {
		t.Fatalf("the sum is %+v", text)
	}
	bad := func() (why []string) {
		for _, r := range s.Browsed(screen.ReviewsPlace).Rows {
			why = append(why, r.Text[0].Key)
		}
		return why
	}
	if want := []string{"error.unknown_member", "error.bad_stars", "error.no_subject"}; !slices.Equal(bad(), want) {
		t.Errorf("bad lines: %q", bad())
	}
	s.Keys("Ctrl+M") // a bad line is nobody's
	s.Keys(screen.KeyEscape)
	if s.Shell.State().Place != screen.ReviewsPlace || len(s.Browsed(screen.ReviewsPlace).Rows) != 2 {
		t.Errorf("Escape leads to %s with %d rows", s.Shell.State().Place, len(s.Browsed(screen.ReviewsPlace).Rows))
	}
	if n := s.Shell.State().Strip.ToApprove; n != 2 {
		t.Errorf("%d wait", n)
	}
	files.Text = "username;about\nsoren;te\nkaren;Butikken\n"
	take()
	if s.Said() != "review.taken" || len(s.Browsed(screen.ReviewsPlace).Rows) != 2 {
		t.Errorf("again: said %q, %d rows", s.Said(), len(s.Browsed(screen.ReviewsPlace).Rows))
	}
	files.Text = "navn;om\nsoren;te\n"
	take()
	if want := []string{"review.torn"}; !slices.Equal(bad(), want) {
		t.Errorf("a list without the columns: %q", bad())
	}
	files.Err = &fs.PathError{Op: "open", Path: "anmeldelser.csv", Err: errors.New("gone")}
	take()
	if s.Said() != "error.no_such_file" {
		t.Errorf("a file that is gone: %q", s.Said())
	}
}
