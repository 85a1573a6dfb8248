package paper

import (
	"strings"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// TestDefaultMessages: the till's own words are such as a manager might write,
// in each language, and nothing of a template is left in what they say.
func TestDefaultMessages(t *testing.T) {
	for _, lang := range []string{"da", "en", "fr"} {
		f := till.MessageFacts{
			Shop: till.Shop{Name: "Ribe Te", Currency: pos.DKK}, Language: lang, Zone: time.UTC,
			Member: pos.Member{Name: "Søren Åkjær", Username: "soren"}, Tier: "Guld", Balance: 1240, Points: 50, Level: "Guld",
		}
		for _, kind := range pos.MessageKinds {
			template := Papers{}.MessageText(kind, lang)
			if err := template.Check(kind); err != nil {
				t.Errorf("%s %s: %v", lang, kind, err)
			}
			said := template.Fill(Papers{}.MessageValues(f))
			if text := said.Subject + said.Text; strings.ContainsAny(text, "{}") || !strings.Contains(text, "Søren Åkjær") {
				t.Errorf("%s %s says %q", lang, kind, text)
			}
		}
	}
}
