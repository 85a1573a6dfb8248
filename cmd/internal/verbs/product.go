package verbs

import (
	"context"
	"fmt"
	"io"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/table/spreadsheet"
	"bonuskasse/pos/till"
)

// Product is the goods.
type Product struct {
	Import ProductImport `cmd:"" help:"Import goods from a CSV or an Excel workbook: sku,barcode,name,category,price,vat_bp,kind,discountable,earns,bonus_payable,fixed_points."`
	List   ProductList   `cmd:"" help:"List goods."`
}

// ProductImport takes goods from a table.
type ProductImport struct {
	File string `arg:"" help:"CSV or .xlsx file, or - for standard input."`
}

func (c *ProductImport) Run(d Desk) error {
	return d.Act(func(ctx context.Context, t *till.Till, who till.Who) error {
		data, err := d.Read(c.File)
		if err != nil {
			return err
		}
		done, err := t.ImportProducts(ctx, spreadsheet.Read(data), who)
		if err != nil {
			return err
		}
		if err := d.Print(done, func(w io.Writer) {
			fmt.Fprintf(w, "%d / %d\n", done.Imported, done.Rows)
			for _, b := range done.Bad {
				fmt.Fprintln(w, assets.T(d.Lang(), "import.bad_row", b.Line, b.Field, assets.T(d.Lang(), "import."+b.Code)))
			}
		}); err != nil {
			return err
		}
		if len(done.Bad) > 0 {
			return &Reported{Code: pos.BadFile}
		}
		return nil
	})
}

// ProductList shows them.
type ProductList struct {
	Text  string `arg:"" optional:"" help:"Part of a name, SKU or barcode."`
	Limit int    `default:"1000"`
}

func (c *ProductList) Run(d Desk) error {
	return d.Open(func(ctx context.Context, t *till.Till) error {
		list, err := t.FindProducts(ctx, c.Text, c.Limit)
		if err != nil {
			return err
		}
		shop, err := t.Shop(ctx)
		if err != nil {
			return err
		}
		return d.Print(EmptyNotNull(list), func(w io.Writer) {
			for _, p := range list {
				fmt.Fprintf(w, "%-12s %-40s %12s\n", p.SKU, p.Name, assets.Money(d.Lang(), string(shop.Currency), int64(p.Price)))
			}
		})
	})
}
