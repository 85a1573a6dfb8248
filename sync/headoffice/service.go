package headoffice

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"connectrpc.com/connect"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
	"bonuskasse/sync/syncpb"
	"bonuskasse/sync/syncpb/syncpbconnect"
	"bonuskasse/sync/wire"
)

// Service answers the tills.
type Service struct {
	store Store
	now   Clock
	log   *slog.Logger
	chain Chain
	news  *news
	stats *stats
	heard sync.Map // till -> when it was last noted that it was heard of
}

var _ syncpbconnect.SyncHandler = (*Service)(nil)

// NewService makes the service over an open store.
func NewService(ctx context.Context, s Store, now Clock, log *slog.Logger) (*Service, error) {
	c, err := s.Chain(ctx)
	if err != nil {
		return nil, fmt.Errorf("the chain's identity: %w", err)
	}
	return &Service{store: s, now: now, log: log, chain: c, news: newNews(), stats: newStats()}, nil
}

func (s *Service) at() pos.Millis { return pos.At(s.now()) }

// NewCode makes a one-time code of enrolment: 50 random bits, good for a day.
func NewCode(ctx context.Context, s Store, till, shop string, now time.Time) (string, error) {
	var b [10]byte
	if _, err := rand.Read(b[:]); err != nil {
		return "", err
	}
	code := wire.Crockford.EncodeToString(b[:])[:10]
	err := s.AddCode(ctx, Code{Hash: wire.HashCode(code), TillName: till, Shop: shop, Until: pos.At(now.Add(24 * time.Hour))})
	return code[:5] + "-" + code[5:], err
}

func hashToken(token string) [32]byte { return sha256.Sum256([]byte("bonuskasse token " + token)) }

// till is the till that a request comes from.
func (s *Service) till(ctx context.Context, h http.Header) (chain.Till, error) {
	token, ok := strings.CutPrefix(h.Get("Authorization"), "Bearer ")
	if !ok {
		return chain.Till{}, chain.Refuse(chain.UnknownTill)
	}
	t, err := s.store.TillByToken(ctx, hashToken(token))
	if err == nil && t.Revoked {
		err = chain.Refuse(chain.Revoked)
	}
	if err != nil {
		return t, err
	}
	// A till that waits for news says nothing else for hours, and has a line. It is
	// not noted at every call: that would be a write for each.
	now := s.now()
	if last, ok := s.heard.Load(t.ID); ok && now.Sub(last.(time.Time)) < noteEvery {
		return t, nil
	}
	s.heard.Store(t.ID, now)
	return t, s.store.Seen(ctx, t.ID, pos.At(now))
}

// noteEvery is well within what counts as having a line.
const noteEvery = 15 * time.Second

// refuse logs the cause of what is not the till's doing, and counts.
func (s *Service) refuse(what string, till pos.ID, err error) error {
	var c *connect.Error
	switch why := chain.WhyOf(err); {
	case why != "":
		s.stats.refused(string(why))
		s.log.Warn("refused", "call", what, "till", till.String(), "why", string(why), "cause", err)
	case errors.Is(err, context.Canceled) || errors.As(err, &c):
	default:
		s.stats.refused("internal")
		s.log.Error("call failed", "call", what, "till", till.String(), "cause", err)
	}
	return wire.Refuse(err)
}

