package sync

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"connectrpc.com/connect"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
	"bonuskasse/sync/syncpb"
	"bonuskasse/sync/syncpb/syncpbconnect"
	"bonuskasse/sync/wire"
)

// Client is the head office over HTTPS.
type Client struct {
	rpc     syncpbconnect.SyncClient
	link    Link
	till    pos.ID
	program string
	now     func() time.Time
	network http.RoundTripper
}

var _ Office = (*Client)(nil)

// Dial prepares a client; nothing is sent yet. program is the till's own name
// and version.
func Dial(l Link, till pos.ID, program string, now func() time.Time) (*Client, error) {
	return DialOver(l, till, program, now, overTLS(trust(l.Fingerprint)))
}

// overTLS is this machine's network.
func overTLS(c *tls.Config) *http.Transport {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = c
	transport.MaxConnsPerHost = 4
	return transport
}

// DialOver is Dial over another network than this machine's: a simulated one.
func DialOver(l Link, till pos.ID, program string, now func() time.Time, network http.RoundTripper) (*Client, error) {
	u, err := url.Parse(l.URL)
	if err != nil || u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("the head office's address %q is no https:// address", l.URL)
	}
	hc := &http.Client{Transport: signed{network, l.Token}}
	return &Client{link: l, till: till, program: program, now: now, network: network,
		rpc: syncpbconnect.NewSyncClient(hc, strings.TrimSuffix(l.URL, "/"), wire.SendZstd(), connect.WithReadMaxBytes(4*wire.MaxMessage))}, nil
}

// Close gives up the connections that no call uses.
func (c *Client) Close() {
	if n, ok := c.network.(interface{ CloseIdleConnections() }); ok {
		n.CloseIdleConnections()
	}
}

// errStranger is given where the certificate is not the pinned one.
var errStranger = errors.New("the certificate is not the head office's")

// trust is whom a till believes: the certificate that was pinned, or, where none
// was, the system's authorities.
func trust(fingerprint string) *tls.Config {
	c := &tls.Config{MinVersion: tls.VersionTLS12}
	want, err := hex.DecodeString(strings.NewReplacer(":", "", " ", "").Replace(fingerprint))
	if err != nil || len(want) == 0 {
		return c
	}
	c.InsecureSkipVerify = true // by authorities: VerifyConnection compares the certificate itself
	c.VerifyConnection = func(s tls.ConnectionState) error {
		sum := sha256.Sum256(s.PeerCertificates[0].Raw)
		if subtle.ConstantTimeCompare(sum[:], want) != 1 {
			return errStranger
		}
		return nil
	}
	return c
}

// introduced is whom a till believes that meets a head office for the first time
// and has a code with the mark of its certificate: a certificate of the system's
// authorities, or the one that the mark is of. The fingerprint of the latter is
// put into pin, to be kept.
func introduced(host, mark string, pin *atomic.Pointer[string]) *tls.Config {
	c := &tls.Config{MinVersion: tls.VersionTLS12}
	c.InsecureSkipVerify = true // VerifyConnection does it, by one of two ways
	c.VerifyConnection = func(s tls.ConnectionState) error {
		leaf, by := s.PeerCertificates[0], x509.VerifyOptions{DNSName: host, Intermediates: x509.NewCertPool()}
		for _, c := range s.PeerCertificates[1:] {
			by.Intermediates.AddCert(c)
		}
		if _, err := leaf.Verify(by); err == nil {
			return nil
		}
		if wire.MarkOf(leaf.Raw) != mark {
			return errStranger
		}
		sum := sha256.Sum256(leaf.Raw)
		fingerprint := hex.EncodeToString(sum[:])
		pin.Store(&fingerprint)
		return nil
	}
	return c
}

// meeting is a till's first calls to a head office that it is no till of yet.
type meeting struct {
	*Client
	code string
	pin  atomic.Pointer[string]
}

// meet prepares the first calls. Without a fingerprint the mark that stands in
// the code, where one does, says which certificate is the head office's.
func meet(address, fingerprint, code, program string, till pos.ID, now func() time.Time) (*meeting, error) {
	l := Link{URL: address, Fingerprint: fingerprint}
	m := &meeting{}
	m.pin.Store(&fingerprint)
	var mark string
	if m.code, mark = wire.SplitCode(code); mark == "" || fingerprint != "" {
		var err error
		m.Client, err = Dial(l, till, program, now)
		return m, err
	}
	host := ""
	if u, err := url.Parse(address); err == nil {
		host = u.Hostname()
	}
	var err error
	m.Client, err = DialOver(l, till, program, now, overTLS(introduced(host, mark, &m.pin)))
	return m, err
}

// errPortal is given where something answers that is no head office.
var errPortal = errors.New("what answers is no head office")

// signed sends the token, and knows a head office by its mark.
type signed struct {
	next  http.RoundTripper
	token string
}

