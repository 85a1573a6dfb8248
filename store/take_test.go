package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/till"
)

// paperOffice is a head office on paper: it has heard all that was brought, and
// answers with the newest state of everything.
type paperOffice struct {
	events []chain.Event
	keys   map[pos.ID]chain.PersonalKey
	lives  map[pos.ID]chain.Life // by incarnation
	atOnce int                   // changes that a till takes in one transaction
}

// meet brings what a till has not said yet, and gives it all that others said.
func (o *paperOffice) meet(t *testing.T, s *Store) {
	t.Helper()
	ctx := context.Background()
	for {
		b, _, err := s.Unsent(ctx, 7, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		if len(b.Events) == 0 {
			break
		}
		for _, k := range b.Keys {
			o.keys[k.Member] = k
		}
		o.events = append(o.events, b.Events...)
		last := b.Events[len(b.Events)-1]
		o.lives[b.Incarnation] = chain.Life{Till: b.Till, Incarnation: b.Incarnation, Applied: last.Seq, Head: last.Hash}
		if err := s.Acked(ctx, b.Incarnation, last.Seq); err != nil {
			t.Fatal(err)
		}
	}
	me, err := s.Me(ctx)
	if err != nil {
		t.Fatal(err)
	}
	c := o.changes(me.Till)
	c.Next++
	if err := s.takeIn(ctx, c, o.atOnce); err != nil {
		t.Fatal(err)
	}
	if _, cursor, err := s.Link(ctx); err != nil || cursor != c.Next {
		t.Fatalf("the cursor is at %d, and not at %d: %v", cursor, c.Next, err)
	}
}

type heldFact struct {
	chain.Fact
	of chain.EventKey
}

// changes are the newest states of all things that another till has touched.
func (o *paperOffice) changes(asking pos.ID) (c chain.Changes) {
	facts := map[thing]heldFact{}
	made, done := map[string]heldFact{}, map[string]heldFact{}
	gifts := map[string]*chain.GiftState{}
	accounts := map[pos.ID][]chain.Event{}
	foreign := map[thing]bool{}
	events := slices.Clone(o.events)
	slices.SortFunc(events, func(x, y chain.Event) int { return chain.KeyOf(&x.Event).Compare(chain.KeyOf(&y.Event)) })
	for _, e := range events {
		key := chain.KeyOf(&e.Event)
		thingsOf(&e.Event, e.Body, func(k chain.Kind, name string) {
			if e.Till != asking {
				foreign[thing{k, name}] = true
			}
		})
		for _, f := range chain.Facts(e.Body) {
			held := heldFact{f, key}
			switch f.Kind {
			case chain.Coupon:
				if f.Body.GetCouponsMade() != nil {
					made[f.Key] = held
				} else if _, is := done[f.Key]; !is {
					done[f.Key] = held
				}
			case chain.GiftCard:
				o.gift(gifts, made, held)
			default:
				if _, there := facts[thing{f.Kind, f.Key}]; f.First && there {
					continue
				}
				facts[thing{f.Kind, f.Key}] = held
			}
		}
		for _, id := range chain.Accounts(&e.Event, e.Body) {
			accounts[id] = append(accounts[id], e)
		}
	}
	add := func(k chain.Kind, key string, change chain.Change, of ...heldFact) {
		if !foreign[thing{k, key}] {
			return
		}
		change.Kind, change.Key = k, key
		for _, f := range of {
			if f.Body == nil {
				continue
			}
			change.Said = append(change.Said, chain.Said{Of: f.of, Body: f.Body})
			if opens, ok := o.keys[f.Member]; ok {
				change.Opens = &opens
			}
		}
		p, err := chain.ChangeFromProto(change.ToProto())
		if err != nil {
			panic(err)
		}
		c.List = append(c.List, p)
	}
	for t, f := range facts {
		add(t.kind, t.key, chain.Change{}, f)
	}
	for code, m := range made {
		if g := gifts[code]; g != nil {
			add(chain.GiftCard, code, chain.Change{Gift: g}, m)
		} else {
			add(chain.Coupon, code, chain.Change{}, m, done[code])
		}
	}
	for id, list := range accounts {
		add(chain.Account, string(id[:]), chain.Change{Points: &chain.AccountPoints{State: chain.Fold(id, list)}})
	}
	for _, l := range o.lives {
		if l.Till == asking {
			c.Applied = append(c.Applied, l)
		}
	}
	return c
}

func (o *paperOffice) gift(gifts map[string]*chain.GiftState, made map[string]heldFact, f heldFact) {
	g := gifts[f.Key]
	if g == nil {
		g = &chain.GiftState{}
		gifts[f.Key] = g
	}
	switch w := f.Body.GetWhat().(type) {
	case *journalpb.Body_GiftCardMade:
		made[f.Key] = f
		g.Balance += pos.Money(w.GiftCardMade.Amount)
	case *journalpb.Body_SaleCompleted:
		for _, u := range w.SaleCompleted.GiftCards {
			if u.Code == f.Key {
				g.Balance -= pos.Money(u.Amount)
			}
		}
	}
}

// chainTill is a till of the chain in a test.
type chainTill struct {
	*shopUnderTest
	t     *till.Till
	boss  till.Who
	named int
}

// TestTillsOfAChainComeToOneState lets three tills work, apart and together,
// and asks after each meeting whether every till verifies, and in the end whether
// all of them say the same of every member.
func TestTillsOfAChainComeToOneState(t *testing.T) {
	for seed := range uint64(envCount("STORE_CHAINS", 3)) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { chainOf(t, seed) })
	}
}

