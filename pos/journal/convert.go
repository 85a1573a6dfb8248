package journal

import (
	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

// FromLine is a line of a sale as the journal keeps it.
func FromLine(l pos.LineItem) *journalpb.Line {
	return &journalpb.Line{
		Sku: l.SKU, Barcode: l.Barcode, Name: l.Name, Kind: string(l.Kind), QtyMilli: l.QtyMilli,
		UnitPrice: int64(l.UnitPrice), VatBp: l.VATBp, ManualDiscountBp: l.ManualDiscountBp,
		Discountable: l.Discountable, Earns: l.Earns, BonusPayable: l.BonusPayable,
		FixedPoints: l.FixedPoints, Voided: l.Voided, Gross: int64(l.Gross), Discount: int64(l.Discount),
		Club: l.Club, Net: int64(l.Net), BonusValue: int64(l.BonusValue), PointsUsed: l.PointsUsed,
		PromoGiftCard: int64(l.PromoGiftCard), PointsEarned: l.PointsEarned, PointsScheduled: l.PointsScheduled, Card: l.Card, GiftCard: l.GiftCard,
	}
}

// ToLine is the other way.
func ToLine(l *journalpb.Line) pos.LineItem {
	return pos.LineItem{
		SKU: l.Sku, Barcode: l.Barcode, Name: l.Name, Kind: pos.LineKind(l.Kind), QtyMilli: l.QtyMilli,
		UnitPrice: pos.Money(l.UnitPrice), VATBp: l.VatBp, ManualDiscountBp: l.ManualDiscountBp,
		Discountable: l.Discountable, Earns: l.Earns, BonusPayable: l.BonusPayable,
		FixedPoints: l.FixedPoints, Voided: l.Voided, Gross: pos.Money(l.Gross), Discount: pos.Money(l.Discount),
		Club: l.Club, Net: pos.Money(l.Net), BonusValue: pos.Money(l.BonusValue), PointsUsed: l.PointsUsed,
		PromoGiftCard: pos.Money(l.PromoGiftCard), PointsEarned: l.PointsEarned, PointsScheduled: l.PointsScheduled, Card: l.Card, GiftCard: l.GiftCard,
	}
}

// FromMember is a member as the journal keeps it, once it is sealed.
func FromMember(m pos.Member) *journalpb.MemberSet {
	return &journalpb.MemberSet{
		Member: m.ID[:], Language: m.Language, Tier: m.Tier, Status: string(m.Status), Joined: int64(m.Joined),
		Organisation: idBytes(m.Organisation), ConsentAt: int64(m.ConsentAt), ReferredBy: idBytes(m.ReferredBy),
		Personal: &journalpb.Personal{
			Username: m.Username, Name: m.Name, Phone: m.Phone, Email: m.Email, Birthday: m.Birthday, Notes: m.Notes, ConsentText: m.ConsentText,
		},
	}
}

// FromCard is a card as the journal keeps it.
func FromCard(c pos.Card) *journalpb.CardSet {
	return &journalpb.CardSet{
		Number: c.Number, Kind: string(c.Kind), State: string(c.State), Member: idBytes(c.Member), Issued: int64(c.Issued),
		ReplacedBy: c.ReplacedBy, Batch: idBytes(c.Batch),
	}
}

// FromProduct is a product as the journal keeps it.
func FromProduct(p pos.Product) *journalpb.Product {
	return &journalpb.Product{
		Sku: p.SKU, Barcodes: p.Barcodes, Name: p.Name, Category: p.Category, Price: int64(p.Price), VatBp: p.VATBp,
		Kind: string(p.Kind), Discountable: p.Discountable, Earns: p.Earns, BonusPayable: p.BonusPayable, FixedPoints: p.FixedPoints,
		Own: int64(p.Own),
	}
}

// ToProduct is the other way.
func ToProduct(p *journalpb.Product) pos.Product {
	return pos.Product{
		SKU: p.Sku, Barcodes: p.Barcodes, Name: p.Name, Category: p.Category, Price: pos.Money(p.Price), VATBp: p.VatBp,
		Kind: pos.LineKind(p.Kind), Discountable: p.Discountable, Earns: p.Earns, BonusPayable: p.BonusPayable, FixedPoints: p.FixedPoints,
		Own: pos.Switches(p.Own),
	}
}

func idBytes(id pos.ID) []byte {
	if id.IsZero() {
		return nil
	}
	return id[:]
}
