//go:build unix

package main

import (
	"os"
	"syscall"
)

// again puts a new till in the place of this process, so that whoever started it
// still waits for the right one.
func again(args []string) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	return syscall.Exec(program, append([]string{os.Args[0]}, args...), os.Environ())
}
