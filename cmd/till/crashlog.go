package main

import (
	"fmt"
	"io"
	stdlog "log"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"bonuskasse/cmd/internal/options"
)

// The till's own files in the shop's folder.
const (
	logFile   = "till.log"
	crashFile = "crash.log"
	oldSuffix = ".old"
)

// logLimit is where a log is put aside and a new one begun.
const logLimit = 4 << 20

// openLogs begins the log and the crash log in the shop's folder. What kills
// the program, on any goroutine, is written to the crash log by the runtime.
// Neither ever holds what a reader read: those who log name codes and causes.
func openLogs(dir string, verbose bool, stderr io.Writer) (*slog.Logger, func()) {
	level := slog.LevelInfo
	if verbose {
		level = slog.LevelDebug
	}
	var out io.Writer = stderr
	file, err := openLog(filepath.Join(dir, logFile))
	if err == nil {
		out = file
		if verbose {
			out = io.MultiWriter(file, stderr)
		}
	}
	log := slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{Level: level}))
	if err != nil {
		log.Warn("no log file", "cause", err)
	}
	// Fyne complains by the standard log; its lines belong to ours.
	stdlog.SetOutput(out)
	crash, err := openLog(filepath.Join(dir, crashFile))
	if err == nil {
		fmt.Fprintf(crash, "-- till %s started %s\n", options.Version(version), time.Now().Format(time.RFC3339))
		err = debug.SetCrashOutput(crash, debug.CrashOptions{})
	}
	if err != nil {
		log.Warn("no crash log", "cause", err)
	}
	return log, func() {
		if crash != nil {
			_ = debug.SetCrashOutput(nil, debug.CrashOptions{})
			crash.Close()
		}
		if file != nil {
			file.Close()
		}
	}
}

// openLog opens a log to append to; a long one is put aside first.
func openLog(path string) (*os.File, error) {
	if info, err := os.Stat(path); err == nil && info.Size() > logLimit {
		if err := os.Rename(path, path+oldSuffix); err != nil {
			return nil, err
		}
	}
	return os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
}
