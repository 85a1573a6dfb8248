package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"bonuskasse/assets"
	"bonuskasse/cmd/internal/options"
	"bonuskasse/cmd/internal/verbs"
	"bonuskasse/hardware/decode"
	"bonuskasse/pos"
	"bonuskasse/pos/paper"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/words"
	"bonuskasse/pos/till"
	"bonuskasse/store"
	"bonuskasse/sync/link"
)

// app is what a command works with.
type app struct {
	*cli
	stdin          io.Reader
	stdout, stderr io.Writer
	pretended      time.Time
	currency       pos.Currency
	zone           *time.Location
}

func usage(format string, args ...any) error { return verbs.Usage(format, args...) }

// open opens the shop and gives its till to work; both are closed after.
func (a *app) open(work func(ctx context.Context, t *till.Till, s *store.Store) error) error {
	ctx := context.Background()
	if a.Shop == "" {
		return usage("no shop is named: use --shop DIR or BONUSKASSE_SHOP")
	}
	if err := a.readNow(); err != nil {
		return err
	}
	s, err := store.Open(ctx, a.Shop, store.Options{Random: rand.Reader, Now: a.moment})
	if err != nil {
		return err
	}
	defer s.Close()
	opt := a.options()
	opt.Lender = link.Lender{Agent: a.agent(s)}
	t, err := till.New(ctx, s, opt)
	if err != nil {
		return err
	}
	defer t.Close()
	shop, err := t.Shop(ctx)
	if err != nil {
		return err
	}
	if !a.pretended.IsZero() && !shop.Training {
		return pos.Refuse(pos.NotTraining)
	}
	a.currency, a.zone = shop.Currency, t.Zone()
	if a.Language == "" {
		a.Language = shop.Language
	}
	return work(ctx, t, s)
}

// act opens the shop for a verb that somebody does.
func (a *app) act(work func(ctx context.Context, t *till.Till, who till.Who) error) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error {
		who, err := a.who(ctx, t)
		if err != nil {
			return err
		}
		return work(ctx, t, who)
	})
}

func (a *app) options() till.Options {
	return till.Options{
		Now:         a.moment,
		Random:      rand.Reader,
		Papers:      paper.Papers{},
		PaymentCard: decode.PaymentCard,
		Log:         slog.New(slog.NewTextHandler(a.stderr, &slog.HandlerOptions{Level: slog.LevelWarn})),
	}
}

func (a *app) readNow() error {
	if a.Now == "" {
		return nil
	}
	at, err := time.Parse(time.RFC3339, a.Now)
	if err != nil {
		return usage("--now %s is no RFC 3339 moment, such as 2026-11-22T13:40:00+01:00", a.Now)
	}
	a.pretended = at
	return nil
}

// who is the person the command is done by. A script acts as the system unless
// it names somebody: who may open the shop's folder may do what it holds.
func (a *app) who(ctx context.Context, t *till.Till) (till.Who, error) {
	w := till.Who{Person: pos.System, Reason: a.Reason}
	var err error
	if a.Person != "" {
		if w.Person, err = verbs.PersonNamed(ctx, t, a.Person); err != nil {
			return w, err
		}
	}
	w.Approved, err = a.approved(ctx, t)
	return w, err
}

// print writes the outcome: one JSON object, or text for people.
func (a *app) print(v any, text func(w io.Writer)) error {
	if !a.JSON && text != nil {
		text(a.stdout)
		return nil
	}
	e := json.NewEncoder(a.stdout)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// reported says that the outcome is printed already, and was refused.
var errReported = errors.New("refused")

// finish turns an error into words for people, a code for scripts, and the
// exit code.
func (a *app) finish(err error) int {
	var u verbs.UsageError
	var bad *verbs.Reported
	switch code, trouble := pos.CodeOf(err), pos.TroubleOf(err); {
	case err == nil:
		return exitDone
	case errors.As(err, &bad):
		fmt.Fprintln(a.stderr, bad.Code)
		return exitRefused
	case errors.Is(err, errReported):
		return exitRefused
	case errors.Is(err, errLine):
		return exitTrouble
	case errors.As(err, &u):
		fmt.Fprintln(a.stderr, "tillctl:", u.Text)
		return exitUsage
	case verbs.Told(err) != "" && !a.JSON:
		fmt.Fprintln(a.stderr, verbs.Told(err))
		return exitRefused
	case code != "":
		a.refused(err)
		return exitRefused
	case trouble != "":
		a.sentence(err)
		fmt.Fprintf(a.stderr, "tillctl: %v\n", err)
		if a.JSON {
			json.NewEncoder(a.stdout).Encode(map[string]any{"error": trouble})
		}
		return exitTrouble
	}
	var file *fs.PathError
	if errors.As(err, &file) {
		name := file.Path
		if errors.Is(err, fs.ErrNotExist) {
			name = filepath.Dir(name) // the file is one that was to be made
		}
		fmt.Fprintln(a.stderr, assets.T(a.lang(), "error.file", name))
	} else {
		a.sentence(err)
	}
	fmt.Fprintln(a.stderr, "tillctl:", err)
	if a.JSON {
		json.NewEncoder(a.stdout).Encode(map[string]any{"error": "trouble"})
	}
	return exitTrouble
}

func (a *app) refused(err error) {
	a.refusedWords(err)
	var r *pos.Refusal
	if !errors.As(err, &r) || !a.JSON {
		return
	}
	out := map[string]any{"error": r.Code}
	if r.Detail != "" {
		out["detail"] = r.Detail
	}
	var unknown *till.UnknownSetting
	if errors.As(err, &unknown) {
		out["near"] = verbs.EmptyNotNull(unknown.Near)
	}
	json.NewEncoder(a.stdout).Encode(out)
}

// lang is the language of sentences, also of a shop that is not open: it could
// not be opened, or there is none.
func (a *app) lang() string {
	if a.Language != "" {
		return a.Language
	}
	return options.Language(store.LanguageOf(context.Background(), a.Shop))
}

// sentence says of an error what a screen would.
func (a *app) sentence(err error) {
	said := words.Say(a.lang(), string(a.currency), a.zone, screen.SentenceOf(err))
	var r *pos.Refusal
	if errors.As(err, &r) && r.Code == pos.BadSetting && !strings.Contains(said, r.Detail) {
		said += " (" + r.Detail + ")" // a script says keys
	}
	var unknown *till.UnknownSetting
	if errors.As(err, &unknown) {
		said += " " + a.meant(unknown)
	}
	fmt.Fprintln(a.stderr, said)
}

// yes is yes or no.
func (a *app) yes(yes bool) string {
	if yes {
		return assets.T(a.Language, "action.yes")
	}
	return assets.T(a.Language, "action.no")
}

// say is a screen's sentence in the language of the command.
func (a *app) say(s screen.Sentence) string {
	return words.Say(a.Language, string(a.currency), a.zone, s)
}

// readFile reads a file, or the standard input for "-".
func (a *app) readFile(name string) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(a.stdin)
	}
	data, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil, usage("there is no file %s", name)
	}
	return data, err
}
