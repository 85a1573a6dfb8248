// Package file writes files whole or not at all.
package file

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Whole writes a file under another name first, brings it to the disk, and
// gives it its name last: who looks sees the old file, the new one, or none.
func Whole(path string, write func(w io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".part-*")
	if err != nil {
		return fmt.Errorf("file %s: %w", path, err)
	}
	defer os.Remove(f.Name()) // fails after the rename, as it should
	out := bufio.NewWriterSize(f, 1<<16)
	if err = write(out); err == nil {
		err = out.Flush()
	}
	if err == nil {
		err = f.Sync()
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	return err
}
