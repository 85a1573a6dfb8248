package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"bonuskasse/pos"
)

// trouble gives an error of the machine its code. What has one already, or is
// a refusal of a rule, stays as it is.
func trouble(err error) error {
	if err == nil {
		return nil
	}
	var t *pos.Trouble
	var r *pos.Refusal
	if errors.As(err, &t) || errors.As(err, &r) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &pos.Trouble{Code: codeOf(err), Err: err}
}

// codeOf picks the sentence a person reads, from SQLite's result codes
// (https://www.sqlite.org/rescode.html) or the system's.
func codeOf(err error) pos.Code {
	if rc, ok := resultCode(err); ok {
		switch rc & 0xff {
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			return pos.DatabaseBusy
		case sqlite3.SQLITE_FULL:
			return pos.DiskFull
		case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH, sqlite3.SQLITE_CANTOPEN:
			return pos.ReadOnlyFolder
		case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_SCHEMA,
			sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH:
			// A statement of ours that does not fit the schema, or a row that
			// breaks it: the file is not what this program wrote.
			return pos.DatabaseDamaged
		case sqlite3.SQLITE_IOERR:
			switch rc {
			case sqlite3.SQLITE_IOERR_SHORT_READ:
				return pos.DatabaseDamaged
			case sqlite3.SQLITE_IOERR_SHMSIZE: // the shared-memory file could not grow
				return pos.DiskFull
			}
		}
		return pos.DiskTrouble
	}
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return pos.DiskFull
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return pos.ReadOnlyFolder
	case errors.Is(err, os.ErrNotExist):
		return pos.NoShop
	}
	return pos.DiskTrouble
}

func resultCode(err error) (int, bool) {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code(), true
	}
	return 0, false
}

// breaks reports whether a statement broke a constraint of the schema.
func breaks(err error) bool {
	rc, ok := resultCode(err)
	return ok && rc&0xff == sqlite3.SQLITE_CONSTRAINT
}

func damaged(err error) error { return &pos.Trouble{Code: pos.DatabaseDamaged, Err: err} }
