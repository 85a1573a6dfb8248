package chain

import (
	"crypto/hmac"
	"crypto/sha256"
	"strings"

	"bonuskasse/pos"
)

// OwnKind says what a thing of a till's own is, for who asks what of it the chain
// has already, otherwise.
type OwnKind string

// The kinds. A screen has words for each ("clash." and the kind).
const (
	OwnGoods     OwnKind = "goods"     // Key the SKU
	OwnBarcode   OwnKind = "barcode"   // Name the SKU that it is of
	OwnTier      OwnKind = "tier"      // Price the rate, in basis points
	OwnReward    OwnKind = "reward"    // Price in points
	OwnPerson    OwnKind = "person"    // Key the id
	OwnProgramme OwnKind = "programme" // Name the programme, as JSON
	OwnCard      OwnKind = "card"      // Key the number of one that is somebody's
	OwnCards     OwnKind = "cards"     // Price the first number of a batch, Count how many
	OwnCoupon    OwnKind = "coupon"
	OwnGiftCard  OwnKind = "gift_card"
	OwnUsername  OwnKind = "username" // of a member: Key stays at the till, Mark is sent
	OwnPhone     OwnKind = "phone"
	OwnEmail     OwnKind = "email"
)

// Personal says that the key is a person's and is not sent: its mark is.
func (k OwnKind) Personal() bool { return k == OwnUsername || k == OwnPhone || k == OwnEmail }

// Own is a thing of a till that has not joined yet.
type Own struct {
	Kind  OwnKind
	Key   string
	Name  string
	Price int64
	Count int64
	Mark  []byte
}

// Clashing is one of those things, by its place in the list, as the chain has it.
type Clashing struct {
	Own   int
	Name  string
	Price int64
}

// Joining is what a till that shows a code is told before it joins.
type Joining struct {
	Chain, Till string // their names
	Empty       bool   // the chain has nothing yet: what the till has becomes the chain's
	Tills       int64  // that sell
	Clashes     []Clashing
}

// Check is a till that shows a code, and asks.
type Check struct {
	CodeHash [32]byte
	Till     pos.ID
	Currency string
	Things   []Own
	At       pos.Millis
}

// OwnMark hides what is a person's from who does not know it: the hash of the code
// is its key, so that a mark says nothing beyond this one question.
func OwnMark(code [32]byte, k OwnKind, value string) []byte {
	h := hmac.New(sha256.New, code[:])
	h.Write([]byte(string(k) + "\n" + strings.ToLower(strings.TrimSpace(value))))
	return h.Sum(nil)
}
