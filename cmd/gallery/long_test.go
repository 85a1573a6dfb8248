package main

import (
	"regexp"
	"testing"

	"bonuskasse/assets"
)

var cutFigure = regexp.MustCompile(`>([^<]*[\d.,\x{a0}\x{202f}])…</text>`)

// TestLongWordsLeaveAmountsWhole: a name, an address and a sum that are wider
// than a page make no window grow, and no amount is cut for them.
func TestLongWordsLeaveAmountsWhole(t *testing.T) {
	for _, lang := range assets.Languages() {
		s, err := openShop(t.Context(), t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		for _, sh := range longShots {
			for _, m := range cutFigure.FindAllStringSubmatch(s.markupOf(t, sh, lang), -1) {
				t.Errorf("%s in %s: %q is cut", sh.name, lang, m[1]+"…")
			}
		}
		s.close()
	}
}
