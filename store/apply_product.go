package store

import (
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

func (f *fold) productsSet(w *journalpb.ProductsSet) error {
	for _, p := range w.Products {
		if err := f.productSet(p); err != nil {
			return err
		}
	}
	return nil
}

func (f *fold) productSet(p *journalpb.Product) error {
	err := f.s.exec(`INSERT INTO product (sku, name, category, price, vat_bp, kind, discountable, earns, bonus_payable, fixed_points)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (sku) DO UPDATE SET name = excluded.name, category = excluded.category, price = excluded.price,
			vat_bp = excluded.vat_bp, kind = excluded.kind, discountable = excluded.discountable, earns = excluded.earns,
			bonus_payable = excluded.bonus_payable, fixed_points = excluded.fixed_points`,
		p.Sku, p.Name, p.Category, p.Price, p.VatBp, p.Kind, bit(p.Discountable), bit(p.Earns), bit(p.BonusPayable), numberOrNull(p.FixedPoints))
	if err != nil {
		return err
	}
	var no int64
	if _, err := f.s.get("SELECT no FROM product WHERE sku = ?", args(p.Sku), &no); err != nil {
		return err
	}
	if err := f.s.exec("DELETE FROM barcode WHERE product = ?", no); err != nil {
		return err
	}
	for i, code := range p.Barcodes {
		// A barcode moves to the article that was set last.
		err := f.s.exec(`INSERT INTO barcode (code, product, place) VALUES (?, ?, ?)
			ON CONFLICT (code) DO UPDATE SET product = excluded.product, place = excluded.place`, code, no, int64(i))
		if err != nil {
			return err
		}
	}
	if err := f.s.exec("DELETE FROM product_word WHERE product = ?", no); err != nil {
		return err
	}
	for _, word := range productWords(p) {
		if err := f.s.exec("INSERT INTO product_word (word, product) VALUES (?, ?)", word, no); err != nil {
			return err
		}
	}
	return nil
}

// productWords are what an article is found by.
func productWords(p *journalpb.Product) []string {
	words := pos.SearchWords(p.Name)
	for _, s := range append([]string{p.Sku}, p.Barcodes...) {
		if w := pos.SearchWord(s); w != "" && !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return words
}

func numberOrNull(n *int64) any {
	if n == nil {
		return nil
	}
	return *n
}
