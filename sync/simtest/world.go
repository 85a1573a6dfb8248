package simtest

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"connectrpc.com/connect"

	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
	"bonuskasse/store"
	"bonuskasse/store/central"
	tillsync "bonuskasse/sync"
	"bonuskasse/sync/headoffice"
	"bonuskasse/sync/link"
	"bonuskasse/sync/syncpb"
	"bonuskasse/sync/wire"
)

// world is a chain: a head office, its tills, and all that lies between.
type world struct {
	dir    string
	chance *rand.Rand
	now    time.Time
	rules  rules

	office  *central.Store
	service *headoffice.Service
	net     *network
	desks   []*desk
	members []pos.ID // and the accounts that are nobody's own: see pool
	book    book
	coupons []string
	booked  []booked
	// giftCards are the customers' papers.
	giftCards []*giftCard
	brought   []int // by whom the friends were
	feted     int   // birthdays
	trace     []string
	fault     error // of what was looked at between two steps
	merged    bool  // the last member was merged into the first, at one of the tills
	reread    bool  // at the end every program re-reads all it has
	// waits is what goes on while a payment at a till waits for rights.
	waits func(ctx context.Context, d *desk, t time.Duration) error
}

// desk is one of the tills.
type desk struct {
	*till.Till
	w      *world
	no     int
	dir    string
	store  *store.Store
	agent  *tillsync.Agent
	line   line
	sales  []sold
	backup *backup
	lost   bool
	till   pos.ID
}

// sold is a sale that may come back.
type sold struct {
	receipt string
	account int
}

// the number of tills and of members of a seed: few, so that they meet.
const (
	desksOf    = 3
	membersOf  = 3
	friendsOf  = 2
	accountsOf = membersOf + 1 + friendsOf // with that of a pool
)

func (w *world) clock() time.Time { return w.now }

// note is what a seed that fails tells.
func (w *world) note(format string, args ...any) {
	w.trace = append(w.trace, w.now.Format("02 15:04:05 ")+fmt.Sprintf(format, args...))
}

// bytesOf makes the bytes of keys and names out of the seed's chance.
type bytesOf struct{ *rand.Rand }

func (b bytesOf) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(b.Uint32())
	}
	return len(p), nil
}

func (w *world) random() io.Reader { return bytesOf{w.chance} }

// openOffice starts the head office on what it has on disk.
func (w *world) openOffice(ctx context.Context) (err error) {
	w.office, err = central.OpenSQLite(ctx, filepath.Join(w.dir, "office"), central.Options{Name: "Kæden", Random: w.random()})
	if err != nil {
		return err
	}
	w.service, err = headoffice.NewService(ctx, w.office, w.clock, slog.New(slog.DiscardHandler))
	if err == nil {
		w.net.handler = w.service.Handler()
	}
	return err
}

// open switches a till on.
func (d *desk) open(ctx context.Context) (err error) {
	if d.store, err = store.Open(ctx, d.dir, store.Options{Random: d.w.random(), Now: d.w.clock}); err != nil {
		return err
	}
	d.line.dies, d.line.dead = 0, false
	d.agent = tillsync.NewAgent(link.Port{Store: d.store}, tillsync.Options{
		Now: d.w.clock,
		Dial: func(l tillsync.Link, till pos.ID) (tillsync.Office, error) {
			return tillsync.DialOver(l, till, "sim", d.w.clock, &d.line)
		},
		Sleep: func(ctx context.Context, t time.Duration) error { return d.w.waits(ctx, d, t) },
	})
	d.Till, err = till.New(ctx, d.store, till.Options{Now: d.w.clock, Random: d.w.random(), Lender: link.Lender{Agent: d.agent}, Patience: time.Hour})
	return err
}

// shut switches it off. What is committed is on the disk; the rest is gone.
func (d *desk) shut() error {
	if d.store == nil {
		return nil
	}
	d.Till.Close()
	err := d.store.Close()
	d.store = nil
	return err
}

func (w *world) close() error {
	var err error
	for _, d := range w.desks {
		err = errors.Join(err, d.shut())
	}
	if w.office != nil {
		err = errors.Join(err, w.office.Close())
	}
	return err
}

// found makes a chain: its tills joined, its members known everywhere, and its
// rules set.
func found(ctx context.Context, dir string, r rules) (*world, error) {
	r.gifts = true
	return foundOf(ctx, dir, r, desksOf, membersOf)
}

