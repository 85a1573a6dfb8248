package screen

import (
	"context"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// WhyKey asks where the numbers on the screen come from.
const WhyKey KeyName = "Ctrl+W"

// Explains is what Why needs of the till.
type Explains interface {
	ExplainSale(ctx context.Context, receipt string) (till.Why, error)
	ExplainMember(ctx context.Context, member pos.ID) (till.Why, error)
	ExplainOffer(o till.Offer) till.Why
	WhyDocument(w till.Why) hardware.Document
}

// TellWhy opens the sheet with an explanation, in the language of the window.
func TellWhy(t Explains, w till.Why, do *Turn) {
	w.Language = do.Language
	doc := t.WhyDocument(w)
	do.Ask(Question{Title: Name(doc.Title), Paper: &doc, Choices: []Choice{{Do: Cancel, Word: Say("action.close"), Mood: Go}}})
}
