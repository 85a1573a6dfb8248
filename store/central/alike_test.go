package central_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/store/central"
	"bonuskasse/store/central/centraltest"
	"bonuskasse/store/central/pgtest"
)

// TestEnginesAreAlike lets tills do anything in any order, in batches of any
// size, repeated, cut off, restored from backups, on both engines at once. Both
// must answer alike and have the same state, the books of a third party must
// agree, and all must be computable again from the events.
func TestEnginesAreAlike(t *testing.T) {
	lite := openSQLite(t, central.Options{})
	post := openPostgres(pgtest.Start(t, "fsync=off"))(t, central.Options{})
	rapid.Check(t, func(r *rapid.T) {
		for _, s := range []*central.Store{lite, post} {
			if err := s.Empty(t.Context(), central.Options{Name: "Test", Random: centraltest.Dice()}); err != nil {
				r.Fatal(err)
			}
		}
		p := &pair{T: t, r: r, lite: lite, post: post, at: centraltest.Start, books: newBooks()}
		for _, name := range []string{"one", "two", "three"} {
			p.enrol(centraltest.NewTill(t, name))
		}
		p.tills[0].Program(1, `{"points":1,"points_worth":1,"rights_kept_points":40,"floor_limit_points":10}`)
		r.Repeat(map[string]func(*rapid.T){
			"sell": p.sell, "next year": p.nextYear, "return": p.refund, "release": p.release, "lease": p.lease, "pull": p.pull, "coupon": p.coupon, "gift": p.gift,
			"push": p.push, "cut off": p.cutOff, "restore": p.restore, "lose": p.lose, "member": p.member, "expire": p.expire,
			"": p.check,
		})
		p.alike()
	})
}

var (
	members = []pos.ID{centraltest.ID("anna"), centraltest.ID("birte"), centraltest.ID("carl")}
	codes   = []string{"AAA", "BBB"}
)

// pair is two head offices, to whom the same happens.
type pair struct {
	*testing.T
	r          *rapid.T
	lite, post *central.Store
	at         time.Time
	tills      []*centraltest.Till // with those who should be gone
	sales      []sale
	leases     []chain.Lease
	books      *books
}

type sale struct {
	till         *centraltest.Till
	member, sale pos.ID
	earned       int64
}

// both does the same on both, and wants the same answer.
func both[T any](p *pair, do func(*central.Store) (T, error), show func(T) string) (T, error) {
	p.Helper()
	a, errA := do(p.lite)
	b, errB := do(p.post)
	for _, err := range []error{errA, errB} {
		if err != nil && chain.WhyOf(err) == "" && !errors.Is(err, central.ErrLost) {
			p.r.Fatal(err)
		}
	}
	if chain.WhyOf(errA) != chain.WhyOf(errB) || show(a) != show(b) {
		p.r.Fatalf("SQLite: %s, %v\nPostgreSQL: %s, %v", show(a), errA, show(b), errB)
	}
	return a, errA
}

func plain[T any](v T) string { return fmt.Sprintf("%+v", v) }

func (p *pair) now() pos.Millis {
	p.at = p.at.Add(time.Second)
	return pos.At(p.at)
}

func (p *pair) enrol(x *centraltest.Till) {
	at := p.now()
	code := [32]byte{byte(len(p.tills) + 1)}
	both(p, func(s *central.Store) (chain.Till, error) {
		if err := s.AddCode(p.Context(), chain.Code{Hash: code, TillName: x.ID.String(), Until: at}); err != nil {
			return chain.Till{}, err
		}
		return s.Enrol(p.Context(), chain.Enrolment{CodeHash: code, TokenHash: code, Till: x.ID, Lives: []chain.Life{x.Life()}, At: at})
	}, plain)
	p.tills = append(p.tills, x)
}

func (p *pair) till(r *rapid.T) *centraltest.Till {
	x := rapid.SampledFrom(p.tills).Draw(r, "till")
	x.Now = p.at // tills' clocks are a little apart
	return x
}

func memberOf(r *rapid.T) pos.ID { return rapid.SampledFrom(members).Draw(r, "member") }

func (p *pair) sell(r *rapid.T) {
	x, m := p.till(r), memberOf(r)
	earned, used := rapid.Int64Range(0, 60).Draw(r, "earned"), rapid.Int64Range(0, 40).Draw(r, "used")
	end := rapid.SampledFrom([]time.Time{{}, {}, centraltest.Start.Add(time.Minute), centraltest.Start.Add(time.Hour)}).Draw(r, "end")
	id := x.Sell(m, earned, used, end)
	p.sales = append(p.sales, sale{x, m, id, earned})
	p.books.say(x, m, earned-used, earned-used)
}

func (p *pair) refund(r *rapid.T) {
	if len(p.sales) == 0 {
		r.Skip()
	}
	s := p.sales[rapid.IntRange(0, len(p.sales)-1).Draw(r, "sale")]
	taken := rapid.Int64Range(0, s.earned).Draw(r, "from rights")
	s.till.Return(s.member, s.sale, s.earned, taken)
	p.books.say(s.till, s.member, -s.earned, -taken)
}

