package till

import "bonuskasse/pos"

// CardReader reads cards, their batches and how they look.
type CardReader interface {
	// Card is a card by its number, in the form of pos.CleanCardNumber.
	Card(number string) (pos.Card, error)
	// Cards are cards in the order of their numbers, those of figures alone
	// behind those with letters.
	Cards(q CardQuery) ([]CardRow, error)
	// CardTaken is the first number of a range that is taken, or "".
	CardTaken(first, last int64) (string, error)
	// CardSpans are the numbers that the head office gave this life of the till
	// alone, without those that lie between.
	CardSpans() ([]pos.CardSpan, error)
	// NextCard is where count numbers from first to last are free, the end of
	// the last batch if it can be; CardsUsedUp where they are nowhere.
	NextCard(first, last, count int64) (int64, error)

	CardBatch(id pos.ID) (pos.CardBatch, error)
	// CardBatches are the batches, the newest first.
	CardBatches(limit int) ([]pos.CardBatch, error)
	// CardFaces are the holders of a batch's cards from a number on, and of
	// those alone that have one.
	CardFaces(first, last int64) ([]CardFace, error)
	// CardPhoto is a member's photo, or nil.
	CardPhoto(member pos.ID) ([]byte, error)
	// CardReprints is how often a card was printed again.
	CardReprints(number string) (int64, error)

	// CardDesigns are the names of the designs, and CardDesign is one as JSON.
	CardDesigns() ([]string, error)
	CardDesign(name string) ([]byte, error)

	// CardFees are the articles that a card is sold as.
	CardFees() ([]pos.Product, error)
}

// CardFace is the member whom a card is for: what a personal card shows.
type CardFace struct {
	Number string
	Name   string
	Photo  []byte
}
