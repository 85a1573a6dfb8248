package main

import (
	"os"
	"os/exec"
)

// again starts a new till; Windows has no way to take a process's place.
func again(args []string) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	return exec.Command(program, args...).Start()
}
