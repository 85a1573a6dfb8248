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
	if err := f.forgetWords(p.Sku); err != nil {
		return err
	}
	var no int64
	_, err := f.s.get(`INSERT INTO product (sku, name, category, price, vat_bp, kind, discountable, earns, bonus_payable, fixed_points, own)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (sku) DO UPDATE SET name = excluded.name, category = excluded.category, price = excluded.price,
			vat_bp = excluded.vat_bp, kind = excluded.kind, discountable = excluded.discountable, earns = excluded.earns,
			bonus_payable = excluded.bonus_payable, fixed_points = excluded.fixed_points, own = excluded.own
		RETURNING no`,
		args(p.Sku, p.Name, p.Category, p.Price, p.VatBp, p.Kind, bit(p.Discountable), bit(p.Earns), bit(p.BonusPayable), numberOrNull(p.FixedPoints), p.Own), &no)
	if err != nil {
		return err
	}
	for i, code := range p.Barcodes {
		// A barcode moves to the article that was set last.
		var other int64
		if found, err := f.s.get("SELECT product FROM barcode WHERE code = ?", args(code), &other); err != nil {
			return err
		} else if found {
			if err := f.s.exec("DELETE FROM product_word WHERE word = ? AND product = ?", pos.SearchWord(code), other); err != nil {
				return err
			}
		}
		err := f.s.exec(`INSERT INTO barcode (code, product, place) VALUES (?, ?, ?)
			ON CONFLICT (code) DO UPDATE SET product = excluded.product, place = excluded.place`, code, no, int64(i))
		if err != nil {
			return err
		}
	}
	for _, word := range productWords(p) {
		if err := f.s.exec("INSERT OR IGNORE INTO product_word (word, product) VALUES (?, ?)", word, no); err != nil {
			return err
		}
	}
	return nil
}

// forgetWords takes away the barcodes and words of an article that is about to
// change. The words are computed from what it was: the table is ordered by
// word, and to look through it for an article would make an import of many
// read it whole for each.
func (f *fold) forgetWords(sku string) error {
	old := journalpb.Product{Sku: sku}
	var no int64
	found, err := f.s.get("SELECT no, name FROM product WHERE sku = ?", args(sku), &no, &old.Name)
	if err != nil || !found {
		return err
	}
	if err := f.s.each("SELECT code FROM barcode WHERE product = ? ORDER BY place", args(no), func(r *row) error {
		var code string
		err := r.Scan(&code)
		old.Barcodes = append(old.Barcodes, code)
		return err
	}); err != nil {
		return err
	}
	if err := f.s.exec("DELETE FROM barcode WHERE product = ?", no); err != nil {
		return err
	}
	for _, word := range productWords(&old) {
		if err := f.s.exec("DELETE FROM product_word WHERE word = ? AND product = ?", word, no); err != nil {
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
