package till

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/table"
)

// Imported is what became of a table of goods.
type Imported struct {
	Rows     int            `json:"rows"`
	Imported int            `json:"imported"`
	Bad      []table.BadRow `json:"bad"`
}

// ImportProducts reads goods from a table with the columns sku, barcode, name,
// category, price, vat_bp, kind, discountable, earns, bonus_payable,
// fixed_points. A switch whose column is empty is as the category says; one
// that is written holds whatever the category says. Each bad row is reported; the good ones are all kept, in one
// transaction, and replace what had the same SKU. Prices are minor units.
func (t *Till) ImportProducts(ctx context.Context, sheet table.Sheet, who Who) (Imported, error) {
	if err := who.needs(pos.Manager); err != nil {
		return Imported{}, err
	}
	rows, bad := sheet.Rows, sheet.Bad
	out := Imported{Rows: len(rows) + len(bad), Bad: append([]table.BadRow{}, bad...)}
	if len(rows) > 0 {
		for _, column := range []string{"sku", "name", "price"} {
			if !rows[0].Has(column) {
				out.Bad = append(out.Bad, table.BadRow{Line: 1, Field: column, Code: table.NoColumn})
				return out, nil
			}
		}
	}
	var list []pos.Product
	seen := map[string]bool{}
	for _, row := range rows {
		p, field, code := productOf(row)
		for _, key := range append([]string{"sku " + p.SKU}, p.Barcodes...) {
			if code == "" && seen[key] {
				field, code = "sku", table.Twice
			}
			seen[key] = true
		}
		if code != "" {
			out.Bad = append(out.Bad, table.BadRow{Line: row.Line, Field: field, Code: code})
			continue
		}
		list = append(list, p)
	}
	slices.SortStableFunc(out.Bad, func(a, b table.BadRow) int { return a.Line - b.Line })
	if len(list) == 0 {
		return out, nil
	}
	if err := t.SetProducts(ctx, list, who); err != nil {
		return out, err
	}
	out.Imported = len(list)
	return out, nil
}

func productOf(row table.Row) (p pos.Product, field, code string) {
	p = pos.Product{SKU: row.Get("sku"), Category: row.Get("category"), Kind: pos.Goods,
		Discountable: true, Earns: true, BonusPayable: true, VATBp: 2500}
	if p.SKU == "" {
		return p, "sku", table.Missing
	}
	var err error
	if p.Name, err = pos.CleanName(row.Get("name")); err != nil {
		return p, "name", table.BadValue
	}
	for _, f := range []struct {
		column string
		text   string
		max    int
	}{{"sku", p.SKU, 64}, {"category", p.Category, maxCategory}, {"barcode", row.Get("barcode"), 400}} {
		if len(f.text) > f.max || strings.ContainsFunc(f.text, func(r rune) bool { return r < ' ' }) {
			return p, f.column, table.BadText
		}
	}
	for _, b := range strings.FieldsFunc(row.Get("barcode"), func(r rune) bool { return r == '|' || r == ' ' }) {
		p.Barcodes = append(p.Barcodes, pos.NormalBarcode(b))
	}
	price, err := strconv.ParseInt(row.Get("price"), 10, 64)
	if err != nil || price < 0 || pos.Money(price) > pos.MaxUnitPrice {
		return p, "price", table.BadValue
	}
	p.Price = pos.Money(price)
	if v := row.Get("vat_bp"); v != "" {
		if p.VATBp, err = strconv.ParseInt(v, 10, 64); err != nil || p.VATBp < 0 || p.VATBp > 10_000 {
			return p, "vat_bp", table.BadValue
		}
	}
	if v := row.Get("kind"); v != "" {
		if p.Kind = pos.LineKind(v); !p.Kind.Known() {
			return p, "kind", table.BadValue
		}
	}
	for _, f := range []struct {
		column string
		to     *bool
		own    pos.Switches
	}{
		{"discountable", &p.Discountable, pos.SwitchDiscountable},
		{"earns", &p.Earns, pos.SwitchEarns},
		{"bonus_payable", &p.BonusPayable, pos.SwitchBonusPayable},
	} {
		if v := row.Get(f.column); v != "" {
			yes, ok := yesOrNo(v)
			if !ok {
				return p, f.column, table.BadValue
			}
			*f.to = yes
			p.Own |= f.own
		}
	}
	if v := row.Get("fixed_points"); v == "-" { // by rate, whatever the category says
		p.Own |= pos.SwitchFixedPoints
	} else if v != "" {
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil || n < 0 || n > maxFixedPoints {
			return p, "fixed_points", table.BadValue
		}
		p.FixedPoints = &n
		p.Own |= pos.SwitchFixedPoints
	}
	return p, "", ""
}

func yesOrNo(v string) (yes, ok bool) {
	switch strings.ToLower(v) {
	case "1", "true", "yes", "y", "ja", "j", "oui", "o", "x":
		return true, true
	case "0", "false", "no", "n", "nej", "non", "-":
		return false, true
	}
	return false, false
}
