// Package simtest is a chain in one process: the till's, the agent's and the head
// office's own code, over a clock, a network and a chance that a seed decides. Run
// plays a seed; what it finds wrong is an error that the same seed brings again.
//
// What is true is kept beside it, in a book of its own that is written from what
// cashiers were told: see book.go. README.md says what is simulated.
package simtest
