package store

import (
	"context"
	"testing"
)

func TestMeasureImport(t *testing.T) {
	b, err := MeasureImport(context.Background(), t.TempDir(), 100_000, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v", b)
}
