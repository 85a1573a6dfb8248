package till

import (
	"context"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

// Ticked is what time had made due.
type Ticked struct {
	Awarded int   `json:"awarded"` // services and appointments
	Expired int64 `json:"expired_points"`
	Lots    int64 `json:"expired_lots"`
	// Birthdays are members who were given something for theirs.
	Birthdays int `json:"birthdays"`
	// Reminded counts messages about points that end soon.
	Reminded int `json:"reminded"`
}

// Tick does what time has made due: it awards points of services that are
// over, ends the windows of the ladder, takes points whose day is over, and
// gives something for birthdays, and tells who has points that end soon. It is safe to call at any moment, and does nothing twice.
func (t *Till) Tick(ctx context.Context, at time.Time) (Ticked, error) {
	return t.TickTelling(ctx, at, nil)
}

// TickTelling is Tick that tells how far it has come with the lots of points
// that expire. It ends between two transactions when ctx does: what is done
// stays, and the next call goes on from there.
func (t *Till) TickTelling(ctx context.Context, at time.Time, progress func(done, of int64)) (done Ticked, err error) {
	if _, err := t.reviewLadder(ctx, at); err != nil {
		return done, err
	}
	if err := t.matchBookings(ctx, at); err != nil {
		return done, err
	}
	for {
		n, err := t.awardSome(ctx, at)
		done.Awarded += n
		if err != nil {
			return done, err
		}
		if n == 0 {
			break
		}
	}
	var shop Shop
	err = t.store.View(ctx, func(r Reader) error {
		shop, err = r.Shop()
		return err
	})
	// Where there is a head office it is the one that does the rest, birthdays too
	// (store/central): two tills would give twice. A till that was
	// restored from a backup waits until it knows that it is the only one.
	if err != nil || shop.Enrolled || !shop.MaySpend {
		return done, err
	}
	toRemind := t.findToRemind(ctx, at)
	defer toRemind.wait()
	if err := t.expireLots(ctx, at, &done, progress); err != nil {
		return done, err
	}
	if done.Birthdays, err = t.birthdays(ctx, at); err != nil {
		return done, err
	}
	done.Reminded, err = t.remind(ctx, toRemind)
	return done, err
}

// awardSome awards the points of some services whose wait is over.
func (t *Till) awardSome(ctx context.Context, at time.Time) (n int, err error) {
	var due []DuePoints
	err = t.store.View(ctx, func(r Reader) error {
		due, err = r.PendingDue(pos.At(at), 1)
		return err
	})
	if err != nil || len(due) == 0 {
		return 0, err
	}
	err = t.store.Do(ctx, func(tx Tx) error {
		if due, err = tx.PendingDue(pos.At(at), 100); err != nil {
			return err
		}
		program, err := tx.ProgramAt(pos.At(at))
		if err != nil {
			return err
		}
		for _, d := range due {
			account, _, err := tx.Account(d.Member)
			if err != nil {
				return err
			}
			body := Who{}.body()
			body.What = &journalpb.Body_ServiceAwarded{ServiceAwarded: &journalpb.ServiceAwarded{
				Member: d.Member[:], Sale: idOrNil(d.Sale), Line: d.Line, Appointment: idOrNil(d.Appointment), Points: d.Points,
				At: at.UnixMilli(), ExpiresAt: int64(t.expiry(program, at)),
			}}
			delta := d.Points - min(d.Points, account.Debt)
			a, err := tx.Append(t.now(), body, d.Member, delta)
			if err != nil {
				return err
			}
			if err := t.tellAwarded(tx, d, t.expiry(program, at), a); err != nil {
				return err
			}
			if err := t.follow(tx, d.Member); err != nil {
				return err
			}
		}
		return nil
	})
	return len(due), err
}

const (
	// A transaction takes the lots of so many holders that a sale waits for it no
	// longer than a blink.
	expireBatch = 2000
	// So many lots are looked for at once, and go through in the order of the
	// store: members who lie together are written together.
	expireAhead = 50_000
)

// expireLots takes the points whose day was over at a moment.
func (t *Till) expireLots(ctx context.Context, at time.Time, done *Ticked, progress func(done, of int64)) error {
	var of int64
	err := t.store.View(ctx, func(r Reader) (err error) {
		of, err = r.LotsPast(pos.At(at))
		return err
	})
	if err != nil || of == 0 {
		return err
	}
	for {
		var holders []int64
		err := t.store.View(ctx, func(r Reader) (err error) {
			holders, err = r.HoldersPast(pos.At(at), expireAhead)
			return err
		})
		if err != nil || len(holders) == 0 {
			return err
		}
		for len(holders) > 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			some := holders[:min(len(holders), expireBatch)]
			holders = holders[len(some):]
			past, err := t.expireSome(ctx, at, some, holders[:min(len(holders), expireBatch)])
			if err != nil {
				return err
			}
			for _, p := range past {
				done.Expired += p.Points
				done.Lots += p.Lots
			}
			if progress != nil {
				progress(done.Lots, max(of, done.Lots))
			}
		}
	}
}

// expireSome takes what is past its day of some holders, as it stands in the
// transaction: sales go on between one and the next. The next holders are read
// meanwhile.
func (t *Till) expireSome(ctx context.Context, at time.Time, holders, next []int64) (past []PastPoints, err error) {
	err = t.store.Do(ctx, func(tx Tx) (err error) {
		if past, err = tx.PointsPast(holders, pos.At(at)); err != nil || len(past) == 0 {
			return err
		}
		tx.Ahead(next)
		e := &journalpb.LotsExpired{AsOf: at.UnixMilli()}
		for _, p := range past {
			e.Of = append(e.Of, &journalpb.ExpiredPoints{Member: p.Holder[:], Points: p.Points})
		}
		body := Who{}.body()
		body.What = &journalpb.Body_LotsExpired{LotsExpired: e}
		_, err = tx.Append(t.now(), body, pos.ID{}, 0)
		return err
	})
	return past, err
}
