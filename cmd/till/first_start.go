package main

import (
	"context"
	"crypto/rand"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"

	"bonuskasse/cmd/internal/options"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
	"bonuskasse/pos/ui"
	"bonuskasse/pos/ui/widget"
	"bonuskasse/store"
)

// firstStart asks in the window for what a shop is made of, makes it, and starts
// the program anew: the window library runs once in a process.
func firstStart(ctx context.Context, a fyne.App, w fyne.Window, p *program, args []string) int {
	f := &founder{dir: p.Shop, app: a}
	lang := options.Language(p.Language)
	f.shell = screen.NewShell(screen.Options{
		Now: time.Now, Language: lang, Theme: first(p.Theme, "light"),
		After: func(d time.Duration, do func()) { time.AfterFunc(d, func() { fyne.Do(do) }) },
		Run: func(work func(context.Context) func()) {
			go func() { fyne.Do(work(ctx)) }()
		},
		Draw: func() {
			if f.front != nil {
				f.front.Draw()
			}
		},
	})
	where := p.Shop
	if whole, err := filepath.Abs(where); err == nil {
		where = whole
	}
	f.shell.Add(screen.FirstStartPlace, screen.NewFirstStart(f, lang, where))
	f.front = ui.NewFront(ctx, w.Canvas(), f.shell, widget.Options{Post: fyne.Do})
	f.front.Add(screen.FirstStartPlace, ui.NewFirstStart)
	f.shell.Start(ctx, screen.FirstStartPlace)
	if err := p.loop(a, w, func() {}, func() {}); err != nil {
		return fail(p.stderr, lang, nil, err)
	}
	if !f.made {
		return exitDone
	}
	if err := again(args); err != nil {
		return fail(p.stderr, lang, nil, err)
	}
	return exitDone
}

// founder makes the shop of a first start.
type founder struct {
	dir   string
	app   fyne.App
	shell *screen.Shell
	front *ui.Front
	made  bool // the window's own
}

var _ screen.Founding = (*founder)(nil)

// Found is part of screen.Founding.
func (f *founder) Found(ctx context.Context, in screen.NewShop) error {
	shop := till.Shop{
		Name: in.Name, Currency: in.Currency, Language: in.Language, Training: in.Training, TillNo: 1, TimeZone: options.HomeZone(in.Currency),
	}
	now := time.Now()
	return store.Init(ctx, f.dir, shop, store.Options{Random: rand.Reader, Now: time.Now}, func(tx till.Tx) error {
		if err := till.FirstFacts(tx, now, in.Currency); err != nil {
			return err
		}
		return till.FirstManager(tx, now, rand.Reader, in.Manager, in.PIN)
	})
}

// Speak is part of screen.Founding.
func (f *founder) Speak(ctx context.Context, language string) {
	f.shell.SetLook(ctx, language, f.shell.State().Theme)
}

// Open is part of screen.Founding.
func (f *founder) Open() {
	f.made = true
	f.app.Quit()
}
