package store

import (
	"context"
	"testing"
)

// BenchmarkImport is `make bench`'s measure of an import alone, for a profile.
func BenchmarkImport(b *testing.B) {
	var f Bench
	if err := f.imports(context.Background(), b.TempDir(), 100_000, nil); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(f.Import.Speed, "rows/s")
	b.ReportMetric(f.Import.Floor, "bare-rows/s")
	b.ReportMetric(f.Import.Ratio, "ratio")
}
