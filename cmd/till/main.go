// Command till is the cashier's window.
//
//	till --shop /srv/bonuskasse   the shop whose data is in that folder
//	till --demo                   a shop that is thrown away, with goods, members,
//	                              cards and simulated devices
//
// It exits with 0 when the window is closed, 2 when it was called wrong, and 3
// when the machine is in trouble: no display, no picture, no shop.
package main

import (
	"os"
	_ "time/tzdata" // an old till may have no zone files, and a day must end at midnight
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}
