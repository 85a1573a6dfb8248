//go:build unix

package store

import (
	"os"

	"golang.org/x/sys/unix"
)

// lock keeps other programs out while one opens the shop; closing the file, or
// the end of the process, gives it back.
func lock(f *os.File) error {
	for {
		err := unix.Flock(int(f.Fd()), unix.LOCK_EX)
		if err != unix.EINTR {
			return err
		}
	}
}

func unlock(f *os.File) { unix.Flock(int(f.Fd()), unix.LOCK_UN) }
