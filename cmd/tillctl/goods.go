package main

import (
	"context"
	"fmt"
	"io"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/table/spreadsheet"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

type productCmd struct {
	Import productImportCmd `cmd:"" help:"Import goods from a CSV or an Excel workbook: sku,barcode,name,category,price,vat_bp,kind,discountable,earns,bonus_payable,fixed_points."`
	List   productListCmd   `cmd:"" help:"List goods."`
}

type productImportCmd struct {
	File string `arg:"" help:"CSV or .xlsx file, or - for standard input."`
}

func (c *productImportCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error {
		data, err := a.readFile(c.File)
		if err != nil {
			return err
		}
		who, err := a.who(ctx, t)
		if err != nil {
			return err
		}
		done, err := t.ImportProducts(ctx, spreadsheet.Read(data), who)
		if err != nil {
			return err
		}
		if err := a.print(done, func(w io.Writer) {
			fmt.Fprintf(w, "%d / %d\n", done.Imported, done.Rows)
			for _, b := range done.Bad {
				fmt.Fprintln(w, assets.T(a.Language, "import.bad_row", b.Line, b.Field, assets.T(a.Language, "import."+b.Code)))
			}
		}); err != nil {
			return err
		}
		if len(done.Bad) > 0 {
			fmt.Fprintln(a.stderr, pos.BadFile)
			return errReported
		}
		return nil
	})
}

type productListCmd struct {
	Text  string `arg:"" optional:"" help:"Part of a name, SKU or barcode."`
	Limit int    `default:"1000"`
}

func (c *productListCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error {
		list, err := t.FindProducts(ctx, c.Text, c.Limit)
		if err != nil {
			return err
		}
		shop, err := t.Shop(ctx)
		if err != nil {
			return err
		}
		return a.print(emptyNotNull(list), func(w io.Writer) {
			for _, p := range list {
				fmt.Fprintf(w, "%-12s %-40s %12s\n", p.SKU, p.Name, assets.Money(a.Language, string(shop.Currency), int64(p.Price)))
			}
		})
	})
}

// emptyNotNull makes an empty list print as [].
func emptyNotNull[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
