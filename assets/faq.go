package assets

import (
	"embed"
	"encoding/json"
	"fmt"
)

//go:embed faq/*.json
var faqFiles embed.FS

// Question is one thing that customers ask, with the answer that the cashier
// can read aloud or print for them.
type Question struct {
	ID       string `json:"id"` // the same in each language: "expiry"
	Question string `json:"question"`
	Answer   string `json:"answer"`
}

var faq = perLanguage(func(lang string) (list []Question) {
	raw, err := faqFiles.ReadFile("faq/" + lang + ".json")
	if err != nil {
		panic(err) // embedded at build time
	}
	if err := json.Unmarshal(raw, &list); err != nil {
		panic(fmt.Sprintf("faq/%s.json: %v", lang, err))
	}
	return list
})

// FAQ gives the customers' questions in lang, in the order of the sheet;
// English where the till does not speak lang. The caller may keep the slice
// and must not change it.
func FAQ(lang string) []Question {
	if list := faq(lang); list != nil {
		return list
	}
	return faq("en")
}
