package store

import (
	"fmt"
	"strings"

	"bonuskasse/pos"
)

const productColumns = `SELECT p.no, p.sku, p.name, p.category, p.price, p.vat_bp, p.kind, p.discountable, p.earns, p.bonus_payable, p.fixed_points, p.own
	FROM product p `

type productRow struct {
	no int64
	pos.Product
}

func (p *productRow) dest() []any {
	return []any{&p.no, &p.SKU, &p.Name, &p.Category, &p.Price, &p.VATBp, &p.Kind, &p.Discountable, &p.Earns, &p.BonusPayable, &p.FixedPoints, &p.Own}
}

func (r *reader) product(where, what string) (pos.Product, error) {
	var p productRow
	found, err := r.s.get(productColumns+where, args(what), p.dest()...)
	if err == nil && !found {
		err = pos.Refuse(pos.UnknownBarcode, what)
	}
	if err != nil {
		return pos.Product{}, err
	}
	return p.Product, r.barcodes(&p)
}

func (r *reader) barcodes(p *productRow) error {
	return r.s.each("SELECT code FROM barcode WHERE product = ? ORDER BY place", args(p.no), func(rows *row) error {
		var code string
		err := rows.Scan(&code)
		p.Barcodes = append(p.Barcodes, code)
		return err
	})
}

// ProductByBarcode is the article with a barcode (pos.NormalBarcode).
func (r *reader) ProductByBarcode(code string) (pos.Product, error) {
	return r.product("JOIN barcode b ON b.product = p.no WHERE b.code = ?", code)
}

// ProductBySKU is the article with the shop's own number.
func (r *reader) ProductBySKU(sku string) (pos.Product, error) {
	return r.product("WHERE p.sku = ?", sku)
}

// FindProducts searches name, SKU and barcode, every word by its beginning;
// empty text lists all, in the order they were made.
func (r *reader) FindProducts(text string, limit int) ([]pos.Product, error) {
	words := pos.SearchWords(text)
	query, a := productColumns, []any{}
	if len(words) > 0 {
		// The first word drives; the others must be words of the same article.
		var b strings.Builder
		b.WriteString("WHERE p.no IN (SELECT product FROM product_word WHERE word >= ? AND word < ?)")
		a = append(a, words[0], pos.SearchEnd(words[0]))
		for _, w := range words[1:] {
			b.WriteString(" AND p.no IN (SELECT product FROM product_word WHERE word >= ? AND word < ?)")
			a = append(a, w, pos.SearchEnd(w))
		}
		query += b.String()
	}
	query += fmt.Sprintf(" ORDER BY p.%s LIMIT ?", map[bool]string{true: "no", false: "name"}[len(words) == 0])
	a = append(a, int64(limit))
	return r.products(query, a)
}

// Services are the products that are services, by name.
func (r *reader) Services(limit int) ([]pos.Product, error) {
	return r.products(productColumns+"WHERE p.kind = ? ORDER BY p.name, p.no LIMIT ?", args(string(pos.Service), int64(limit)))
}

func (r *reader) products(query string, a []any) (list []pos.Product, err error) {
	var found []productRow
	err = r.s.each(query, a, func(rows *row) error {
		var p productRow
		err := rows.Scan(p.dest()...)
		found = append(found, p)
		return err
	})
	for i := range found {
		if err == nil {
			err = r.barcodes(&found[i])
		}
		list = append(list, found[i].Product)
	}
	return list, err
}
