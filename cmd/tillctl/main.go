// Command tillctl is the till without a screen: every verb of the window as a
// command, over the same rules and the same store. Both may be open at once.
//
//	tillctl --shop DIR init --training --name "Butik"
//	tillctl --shop DIR sale --line 4006381333931x2 --card 10001 --bonus max --cash 20000 --json
//
// It exits with 0 when it is done, 1 when a rule refused (the reason's code is
// on stderr and in the JSON), 2 when it was called wrong, and 3 when the
// machine is in trouble.
package main

import (
	"os"
	_ "time/tzdata" // an old till may have no zone files, and a day must end at midnight
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
