package simtest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/till"
)

// Trade is a chain of many tills as shops know them: each is without a line for
// some hours of every day, and a member is at the usual shop four times in five.
type Trade struct {
	Tills, Members, Days int
	Seed                 uint64
	// Kept is the programme's limit of the rights that stay at a till, in points
	// (here an øre each).
	Kept int64
	// Floor is what a till may spend of a member beyond its rights.
	Floor int64
	// Second is how many of ten visits elsewhere are to one shop that is the
	// member's second; the others are to any.
	Second int
}

// Count is of purchases whose customer asked to pay as much of them with bonus as
// the cap allows, of all the bonus that is theirs, wherever it was earned.
type Count struct {
	Asked, Served   int   // purchases, and those that got all of it
	Points, Granted int64 // what was asked for, and what was given
}

// Percent is the part that was served, of a hundred.
func (c Count) Percent() float64 { return 100 * float64(c.Served) / float64(max(c.Asked, 1)) }

// Traded is what came of it.
type Traded struct {
	Purchases       int
	Usual, Away     Count // at a till that had no line
	Online          Count
	Overspent       int   // members who spent more than was theirs
	Owed, Different int64 // debts, and points that programs and truth differ by, once all have met
}

// Offline is all that was asked for at tills without a line.
func (t Traded) Offline() Count {
	return Count{t.Usual.Asked + t.Away.Asked, t.Usual.Served + t.Away.Served, t.Usual.Points + t.Away.Points, t.Usual.Granted + t.Away.Granted}
}

const (
	openAt, openFor       = 9, 9 * time.Hour
	capBp                 = 3000
	visitEvery            = 4                // days between a member's visits, on average
	redeemEvery           = 2                // one visit in so many pays with bonus
	shortestOut, longest  = 2, 6             // hours without a line
	pollEvery             = 10 * time.Minute // of a till that hears of nothing
	cheapest, dearest     = 40_00, 600_00
	usualOf, secondChance = 5, 10
)

// trade is a Trade that is played.
type trade struct {
	Trade
	*world
	out    []outage
	usual  []int
	second []int
	truth  []int64 // of each member, from what cashiers were told
	got    Traded
}

// outage is when a till has no line, from the opening of the shop.
type outage struct{ from, until time.Duration }

// Play plays it, in a folder of its own.
func (t Trade) Play(ctx context.Context) (got Traded, err error) {
	dir, err := os.MkdirTemp(roomy(), "bonuskasse-trade-")
	if err != nil {
		return got, err
	}
	defer os.RemoveAll(dir)
	w, err := foundOf(ctx, dir, rules{kept: t.Kept, floor: t.Floor, capBp: capBp}, t.Tills, t.Members)
	if err != nil {
		return got, err
	}
	w.chance = rand.New(rand.NewPCG(t.Seed, 0x7A))
	p := &trade{Trade: t, world: w, truth: make([]int64, t.Members)}
	w.waits = p.othersListen
	err = p.play(ctx)
	return p.got, errors.Join(err, w.close())
}

func (p *trade) play(ctx context.Context) error {
	for range p.Members {
		home := p.chance.IntN(p.Tills)
		p.usual = append(p.usual, home)
		p.second = append(p.second, (home+1+p.chance.IntN(p.Tills-1))%p.Tills)
	}
	for day := range p.Days {
		start := time.Date(2026, 3, 3+day, openAt, 0, 0, 0, time.UTC)
		if err := p.day(ctx, start); err != nil {
			return fmt.Errorf("day %d: %w", day+1, err)
		}
	}
	return p.settle(ctx)
}

// day is one of them: purchases and meetings in the order of the clock.
func (p *trade) day(ctx context.Context, start time.Time) error {
	p.out = p.out[:0]
	for range p.Tills {
		long := time.Duration(shortestOut*60+p.chance.IntN((longest-shortestOut)*60)) * time.Minute
		from := time.Duration(p.chance.Int64N(int64(openFor - long)))
		p.out = append(p.out, outage{from, from + long})
	}
	visits := map[time.Duration][]int{}
	for m := range p.Members {
		if p.chance.IntN(visitEvery) == 0 {
			at := time.Duration(p.chance.Int64N(int64(openFor))).Truncate(pollEvery)
			visits[at] = append(visits[at], m)
		}
	}
	for at := time.Duration(0); at < openFor; at += pollEvery {
		p.now = start.Add(at)
		for i, d := range p.desks {
			d.line.down = p.out[i].from <= at && at < p.out[i].until
			if err := p.listen(ctx, d); err != nil {
				return err
			}
		}
		for _, m := range visits[at] {
			p.now = p.now.Add(time.Second)
			if err := p.visit(ctx, m); err != nil {
				return err
			}
		}
	}
	return nil
}

