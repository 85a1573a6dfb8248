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

// Open is part of verbs.Desk. Where nothing of a chain is there yet, looking sets
// nothing either: the till that joins first brings its own, and a desk made before
// it would hold against that till's.
func (d *owner) Open(work func(ctx context.Context, t *till.Till) error) error {
	return d.where.look(func(ctx context.Context, c *central.Store) error {
		programs, err := c.Facts(ctx, chain.Program)
		if err != nil {
			return err
		}
		if _, err := os.Stat(d.shopFile()); len(programs) == 0 && errors.Is(err, os.ErrNotExist) {
			return d.lookAtNothing(ctx, c, work)
		}
		return d.sit(ctx, c, work)
	})
}

// Act is part of verbs.Desk.
func (d *owner) Act(work func(ctx context.Context, t *till.Till, who till.Who) error) error {
	return d.where.with(func(ctx context.Context, c *central.Store) error {
		return d.sit(ctx, c, func(ctx context.Context, t *till.Till) error { return work(ctx, t, till.By(pos.System)) })
	})
}

// sit works at the desk, between hearing of what others have set and sending what
// was set here.
func (d *owner) sit(ctx context.Context, c *central.Store, work func(ctx context.Context, t *till.Till) error) error {
	s, err := d.open(ctx, c)
	if err != nil {
		return err
	}
	defer s.Close()
	return d.at(ctx, s, func(t *till.Till, shop till.Shop) error {
		if err := d.meet(ctx, c, s, shop.Till); err != nil {
			return err
		}
		if err := work(ctx, t); err != nil {
			return err
		}
		if err := d.meet(ctx, c, s, shop.Till); err != nil {
			return fmt.Errorf("it is kept here, and the next command sends it: %w", err)
		}
		return nil
	})
}

// lookAtNothing looks at what a desk would begin with, at one that is gone after.
func (d *owner) lookAtNothing(ctx context.Context, c *central.Store, work func(ctx context.Context, t *till.Till) error) error {
	dir, err := os.MkdirTemp("", "headoffice")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	dir = filepath.Join(dir, "desk")
	opt := deskOptions()
	if err := d.make(ctx, c, dir, "", nil, opt); err != nil {
		return err
	}
	s, err := store.Open(ctx, dir, opt)
	if err != nil {
		return err
	}
	defer s.Close()
	return d.at(ctx, s, func(t *till.Till, _ till.Shop) error { return work(ctx, t) })
}

// at is the till of a desk.
func (d *owner) at(ctx context.Context, s *store.Store, work func(t *till.Till, shop till.Shop) error) error {
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
	return work(t, shop)
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

// shopFile is there once the desk is.
func (d *owner) shopFile() string { return filepath.Join(d.where.Data, "desk", "shop.db") }

func deskOptions() store.Options {
	return store.Options{Random: rand.Reader, Now: time.Now, Office: true}
}

// open opens the desk, and makes it where there is none.
func (d *owner) open(ctx context.Context, c *central.Store) (*store.Store, error) {
	dir, opt := filepath.Dir(d.shopFile()), deskOptions()
	office, err := c.Chain(ctx)
	if err != nil {
		return nil, err
	}
	tills, err := c.Tills(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(d.shopFile()); errors.Is(err, os.ErrNotExist) {
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
