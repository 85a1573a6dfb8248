package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// act is something that happens at a till, and how often beside the others.
type act struct {
	what   string
	weight int
	do     func(*year) error
}

// acts are what happens. A sale is by far the most of it.
var acts = []act{
	{"sales", 1000, (*year).sell},
	{"sales of gift cards", 12, (*year).sellGiftCard},
	{"returns", 60, (*year).giveBack},
	{"voided sales", 4, (*year).voidSale},
	{"members", 0, (*year).join}, // as many as are wanted: see day
	{"members changed", 6, (*year).changeMember},
	{"cards", 4, (*year).issueCard},
	{"tiers by hand", 3, (*year).place},
	{"adjustments", 12, (*year).adjust},
	{"coupon batches", 1, (*year).makeCoupons},
	{"coupons registered", 15, (*year).registerCoupon},
	{"coupons given", 4, (*year).giveCoupon},
	{"coupons voided", 2, (*year).voidCoupon},
	{"lists", 4, (*year).noted},
	{"lists undone", 1, (*year).undoNoted},
	{"appointments", 12, (*year).book},
	{"appointments changed", 6, (*year).changeVisit},
	{"rewards", 15, (*year).reward},
	{"rewards handed out", 8, (*year).handOut},
	{"gift cards given", 3, (*year).giveGiftCard},
	{"gift cards blocked", 1, (*year).blockGiftCard},
	{"programmes", 2, (*year).changeProgram},
	{"categories", 1, (*year).changeCategory},
	{"merges", 1, (*year).merge},
	{"erasures", 0, (*year).erase},
}

// day plays one day: the till is switched on, does what time has made due,
// sells from nine to six, and shows its books in the evening.
func (y *year) day(no int) error {
	y.now = y.morning(no)
	if y.rnd.IntN(60) == 0 {
		return nil // switched off: what is due waits
	}
	late := y.rnd.IntN(10) == 0 // the first customer is quicker than the tick
	if !late {
		if err := y.tick(); err != nil {
			return err
		}
	}
	for want := y.size.Members * min(no+60, days) / days; len(y.members) < want; {
		if err := y.try("members", y.join()); err != nil {
			return err
		}
	}
	if no%100 == 99 {
		if err := y.try("erasures", y.erase()); err != nil {
			return err
		}
	}
	if err := y.trade(y.size.Sales / days); err != nil {
		return err
	}
	if late {
		if err := y.tick(); err != nil {
			return err
		}
	}
	if no%90 == 45 {
		if err := y.disaster(); err != nil {
			return err
		}
	}
	if err := y.tick(); err != nil {
		return err
	}
	return y.evening(no)
}

func (y *year) morning(no int) time.Time {
	first, _ := time.ParseInLocation(time.DateOnly, opening, y.zone)
	return time.Date(first.Year(), first.Month(), first.Day()+no, 9, 0, 0, 0, y.zone)
}

func (y *year) tick() error {
	y.ticked = y.now
	_, err := y.till.Tick(y.ctx, y.now)
	return y.try("ticks", err)
}

// fullYear is the sales that the weights of the acts are for. A smaller year has
// more of everything else to a sale, or it would have no merge at all.
const fullYear = 40_000

// trade does so many sales, and what happens between them.
func (y *year) trade(sales int) error {
	more := max(1, int(math.Sqrt(fullYear/float64(y.size.Sales))))
	weight := func(a act) int {
		if a.weight == acts[0].weight {
			return a.weight
		}
		return a.weight * more
	}
	total := 0
	for _, a := range acts {
		total += weight(a)
	}
	for range sales * total / acts[0].weight {
		y.now = y.now.Add(time.Duration(y.rnd.IntN(9*3600_000/max(sales, 1))) * time.Millisecond)
		n := y.rnd.IntN(total)
		for _, a := range acts {
			if n -= weight(a); n < 0 {
				if err := y.try(a.what, a.do(y)); err != nil {
					return err
				}
				break
			}
		}
	}
	return nil
}

// disaster is a disk that dies in the afternoon: the backup of noon takes its
// place, and what was sold since is not known any more.
func (y *year) disaster() error {
	backup := filepath.Join(y.dir, "backup.db")
	os.Remove(backup)
	if err := y.store.Backup(y.ctx, backup, nil); err != nil {
		return err
	}
	before := y.known.copy()
	if err := y.trade(y.size.Sales / days / 10); err != nil {
		return err
	}
	err := y.restart(func() error {
		shop := filepath.Join(y.dir, "shop")
		for _, beside := range []string{"shop.db-wal", "shop.db-shm"} {
			os.Remove(filepath.Join(shop, beside))
		}
		return os.Rename(backup, filepath.Join(shop, "shop.db"))
	})
	if err != nil {
		return fmt.Errorf("restoring a backup: %w", err)
	}
	y.known, y.lives = before, y.lives+1
	// It may not spend before somebody says that it is the only one.
	if err := y.trade(y.size.Sales / days / 10); err != nil {
		return err
	}
	if err := y.tick(); err != nil {
		return err
	}
	return y.try("adoptions", y.till.Adopt(y.ctx, why("the only till")))
}

func why(reason string) till.Who {
	who := till.By(pos.System)
	who.Reason = reason
	return who
}
