package main

import "os"

type fileInfo = os.FileInfo

// watched reports whether the stream is a terminal, not a file or a pipe.
func watched(i fileInfo) bool { return i.Mode()&os.ModeCharDevice != 0 }
