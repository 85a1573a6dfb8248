package screen_test

import (
	"slices"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/reports"
	"bonuskasse/pos/till"
)

// newDesk is a shop with a clerk, where points are approved.
func newDesk(t *testing.T) *testShop {
	t.Helper()
	s := newTestShop(t)
	s.Clerk()
	s.Shell.Add(screen.ApprovalsPlace, screen.NewApprovals(s.Till))
	s.Shell.Add(screen.MemberPlace, screen.NewMembers(s.Till, nil))
	s.SignIn("Bo")
	return s
}

func (s *testShop) balance(username string) int64 {
	s.T.Helper()
	lots, err := s.Till.Lots(s.T.Context(), s.Member(username), pos.At(s.Now))
	must(s.T, err)
	sum := int64(0)
	for _, l := range lots {
		sum += l.Left
	}
	return sum
}

func (s *testShop) reviewed(username, about string) {
	s.T.Helper()
	_, err := s.Till.AddReview(s.T.Context(), till.Review{Member: s.Member(username), About: about}, till.By(s.People["Yrsa"]))
	must(s.T, err)
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
	list := func() screen.BrowseState { return s.Browsed(screen.ApprovalsPlace) }

	s.SignIn("Yrsa")
	s.Show(screen.ReportsPlace)
	s.Runes("w")
	if s.Said() != "error.not_allowed" || s.Shell.State().Place != screen.ReportsPlace {
		t.Fatalf("a clerk comes to %s, said %q", s.Shell.State().Place, s.Said())
	}
	s.SignIn("Bo")
	if n := s.Shell.Screen(screen.ReportsPlace).State().(reports.State).ToApprove; n != 4 {
		t.Errorf("Reports tells of %d", n)
	}
	s.Runes("w")
	if want := []string{"Søren Åkjær", "Bo Krogh", "Karen Højgaard", "Søren Åkjær"}; !slices.Equal(column(list(), 0), want) {
		t.Fatalf("waiting: %q, want %q", column(list(), 0), want)
	}
	if n := s.Shell.State().Strip.ToApprove; n != 4 {
		t.Errorf("the strip tells of %d", n)
	}

	// One, by Enter.
	s.Keys(screen.KeyEnter)
	s.Answer("approve", -1, "")
	if s.Said() != "approvals.approved" || s.balance("soren") != 50 || len(list().Rows) != 3 {
		t.Errorf("said %q, Søren has %d, %d wait", s.Said(), s.balance("soren"), len(list().Rows))
	}
	// One's own is marked by no key, and decided on by none.
	if list().Is("approve") || list().Is("refuse") {
		t.Error("the manager may decide on their own")
	}
	for _, k := range []screen.KeyName{screen.KeyEnter, screen.KeyDelete} {
		s.Keys(k)
		if s.Asked() != "" || s.Said() != "error.own_account" {
			t.Errorf("%s on one's own asks %q, said %q", k, s.Asked(), s.Said())
		}
	}
	s.Runes("+")
	if list().Rows[0].Marked {
		t.Error("one's own is marked")
	}
	// All that one may, together.
	s.Keys("Ctrl+A")
	if r := list().Rows; r[0].Marked || !r[1].Marked || !r[2].Marked {
		t.Errorf("marked: %v %v %v", r[0].Marked, r[1].Marked, r[2].Marked)
	}
	s.Keys("Ctrl+A")
	s.Keys(screen.KeyDown)
	s.Runes("++")
	s.Keys(screen.KeyEnter)
	s.Answer("approve", -1, "")
	if s.balance("soren") != 100 || s.balance("karen") != 50 || s.balance("bo") != 0 || len(list().Rows) != 1 {
		t.Errorf("Søren %d, Karen %d, Bo %d, %d wait", s.balance("soren"), s.balance("karen"), s.balance("bo"), len(list().Rows))
	}
	if n := s.Shell.State().Strip.ToApprove; n != 1 {
		t.Errorf("the strip tells of %d", n)
	}

	// Refused is refused, with a reason of the list.
	s.reviewed("karen", "te")
	s.Keys(screen.KeyEscape)
	s.Runes("w")
	s.Keys(screen.KeyDown, screen.KeyDelete)
	s.Answer("refuse", 0, "")
	if s.Said() != "approvals.refused" || s.balance("karen") != 50 {
		t.Errorf("said %q, Karen has %d", s.Said(), s.balance("karen"))
	}
	s.Keys(screen.KeyLeft) // the refused ones
	if want := []string{"Karen Højgaard"}; !slices.Equal(column(list(), 0), want) || list().Is("approve") {
		t.Errorf("refused: %q", column(list(), 0))
	}
	s.Keys(screen.KeyEnter)
	if s.Asked() != "" || s.Said() != "error.proposal_decided" {
		t.Errorf("a refused one asks %q, said %q", s.Asked(), s.Said())
	}
	s.Keys("Ctrl+M")
	if s.Shell.State().Place != screen.MemberPlace {
		t.Errorf("the member is shown on %s", s.Shell.State().Place)
	}
	s.Show(screen.ApprovalsPlace)
	s.Keys(screen.KeyEscape)
	if s.Shell.State().Place != screen.ReportsPlace {
		t.Errorf("Escape leads to %s", s.Shell.State().Place)
	}
}

// TestApprovalsElsewhere: what another manager has decided meanwhile holds up
// nothing, and says so.
func TestApprovalsElsewhere(t *testing.T) {
	s := newDesk(t)
	s.reviewed("soren", "te")
	s.reviewed("karen", "te")
	s.Show(screen.ApprovalsPlace)
	s.Keys("Ctrl+A", screen.KeyEnter)
	waits, err := s.Till.Proposals(t.Context(), pos.ProposalOpen, till.By(pos.System))
	must(t, err)
	_, err = s.Till.Approve(t.Context(), waits[0].ID, till.By(pos.System))
	must(t, err)
	s.Answer("approve", -1, "")
	if s.Said() != "approvals.some_left" || s.balance("soren") != 50 || s.balance("karen") != 50 {
		t.Errorf("said %q, Søren %d, Karen %d", s.Said(), s.balance("soren"), s.balance("karen"))
	}
	if len(s.Browsed(screen.ApprovalsPlace).Rows) != 0 {
		t.Error("some still wait")
	}
	// Nobody else's eyes: a cashier who comes on sees none of them.
	s.reviewed("karen", "ost")
	s.Show(screen.ReportsPlace)
	s.Show(screen.ApprovalsPlace)
	s.SignIn("Inga")
	s.Show(screen.ReportsPlace)
	s.Show(screen.ApprovalsPlace)
	if n := len(s.Browsed(screen.ApprovalsPlace).Rows); n != 0 || s.Said() != "error.not_allowed" {
		t.Errorf("a cashier sees %d, said %q", n, s.Said())
	}
}
