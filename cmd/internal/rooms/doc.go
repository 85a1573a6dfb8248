// Package rooms holds nothing but the house rules, as tests: which room may
// import which, where floating point and the wall clock have no business, and
// which stock widgets would swallow a scan.
//
//	go test ./cmd/internal/rooms
//
// The same directions stand in .golangci.yml, where an editor sees them while
// one types; these tests are the authority, because they also read files that
// a build tag hides.
package rooms