// listen is a round of a till that has a line.
func (p *trade) listen(ctx context.Context, d *desk) error {
	_, err := d.agent.Round(ctx, false)
	return p.lineError(err)
}

// othersListen is while a payment waits for rights: whoever has a line hears at
// once that they are asked for.
func (p *trade) othersListen(ctx context.Context, waits *desk, t time.Duration) error {
	p.now = p.now.Add(t)
	for _, d := range p.desks {
		if d != waits && !d.line.down {
			if err := p.listen(ctx, d); err != nil {
				return err
			}
		}
	}
	return nil
}

// where is the till that a member goes to this time.
func (p *trade) where(m int) int {
	switch {
	case p.chance.IntN(usualOf) > 0:
		return p.usual[m]
	case p.chance.IntN(secondChance) < p.Second:
		return p.second[m]
	}
	return (p.usual[m] + 1 + p.chance.IntN(p.Tills-1)) % p.Tills
}

// visit is a purchase.
func (p *trade) visit(ctx context.Context, m int) error {
	no := p.where(m)
	d := p.desks[no]
	price := pos.Money(cheapest + p.chance.Int64N(dearest-cheapest))
	var want int64
	if p.chance.IntN(redeemEvery) == 0 {
		want = min(int64(price)*capBp/10000, p.truth[m])
	}
	given, earned, err := p.buy(ctx, d, m, price, want)
	if err != nil {
		return err
	}
	p.got.Purchases++
	p.truth[m] += earned - given
	if p.truth[m] < 0 {
		p.got.Overspent++
	}
	if want > 0 {
		c := &p.got.Online
		switch {
		case d.line.down && no == p.usual[m]:
			c = &p.got.Usual
		case d.line.down:
			c = &p.got.Away
		}
		c.Asked++
		c.Points += want
		c.Granted += given
		if given == want {
			c.Served++
		}
	}
	return p.listen(ctx, d) // a sale wakes the agent
}

// buy sells; where the till may not spend so much, it spends what it may.
func (p *trade) buy(ctx context.Context, d *desk, m int, price pos.Money, want int64) (given, earned int64, err error) {
	draft, err := d.NewSale(ctx, pos.System)
	if err != nil {
		return 0, 0, err
	}
	tea := pos.Product{SKU: "tea", Name: "Te", Kind: pos.Goods, Price: price, VATBp: 2500, Discountable: true, Earns: true, BonusPayable: true}
	if err := d.AddProduct(ctx, &draft, tea, 1000); err != nil {
		return 0, 0, err
	}
	if _, err := d.AttachCard(ctx, &draft, card(m), false); err != nil {
		return 0, 0, err
	}
	done, err := d.Complete(ctx, draft, till.Payment{Bonus: want, BankCard: till.Exact})
	if pos.CodeOf(err) != "" { // the most that it may
		done, err = d.Complete(ctx, draft, till.Payment{Bonus: loyalty.MaxBonus, BankCard: till.Exact})
	}
	return done.Sale.PointsUsed, done.Sale.PointsEarned, err
}

// settle mends all lines, lets all meet, and compares.
func (p *trade) settle(ctx context.Context) error {
	p.now = p.now.Add(time.Hour)
	for _, d := range p.desks {
		d.line.down = false
	}
	if err := p.meetAll(ctx); err != nil {
		return err
	}
	for m := range p.Members {
		for _, d := range p.desks {
			_, s, err := d.MemberByCard(ctx, card(m))
			if err != nil {
				return err
			}
			p.got.Owed += s.Account.Debt
			balance := s.Account.Balance(millis(p.now))
			p.got.Different += max(balance-p.truth[m], p.truth[m]-balance)
		}
	}
	return nil
}
