package till

// Joining is what a chain says to a till before it joins: nothing has happened yet.
type Joining struct {
	Chain   string  `json:"chain_name"`
	Till    string  `json:"till"`  // the till's name there
	Empty   bool    `json:"empty"` // what this till has becomes the chain's
	Tills   int64   `json:"tills"` // that the chain has
	Clashes []Clash `json:"clashes"`
}

// Clash is a thing of this till that the chain has already, otherwise.
type Clash struct {
	Kind  string `json:"kind"` // goods, barcode, tier, reward, person, programme, card, cards, coupon, gift_card, username, phone, email
	Key   string `json:"key"`
	Name  string `json:"name,omitempty"`  // here
	Price int64  `json:"price,omitempty"` // here; of a batch of cards its first number
	Count int64  `json:"count,omitempty"`
	// Theirs and TheirPrice are the chain's.
	Theirs     string `json:"theirs,omitempty"`
	TheirPrice int64  `json:"their_price,omitempty"`
}
