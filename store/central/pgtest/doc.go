// Package pgtest starts a PostgreSQL for a test, out of Debian's package, in a
// folder of its own and behind a socket of its own. It leaves nothing behind.
//
//	url := pgtest.Start(t).Database(t)
//
// Where there is no PostgreSQL the test fails: a suite that says nothing of an
// engine must not look as if it did.
package pgtest
