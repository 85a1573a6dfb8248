package central_test

import (
	"testing"

	"bonuskasse/store/central"
	"bonuskasse/store/central/centraltest"
	"bonuskasse/store/central/pgtest"
)

func openPostgres(server *pgtest.Server) centraltest.Open {
	return func(t testing.TB, opt central.Options) *central.Store {
		t.Helper()
		s, err := central.OpenPostgres(t.Context(), server.Database(t), opt)
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
}

func TestPostgres(t *testing.T) {
	centraltest.Run(t, openPostgres(pgtest.Start(t, "fsync=off")))
}
