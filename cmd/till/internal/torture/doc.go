// Package torture holds tests that treat the cashier's program badly from the
// outside: the real window on a screen in memory, scanned at a reader's pace
// whatever has the focus, and killed in the middle of sales.
//
//	go test ./cmd/till/internal/torture
//	KILLS=2000 SEED=7 go test -timeout 12h -v -run Kill ./cmd/till/internal/torture
//	SCANS=500 go test -v -run Scan ./cmd/till/internal/torture
package torture
