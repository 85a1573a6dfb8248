// Package chain is what tills and the head office must agree on when they meet,
// as pure functions of journal events: which things an event speaks of (Facts),
// what it does to points and to the rights to spend them (Movements), and what
// a member's account is after any set of events (Fold).
//
// It also has the nouns that cross the wire: Batch, Ack, Lease, Change,
// Conflict. It does no I/O and reads no clock, so the simulator runs the very
// same rules.
//
// The rights in one paragraph. Of an account, F is what is free at the head
// office, H(i) what till i may spend, D what was taken back after it was spent;
// balance = F + sum of H(i) - D. A till spends only out of its own H(i) and the
// floor limit of the programme, so no two tills can spend the same point, however
// long they are apart. F grows only by RightsReleased, a fence, or the head
// office's own acts.
package chain
