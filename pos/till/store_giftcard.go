package till

import "bonuskasse/pos"

// GiftCardReader reads gift cards, and the catalogue of rewards.
type GiftCardReader interface {
	// GiftCard is a card by its code, in the form of pos.ReadGiftCardCode.
	GiftCard(code string) (GiftCardRow, error)
	// GiftCardEntries are what changed its balance, the oldest first.
	GiftCardEntries(code string) ([]GiftCardEntry, error)
	// GiftCardsOfMember are those that a member bought or was given, the newest
	// first.
	GiftCardsOfMember(member pos.ID, limit int) ([]GiftCardRow, error)
	// GiftCardsPaid are what gift cards paid of a sale and have not got back, in
	// the order they paid; Left is their balance now.
	GiftCardsPaid(sale pos.ID) ([]pos.GiftCardUse, error)
	// GiftCardGuesses are the alarms about wrong codes since a moment.
	GiftCardGuesses(since pos.Millis) (count int64, first, last pos.Millis, err error)

	// Rewards are the catalogue, in the order it was made.
	Rewards() ([]pos.Reward, error)
	Reward(sku string) (pos.Reward, error)
	Purchase(id pos.ID) (PurchaseRow, error)
	// Purchases are a member's, the newest first; of nobody, those of everybody
	// that wait to be handed out, the oldest first.
	Purchases(member pos.ID, limit int) ([]PurchaseRow, error)
}

// GiftCardRow is a gift card with what stands about it.
type GiftCardRow struct {
	pos.GiftCard
	Member   pos.ID `json:"-"` // who bought it or was given it
	Sale     pos.ID `json:"-"` // that sold it
	Purchase pos.ID `json:"-"` // with points
	By       pos.ID `json:"-"`
}

// GiftCardEntry is one change of a balance.
type GiftCardEntry struct {
	At     pos.Millis `json:"at"`
	Type   string     `json:"type"`   // of the event: gift_card_made, sale_completed ...
	Amount pos.Money  `json:"amount"` // of a spending below zero
	Left   pos.Money  `json:"left"`
	// Receipt is of the sale that it paid, or the refund that came back to it.
	Receipt string `json:"receipt,omitempty"`
	Reason  string `json:"reason,omitempty"`
}

// PurchaseRow is a reward that a member bought.
type PurchaseRow struct {
	ID       pos.ID         `json:"purchase"`
	Member   pos.ID         `json:"-"`
	SKU      string         `json:"sku"`
	Name     string         `json:"name"`
	Kind     pos.RewardKind `json:"kind"`
	Points   int64          `json:"points"`
	At       pos.Millis     `json:"at"`
	GiftCard string         `json:"gift_card,omitempty"`
	Handed   pos.Millis     `json:"handed,omitempty"` // 0: not yet
}
