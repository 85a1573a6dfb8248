package pos

// Product is an article or a service the shop sells.
type Product struct {
	SKU          string   `json:"sku"`
	Barcodes     []string `json:"barcodes,omitempty"` // GTIN-13 or the shop's own
	Name         string   `json:"name"`
	Category     string   `json:"category,omitempty"`
	Price        Money    `json:"price"` // one unit, with VAT
	VATBp        int64    `json:"vat_bp"`
	Kind         LineKind `json:"kind"`
	Discountable bool     `json:"discountable"`
	Earns        bool     `json:"earns"`
	BonusPayable bool     `json:"bonus_payable"`
	FixedPoints  *int64   `json:"fixed_points,omitempty"` // per unit; nil earns by rate
	// Own are the switches that the article says itself: no category sets them.
	Own Switches `json:"own,omitempty"`
}
