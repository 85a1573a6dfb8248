// Package sheetpress draws A4 sheets of coupons into a PDF that is there whole,
// and not before its coupons are.
package sheetpress

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"bonuskasse/assets"
	"bonuskasse/hardware/pdf"
	"bonuskasse/pos"
	"bonuskasse/pos/paper"
	"bonuskasse/pos/till"
)

// Draw draws into a file whose name must be free; told hears how many sheets
// are done.
func Draw(path string, told func(done, of int)) till.DrawSheets {
	return func(ctx context.Context, p till.CouponPaper) (till.DrawnSheets, error) {
		if _, err := os.Lstat(path); err == nil {
			return nil, pos.Refuse(pos.AlreadyThere, path)
		}
		temp, err := os.CreateTemp(filepath.Dir(path), ".sheet-*")
		if err != nil {
			return nil, err
		}
		d := &drawn{temp: temp.Name(), path: path}
		data, err := pdf.RenderSheets(paper.CouponSheets(p), pdf.Fonts{Regular: assets.RegularFont(), Bold: assets.BoldFont()}, func(page, of int) error {
			if told != nil {
				told(page, of)
			}
			return ctx.Err()
		})
		if err == nil {
			_, err = temp.Write(data)
		}
		if err = errors.Join(err, temp.Chmod(0o644), temp.Sync(), temp.Close()); err != nil {
			d.Drop()
			return nil, err
		}
		return d, nil
	}
}

type drawn struct{ temp, path string }

// Keep gives the file its name.
func (d *drawn) Keep() error { return os.Rename(d.temp, d.path) }

// Drop takes it away.
func (d *drawn) Drop() { os.Remove(d.temp) }