// Enrol is part of the wire.
func (s *Service) Enrol(ctx context.Context, r *connect.Request[syncpb.EnrolRequest]) (*connect.Response[syncpb.EnrolResponse], error) {
	m := r.Msg
	till := pos.IDFromBytes(m.Till)
	if m.Wire < wire.OldestVersion {
		return nil, s.refuse("enrol", till, chain.Refuse(chain.TooOld, m.Wire))
	}
	lives := wire.ReadLives(till, m.Lives)
	if till.IsZero() || len(lives) == 0 {
		return nil, s.refuse("enrol", till, chain.Refuse(chain.BadBatch, "no till, or none of its lives"))
	}
	for _, l := range lives {
		if len(l.PublicKey) != ed25519.PublicKeySize {
			return nil, s.refuse("enrol", till, chain.Refuse(chain.BadBatch, "a key has the wrong length"))
		}
	}
	if !ed25519.Verify(lives[len(lives)-1].PublicKey, wire.Proof(m.Code, till), m.Proof) {
		return nil, s.refuse("enrol", till, chain.Refuse(chain.BadSignature, "the till does not have the key it shows"))
	}
	if of := pos.IDFromBytes(m.Chain); !of.IsZero() && of != s.chain.ID { // before the code is used up
		return nil, s.refuse("enrol", till, chain.Refuse(chain.Clash, "the till is one of another chain's"))
	}
	var secret [32]byte
	if _, err := rand.Read(secret[:]); err != nil {
		return nil, s.refuse("enrol", till, err)
	}
	token := base64.RawURLEncoding.EncodeToString(secret[:])
	cursor, err := s.store.Now(ctx)
	if err != nil {
		return nil, s.refuse("enrol", till, err)
	}
	t, err := s.store.Enrol(ctx, Enrolment{CodeHash: wire.HashCode(m.Code), TokenHash: hashToken(token), Till: till, Currency: m.Currency, Lives: lives, At: s.at()})
	if err != nil {
		return nil, s.refuse("enrol", till, err)
	}
	s.log.Info("till enrolled", "till", till.String(), "name", t.Name, "program", m.Program)
	return connect.NewResponse(&syncpb.EnrolResponse{
		Chain: s.chain.ID[:], ChainName: s.chain.Name, TillName: t.Name, Token: token,
		HeadOfficeKey: s.chain.Key.Public().(ed25519.PublicKey), Empty: cursor == 0,
	}), nil
}

// Check is part of the wire.
func (s *Service) Check(ctx context.Context, r *connect.Request[syncpb.CheckRequest]) (*connect.Response[syncpb.CheckResponse], error) {
	m := r.Msg
	till := pos.IDFromBytes(m.Till)
	switch {
	case m.Wire < wire.OldestVersion:
		return nil, s.refuse("check", till, chain.Refuse(chain.TooOld, m.Wire))
	case till.IsZero() || len(m.PublicKey) != ed25519.PublicKeySize:
		return nil, s.refuse("check", till, chain.Refuse(chain.BadBatch, "no till, or no key"))
	case !ed25519.Verify(m.PublicKey, wire.Proof(m.Code, till), m.Proof):
		return nil, s.refuse("check", till, chain.Refuse(chain.BadSignature, "the till does not have the key it shows"))
	}
	q := chain.Check{CodeHash: wire.HashCode(m.Code), Till: till, Currency: m.Currency, At: s.at()}
	for _, o := range m.Things {
		q.Things = append(q.Things, chain.Own{Kind: chain.OwnKind(o.Kind), Key: o.Key, Name: o.Name, Price: o.Price, Count: o.Count, Mark: o.Mark})
	}
	j, err := s.store.Check(ctx, q)
	if err != nil {
		return nil, s.refuse("check", till, err)
	}
	out := &syncpb.CheckResponse{ChainName: j.Chain, TillName: j.Till, Empty: j.Empty, Tills: j.Tills}
	for _, c := range j.Clashes {
		out.Clashes = append(out.Clashes, &syncpb.Clash{Own: int64(c.Own), Name: c.Name, Price: c.Price})
	}
	return connect.NewResponse(out), nil
}

// skewAlarm is how far a till's clock may be off before a person is told.
const skewAlarm = 5 * time.Minute

// Hello is part of the wire.
func (s *Service) Hello(ctx context.Context, r *connect.Request[syncpb.HelloRequest]) (*connect.Response[syncpb.HelloResponse], error) {
	t, err := s.till(ctx, r.Header())
	if err != nil {
		return nil, s.refuse("hello", t.ID, err)
	}
	m := r.Msg
	if m.Wire < wire.OldestVersion {
		return nil, s.refuse("hello", t.ID, chain.Refuse(chain.TooOld, m.Wire))
	}
	now := s.now()
	if off := now.Sub(time.UnixMilli(m.Clock)).Abs(); m.Clock != 0 && off > skewAlarm {
		s.log.Warn("a till's clock is off", "till", t.Name, "by", off.Round(time.Second).String())
	}
	return connect.NewResponse(&syncpb.HelloResponse{
		Lives: wire.Lives(t.Lives), Wire: min(m.Wire, wire.Version), Clock: now.UnixMilli(), MaxEvents: wire.MaxEvents, MaxBytes: wire.MaxBytes,
		PollMs: wire.Poll.Milliseconds(), TillName: t.Name,
	}), nil
}

