package pos

import "strings"

// CardKind says what a card gives its holder.
type CardKind string

// The kinds of card.
const (
	BonusCard    CardKind = "bonus"
	DiscountCard CardKind = "discount"
	BothCard     CardKind = "both"
)

// CardState is where a card is in its life.
type CardState string

// The states of a card.
const (
	Printed    CardState = "printed"
	Issued     CardState = "issued"
	Replaced   CardState = "replaced"
	CardBarred CardState = "blocked"
)

// Card is a numbered club card.
type Card struct {
	Number string    `json:"number"` // without leading zeros
	Kind   CardKind  `json:"kind"`
	State  CardState `json:"state"`
	Member ID        `json:"member"`
	Issued Millis    `json:"issued,omitempty"`
	// ReplacedBy is the number of the card that a lost one was replaced with.
	ReplacedBy string `json:"replaced_by,omitempty"`
	// Batch is the batch the card was printed in; zero for one from elsewhere.
	Batch ID `json:"batch,omitzero"`
}

// CardSymbology is the code that a card bears.
type CardSymbology string

// The codes of cards.
const (
	CardCode128 CardSymbology = "code128"
	CardEAN13   CardSymbology = "ean13" // in-store number: the shop's prefix and the card's number
	CardQR      CardSymbology = "qr"    // the shop's address and the card's number
)

// FirstCard is the number that batches begin with where none was made yet.
const FirstCard = 10001

// CardSpan is numbers of cards, both ends included.
type CardSpan struct{ First, Last int64 }

// MostCards is the most cards of one batch: a mistyped count fills no shelf.
const MostCards = 10_000

// CardBatch is cards that were numbered in one go: First, First+1 and so on.
type CardBatch struct {
	ID        ID            `json:"batch"`
	First     int64         `json:"first"`
	Count     int64         `json:"count"`
	Kind      CardKind      `json:"kind"`
	Symbology CardSymbology `json:"symbology"`
	Design    string        `json:"design,omitempty"` // its name; empty is the first one
	Layout    string        `json:"layout"`           // hardware.CardLayout
	Made      Millis        `json:"made"`
	Person    ID            `json:"person,omitzero"`
}

// Last is the number of the batch's last card.
func (b CardBatch) Last() int64 { return b.First + b.Count - 1 }

// CleanCardNumber is the form card numbers are stored and compared in: no
// spaces, upper case, no leading zeros (some codes pad with them). A number
// has at least five characters and at most 32, letters A-Z and digits.
func CleanCardNumber(number string) (string, error) {
	number = strings.ToUpper(strings.Join(strings.Fields(number), ""))
	number = strings.TrimLeft(number, "0")
	if len(number) < 5 || len(number) > 32 {
		return "", Refuse(BadCardNumber)
	}
	for _, c := range []byte(number) {
		if (c < '0' || c > '9') && (c < 'A' || c > 'Z') && c != '-' {
			return "", Refuse(BadCardNumber)
		}
	}
	return number, nil
}
