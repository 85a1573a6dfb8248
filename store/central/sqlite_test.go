package central_test

import (
	"testing"

	"bonuskasse/store/central"
	"bonuskasse/store/central/centraltest"
)

func openSQLite(t testing.TB, opt central.Options) *central.Store {
	t.Helper()
	s, err := central.OpenSQLite(t.Context(), t.TempDir(), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestSQLite(t *testing.T) { centraltest.Run(t, openSQLite) }