// PushEvents is part of the wire.
func (s *Service) PushEvents(ctx context.Context, r *connect.Request[syncpb.PushEventsRequest]) (*connect.Response[syncpb.PushEventsResponse], error) {
	began := time.Now()
	t, err := s.till(ctx, r.Header())
	if err != nil {
		return nil, s.refuse("push", t.ID, err)
	}
	if len(r.Msg.Events) > wire.MaxEvents {
		return nil, s.refuse("push", t.ID, chain.Refuse(chain.TooLarge, wire.MaxEvents))
	}
	b, _, err := wire.ReadBatch(t.ID, r.Msg)
	if err != nil {
		return nil, s.refuse("push", t.ID, err)
	}
	if err := s.signed(t, b); err != nil {
		return nil, s.refuse("push", t.ID, err)
	}
	life, err := s.store.Push(ctx, b, s.at())
	if err != nil {
		s.news.tell() // it may have become a thing to settle
		return nil, s.refuse("push", t.ID, err)
	}
	ack := chain.Ack{Incarnation: life.Incarnation, Seq: life.Applied, Head: life.Head}
	s.stats.pushed(len(b.Events), time.Since(began))
	s.news.tell()
	return connect.NewResponse(&syncpb.PushEventsResponse{Incarnation: ack.Incarnation[:], Seq: ack.Seq, Head: ack.Head[:],
		Signature: ed25519.Sign(s.chain.Key, chain.AckBytes(t.ID, ack))}), nil
}

// signed checks the signatures of a batch by the key of its life: the one that is pinned, or, for a life that begins here, the one that the
// first event names and the life before it vouches for by being the till's.
func (s *Service) signed(t chain.Till, b chain.Batch) error {
	key := ed25519.PublicKey(nil)
	for _, l := range t.Lives {
		if l.Incarnation == b.Incarnation {
			key = l.PublicKey
		}
	}
	if key == nil {
		started := b.Events[0].Body.GetIncarnationStarted()
		if started == nil || b.Events[0].Seq != 1 {
			return chain.Refuse(chain.Gap, "an incarnation begins with its first event")
		}
		key = started.PublicKey
	}
	if len(key) != ed25519.PublicKeySize {
		return chain.Refuse(chain.BadSignature, "the incarnation has no key")
	}
	list := make([]journal.Signed, len(b.Events))
	for i, e := range b.Events {
		list[i] = e.SignedBy(key)
	}
	if i := journal.Forged(list); i >= 0 {
		return chain.Refuse(chain.BadSignature, b.Events[i].Seq)
	}
	return nil
}

