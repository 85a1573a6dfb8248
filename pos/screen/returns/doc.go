// Package returns is the screen of goods that come back: of which receipt, how much
// of which line, and what that gives back, before it is done.
//
//	shell.Add(screen.RefundPlace, returns.New(t, devices))
//
// It stands on the vocabulary of pos/screen, on pos and pos/till; pos/screen knows
// nothing of it but its place, and screen.Take, by which another screen hands it a
// sale. Till says what it needs of the till.
package returns
