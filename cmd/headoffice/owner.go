package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"bonuskasse/cmd/internal/options"
	"bonuskasse/cmd/internal/verbs"
	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/paper"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/words"
	"bonuskasse/pos/till"
	"bonuskasse/store"
	"bonuskasse/store/central"
	tillsync "bonuskasse/sync"
	"bonuskasse/sync/headoffice"
	"bonuskasse/sync/link"
)

// owner is where the head office sets what the chain owns: a till of the chain
// without a drawer, in DIR/desk. Its commands are the till's own verbs, its facts
// are events of its own signed journal, and every till takes them like those of
// any other till. It is brought up to date before a command and sends after it;
// where the folder is lost, the next command makes another.
type owner struct {
	app   *app
	where where

	currency pos.Currency
	lang     string
}

var _ verbs.Desk = (*owner)(nil)

// deskName is what the desk is called among the tills.
const deskName = "Head office"

// Open is part of verbs.Desk.
func (d *owner) Open(work func(ctx context.Context, t *till.Till) error) error {
	return d.Act(func(ctx context.Context, t *till.Till, _ till.Who) error { return work(ctx, t) })
}

// Act is part of verbs.Desk.
func (d *owner) Act(work func(ctx context.Context, t *till.Till, who till.Who) error) error {
	return d.where.with(func(ctx context.Context, c *central.Store) error {
		s, err := d.open(ctx, c)
		if err != nil {
			return err
		}
		defer s.Close()
		t, err := till.New(ctx, s, till.Options{Now: time.Now, Random: rand.Reader, Papers: paper.Papers{}, Log: slog.New(slog.NewTextHandler(d.app.stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))})
		if err != nil {
			return err
		}
		defer t.Close()
		shop, err := t.Shop(ctx)
		if err != nil {
			return err
		}
		d.currency, d.lang = shop.Currency, options.Language()
		if err := d.meet(ctx, c, s, shop.Till); err != nil {
			return err
		}
		if err := work(ctx, t, till.By(pos.System)); err != nil {
			return err
		}
		if err := d.meet(ctx, c, s, shop.Till); err != nil {
			return fmt.Errorf("it is kept here, and the next command sends it: %w", err)
		}
		return nil
	})
}

// meet takes what others have set, and sends what was set here.
func (d *owner) meet(ctx context.Context, c *central.Store, s *store.Store, id pos.ID) error {
	p, office := link.Port{Store: s}, &headoffice.Local{Store: c, Till: id, Now: time.Now}
	cursor, err := p.Cursor(ctx)
	if err != nil {
		return err
	}
	if cursor == 0 { // it may have no programme yet, and a round asks for one
		changes, err := office.Pull(ctx, pos.ID{}, 0, 0, false)
		if err != nil {
			return err
		}
		if err := p.Take(ctx, changes); err != nil {
			return err
		}
	}
	agent := tillsync.NewAgent(p, tillsync.Options{NoCards: true, Dial: func(tillsync.Link, pos.ID) (tillsync.Office, error) { return office, nil }})
	_, err = agent.Round(ctx, false)
	return err
}

// open opens the desk, and makes it where there is none.
func (d *owner) open(ctx context.Context, c *central.Store) (*store.Store, error) {
	dir := filepath.Join(d.where.Data, "desk")
	opt := store.Options{Random: rand.Reader, Now: time.Now, Office: true}
	office, err := c.Chain(ctx)
	if err != nil {
		return nil, err
	}
	tills, err := c.Tills(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(dir, "shop.db")); errors.Is(err, os.ErrNotExist) {
		if err := d.make(ctx, c, dir, office.Name, tills, opt); err != nil {
			return nil, err
		}
	}
	s, err := store.Open(ctx, dir, opt)
	if err != nil {
		return nil, err
	}
	if err := enrolDesk(ctx, c, s, office, tills); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// make makes the desk. It brings the first facts of a chain where nobody has yet.
func (d *owner) make(ctx context.Context, c *central.Store, dir, name string, tills []chain.Till, opt store.Options) error {
	currency := pos.Currency(d.where.Currency)
	if at := slices.IndexFunc(tills, func(t chain.Till) bool { return t.Currency != "" }); at >= 0 {
		currency = pos.Currency(tills[at].Currency)
	}
	if !currency.Known() {
		return pos.Refuse(pos.BadSetting, "currency")
	}
	programs, err := c.Facts(ctx, chain.Program)
	if err != nil {
		return err
	}
	shop := till.Shop{Name: name, Currency: currency, Language: options.Language(), TillNo: 999, TimeZone: options.HomeZone(currency)}
	return store.Init(ctx, dir, shop, opt, func(tx till.Tx) error {
		if len(programs) > 0 {
			return nil
		}
		return till.FirstFacts(tx, time.Now(), currency)
	})
}

// enrolDesk makes the desk one of the chain's tills, which it is from then on.
func enrolDesk(ctx context.Context, c *central.Store, s *store.Store, office chain.Office, tills []chain.Till) error {
	p := link.Port{Store: s}
	me, err := p.Identity(ctx)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(tills, func(t chain.Till) bool { return t.ID == me.Till }) {
		return nil
	}
	// The code and the token are nobody's: nothing of it goes over a wire.
	var code, token [32]byte
	for _, b := range [][]byte{code[:], token[:]} {
		if _, err := rand.Read(b); err != nil {
			return err
		}
	}
	at := pos.At(time.Now())
	if err := c.AddCode(ctx, chain.Code{Hash: code, TillName: deskName, Until: at + 60_000}); err != nil {
		return err
	}
	if _, err := c.Enrol(ctx, chain.Enrolment{CodeHash: code, TokenHash: token, Till: me.Till, Currency: me.Currency, Desk: true, Lives: me.Lives, At: at}); err != nil {
		return err
	}
	return p.Join(ctx, tillsync.Link{Chain: office.ID, ChainName: office.Name, TillName: deskName, HeadOfficeKey: public(office)})
}

// Print is part of verbs.Desk.
func (d *owner) Print(v any, text func(io.Writer)) error { return d.app.print(v, text) }

// Read is part of verbs.Desk.
func (d *owner) Read(name string) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(os.Stdin)
	}
	data, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil, verbs.Usage("there is no file %s", name)
	}
	return data, err
}

// Say is part of verbs.Desk.
func (d *owner) Say(s screen.Sentence) string {
	return words.Say(d.lang, string(d.currency), time.Local, s)
}

// Lang is part of verbs.Desk.
func (d *owner) Lang() string { return d.lang }

// Currency is part of verbs.Desk.
func (d *owner) Currency() pos.Currency { return d.currency }