func chainOf(t *testing.T, seed uint64) {
	ctx := context.Background()
	rnd := rand.New(rand.NewPCG(seed, 5))
	office := &paperOffice{keys: map[pos.ID]chain.PersonalKey{}, lives: map[pos.ID]chain.Life{}, atOnce: []int{takeAtOnce, 3, 1}[seed%3]}
	var tills []*chainTill
	for i := range 3 {
		u := newShopOf(t, 100*int64(seed)+int64(i))
		c := &chainTill{shopUnderTest: u, t: u.till(), boss: till.By(pos.System)}
		tills = append(tills, c)
		for range 3 {
			c.act(t, rnd)
		}
		if err := u.Join(ctx, []byte(`{}`), &journalpb.ChainJoined{Chain: []byte("0123456789abcdef"), Name: fmt.Sprint("Kasse ", i)}); err != nil {
			t.Fatal(err)
		}
	}
	for step := range 60 {
		c := tills[rnd.IntN(len(tills))]
		c.now = c.now.Add(time.Minute)
		if rnd.IntN(4) == 0 {
			office.meet(t, c.Store)
			if r, err := c.Verify(ctx, nil); err != nil || !r.OK {
				t.Fatalf("step %d: %+v %v", step, r, err)
			}
			continue
		}
		c.act(t, rnd)
	}
	for range 2 { // the second time each hears what the others said in the first
		for _, c := range tills {
			office.meet(t, c.Store)
		}
	}
	var want map[string]string
	for i, c := range tills {
		if r, err := c.Verify(ctx, nil); err != nil || !r.OK {
			t.Fatalf("till %d: %+v %v", i, r, err)
		}
		got := c.says(t)
		if want == nil {
			want = got
		}
		if len(got) != len(want) {
			t.Errorf("till %d knows %d members, till 0 %d", i, len(got), len(want))
		}
		for id, says := range want {
			if got[id] != says {
				t.Errorf("member %s:\n till 0 says %s\n till %d says %s", id, says, i, got[id])
			}
		}
	}
}

// newShopOf is a shop with dice of its own.
func newShopOf(t testing.TB, seed int64) *shopUnderTest {
	t.Helper()
	u := &shopUnderTest{t: t, dir: t.TempDir(), now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	u.opt = testOptions(&u.now, seed)
	if err := Init(context.Background(), u.dir, testShop, u.opt, func(tx till.Tx) error { return till.FirstFacts(tx, u.now, pos.DKK) }); err != nil {
		t.Fatal(err)
	}
	u.open()
	return u
}

// says is what a till says of each member.
func (c *chainTill) says(t *testing.T) map[string]string {
	t.Helper()
	ctx := context.Background()
	list, err := c.t.FindMembers(ctx, "aase", 1000)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 3 {
		t.Fatalf("%d members: too few to say anything", len(list))
	}
	all := map[string]string{}
	for _, m := range list {
		s, err := c.t.Standing(ctx, m.ID)
		if err != nil {
			t.Fatal(err)
		}
		at := c.now.UnixMilli()
		all[m.ID.String()] = fmt.Sprint(s.Member.Username, s.Member.Name, s.Member.Phone, s.Tier.Name, len(s.Cards), s.Account.Balance(ledger.Millis(at)), s.Account.Debt, len(s.Account.Lots), s.Spend)
	}
	return all
}

// act does one thing that people do at a till; what a rule refuses is not done.
func (c *chainTill) act(t *testing.T, rnd *rand.Rand) {
	t.Helper()
	ctx := context.Background()
	list, err := c.t.FindMembers(ctx, "aase", 1000)
	if err != nil {
		t.Fatal(err)
	}
	do := func(err error) {
		if err != nil && pos.CodeOf(err) == "" {
			t.Fatal(err)
		}
	}
	if len(list) < 2 || rnd.IntN(6) == 0 {
		c.named++
		_, err := c.t.AddMember(ctx, till.NewMember{Username: fmt.Sprintf("m%d", rnd.IntN(8)), Name: fmt.Sprint("Åse ", c.named), Phone: fmt.Sprint(20000000 + rnd.IntN(99))}, c.boss)
		do(err)
		return
	}
	m := list[rnd.IntN(len(list))]
	switch rnd.IntN(6) {
	case 0:
		name := m.Name + "!"
		_, err := c.t.ChangeMember(ctx, m.ID, till.MemberChange{Name: &name}, c.boss)
		do(err)
	case 1:
		do(c.t.SetMemberTier(ctx, m.ID, []string{"Bonus 5%", pos.FirstTier}[rnd.IntN(2)], c.boss))
	case 2:
		_, err := c.t.GiveCoupon(ctx, 1+rnd.Int64N(50), m.ID, c.boss)
		do(err)
	default:
		d, err := c.t.NewSale(ctx, pos.Person{})
		if err != nil {
			t.Fatal(err)
		}
		do(c.t.AddProduct(ctx, &d, pos.Product{SKU: "tea", Name: "Te", Kind: pos.Goods, Price: pos.Money(1000 + rnd.IntN(9000)), VATBp: 2500, Discountable: true, Earns: true, BonusPayable: true}, 1000))
		_, err = c.t.AttachMember(ctx, &d, m.ID)
		do(err)
		bonus := int64(0)
		if rnd.IntN(3) == 0 {
			bonus = loyalty.MaxBonus
		}
		done, err := c.t.Complete(ctx, d, till.Payment{Bonus: bonus, Cash: till.Exact})
		do(err)
		if err == nil && rnd.IntN(4) == 0 {
			_, err := c.t.Refund(ctx, till.Return{Receipt: done.Sale.Receipt, Lines: []till.ReturnLine{{}}}, c.boss)
			do(err)
		}
	}
}