func (p *pair) release(r *rapid.T) {
	x, m, n := p.till(r), memberOf(r), rapid.Int64Range(1, 50).Draw(r, "points")
	x.Release(m, n)
	p.books.say(x, m, 0, -n)
}

// nextYear is what only a newer program can fold.
func (p *pair) nextYear(r *rapid.T) {
	x, m, n := p.till(r), memberOf(r), rapid.Int64Range(-40, 40).Draw(r, "rights")
	x.NextYear(m, n)
	p.books.say(x, m, 0, n)
	p.books.said[x.Incarnation][len(p.books.said[x.Incarnation])-1].unread = n
}

func (p *pair) coupon(r *rapid.T) {
	x, m := p.till(r), memberOf(r)
	x.Register(m, rapid.SampledFrom(codes).Draw(r, "code"), 25)
	p.books.say(x, m, 25, 25)
}

func (p *pair) gift(r *rapid.T) { p.till(r).Gift("G1", rapid.Int64Range(1, 30).Draw(r, "amount")) }

func (p *pair) member(r *rapid.T) {
	x, m := p.till(r), memberOf(r)
	if rapid.IntRange(0, 4).Draw(r, "what") == 0 {
		x.Erase(m)
	} else {
		x.Join(m, "Somebody")
	}
}

// batch is any part of what a till has, from what is applied or before.
func (p *pair) batch(r *rapid.T, x *centraltest.Till) chain.Batch {
	from := rapid.Int64Range(1, p.books.applied[x.Incarnation]+1).Draw(r, "from")
	if from > int64(len(x.Events)) {
		r.Skip()
	}
	b := x.Batch(from)
	b.Events = b.Events[:rapid.IntRange(1, len(b.Events)).Draw(r, "events")]
	return b
}

func (p *pair) push(r *rapid.T) {
	x := p.till(r)
	b, at := p.batch(r, x), p.now()
	l, err := both(p, func(s *central.Store) (chain.Life, error) { return s.Push(p.Context(), b, at) }, plain)
	if err == nil {
		p.books.apply(x, l.Applied)
	}
}

func (p *pair) cutOff(r *rapid.T) {
	b, at := p.batch(r, p.till(r)), p.now()
	both(p, func(s *central.Store) (int, error) { return 0, s.PushLost(p.Context(), b, at) }, plain)
}

func (p *pair) lease(r *rapid.T) {
	x, at := p.till(r), p.now()
	l := chain.Lease{ID: centraltest.ID(fmt.Sprint("lease", len(p.leases))), Account: memberOf(r), Till: x.ID, Incarnation: x.Incarnation,
		Want: rapid.Int64Range(1, 80).Draw(r, "want")}
	if len(p.leases) > 0 && rapid.Bool().Draw(r, "again") {
		l = rapid.SampledFrom(p.leases).Draw(r, "lease")
	}
	p.leases = append(p.leases, l)
	both(p, func(s *central.Store) (chain.Lease, error) { return s.Lease(p.Context(), l, at) }, plain)
}

func (p *pair) pull(r *rapid.T) {
	x, at := p.till(r), p.now()
	since, limit := rapid.Int64Range(0, 60).Draw(r, "since"), rapid.IntRange(1, 30).Draw(r, "limit")
	c, _ := both(p, func(s *central.Store) (chain.Changes, error) {
		return s.Pull(p.Context(), x.ID, x.Incarnation, chain.Cursor(since), limit, at)
	}, showChanges)
	for _, l := range c.Leases {
		if rapid.Bool().Draw(r, "accept") {
			x.Accept(l)
			p.books.say(x, l.Account, 0, 0)
		}
	}
}

func showChanges(c chain.Changes) string {
	var b strings.Builder
	for _, x := range c.List {
		data, err := proto.MarshalOptions{Deterministic: true}.Marshal(x.ToProto())
		fmt.Fprintf(&b, "%x %v\n", data, err)
	}
	c.List = nil
	return b.String() + plain(c)
}

func (p *pair) restore(r *rapid.T) {
	x := p.till(r)
	p.tills = append(p.tills, x.Restore(len(p.tills), rapid.Int64Range(1, int64(len(x.Events))).Draw(r, "kept")))
}

func (p *pair) lose(r *rapid.T) {
	if rapid.IntRange(0, 5).Draw(r, "really") > 0 {
		r.Skip()
	}
	x, at := p.till(r), p.now()
	both(p, func(s *central.Store) (int, error) { return 0, s.Revoke(p.Context(), x.ID, true, at) }, plain)
}

func (p *pair) expire(r *rapid.T) {
	p.at = p.at.Add(time.Duration(rapid.IntRange(0, 60).Draw(r, "minutes")) * time.Minute)
	at := p.now()
	both(p, func(s *central.Store) (int, error) { return s.Expire(p.Context(), at, 100) }, plain)
}

