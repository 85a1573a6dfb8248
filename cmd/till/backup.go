package main

import (
	"context"
	"time"

	"bonuskasse/cmd/internal/backups"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/settings"
	"bonuskasse/pos/till"
)

const (
	// backupFirst is how long a till that was just started is left alone.
	backupFirst = time.Minute
	// backupEvery is how often it is looked whether the day has its copy: a stick
	// may have been plugged in.
	backupEvery = 10 * time.Minute
)

var _ settings.BackupRoom = (*wired)(nil)

func (x *wired) keeper() backups.Keeper {
	return backups.Keeper{Shop: x.store, Zone: x.till.Zone()}
}

// BackUp is part of settings.BackupRoom.
func (x *wired) BackUp(ctx context.Context, folder string) (string, error) {
	file, err := x.keeper().Now(ctx, folder, time.Now())
	if file != "" && err == nil {
		x.backupIs(false)
	}
	return file, err
}

// LastBackup is part of settings.BackupRoom.
func (x *wired) LastBackup(folder string) pos.Millis {
	at, err := x.keeper().Last(folder)
	if err != nil || at.IsZero() {
		return 0
	}
	return pos.At(at)
}

// backUps makes the day's copy, where the shop has said where to.
func (x *wired) backUps() {
	for wait := backupFirst; ; wait = backupEvery {
		select {
		case <-x.ctx.Done():
			return
		case at := <-time.After(wait):
			x.backUpOf(at)
		}
	}
}

func (x *wired) backUpOf(day time.Time) {
	set, err := x.till.Settings(x.ctx)
	folder := set[till.BackupSetting]
	if err != nil || folder == "" {
		x.backupIs(false)
		return
	}
	if !x.keeper().Due(folder, day) {
		x.backupIs(false)
		return
	}
	file, err := x.BackUp(x.ctx, folder)
	if err != nil {
		x.log.Error("no copy of the shop was made", "folder", folder, "cause", err)
		x.backupIs(true)
		return
	}
	x.log.Info("the shop was copied", "file", file)
}

// backupIs tells the strip whether the day's copy could not be made.
func (x *wired) backupIs(late bool) {
	x.tell(func(s *screen.Strip) { s.BackupLate = late })
}
