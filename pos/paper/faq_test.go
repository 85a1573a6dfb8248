package paper_test

import (
	"strings"
	"testing"
	"time"

	"bonuskasse/assets"
	"bonuskasse/pos/paper"
)

// plain has the spaces that a printer makes of those that do not break.
func plain(s string) string {
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s)
}

func TestQuestionsOnPaper(t *testing.T) {
	made := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	for _, lang := range assets.Languages() {
		d := paper.FAQ("Ribe Te", lang, made)
		if err := d.Validate(); err != nil {
			t.Fatalf("%s: %v", lang, err)
		}
		// Wide enough that no sentence is broken.
		text := d.Text(1000)
		for _, q := range assets.FAQ(lang) {
			if !strings.Contains(text, plain(q.Question)) || !strings.Contains(text, plain(q.Answer)) {
				t.Errorf("%s: %q is not on the paper", lang, q.ID)
			}
		}
		if _, kicks := d.Kicks(); kicks {
			t.Errorf("%s: the paper opens the drawer", lang)
		}
	}
	one := paper.FAQ("Ribe Te", "en", made, "expiry").Text(1000)
	for _, q := range assets.FAQ("en") {
		if got := strings.Contains(one, plain(q.Question)); got != (q.ID == "expiry") {
			t.Errorf("with only expiry chosen, %s is there: %v", q.ID, got)
		}
	}
}