// check holds the sums of both against the books.
func (p *pair) check(r *rapid.T) {
	p.books.hear(p)
	for _, m := range members {
		both(p, func(s *central.Store) (string, error) {
			points, free, debt, held, err := s.Sums(p.Context(), m)
			if want := p.books.points[m]; points != want || held != p.books.heldOf(m) || free < 0 || debt < 0 || points+p.books.unread[m] != free+held-debt || free > 0 && debt > 0 {
				r.Fatalf("%s: %d points = %d free + %d held - %d debt; the books say %d points, %d held", m, points, free, held, debt, want, p.books.heldOf(m))
			}
			return fmt.Sprint(points, free, debt, held), err
		}, plain)
	}
}

// alike wants one state, which is what the events say, and what a fold of them
// has for each account.
func (p *pair) alike() {
	// What was expired before a till without a line could say that it was used is
	// made good by the next look at the account.
	at := p.now()
	for n := 1; n > 0; {
		n, _ = both(p, func(s *central.Store) (int, error) { return s.Expire(p.Context(), at, 100) }, plain)
	}
	p.books.hear(p)
	both(p, func(s *central.Store) ([32]byte, error) { return s.StateHash(p.Context()) }, plain)
	difference, _ := both(p, func(s *central.Store) (string, error) { return s.Verify(p.Context()) }, plain)
	if difference != "" {
		p.r.Fatal(difference)
	}
	for _, m := range members {
		h, _ := both(p, func(s *central.Store) (chain.Holdings, error) { return s.AccountOf(p.Context(), m) }, plain)
		_, free, _, held, err := p.lite.Sums(p.Context(), m)
		if err != nil {
			p.r.Fatal(err)
		}
		got, want := h.Points.State.Points.Holding()-h.Points.State.Points.Debt, p.books.points[m]
		if waits := want > got && free == 0 && held > 0; got != want && !waits { // tills hold what is to be taken
			p.r.Fatalf("the fold of %s has %d, and the books %d; %d free, %d held", m, got, want, free, held)
		}
	}
}

// books are a third party's, who counts only what was said to be applied.
type books struct {
	said    map[pos.ID][]entry // of an incarnation
	applied map[pos.ID]int64
	points  map[pos.ID]int64
	unread  map[pos.ID]int64
	held    map[[2]pos.ID]int64 // account, incarnation
	heard   int64               // events of the head office
}

type entry struct {
	seq            int64
	member         pos.ID
	points, rights int64
	unread         int64
}

func newBooks() *books {
	return &books{map[pos.ID][]entry{}, map[pos.ID]int64{}, map[pos.ID]int64{}, map[pos.ID]int64{}, map[[2]pos.ID]int64{}, 0}
}

// say writes down the last event of a till.
func (b *books) say(x *centraltest.Till, m pos.ID, points, rights int64) {
	b.said[x.Incarnation] = append(b.said[x.Incarnation], entry{seq: int64(len(x.Events)), member: m, points: points, rights: rights})
}

func (b *books) apply(x *centraltest.Till, upTo int64) {
	for _, e := range b.said[x.Incarnation] {
		if e.seq > b.applied[x.Incarnation] && e.seq <= upTo {
			b.points[e.member] += e.points
			b.unread[e.member] += e.unread
			b.held[[2]pos.ID{e.member, x.Incarnation}] += e.rights
		}
	}
	b.applied[x.Incarnation] = max(upTo, b.applied[x.Incarnation])
}

func (b *books) heldOf(m pos.ID) (n int64) {
	for k, held := range b.held {
		if k[0] == m {
			n += held
		}
	}
	return n
}

// hear writes down what the head office has done.
func (b *books) hear(p *pair) {
	office, err := p.lite.Chain(p.Context())
	if err == nil {
		err = p.lite.Events(p.Context(), office.ID, office.ID, b.heard+1, func(e *journal.Event) error {
			b.heard = e.Seq
			body, err := e.Body()
			switch w := body.GetWhat().(type) {
			case *journalpb.Body_LeaseGranted:
				b.held[[2]pos.ID{pos.IDFromBytes(w.LeaseGranted.Member), pos.IDFromBytes(w.LeaseGranted.Incarnation)}] += w.LeaseGranted.Points
			case *journalpb.Body_IncarnationFenced:
				for _, x := range w.IncarnationFenced.Freed {
					b.held[[2]pos.ID{pos.IDFromBytes(x.Member), pos.IDFromBytes(w.IncarnationFenced.Incarnation)}] -= x.Points
				}
			case *journalpb.Body_LotsExpired:
				for _, x := range w.LotsExpired.Of {
					b.points[pos.IDFromBytes(x.Member)] -= x.Points
				}
			case *journalpb.Body_CouponReversed:
				b.points[pos.IDFromBytes(w.CouponReversed.Member)] -= w.CouponReversed.Points
			case *journalpb.Body_GiftReversed:
				b.points[pos.IDFromBytes(w.GiftReversed.Member)] -= w.GiftReversed.Points
			}
			return err
		})
	}
	if err != nil {
		p.r.Fatal(err)
	}
}
