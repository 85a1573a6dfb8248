package assets

import (
	"embed"
	"encoding/json"
	"fmt"
)

//go:embed messages/*.json
var messageFiles embed.FS

type message struct{ Subject, Text string }

var messages = perLanguage(func(lang string) (all map[string]message) {
	raw, err := messageFiles.ReadFile("messages/" + lang + ".json")
	if err != nil {
		panic(err) // embedded at build time
	}
	if err := json.Unmarshal(raw, &all); err != nil {
		panic(fmt.Sprintf("messages/%s.json: %v", lang, err))
	}
	return all
})

// Message is what a kind of messages to a member says in lang, with variables
// in braces, where a shop has no words of its own; English where the till does
// not speak lang.
func Message(lang, kind string) (subject, text string) {
	m, ok := messages(lang)[kind]
	if !ok {
		m = messages("en")[kind]
	}
	return m.Subject, m.Text
}
