// Package sync is the wire between a till and its head office, and the till's
// Agent, which speaks on it in the background.
//
//	agent := sync.NewAgent(till, sync.Options{...})
//	go agent.Run(ctx)         // pushes, pulls, backs off
//	agent.Status()            // for the strip at the foot of the window
//
// No sale waits for it. What the till has committed is in its journal, and the
// journal is the outbox. Inside this package the standard library's sync is
// imported as ever; outside, this one is always imported as tillsync.
package sync
