package screen_test

import (
	"strings"
	"testing"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/words"
	"bonuskasse/pos/till"
)

// TestWordsOfEachConflict: every kind says what happened, what was done and what
// to do, in every language, with nothing left open; and so does a kind that only
// a newer head office knows.
func TestWordsOfEachConflict(t *testing.T) {
	soren, inga := pos.Member{ID: pos.ID{1}, Name: "Søren", Username: "soren"}, pos.Member{ID: pos.ID{2}, Name: "Inga", Username: "inga"}
	for _, kind := range append([]pos.ConflictKind{"of_next_year"}, pos.ConflictKinds...) {
		for _, who := range []till.ToSettle{
			{Who: soren, Other: inga, Conflict: pos.Conflict{Kind: kind, Till: "Kasse 1", TillTwo: "Kasse 2", Subject: "10001", Points: 500}},
			{Conflict: pos.Conflict{Kind: kind}}, // the till knows none of them
		} {
			w := screen.WordsOf(who)
			for _, lang := range assets.Languages() {
				seen := map[string]bool{}
				for _, s := range []screen.Sentence{w.Kind, w.What, w.Did, w.May} {
					text := words.Say(lang, "DKK", nil, s)
					if !assets.Has(lang, s.Key) || text == "" || strings.ContainsAny(text, "{}") || seen[text] {
						t.Errorf("%s in %s: %q is %q", kind, lang, s.Key, text)
					}
					seen[text] = true
				}
			}
		}
	}
}

// TestAmountOfAConflict: points, money, minutes and events are each told as what
// they are.
func TestAmountOfAConflict(t *testing.T) {
	for kind, want := range map[pos.ConflictKind]string{
		pos.CouponTwice: "500 point", pos.GiftOverspent: "5,00 kr.", pos.ClockFarOff: "500 minutter", pos.FencedEvents: "500 hændelser",
	} {
		text := words.Say("da", "DKK", nil, screen.WordsOf(till.ToSettle{Conflict: pos.Conflict{Kind: kind, Points: 500}}).What)
		if !strings.Contains(strings.ReplaceAll(text, "\u00a0", " "), want) {
			t.Errorf("%s: %q has no %q", kind, text, want)
		}
	}
	for minutes, want := range map[int64]string{2879: "2.879 minutter", 2880: "2 dage", 525_568: "364 dage"} {
		if text := words.Say("da", "DKK", nil, screen.WordsOf(till.ToSettle{Conflict: pos.Conflict{Kind: pos.ClockFarOff, Points: minutes}}).What); !strings.Contains(text, want) {
			t.Errorf("%d minutes: %q has no %q", minutes, text, want)
		}
	}
}
