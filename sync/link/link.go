// Package link joins a till's store to its agent: the store knows no wire, and
// the wire no store.
package link

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/till"
	"bonuskasse/store"
	tillsync "bonuskasse/sync"
)

// Port is a till's store as the agent sees it.
type Port struct{ *store.Store }

var _ tillsync.Till = Port{}

// Identity is part of sync.Till.
func (p Port) Identity(ctx context.Context) (tillsync.Identity, error) {
	me, err := p.Me(ctx)
	return tillsync.Identity{Till: me.Till, Currency: string(me.Currency), Lives: me.Lives, Unsent: me.Unsent, Sign: p.Sign}, err
}

// Link is part of sync.Till.
func (p Port) Link(ctx context.Context) (l tillsync.Link, err error) {
	data, _, err := p.Store.Link(ctx)
	if err != nil {
		return l, err
	}
	if data == nil {
		return l, tillsync.ErrAlone
	}
	if err := json.Unmarshal(data, &l); err != nil {
		return l, &pos.Trouble{Code: pos.DatabaseDamaged, Err: fmt.Errorf("the way to the head office: %w", err)}
	}
	return l, nil
}

// Join is part of sync.Till.
func (p Port) Join(ctx context.Context, l tillsync.Link) error {
	data, err := json.Marshal(l)
	if err != nil {
		return err
	}
	return p.Store.Join(ctx, data, &journalpb.ChainJoined{Chain: l.Chain[:], Name: l.TillName, HeadOfficeKey: l.HeadOfficeKey})
}

// Cursor is part of sync.Till.
func (p Port) Cursor(ctx context.Context) (chain.Cursor, error) {
	_, cursor, err := p.Store.Link(ctx)
	return cursor, err
}

// Acked is part of sync.Till.
func (p Port) Acked(ctx context.Context, a chain.Ack) error {
	return p.Store.Acked(ctx, a.Incarnation, a.Seq)
}

// TakeToSettle is part of sync.Till.
func (p Port) TakeToSettle(ctx context.Context, s tillsync.ToSettle) error {
	return p.Store.TakeToSettle(ctx, s.Mark, s.List, s.Tills)
}

// officeAddress is a head office's address as a person types it: https:// may be
// left out. Refusal: BadOfficeAddress.
func officeAddress(text string) (string, error) {
	address := strings.TrimSpace(text)
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	if u, err := url.Parse(address); err != nil || u.Scheme != "https" || u.Hostname() == "" {
		return "", pos.Refuse(pos.BadOfficeAddress)
	}
	return address, nil
}

// Enrol makes a shop's till one of a chain, by a one-time code.
func Enrol(ctx context.Context, s *store.Store, address, fingerprint, code, program string) (tillsync.Enrolled, error) {
	p := Port{s}
	address, err := officeAddress(address)
	if err != nil {
		return tillsync.Enrolled{}, err
	}
	id, err := p.Identity(ctx)
	if err != nil {
		return tillsync.Enrolled{}, err
	}
	switch l, err := p.Link(ctx); {
	case err == nil:
		id.Chain = l.Chain
	case !errors.Is(err, tillsync.ErrAlone):
		return tillsync.Enrolled{}, err
	}
	e, err := tillsync.Enrol(ctx, address, fingerprint, code, program, id, time.Now)
	if err != nil {
		return e, err
	}
	return e, p.Join(ctx, e.Link)
}

// Check says what of a till's own would clash in the chain that a code is of.
// Nothing is changed, here or there.
func Check(ctx context.Context, s *store.Store, address, fingerprint, code, program string) (j till.Joining, err error) {
	if address, err = officeAddress(address); err != nil {
		return j, err
	}
	id, err := Port{s}.Identity(ctx)
	if err != nil {
		return j, err
	}
	own, err := s.Own(ctx)
	if err != nil {
		return j, err
	}
	said, err := tillsync.Check(ctx, address, fingerprint, code, program, id, own, time.Now)
	j = till.Joining{Chain: said.Chain, Till: said.Till, Empty: said.Empty, Tills: said.Tills, Clashes: []till.Clash{}}
	for _, c := range said.Clashes {
		o := own[c.Own]
		j.Clashes = append(j.Clashes, till.Clash{Kind: string(o.Kind), Key: o.Key, Name: o.Name, Price: o.Price, Count: o.Count, Theirs: c.Name, TheirPrice: c.Price})
	}
	return j, err
}

// Refusal is an error of Enrol as a rule's no, where it is one.
func Refusal(err error) error {
	switch chain.WhyOf(err) {
	case chain.BadCode:
		return pos.Refuse(pos.BadEnrolCode)
	case chain.Clash:
		return pos.Refuse(pos.OtherChain)
	}
	return err
}

// Lender is an agent as the till's payments see it.
type Lender struct{ *tillsync.Agent }

// Borrow is part of till.Lender.
func (l Lender) Borrow(ctx context.Context, account pos.ID, points int64) (int64, []till.Keeper, error) {
	b, err := l.Agent.Borrow(ctx, account, points)
	var keepers []till.Keeper
	for _, k := range b.Keepers {
		keepers = append(keepers, till.Keeper{Name: k.Name, Points: k.Rights, Online: k.Online})
	}
	return b.Granted, keepers, err
}
