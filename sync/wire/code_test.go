package wire

import (
	"strings"
	"testing"
)

func TestCodesAsPeopleTypeThem(t *testing.T) {
	certificate := []byte("a certificate")
	marked := MarkedCode("7F3K9-Q2M0T", certificate)
	if len(strings.Split(marked, "-")) != 5 || !strings.HasPrefix(marked, "7F3K9-Q2M0T-") {
		t.Fatalf("%s is not five groups that begin with the code", marked)
	}
	for _, c := range []struct{ name, typed, code, mark string }{
		{"as it was printed", marked, "7F3K9Q2M0T", MarkOf(certificate)},
		{"small letters, spaces, O for 0", strings.ToLower(strings.NewReplacer("-", " ", "0", "O").Replace(marked)), "7F3K9Q2M0T", MarkOf(certificate)},
		{"without a mark", "7F3K9-Q2M0T", "7F3K9-Q2M0T", ""},
		{"a character short", marked[:len(marked)-1], marked[:len(marked)-1], ""},
		{"nothing", "", "", ""},
	} {
		if code, mark := SplitCode(c.typed); code != c.code || mark != c.mark {
			t.Errorf("%s: %q is code %q and mark %q, want %q and %q", c.name, c.typed, code, mark, c.code, c.mark)
		}
	}
	if HashCode("7F3K9-Q2M0T") != HashCode("7f3k9q2mot") {
		t.Error("a code typed with O for 0 is another code")
	}
	if MarkOf(certificate) == MarkOf([]byte("another certificate")) {
		t.Error("two certificates have one mark")
	}
}
