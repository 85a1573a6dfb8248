package main

import (
	"testing"

	"bonuskasse/store/central/pgtest"
)

// TestKillPostgres kills PostgreSQL, with all its children, at random moments
// while tills push to a head office that stays up. What was acknowledged is there
// after it, each sale once, and the books agree.
//
//	KILLS=100 SEED=7 go test -run KillPostgres ./cmd/headoffice
func TestKillPostgres(t *testing.T) {
	n, dice := kills(t)
	server := pgtest.Start(t)
	k := newKillable(t, server.Database(t))
	k.survives(t, n, dice, func() {
		server.Kill()
		if err := server.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
}
