package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"bonuskasse/assets"
	"bonuskasse/hardware/pdf"
	"bonuskasse/pos/paper"
	"bonuskasse/pos/till"
)

// sheetFolder keeps A4 sheets in the shop's folder, for a person to print.
type sheetFolder struct{ dir string }

// SaveSheets writes a PDF under a name that is free.
func (s sheetFolder) SaveSheets(ctx context.Context, name string, p till.CouponPaper) (string, error) {
	data, err := pdf.RenderSheets(paper.CouponSheets(p), pdf.Fonts{Regular: assets.RegularFont(), Bold: assets.BoldFont()},
		func(int, int) error { return ctx.Err() })
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return "", err
	}
	for n := 1; ; n++ {
		path := filepath.Join(s.dir, name+".pdf")
		if n > 1 {
			path = filepath.Join(s.dir, fmt.Sprintf("%s-%d.pdf", name, n))
		}
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return "", err
		}
		_, err = f.Write(data)
		if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
			os.Remove(path)
			return "", err
		}
		return path, nil
	}
}
