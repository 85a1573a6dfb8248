package till

import (
	"crypto/ed25519"

	"bonuskasse/pos"
)

// CouponReader reads the coupons.
type CouponReader interface {
	// Coupon is a coupon by its code, in the form of pos.ReadCouponCode.
	Coupon(code string) (CouponRow, error)
	// CouponOfSale is the one that a guest's receipt carries.
	CouponOfSale(sale pos.ID) (CouponRow, error)
	// Coupons are those that a query asks for, in the order of its list.
	Coupons(q CouponQuery) ([]CouponRow, error)
	// CouponBatch is a batch by its number or by its id in hex.
	CouponBatch(ref string) (CouponBatch, error)
	// MakerKey is the key of the maker of a signed coupon, and the incarnation
	// that it names; CouponForeign where this till knows no such maker.
	MakerKey(maker pos.CouponMaker) (incarnation pos.ID, key ed25519.PublicKey, err error)
}

// CouponRow is a coupon with what stands about it.
type CouponRow struct {
	pos.Coupon
	BatchNo int64  `json:"batch_no,omitempty"` // what people call the batch; 0: made elsewhere
	Title   string `json:"title,omitempty"`
	MadeBy  pos.ID `json:"-"`
	By      pos.ID `json:"-"`             // who gave it its state
	Sale    pos.ID `json:"sale,omitzero"` // whose receipt carries it
	Reason  string `json:"reason,omitempty"`
}

// CouponBatch is coupons that were made together.
type CouponBatch struct {
	ID         pos.ID     `json:"batch"`
	No         int64      `json:"batch_no"`
	Title      string     `json:"title,omitempty"`
	Points     int64      `json:"points"`
	ValidUntil pos.Millis `json:"valid_until"`
	Count      int64      `json:"count"`
	Made       pos.Millis `json:"made"`
	MadeBy     pos.ID     `json:"-"`
	Sale       pos.ID     `json:"sale,omitzero"`
}

// CouponQuery is what coupons are looked for by; what is zero asks for nothing.
type CouponQuery struct {
	State  pos.CouponState
	Batch  pos.ID
	Points int64
	Member pos.ID
	Code   string // the code, or its beginning, as ReadCouponCode stores it
	// From and To bound the moment at which a coupon got its state: of a free
	// one, when it was made.
	From, To pos.Millis

	Now   pos.Millis  // what is expired is so at this moment
	After CouponAfter // go on behind this one
	Limit int
}

// CouponAfter is a place in a list of coupons. Lists go from the newest change
// to the oldest; of codes that begin alike, by the code.
type CouponAfter struct {
	Changed pos.Millis
	Code    string
}

// After is the place of a coupon, to go on from.
func (c CouponRow) After() CouponAfter { return CouponAfter{c.Changed, c.Code} }
