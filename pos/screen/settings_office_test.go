package screen_test

import (
	"context"
	"errors"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
)

// Line and Enrol are a head office that answers as officeSays.
func (s *testShop) Line() screen.LineNow { return s.line }

func (s *testShop) Enrol(_ context.Context, address, fingerprint, code string) (screen.Joined, error) {
	s.shown = []string{address, fingerprint, code}
	if s.officeSays == nil {
		s.line = screen.LineNow{State: "online", Chain: "Ribe"}
	}
	return screen.Joined{Till: "Kasse 2", Chain: "Ribe"}, s.officeSays
}

// TestATillJoinsFromSettings: what is typed wrong is said and can be put right;
// a code that was refused is typed anew, the address stays.
func TestATillJoinsFromSettings(t *testing.T) {
	s := newTestShop(t)
	s.line = screen.LineNow{State: "alone"}
	s.section("office")
	if row := s.row("line"); row.Value.Key != "settings.office.line.alone" {
		t.Errorf("the line is %+v", row.Value)
	}
	s.enter("join")
	if got := s.shell.State().Notice.Text.Key; got != "settings.office.incomplete" || s.shown != nil {
		t.Fatalf("without an address it says %q and shows %q", got, s.shown)
	}
	s.enter("address")
	s.answer("save", -1, " 10.0.0.5:8443 ")
	s.enter("fingerprint")
	s.answer("save", -1, "AB:CD")
	for _, c := range []struct {
		says error
		want string
		code string // that is left to show again
	}{
		{&screen.LineFault{State: "stranger", Cause: errors.New("x509")}, "line.fault.stranger", "7Q2KM-0XW9A"},
		{&screen.LineFault{State: "portal", Cause: errors.New("200 OK")}, "line.fault.portal", "7Q2KM-0XW9A"},
		{pos.Refuse(pos.OtherChain), "error.other_chain", "7Q2KM-0XW9A"},
		{pos.Refuse(pos.BadEnrolCode), "error.bad_enrol_code", ""},
		{nil, "line.joined", ""},
	} {
		s.officeSays = c.says
		s.enter("code")
		s.answer("save", -1, "7Q2KM-0XW9A")
		s.enter("join")
		if got := s.shell.State().Notice.Text.Key; got != c.want {
			t.Errorf("%v is said as %q, want %q", c.says, got, c.want)
		}
		if s.shown[0] != "https://10.0.0.5:8443" || s.shown[1] != "AB:CD" || s.shown[2] != "7Q2KM-0XW9A" {
			t.Errorf("the head office was shown %q", s.shown)
		}
		left := s.row("code").Value
		if typed := left.Key == "name"; typed != (c.code != "") {
			t.Errorf("after %v the code is %+v", c.says, left)
		}
	}
	if row := s.row("chain"); row.Value.Args[0] != "Ribe" {
		t.Errorf("the chain is %+v", row.Value)
	}
}

// TestACashierDoesNotEnrol: it is a manager's.
func TestACashierDoesNotEnrol(t *testing.T) {
	s := newTestShop(t)
	s.line = screen.LineNow{State: "alone"}
	s.signIn("Inga")
	s.section("office")
	if !s.row("join").Locked || !s.row("address").Locked {
		t.Error("a cashier may enrol the till")
	}
}