// PullChanges is part of the wire.
func (s *Service) PullChanges(ctx context.Context, r *connect.Request[syncpb.PullChangesRequest]) (*connect.Response[syncpb.PullChangesResponse], error) {
	t, err := s.till(ctx, r.Header())
	if err != nil {
		return nil, s.refuse("pull", t.ID, err)
	}
	m := r.Msg
	limit := int(min(max(m.Limit, 1), wire.MaxChanges))
	incarnation := pos.IDFromBytes(m.Incarnation)
	until := time.Now().Add(min(time.Duration(m.WaitMs)*time.Millisecond, wire.LongPoll))
	for {
		heard := s.news.next()
		c, err := s.store.Pull(ctx, t.ID, incarnation, chain.Cursor(m.Cursor), limit, s.at())
		if err != nil {
			return nil, s.refuse("pull", t.ID, err)
		}
		wait := time.Until(until)
		if len(c.List) > 0 || len(c.Recalls) > 0 || len(c.Leases) > 0 || c.ToSettle != m.ToSettle || wait <= 0 {
			s.stats.pulled(len(c.List))
			return connect.NewResponse(wire.Changes(c)), nil
		}
		// Another instance may have the news: look again now and then.
		timer := time.NewTimer(min(wait, wire.Poll))
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil, wire.Refuse(connect.NewError(connect.CodeCanceled, ctx.Err()))
		case <-heard:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// Lease is part of the wire.
func (s *Service) Lease(ctx context.Context, r *connect.Request[syncpb.LeaseRequest]) (*connect.Response[syncpb.LeaseResponse], error) {
	t, err := s.till(ctx, r.Header())
	if err != nil {
		return nil, s.refuse("lease", t.ID, err)
	}
	m := r.Msg
	l := chain.Lease{ID: pos.IDFromBytes(m.Lease), Account: pos.IDFromBytes(m.Account), Till: t.ID, Incarnation: pos.IDFromBytes(m.Incarnation), Want: m.Want}
	if l.ID.IsZero() || l.Account.IsZero() || l.Want <= 0 {
		return nil, s.refuse("lease", t.ID, chain.Refuse(chain.BadBatch, "a lease of nothing"))
	}
	if l, err = s.store.Lease(ctx, l, s.at()); err != nil {
		return nil, s.refuse("lease", t.ID, err)
	}
	out := &syncpb.LeaseResponse{Granted: l.Granted}
	for _, k := range l.Keepers {
		out.Keepers = append(out.Keepers, &syncpb.Keeper{Till: k.Till[:], Name: k.Name, Points: k.Rights, Online: k.Online})
	}
	s.news.tell() // the keepers that wait for news are asked to release
	return connect.NewResponse(out), nil
}

// CardBlock is part of the wire.
func (s *Service) CardBlock(ctx context.Context, r *connect.Request[syncpb.CardBlockRequest]) (*connect.Response[syncpb.CardBlockResponse], error) {
	t, err := s.till(ctx, r.Header())
	if err != nil {
		return nil, s.refuse("card block", t.ID, err)
	}
	m := r.Msg
	b, err := s.store.CardBlock(ctx, t.ID, pos.IDFromBytes(m.Incarnation), chain.CardBlock{ID: pos.IDFromBytes(m.Block), Count: min(max(m.Count, 10), pos.MostCards)})
	if err != nil {
		return nil, s.refuse("card block", t.ID, err)
	}
	return connect.NewResponse(&syncpb.CardBlockResponse{First: b.First, Count: b.Count}), nil
}

// Conflicts is part of the wire.
func (s *Service) Conflicts(ctx context.Context, r *connect.Request[syncpb.ConflictsRequest]) (*connect.Response[syncpb.ConflictsResponse], error) {
	t, err := s.till(ctx, r.Header())
	if err != nil {
		return nil, s.refuse("conflicts", t.ID, err)
	}
	list, mark, err := s.store.Conflicts(ctx, r.Msg.Settled)
	if err != nil {
		return nil, s.refuse("conflicts", t.ID, err)
	}
	tills, err := s.store.Tills(ctx)
	if err != nil {
		return nil, s.refuse("conflicts", t.ID, err)
	}
	names := map[pos.ID]string{}
	out := &syncpb.ConflictsResponse{Mark: mark}
	for _, x := range tills {
		names[x.ID] = x.Name
	}
	out.Tills = Selling(tills)
	for _, c := range list {
		out.Conflicts = append(out.Conflicts, &syncpb.Conflict{Conflict: c.ID[:], Kind: string(c.Kind), At: int64(c.At), Till: names[c.Till], TillTwo: names[c.TillTwo],
			Member: c.Member[:], Subject: c.Subject, Points: c.Points, Settled: int64(c.Settled), Note: c.Note})
	}
	return connect.NewResponse(out), nil
}

// Selling is how many of the tills sell: not the head office's own, and none that
// was shut out.
func Selling(tills []chain.Till) (n int64) {
	for _, t := range tills {
		if !t.Revoked && !t.Desk {
			n++
		}
	}
	return n
}

// Settle is part of the wire.
func (s *Service) Settle(ctx context.Context, r *connect.Request[syncpb.SettleRequest]) (*connect.Response[syncpb.SettleResponse], error) {
	t, err := s.till(ctx, r.Header())
	if err != nil {
		return nil, s.refuse("settle", t.ID, err)
	}
	if err := s.store.Settle(ctx, pos.IDFromBytes(r.Msg.Conflict), r.Msg.Note, s.at()); err != nil {
		return nil, s.refuse("settle", t.ID, err)
	}
	s.news.tell()
	return connect.NewResponse(new(syncpb.SettleResponse)), nil
}

// news wakes those who wait for changes.
type news struct {
	mu sync.Mutex
	ch chan struct{}
}

func newNews() *news { return &news{ch: make(chan struct{})} }

func (n *news) next() <-chan struct{} {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.ch
}

func (n *news) tell() {
	n.mu.Lock()
	defer n.mu.Unlock()
	close(n.ch)
	n.ch = make(chan struct{})
}

// Fingerprint is a certificate's SHA-256 in hexadecimal, as people compare it.
func Fingerprint(der []byte) string {
	sum := sha256.Sum256(der)
	return hex.EncodeToString(sum[:])
}
