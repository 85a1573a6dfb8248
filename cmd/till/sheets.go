package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"bonuskasse/cmd/internal/handover"
	"bonuskasse/cmd/internal/sheetpress"
	"bonuskasse/pos/till"
)

// sheetFolder keeps A4 sheets in the shop's folder, and gives them to the machine's
// own programs.
type sheetFolder struct {
	handover.System
	dir string
}

// DrawSheets draws a PDF under a name that is free.
func (s sheetFolder) DrawSheets(ctx context.Context, name string, p till.CouponPaper, told func(done, of int)) (string, till.DrawnSheets, error) {
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return "", nil, err
	}
	path := filepath.Join(s.dir, name+".pdf")
	for n := 2; ; n++ {
		if _, err := os.Lstat(path); err != nil {
			break
		}
		path = filepath.Join(s.dir, fmt.Sprintf("%s-%d.pdf", name, n))
	}
	drawn, err := sheetpress.Draw(path, told)(ctx, p)
	return path, drawn, err
}
