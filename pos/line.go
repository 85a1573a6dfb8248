package pos

// LineKind says what a line of a sale sells.
type LineKind string

// The kinds of line. Only goods and services earn; gift cards are never paid
// by gift card.
const (
	Goods        LineKind = "goods"
	Service      LineKind = "service"
	Shipping     LineKind = "shipping"
	CardFee      LineKind = "card_fee"
	GiftCardLine LineKind = "gift_card"
)

// Known reports whether the rules know the kind.
func (k LineKind) Known() bool {
	switch k {
	case Goods, Service, Shipping, CardFee, GiftCardLine:
		return true
	}
	return false
}