func foundOf(ctx context.Context, dir string, r rules, desks, members int) (*world, error) {
	w := &world{dir: dir, chance: rand.New(rand.NewPCG(1, 1)), now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), rules: r}
	w.waits = w.meanwhile
	w.net = &network{chance: w.chance, weather: fair}
	if err := w.openOffice(ctx); err != nil {
		return nil, errors.Join(err, w.close())
	}
	for no := range desks {
		d := &desk{w: w, no: no, dir: filepath.Join(dir, fmt.Sprint("till", no)), line: line{net: w.net}}
		shop := till.Shop{Name: "Kæden", Currency: pos.DKK, Language: "da", TillNo: 1, TimeZone: "Europe/Copenhagen", Training: true}
		err := store.Init(ctx, d.dir, shop, store.Options{Random: w.random(), Now: w.clock}, func(tx till.Tx) error { return till.FirstFacts(tx, w.now, pos.DKK) })
		if err == nil {
			err = d.open(ctx)
		}
		if err == nil && no == 0 { // what the first till brings is the chain's
			_, err = d.SetProgram(ctx, r.settings(), till.By(pos.System))
			if err == nil {
				err = d.SetProducts(ctx, []pos.Product{haircut()}, till.By(pos.System))
			}
		}
		if err == nil {
			err = d.join(ctx)
		}
		w.desks = append(w.desks, d)
		if err != nil {
			return nil, errors.Join(err, w.close())
		}
	}
	first := w.desks[0]
	works, err := first.SetOrganisation(ctx, pos.Organisation{Name: employer, Pooled: true}, till.By(pos.System))
	if err != nil {
		return nil, errors.Join(err, w.close())
	}
	for m := range members {
		in := till.NewMember{Username: fmt.Sprint("member", m), Name: fmt.Sprint("Member ", m), Tier: pos.FirstTier, Card: card(m)}
		if in.Birthday = birthday(m); r.gifts && m == employedMember {
			in.Organisation = works.ID
		}
		if _, err := first.AddMember(ctx, in, till.By(pos.System)); err != nil {
			return nil, errors.Join(err, w.close())
		}
	}
	w.now = w.now.Add(time.Minute)
	for range 2 {
		for _, d := range w.desks {
			if _, err := d.agent.Round(ctx, false); err != nil {
				return nil, errors.Join(err, w.close())
			}
		}
	}
	return w, nil
}

func card(member int) string { return fmt.Sprint(10001 + member) }

// join makes the till one of the chain: by a code, as any.
func (d *desk) join(ctx context.Context) error {
	p := link.Port{Store: d.store}
	id, err := p.Identity(ctx)
	if err != nil {
		return err
	}
	name := fmt.Sprint("Kasse ", d.no)
	code, err := headoffice.NewCode(ctx, d.w.office, name, "Kæden", d.w.now)
	if err != nil {
		return err
	}
	a, err := d.w.service.Enrol(ctx, connect.NewRequest(&syncpb.EnrolRequest{Code: code, Till: id.Till[:], Currency: id.Currency,
		Lives: wire.Lives(id.Lives), Program: "sim", Wire: wire.Version, Proof: id.Sign(wire.Proof(code, id.Till))}))
	if err != nil {
		return err
	}
	key := ed25519.PublicKey(a.Msg.HeadOfficeKey)
	return p.Join(ctx, tillsync.Link{URL: "https://head.office", Token: a.Msg.Token, Chain: pos.IDFromBytes(a.Msg.Chain), ChainName: a.Msg.ChainName, TillName: name, HeadOfficeKey: key})
}

// enter opens a copy of a chain that was founded.
func enter(ctx context.Context, template, dir string, seed uint64, r rules) (*world, error) {
	if err := os.CopyFS(dir, os.DirFS(template)); err != nil {
		return nil, err
	}
	w := &world{dir: dir, chance: rand.New(rand.NewPCG(seed, 0xB0)), now: time.Date(2026, 3, 2, 9, 2, 0, 0, time.UTC), rules: r}
	w.waits = w.meanwhile
	w.net = &network{chance: w.chance, weather: foul}
	err := w.openOffice(ctx)
	for no := range desksOf {
		d := &desk{w: w, no: no, dir: filepath.Join(dir, fmt.Sprint("till", no)), line: line{net: w.net}}
		if err == nil {
			err = d.open(ctx)
		}
		w.desks = append(w.desks, d)
		if err == nil {
			var shop till.Shop
			shop, err = d.Shop(ctx)
			d.till = shop.Till
		}
	}
	for m := range membersOf {
		if err == nil {
			var s till.Standing
			_, s, err = w.desks[0].MemberByCard(ctx, card(m))
			w.members = append(w.members, s.Member.ID)
		}
	}
	if err == nil {
		var works pos.Organisation
		works, err = w.desks[0].Organisation(ctx, employer)
		w.members = append(w.members, works.ID)
	}
	if err == nil {
		err = w.welcomed(ctx)
	}
	w.net.delivered = func() { w.fault = errors.Join(w.fault, w.arrive(ctx)) }
	if err != nil {
		return nil, errors.Join(err, w.close())
	}
	return w, nil
}

// has is an account at this till, and its rights to it.
func (d *desk) has(ctx context.Context, account int) (a ledger.Account, rights int64, err error) {
	if account >= len(d.w.members) {
		return a, 0, nil
	}
	err = d.store.View(ctx, func(r till.Reader) error {
		a, rights, err = r.Account(d.w.members[account])
		return err
	})
	if pos.CodeOf(err) == pos.UnknownMember { // it has not heard of them
		err = nil
	}
	return a, rights, err
}

// life is the incarnation that this till is in.
func (d *desk) life(ctx context.Context) (pos.ID, error) {
	shop, err := d.Shop(ctx)
	return shop.Incarnation, err
}

var _ http.RoundTripper = (*line)(nil)
