// Command trade plays a chain of many tills that have no line for some hours of
// every day (sync/simtest), under one policy after the other and with the same
// customers each time, and says how many of those who wanted to pay with bonus at
// a till without a line could. `make trade` runs it.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"

	"bonuskasse/sync/simtest"
)

// policies are what a chain may choose between. A point is worth an øre here.
var policies = []struct {
	name        string
	kept, floor int64
}{
	{"every till releases everything", 0, 0},
	{"the usual till keeps 500.00", 500_00, 0},
	{"... and a floor limit A of 25.00", 500_00, 25_00},
	{"... and a floor limit A of 50.00", 500_00, 50_00},
}

func main() {
	t := simtest.Trade{Second: 8}
	flag.IntVar(&t.Tills, "tills", 20, "tills of the chain")
	flag.IntVar(&t.Members, "members", 300, "members of the chain")
	flag.IntVar(&t.Days, "days", 56, "days that are played")
	flag.Uint64Var(&t.Seed, "seed", 1, "what decides who goes where, and when the lines are down")
	flag.IntVar(&t.Second, "second", t.Second, "of ten visits elsewhere, those to one other shop")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := play(ctx, t)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "trade:", err)
		os.Exit(1)
	}
}

func play(ctx context.Context, t simtest.Trade) error {
	fmt.Printf("%d tills, %d members, %d days; each till has no line for 2 to 6 of its 9 hours;\n", t.Tills, t.Members, t.Days)
	fmt.Printf("four visits in five are to the usual shop, and of the others %d in ten to one second shop.\n", t.Second)
	fmt.Printf("Purchases whose customer wanted all the bonus that the cap allows, and got it:\n\n")
	fmt.Printf("%-36s %16s %16s %16s %16s %10s\n", "", "offline", "at the usual", "elsewhere", "with a line", "overspent")
	fmt.Printf("%-36s %16s\n", "no bonus without a line", "0.0 %")
	for _, p := range policies {
		t.Kept, t.Floor = p.kept, p.floor
		got, err := t.Play(ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		fmt.Printf("%-36s %16s %16s %16s %16s %10d\n", p.name, of(got.Offline()), of(got.Usual), of(got.Away), of(got.Online), got.Overspent)
		if got.Different != 0 || got.Overspent > 0 && p.floor == 0 {
			return fmt.Errorf("%s: members spent more than was theirs (%d), or programs differ (%d points)", p.name, got.Overspent, got.Different)
		}
	}
	return nil
}

func of(c simtest.Count) string { return fmt.Sprintf("%.1f %% of %d", c.Percent(), c.Asked) }
