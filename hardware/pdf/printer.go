package pdf

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"

	"bonuskasse/hardware"
)

// Options is what a Printer is made of.
type Options struct {
	Name   string
	Folder string // made when it is not there
	Roll   Roll   // zero is Roll80
}

// Printer writes each paper into a folder as <job id>.pdf. A file is there
// whole or not at all, whatever happens; a job whose file is there is not
// written again, also by another program or after a restart.
type Printer struct {
	o Options

	mu    sync.Mutex
	state hardware.State
	jobs  hardware.Jobs
	open  bool
}

var _ hardware.Printer = (*Printer)(nil)

// New makes a driver; nothing is touched before Open.
func New(o Options) (*Printer, error) {
	if o.Roll == (Roll{}) {
		o.Roll = Roll80
	}
	if o.Folder == "" {
		return nil, &hardware.Error{Op: "settings", Reason: hardware.BadSettings, Cause: errors.New("no folder for the papers")}
	}
	return &Printer{o: o, state: hardware.State{Status: hardware.Closed}}, nil
}

// Name is the printer's name in Settings.
func (p *Printer) Name() string { return p.o.Name }

// Folder is where the papers are.
func (p *Printer) Folder() string { return p.o.Folder }

// Open makes the folder; that it cannot is a State.
func (p *Printer) Open(context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open = true
	p.look()
	return nil
}

// State is the last known condition.
func (p *Printer) State() hardware.State {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.state
}

// Check looks at the folder.
func (p *Printer) Check(context.Context) hardware.State {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.open {
		p.look()
	}
	return p.state
}

// look runs under mu. A folder is good when a file can be made in it.
func (p *Printer) look() {
	err := os.MkdirAll(p.o.Folder, 0o755)
	if err == nil {
		var f *os.File
		if f, err = os.CreateTemp(p.o.Folder, ".try-*"); err == nil {
			f.Close()
			err = os.Remove(f.Name())
		}
	}
	p.settle(err)
}

// settle makes err the state. It runs under mu.
func (p *Printer) settle(err error) {
	p.state = hardware.State{Status: hardware.Ready}
	if err != nil {
		p.state = hardware.State{Status: hardware.Absent, Reason: reason(err), Detail: err.Error()}
		if errors.Is(err, fs.ErrPermission) {
			p.state.Status = hardware.Failed
		}
	}
}

func reason(err error) hardware.Reason {
	switch {
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return hardware.NoPermission
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return hardware.PaperOut // a full disk is this printer's empty roll
	case errors.Is(err, syscall.ENOTDIR):
		return hardware.BadSettings
	}
	return hardware.Unplugged
}

// Print writes the page. It is Confirmed when the file is on the disk.
func (p *Printer) Print(ctx context.Context, jobID string, d hardware.Document) (hardware.Result, error) {
	if err := d.Validate(); err != nil {
		return hardware.NotPrinted, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.open {
		return hardware.NotPrinted, &hardware.Error{Op: "print", Reason: hardware.Offline, Cause: errors.New("the printer is not open")}
	}
	if r, seen := p.jobs.Seen(jobID); seen {
		return r, hardware.AgainError(r)
	}
	if err := ctx.Err(); err != nil {
		return hardware.NotPrinted, &hardware.Error{Op: "print", Reason: hardware.Timeout, Cause: err}
	}
	b, err := Render(d, p.o.Roll)
	if err != nil {
		return hardware.NotPrinted, err
	}
	err = os.MkdirAll(p.o.Folder, 0o755)
	if err == nil {
		err = write(p.o.Folder, FileName(jobID), b)
	}
	p.settle(err)
	if err != nil {
		return hardware.NotPrinted, &hardware.Error{Op: "print", Reason: reason(err), Cause: err}
	}
	p.jobs.Done(jobID, hardware.Confirmed)
	return hardware.Confirmed, nil
}

// Kick says that a folder has no drawer.
func (p *Printer) Kick(context.Context, hardware.KickReason) error {
	return &hardware.Error{Op: "kick", Reason: hardware.Unsupported, Cause: errors.New("a PDF printer has no drawer")}
}

// Close ends the work; the papers stay.
func (p *Printer) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open = false
	p.jobs = hardware.Jobs{}
	p.state = hardware.State{Status: hardware.Closed}
	return nil
}

// FileName is the name of a job's file: its id where that is a plain name on
// every system, else its bytes in hex, so that no id reaches out of the folder
// and no two ids share a file.
func FileName(jobID string) string {
	plain := jobID != "" && len(jobID) <= 100 && strings.Trim(jobID, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == ""
	if plain && !strings.HasPrefix(jobID, "x-") {
		return jobID + ".pdf"
	}
	name := hex.EncodeToString([]byte(jobID))
	return "x-" + name[:min(len(name), 200)] + ".pdf"
}

// write makes a file whole or not at all: a temporary one, flushed to the
// disk, then given its name. A file of that name that is there already stays.
func write(folder, name string, b []byte) error {
	path := filepath.Join(folder, name)
	if _, err := os.Lstat(path); err == nil {
		return nil
	}
	f, err := os.CreateTemp(folder, ".paper-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails after the rename, as it should
	if _, err = f.Write(b); err == nil {
		err = f.Sync()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("paper %s: %w", name, err)
	}
	// The name is on the disk when the folder is; systems that cannot flush a
	// folder keep it anyhow.
	if dir, err := os.Open(folder); err == nil {
		dir.Sync()
		dir.Close()
	}
	return nil
}
