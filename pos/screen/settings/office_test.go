package settings_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/settings"
	"bonuskasse/pos/screen/words"
	"bonuskasse/pos/till"
)

// Line and Enrol are a head office that answers as officeSays.
func (s *testShop) Line() screen.LineNow { return s.line }

func (s *testShop) Enrol(_ context.Context, address, fingerprint, code string) (settings.Joined, error) {
	s.shown = []string{address, fingerprint, code}
	if s.officeSays == nil {
		s.line = screen.LineNow{State: "online", Chain: "Ribe"}
	}
	return settings.Joined{Till: "Kasse 2", Chain: "Ribe"}, s.officeSays
}

func (s *testShop) Check(_ context.Context, address, fingerprint, code string) (till.Joining, error) {
	s.shown = []string{address, fingerprint, code}
	return s.joining, s.officeSays
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
	if got := s.Shell.State().Notice.Text.Key; got != "settings.office.incomplete" || s.shown != nil {
		t.Fatalf("without an address it says %q and shows %q", got, s.shown)
	}
	s.enter("address")
	s.Answer("save", -1, " 10.0.0.5:8443 ")
	s.enter("fingerprint")
	s.Answer("save", -1, testFingerprint)
	for _, c := range []struct {
		says error
		want string
		code string // that is left to show again
	}{
		{&settings.LineFault{State: "stranger", Cause: errors.New("x509")}, "line.fault.stranger", "7Q2KM-0XW9A"},
		{&settings.LineFault{State: "portal", Cause: errors.New("200 OK")}, "line.fault.portal", "7Q2KM-0XW9A"},
		{pos.Refuse(pos.OtherChain), "error.other_chain", "7Q2KM-0XW9A"},
		{pos.Refuse(pos.BadEnrolCode), "error.bad_enrol_code", ""},
		{nil, "line.joined", ""},
	} {
		s.officeSays = c.says
		s.enter("code")
		s.Answer("save", -1, "7Q2KM-0XW9A")
		s.enter("join")
		if c.says == nil {
			if s.Asked() != "joining.title" || s.line.State != "alone" {
				t.Fatalf("before it joins it asks %q, and is %q", s.Asked(), s.line.State)
			}
			s.Answer("join", -1, "")
		}
		if got := s.Shell.State().Notice.Text.Key; got != c.want {
			t.Errorf("%v is said as %q, want %q", c.says, got, c.want)
		}
		if s.shown[0] != "https://10.0.0.5:8443" || s.shown[1] != testFingerprint || s.shown[2] != "7Q2KM-0XW9A" {
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

// TestWhatClashesIsToldBefore: a person reads what of the till's own the chain has
// otherwise, and may leave it; each kind has words in every language.
func TestWhatClashesIsToldBefore(t *testing.T) {
	s := newTestShop(t)
	s.line = screen.LineNow{State: "alone"}
	s.section("office")
	for _, x := range [][2]string{{"address", "10.0.0.5:8443"}, {"code", "7Q2KM-0XW9A"}} {
		s.enter(x[0])
		s.Answer("save", -1, x[1])
	}
	s.joining = till.Joining{Chain: "Ribe", Till: "Kasse 2", Tills: 3}
	kinds := []string{"goods", "barcode", "tier", "reward", "person", "card", "cards", "coupon", "gift_card", "username", "phone", "email"}
	for _, k := range kinds {
		s.joining.Clashes = append(s.joining.Clashes, till.Clash{Kind: k, Key: "k", Name: "n", Theirs: "t"})
	}
	s.joining.Clashes = append(s.joining.Clashes, till.Clash{Kind: "programme", Name: `{"points":1,"points_worth":1,"cap_bp":3000}`, Theirs: `{"points":1,"points_worth":1,"cap_bp":5000}`})
	s.enter("join")
	q := s.Shell.State().Question
	if q == nil || q.Text.Key != "joining.clashes" || len(q.Told) != len(kinds)+1 {
		t.Fatalf("%+v", q)
	}
	for _, r := range q.Told {
		for _, lang := range assets.Languages() {
			for _, x := range []screen.Sentence{r.What, r.Then} {
				if text := words.Say(lang, "DKK", nil, x); !assets.Has(lang, x.Key) || strings.ContainsAny(text, "{}") {
					t.Errorf("%s in %s: %q", x.Key, lang, text)
				}
			}
		}
	}
	s.Answer(screen.Cancel, -1, "")
	if s.line.State != "alone" {
		t.Error("it has joined all the same")
	}
}

// TestACashierDoesNotEnrol: it is a manager's.
func TestACashierDoesNotEnrol(t *testing.T) {
	s := newTestShop(t)
	s.line = screen.LineNow{State: "alone"}
	s.SignIn("Inga")
	s.section("office")
	if !s.row("join").Locked || !s.row("address").Locked {
		t.Error("a cashier may enrol the till")
	}
}

// testFingerprint is a certificate's as a head office shows it.
var testFingerprint = strings.Repeat("AB:CD:", 15) + "AB:CD"

// TestAFingerprintIsTypedWhole: what is none is refused where it is typed, and
// not taken for a head office that is another.
func TestAFingerprintIsTypedWhole(t *testing.T) {
	s := newTestShop(t)
	s.line = screen.LineNow{State: "alone"}
	s.section("office")
	for _, text := range []string{"Karl", "AB:CD", testFingerprint + "AB"} {
		s.enter("fingerprint")
		s.Answer("save", -1, text)
		if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.bad_setting" || q.Wrong.Args[0] != "fingerprint" {
			t.Fatalf("%q: %+v", text, q)
		}
		s.Answer(screen.Cancel, -1, "")
	}
	for _, text := range []string{testFingerprint, strings.ReplaceAll(testFingerprint, ":", ""), ""} {
		s.enter("fingerprint")
		if s.Answer("save", -1, text); s.Asked() != "" {
			t.Errorf("%q is refused", text)
		}
	}
}

// TestAnEnrolledTillIsToldWhatTheFormIsFor: the rows that are not filled in stand
// under a heading of their own.
func TestAnEnrolledTillIsToldWhatTheFormIsFor(t *testing.T) {
	s := newTestShop(t)
	for chain, want := range map[string]bool{"": false, "Ribe": true} {
		s.line = screen.LineNow{State: "online", Chain: chain}
		s.section("office")
		headed := false
		for _, r := range s.Shell.Screen(screen.SettingsPlace).State().(settings.State).Rows {
			headed = headed || r.Heading && r.Name.Key == "settings.office.anew"
		}
		if headed != want {
			t.Errorf("in the chain %q headed: %t", chain, headed)
		}
	}
}