func (s signed) RoundTrip(r *http.Request) (*http.Response, error) {
	if s.token != "" {
		r = r.Clone(r.Context())
		r.Header.Set("Authorization", "Bearer "+s.token)
	}
	res, err := s.next.RoundTrip(r)
	if err == nil && res.StatusCode == http.StatusTooManyRequests {
		res.Body.Close()
		return nil, chain.Refuse(chain.Busy)
	}
	if err == nil && res.Header.Get(wire.Mark) == "" {
		res.Body.Close()
		if res.StatusCode == http.StatusProxyAuthRequired {
			return nil, &LineError{Proxy, errors.New(res.Status)}
		}
		return nil, &LineError{Portal, fmt.Errorf("%w: %s", errPortal, res.Status)}
	}
	return res, err
}

// fault says what an error of a call is.
func fault(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if r := wire.Refused(err); r != nil {
		return r
	}
	var l *LineError
	if errors.As(err, &l) {
		return l
	}
	if chain.WhyOf(err) == chain.Busy {
		return chain.Refuse(chain.Busy)
	}
	var unknown x509.UnknownAuthorityError
	var host x509.HostnameError
	var old x509.CertificateInvalidError
	switch {
	case errors.Is(err, errStranger), errors.As(err, &unknown), errors.As(err, &host), errors.As(err, &old):
		return &LineError{Stranger, err}
	case errors.Is(ctx.Err(), context.Canceled):
		return ctx.Err()
	case strings.Contains(err.Error(), "proxyconnect"):
		return &LineError{Proxy, err}
	}
	switch connect.CodeOf(err) {
	case connect.CodeUnavailable, connect.CodeDeadlineExceeded, connect.CodeUnknown, connect.CodeCanceled:
		return &LineError{NoLine, err}
	case connect.CodeUnimplemented: // a head office of before this call was known
		return chain.Refuse(chain.TooOld, err)
	case connect.CodeUnauthenticated:
		return chain.Refuse(chain.UnknownTill)
	case connect.CodeResourceExhausted:
		return chain.Refuse(chain.TooLarge)
	}
	return &LineError{Troubled, err}
}

// call makes one call within the time that a call may take.
func call[Q, A any](ctx context.Context, do func(context.Context, *connect.Request[Q]) (*connect.Response[A], error), q *Q, most time.Duration) (*A, error) {
	bound, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	a, err := do(bound, connect.NewRequest(q))
	if err != nil {
		return nil, fault(ctx, err)
	}
	return a.Msg, nil
}

// Enrolled is what an enrolment has given.
type Enrolled struct {
	Link  Link
	Empty bool // the chain has nothing yet: what this till has becomes the chain's
}

// Enrol makes the till of an identity one of a chain, by a one-time code. The
// fingerprint is the certificate's; it may be empty where the code bears its mark
// or an authority of this machine vouches for it.
func Enrol(ctx context.Context, address, fingerprint, code, program string, id Identity, now func() time.Time) (e Enrolled, err error) {
	c, err := meet(address, fingerprint, code, program, id.Till, now)
	if err != nil {
		return e, err
	}
	defer c.Close()
	q := &syncpb.EnrolRequest{Code: c.code, Till: id.Till[:], Currency: id.Currency, Lives: wire.Lives(id.Lives),
		Program: program, Wire: wire.Version, Proof: id.Sign(wire.Proof(c.code, id.Till))}
	if !id.Chain.IsZero() {
		q.Chain = id.Chain[:]
	}
	a, err := call(ctx, c.rpc.Enrol, q, wire.Timeout)
	if err != nil {
		return e, err
	}
	e.Empty = a.Empty
	e.Link = Link{URL: address, Fingerprint: *c.pin.Load(), Token: a.Token, Chain: pos.IDFromBytes(a.Chain), ChainName: a.ChainName, TillName: a.TillName, HeadOfficeKey: a.HeadOfficeKey}
	return e, nil
}

// mostOwn things are asked about in one call.
const mostOwn = 20_000

// Check asks what of a till's own things the chain that a code is of has already,
// otherwise. What names a person does not leave the till: its mark does.
func Check(ctx context.Context, address, fingerprint, code, program string, id Identity, own []chain.Own, now func() time.Time) (j chain.Joining, err error) {
	c, err := meet(address, fingerprint, code, program, id.Till, now)
	if err != nil || len(id.Lives) == 0 {
		return j, err
	}
	defer c.Close()
	hash := wire.HashCode(c.code)
	for from := 0; from == 0 || from < len(own); from += mostOwn {
		q := &syncpb.CheckRequest{Code: c.code, Till: id.Till[:], Currency: id.Currency, PublicKey: id.Lives[len(id.Lives)-1].PublicKey,
			Program: program, Wire: wire.Version, Proof: id.Sign(wire.Proof(c.code, id.Till))}
		for _, o := range own[from:min(from+mostOwn, len(own))] {
			x := &syncpb.Own{Kind: string(o.Kind), Key: o.Key, Name: o.Name, Price: o.Price, Count: o.Count}
			if o.Kind.Personal() {
				x.Key, x.Mark = "", chain.OwnMark(hash, o.Kind, o.Key)
			}
			q.Things = append(q.Things, x)
		}
		a, err := call(ctx, c.rpc.Check, q, 6*wire.Timeout)
		if err != nil {
			return j, err
		}
		j.Chain, j.Till, j.Empty, j.Tills = a.ChainName, a.TillName, a.Empty, a.Tills
		for _, x := range a.Clashes {
			if at := int(x.Own) + from; x.Own >= 0 && at < len(own) {
				j.Clashes = append(j.Clashes, chain.Clashing{Own: at, Name: x.Name, Price: x.Price})
			}
		}
	}
	return j, nil
}

