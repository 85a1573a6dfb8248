package till

import (
	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
)

// WhyReader reads what an explanation is made of.
type WhyReader interface {
	// Moves are what each event did to a holder's points, the oldest first, folded
	// from the journal by the rules of the ledger. A till of a chain has only its
	// own events, and says of them what they did to the balance, and to no lot.
	Moves(holder pos.ID) ([]Move, error)
	// AsSold is a sale as it was sold, whatever was said of it since.
	AsSold(id pos.ID) (pos.Sale, error)
	// Mendings are what was said of a sale since, the oldest first.
	Mendings(sale pos.ID) ([]pos.SaleMend, error)
	// TierSaid is all that this till's journal says of a tier, the newest first.
	TierSaid(name string) ([]pos.Tier, error)
}

// Move is what one event did to an account.
type Move struct {
	Ref  ledger.Ref `json:"-"`
	At   pos.Millis `json:"at"`
	Type string     `json:"type"`
	// Origin is where points came from, or whose they were that are taken back;
	// empty where the type says it.
	Origin ledger.Origin `json:"origin,omitempty"`
	// Person did it; zero is the system.
	Person  pos.ID `json:"-"`
	By      string `json:"by,omitempty"`
	Receipt string `json:"receipt,omitempty"` // of the sale, or the return
	Note    string `json:"note,omitempty"`    // that the member sees too
	// Of is whose doing it was, where the account is a pool's.
	Of      pos.ID    `json:"-"`
	Points  int64     `json:"points"`            // what the balance gained or lost
	Debt    int64     `json:"debt,omitempty"`    // of them, what became a debt (plus) or repaid one
	Pending int64     `json:"pending,omitempty"` // what waits more, or less
	Lots    []LotMove `json:"lots,omitempty"`
}

// LotMove is what an event put into a lot, or took from it.
type LotMove struct {
	Lot    ledger.Lot `json:"lot"` // as it was then: Left is before
	Points int64      `json:"points"`
}
