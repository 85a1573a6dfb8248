package central

import (
	"context"
	"slices"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
)

// A service gives its points by itself, at the till that booked it or rang it up.
// Of a life that was given up the head office does it: nothing more of such a life
// is taken up, so what it has not told of it did not give, and what it had told of
// waits no more. There is no third.

// givenUpPart is how many services one transaction gives for.
const givenUpPart = 200

// AwardGivenUp gives the points of services that are due at a moment, and whose
// till was given up: lost, or put back from a copy since. It tells what it gave.
func (s *Store) AwardGivenUp(ctx context.Context, at time.Time) (given []chain.Once, err error) {
	var lives []int64
	if err := s.db.read(ctx, func(t *tx) error {
		var life int64
		return t.do.each("SELECT life FROM given_up WHERE due <= ? ORDER BY life", args(int64(pos.At(at))), []any{&life}, func() error {
			lives = append(lives, life)
			return nil
		})
	}); err != nil {
		return nil, err
	}
	for _, life := range lives {
		for more := true; more; {
			var some []chain.Once
			if err := s.db.write(ctx, func(t *tx) error {
				some, more, err = s.work(t, pos.At(at)).awardGivenUp(life, at)
				return err
			}); err != nil {
				return given, err
			}
			given = append(given, some...)
		}
	}
	return given, nil
}

func (w *work) awardGivenUp(life int64, at time.Time) (given []chain.Once, more bool, err error) {
	var due int64
	// Of several instances one looks at a time.
	if found, err := w.one("SELECT due FROM given_up WHERE life = ? AND due <= ? FOR UPDATE", args(life, int64(w.at)), &due); err != nil || !found {
		return nil, false, err
	}
	waits, err := w.waitsUnder(life)
	if err != nil {
		return nil, false, err
	}
	program, err := w.program(w.at)
	if err != nil {
		return nil, false, err
	}
	var expires pos.Millis
	if program.ExpiryMonths > 0 {
		expires = pos.At(pos.AddMonths(at, int(program.ExpiryMonths)))
	}
	next := int64(noEnd)
	for _, x := range waits {
		if x.DueAt > w.at {
			next = min(next, int64(x.DueAt))
			continue
		}
		if len(given) == givenUpPart {
			more = true
			break
		}
		body := x.Award(w.at, expires)
		o, done, err := w.awardOnce(body)
		if err != nil {
			return nil, false, err
		}
		if done {
			given = append(given, o)
		}
	}
	if !more {
		if _, err := w.exec("UPDATE given_up SET due = ? WHERE life = ?", next, life); err != nil {
			return nil, false, err
		}
	}
	return given, more, w.finish()
}

// lookAgain lets the head office look anew at lives whose appointments this batch has
// set: one may have been moved to an earlier day.
func (w *work) lookAgain() error {
	if len(w.booked) == 0 {
		return nil
	}
	of := map[lifeKey]bool{}
	var at []byte
	if err := w.do.eachIn("SELECT place FROM fact WHERE kind = ? AND key IN (keys)", args(int64(chain.Booking)), w.booked, []any{&at}, func() error {
		if by := placeKey(at); by.Incarnation != w.from.Incarnation {
			of[lifeKey{by.Till, by.Incarnation}] = true
		}
		return nil
	}); err != nil {
		return err
	}
	lives := make([]int64, 0, len(of))
	for key := range of {
		life, err := w.lifeNo(key.till, key.incarnation)
		if err != nil {
			return err
		}
		lives = append(lives, life)
	}
	slices.Sort(lives)
	for _, life := range lives {
		if _, err := w.exec("UPDATE given_up SET due = 0 WHERE life = ?", life); err != nil {
			return err
		}
	}
	return nil
}

// awardOnce gives what nobody has given, and no person has ended.
func (w *work) awardOnce(body *journalpb.Body) (o chain.Once, done bool, err error) {
	o, _ = chain.OnceOf(body)
	rows, err := w.lockOnce([][]byte{[]byte(o.Key())})
	if err != nil {
		return o, false, err
	}
	if r := rows[o.Key()]; len(r.given) > 0 || len(r.ended) > 0 {
		return o, false, nil
	}
	for _, f := range chain.Facts(body) {
		w.touch(f.Kind, f.Key, w.s.life)
	}
	w.ends(body)
	return o, true, w.act(body, o.Account)
}

// waitsUnder are the points that wait under the events of a life.
func (w *work) waitsUnder(life int64) (list []chain.Wait, err error) {
	var ids []pos.ID
	seen := map[pos.ID]bool{}
	var r eventRow
	if err := w.do.each(eventSelect+"WHERE id >= ? AND id < ? AND type IN ('appointment_set', 'sale_completed', 'points_given')", args(eventID(life, 0), eventID(life+1, 0)), r.dest(), func() error {
		account := pos.IDFromBytes(r.member)
		if seen[account] {
			return nil
		}
		switch r.kind {
		case "sale_completed":
			body, err := chain.BodyForPoints(r.payload)
			if err != nil || body.GetSaleCompleted().GetPointsScheduled() == 0 {
				return err
			}
		case "points_given":
			body, err := decode(r.payload)
			if err != nil || len(body.GetPointsGiven().GetPending()) == 0 { // but an old merge took along what waits
				return err
			}
		}
		seen[account] = true
		ids = append(ids, account)
		return nil
	}); err != nil || len(ids) == 0 {
		return nil, err
	}
	h := &history{tx: w.tx, lives: map[int64]*lifeRow{}, events: map[int64]chain.Event{}}
	events, err := h.of(ids)
	if err != nil {
		return nil, err
	}
	l, err := h.lifeOf(life)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		state := chain.Fold(id, events[id])
		for _, x := range chain.Waits(&state, events[id]) {
			if x.Of.Incarnation == l.Incarnation {
				list = append(list, x)
			}
		}
	}
	return list, nil
}

// ownFacts keeps of what the head office gives once that it was given, by an event
// that has its place only now, and what an award says of an appointment.
func (w *work) ownFacts(e *chain.Event) error {
	o, once := chain.OnceOf(e.Body)
	if !once {
		return nil
	}
	at := chain.KeyOf(&e.Event)
	if _, err := w.exec("UPDATE once SET given = ?, account = ?, points = ? WHERE key = ?", place(at, asSaid), o.Account[:], o.Points, []byte(o.Key())); err != nil {
		return err
	}
	for _, f := range chain.Facts(e.Body) {
		by, _, err := w.weigh(e.Till, f)
		if err != nil {
			return err
		}
		w.facts[thing{f.Kind, f.Key}] = factRow{place: place(at, by), body: e.Payload, opens: f.Member}
	}
	return nil
}
