// Package central is the head office's database, on SQLite in a file and on
// PostgreSQL, with the same tables and the same statements: only how rows are
// brought in many at a time, and how a transaction is had, differs (engine).
//
//	s, err := central.OpenSQLite(ctx, dir, central.Options{Name: "Nordic Spa"})
//	s, err := central.OpenPostgres(ctx, "postgres://...", central.Options{})
//
// It fulfils headoffice.Store. What tills send is kept as it came; beside it, in
// the same transaction, stand the tables that are computed from it, so that all
// of them can be computed again (Verify).
//
// Balances and rights are sums, whose order says nothing: of an account, B (the
// points) and the sum of all H (what tills hold). What is free at the head office
// is F = B - sum of H, and where that is below zero it is the debt D instead. So
// B = F + sum of H - D holds of itself, and F grows only where rights come back.
package central
