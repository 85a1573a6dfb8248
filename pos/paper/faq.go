package paper

import (
	"time"

	"bonuskasse/assets"
	"bonuskasse/hardware"
)

// FAQ is the customers' questions with their answers, on receipt paper, for a
// customer who would rather read at home. shop stands at the head; chosen are
// the ids to print, none being all of them.
func FAQ(shop, lang string, made time.Time, chosen ...string) hardware.Document {
	d := hardware.Document{Title: assets.T(lang, "faq.title"), Lang: lang, Made: made}
	d.Add(
		hardware.TextLine(shop).Centre().Strong(),
		hardware.TextLine(assets.T(lang, "faq.title")).Centre().Tall(),
		hardware.Rule(),
	)
	for _, q := range assets.FAQ(lang) {
		if !wanted(q.ID, chosen) {
			continue
		}
		d.Add(hardware.Feed(1), hardware.TextLine(q.Question).Strong(), hardware.TextLine(q.Answer))
	}
	d.Add(hardware.Feed(1), hardware.Rule(), hardware.TextLine(assets.Date(lang, made)).Centre(), hardware.Cut())
	return d
}

func wanted(id string, chosen []string) bool {
	for _, c := range chosen {
		if c == id {
			return true
		}
	}
	return len(chosen) == 0
}
