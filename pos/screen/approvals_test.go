package screen_test

import (
	"slices"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// desk is a shop that gives 50 points for a review, once a manager approves,
// with a clerk and three members, one of whom is the manager.
func newDesk(t *testing.T) *testShop {
	t.Helper()
	s := newTestShop(t)
	ctx, boss := t.Context(), till.By(pos.System)
	_, err := s.till.SetProgram(ctx, map[string]string{"review_points": "50", "approve_reviews": "true"}, boss)
	must(t, err)
	s.people["Yrsa"], err = s.till.SetPerson(ctx, pos.Person{Name: "Yrsa", Role: pos.Clerk, Active: true}, testPIN, boss)
	must(t, err)
	for username, name := range map[string]string{"karen": "Karen Højgaard", "bo": "Bo Krogh"} {
		_, err := s.till.AddMember(ctx, till.NewMember{Username: username, Name: name}, boss)
		must(t, err)
	}
	bo := s.people["Bo"]
	bo.Member = s.member("bo")
	s.people["Bo"], err = s.till.SetPerson(ctx, bo, "", boss)
	must(t, err)
	s.shell.Add(screen.ApprovalsPlace, screen.NewApprovals(s.till))
	s.shell.Add(screen.MemberPlace, screen.NewMembers(s.till, nil))
	s.signIn("Bo")
	return s
}

func (s *testShop) member(username string) pos.ID {
	s.t.Helper()
	m, err := s.till.MemberByUsername(s.t.Context(), username)
	must(s.t, err)
	return m.Member.ID
}

func (s *testShop) balance(username string) int64 {
	s.t.Helper()
	lots, err := s.till.Lots(s.t.Context(), s.member(username), pos.At(s.now))
	must(s.t, err)
	sum := int64(0)
	for _, l := range lots {
		sum += l.Left
	}
	return sum
}

func (s *testShop) reviewed(username, about string) {
	s.t.Helper()
	_, err := s.till.AddReview(s.t.Context(), till.Review{Member: s.member(username), About: about}, till.By(s.people["Yrsa"]))
	must(s.t, err)
}

// browsed is the list of a place.
func (s *testShop) browsed(p screen.Place) screen.BrowseState {
	s.t.Helper()
	return s.shell.Screen(p).State().(screen.BrowseState)
}

// column is what the cells of a column say, as names stand.
func column(st screen.BrowseState, at int) (list []string) {
	for _, r := range st.Rows {
		if text := r.Cells[at].Text; text.Key == "name" {
			list = append(list, text.Args[0].(string))
		} else {
			list = append(list, text.Key)
		}
	}
	return list
}

// TestApprovals: what waits is seen by a manager alone, who approves one or
// several by keys, refuses with a reason, and never decides on their own.
func TestApprovals(t *testing.T) {
	s := newDesk(t)
	s.reviewed("soren", "te")
	s.reviewed("bo", "ost")
	s.reviewed("karen", "Butikken")
	s.reviewed("soren", "Butikken")
	list := func() screen.BrowseState { return s.browsed(screen.ApprovalsPlace) }

	s.signIn("Yrsa")
	s.show(screen.ReportsPlace)
	s.runes("w")
	if s.said() != "error.not_allowed" || s.shell.State().Place != screen.ReportsPlace {
		t.Fatalf("a clerk comes to %s, said %q", s.shell.State().Place, s.said())
	}
	s.signIn("Bo")
	if n := s.reports().ToApprove; n != 4 {
		t.Errorf("Reports tells of %d", n)
	}
	s.runes("w")
	if want := []string{"Søren Åkjær", "Bo Krogh", "Karen Højgaard", "Søren Åkjær"}; !slices.Equal(column(list(), 0), want) {
		t.Fatalf("waiting: %q, want %q", column(list(), 0), want)
	}
	if n := s.shell.State().Strip.ToApprove; n != 4 {
		t.Errorf("the strip tells of %d", n)
	}

	// One, by Enter.
	s.keys(screen.KeyEnter)
	s.answer("approve", -1, "")
	if s.said() != "approvals.approved" || s.balance("soren") != 50 || len(list().Rows) != 3 {
		t.Errorf("said %q, Søren has %d, %d wait", s.said(), s.balance("soren"), len(list().Rows))
	}
	// One's own is marked by no key, and decided on by none.
	if list().Is("approve") || list().Is("refuse") {
		t.Error("the manager may decide on their own")
	}
	for _, k := range []screen.KeyName{screen.KeyEnter, screen.KeyDelete} {
		s.keys(k)
		if s.asked() != "" || s.said() != "error.own_account" {
			t.Errorf("%s on one's own asks %q, said %q", k, s.asked(), s.said())
		}
	}
	s.runes("+")
	if list().Rows[0].Marked {
		t.Error("one's own is marked")
	}
	// All that one may, together.
	s.keys("Ctrl+A")
	if r := list().Rows; r[0].Marked || !r[1].Marked || !r[2].Marked {
		t.Errorf("marked: %v %v %v", r[0].Marked, r[1].Marked, r[2].Marked)
	}
	s.keys("Ctrl+A")
	s.keys(screen.KeyDown)
	s.runes("++")
	s.keys(screen.KeyEnter)
	s.answer("approve", -1, "")
	if s.balance("soren") != 100 || s.balance("karen") != 50 || s.balance("bo") != 0 || len(list().Rows) != 1 {
		t.Errorf("Søren %d, Karen %d, Bo %d, %d wait", s.balance("soren"), s.balance("karen"), s.balance("bo"), len(list().Rows))
	}
	if n := s.shell.State().Strip.ToApprove; n != 1 {
		t.Errorf("the strip tells of %d", n)
	}

	// Refused is refused, with a reason of the list.
	s.reviewed("karen", "te")
	s.keys(screen.KeyEscape)
	s.runes("w")
	s.keys(screen.KeyDown, screen.KeyDelete)
	s.answer("refuse", 0, "")
	if s.said() != "approvals.refused" || s.balance("karen") != 50 {
		t.Errorf("said %q, Karen has %d", s.said(), s.balance("karen"))
	}
	s.keys(screen.KeyLeft) // the refused ones
	if want := []string{"Karen Højgaard"}; !slices.Equal(column(list(), 0), want) || list().Is("approve") {
		t.Errorf("refused: %q", column(list(), 0))
	}
	s.keys(screen.KeyEnter)
	if s.asked() != "" || s.said() != "error.proposal_decided" {
		t.Errorf("a refused one asks %q, said %q", s.asked(), s.said())
	}
	s.keys("Ctrl+M")
	if s.shell.State().Place != screen.MemberPlace {
		t.Errorf("the member is shown on %s", s.shell.State().Place)
	}
	s.show(screen.ApprovalsPlace)
	s.keys(screen.KeyEscape)
	if s.shell.State().Place != screen.ReportsPlace {
		t.Errorf("Escape leads to %s", s.shell.State().Place)
	}
}

// TestApprovalsElsewhere: what another manager has decided meanwhile holds up
// nothing, and says so.
func TestApprovalsElsewhere(t *testing.T) {
	s := newDesk(t)
	s.reviewed("soren", "te")
	s.reviewed("karen", "te")
	s.show(screen.ApprovalsPlace)
	s.keys("Ctrl+A", screen.KeyEnter)
	waits, err := s.till.Proposals(t.Context(), pos.ProposalOpen, till.By(pos.System))
	must(t, err)
	_, err = s.till.Approve(t.Context(), waits[0].ID, till.By(pos.System))
	must(t, err)
	s.answer("approve", -1, "")
	if s.said() != "approvals.some_left" || s.balance("soren") != 50 || s.balance("karen") != 50 {
		t.Errorf("said %q, Søren %d, Karen %d", s.said(), s.balance("soren"), s.balance("karen"))
	}
	if len(s.browsed(screen.ApprovalsPlace).Rows) != 0 {
		t.Error("some still wait")
	}
	// Nobody else's eyes: a cashier who comes on sees none of them.
	s.reviewed("karen", "ost")
	s.show(screen.ReportsPlace)
	s.show(screen.ApprovalsPlace)
	s.signIn("Inga")
	s.show(screen.ReportsPlace)
	s.show(screen.ApprovalsPlace)
	if n := len(s.browsed(screen.ApprovalsPlace).Rows); n != 0 || s.said() != "error.not_allowed" {
		t.Errorf("a cashier sees %d, said %q", n, s.said())
	}
}
