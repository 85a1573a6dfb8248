package store

import (
	"os"

	"golang.org/x/sys/windows"
)

// lock keeps other programs out while one opens the shop. The byte that is
// locked lies behind the slots, which others go on reading.
func lock(f *os.File) error {
	return windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK, 0, 1, 0, &windows.Overlapped{Offset: 1 << 20})
}

func unlock(f *os.File) {
	windows.UnlockFileEx(windows.Handle(f.Fd()), 0, 1, 0, &windows.Overlapped{Offset: 1 << 20})
}