// Hello is part of Office.
func (c *Client) Hello(ctx context.Context, id Identity) (g Greeting, err error) {
	a, err := call(ctx, c.rpc.Hello, &syncpb.HelloRequest{Lives: wire.Lives(id.Lives), Program: c.program, Wire: wire.Version, Clock: c.now().UnixMilli()}, wire.Timeout)
	if err != nil {
		return g, err
	}
	g = Greeting{Lives: wire.ReadLives(c.till, a.Lives), MaxEvents: int(a.MaxEvents), MaxBytes: int(a.MaxBytes)}
	if a.Clock != 0 {
		g.Clock = time.UnixMilli(a.Clock)
	}
	if a.Wire < wire.OldestVersion {
		err = chain.Refuse(chain.TooOld, a.Wire)
	}
	return g, err
}

// Push is part of Office.
func (c *Client) Push(ctx context.Context, b chain.Batch, prev journal.Hash) (k chain.Ack, err error) {
	a, err := call(ctx, c.rpc.PushEvents, wire.Batch(b, prev), 2*wire.Timeout)
	if err != nil {
		return k, err
	}
	k = chain.Ack{Incarnation: pos.IDFromBytes(a.Incarnation), Seq: a.Seq, Signature: a.Signature}
	copy(k.Head[:], a.Head)
	return k, nil
}

// Pull is part of Office.
func (c *Client) Pull(ctx context.Context, incarnation pos.ID, since chain.Cursor, toSettle int64, wait bool) (chain.Changes, error) {
	q := &syncpb.PullChangesRequest{Cursor: int64(since), Limit: wire.MaxChanges, Incarnation: incarnation[:], ToSettle: toSettle}
	most := wire.Timeout
	if wait {
		q.WaitMs = wire.LongPoll.Milliseconds()
		most += wire.LongPoll
	}
	a, err := call(ctx, c.rpc.PullChanges, q, most)
	if err != nil {
		return chain.Changes{}, err
	}
	return wire.ReadChanges(c.till, incarnation, a)
}

// Lease is part of Office.
func (c *Client) Lease(ctx context.Context, l chain.Lease) (chain.Lease, error) {
	a, err := call(ctx, c.rpc.Lease, &syncpb.LeaseRequest{Lease: l.ID[:], Incarnation: l.Incarnation[:], Account: l.Account[:], Want: l.Want}, wire.Timeout)
	if err != nil {
		return l, err
	}
	l.Granted = a.Granted
	for _, k := range a.Keepers {
		l.Keepers = append(l.Keepers, chain.Keeper{Till: pos.IDFromBytes(k.Till), Name: k.Name, Rights: k.Points, Online: k.Online})
	}
	return l, nil
}

// CardBlock is part of Office.
func (c *Client) CardBlock(ctx context.Context, incarnation pos.ID, b chain.CardBlock) (chain.CardBlock, error) {
	a, err := call(ctx, c.rpc.CardBlock, &syncpb.CardBlockRequest{Block: b.ID[:], Incarnation: incarnation[:], Count: b.Count}, wire.Timeout)
	if err != nil {
		return b, err
	}
	b.First, b.Count = a.First, a.Count
	return b, nil
}

// Conflicts is part of Office.
func (c *Client) Conflicts(ctx context.Context, settled bool) (s ToSettle, err error) {
	a, err := call(ctx, c.rpc.Conflicts, &syncpb.ConflictsRequest{Settled: settled}, wire.Timeout)
	if err != nil {
		return s, err
	}
	s.Mark, s.Tills = a.Mark, a.Tills
	for _, x := range a.Conflicts {
		s.List = append(s.List, Conflict{ID: pos.IDFromBytes(x.Conflict), Kind: chain.ConflictKind(x.Kind), At: pos.Millis(x.At), Till: x.Till, TillTwo: x.TillTwo,
			Member: pos.IDFromBytes(x.Member), Subject: x.Subject, Points: x.Points, Settled: pos.Millis(x.Settled), Note: x.Note})
	}
	return s, nil
}

// Settle is part of Office.
func (c *Client) Settle(ctx context.Context, id pos.ID, note string) error {
	_, err := call(ctx, c.rpc.Settle, &syncpb.SettleRequest{Conflict: id[:], Note: note}, wire.Timeout)
	return err
}
