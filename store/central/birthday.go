package central

import (
	"bytes"
	"context"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/mutant"
)

// Birthdays gives each member whose birthday it is, or was while the head office
// was off (pos.BirthdaysBack), what the programme had for it on that day, once a
// year: by an event of the head office's own, which is one for all tills.
// What a till gave while it was alone counts too: who is known by a till whose
// journal of that time is not all here yet has to wait, and is counted in waits. A
// day's second call, of this instance or another, gives nothing.
func (s *Store) Birthdays(ctx context.Context, at time.Time) (given, waits int, err error) {
	days, err := s.feasts(ctx, at)
	if err != nil || len(days) == 0 {
		return 0, 0, err
	}
	var after []byte
	here := map[pos.ID]bool{}
	for more := true; more; {
		var list []celebrated
		if err := s.db.read(ctx, func(t *tx) error {
			list, after, more, err = t.bornOn(days, after)
			for i := 0; i < len(list) && err == nil; i++ {
				if _, asked := here[list[i].by]; !asked {
					here[list[i].by], err = t.hasJoined(list[i].by)
				}
			}
			return err
		}); err != nil {
			return given, waits, err
		}
		for _, c := range list {
			if !here[c.by] {
				waits++
				continue
			}
			done := false
			if err := s.db.write(ctx, func(t *tx) error {
				done, err = s.work(t, pos.At(at)).celebrate(c, at)
				return err
			}); err != nil {
				return given, waits, err
			}
			if done {
				given++
			}
		}
	}
	return given, waits, nil
}

// celebrated is a member, whose account their points are on, and the till that said
// last who they are.
type celebrated struct {
	member, account, by pos.ID
	feast
}

// feast is a day with what the programme had for a birthday on it.
type feast struct {
	pos.Feast
	program loyalty.Program
}

// feasts are the days that birthdays are given for, by month and day of birth.
func (s *Store) feasts(ctx context.Context, at time.Time) (map[string]feast, error) {
	days := map[string]feast{}
	return days, s.db.read(ctx, func(t *tx) error {
		clear(days)
		for _, day := range pos.FeastsUpTo(at) {
			p, err := t.program(pos.At(day.Until))
			if err != nil {
				return err
			}
			for _, on := range day.On {
				if p.BirthdayPoints > 0 {
					days[on] = feast{day, p}
				}
			}
		}
		return nil
	})
}

// hasJoined says that a till's journal has come as far as where it joined: all that
// it did while it was alone is here.
func (t *tx) hasJoined(till pos.ID) (found bool, err error) {
	lives, err := t.livesOf(till)
	for i := 0; i < len(lives) && !found && err == nil; i++ {
		var n int64
		found, err = t.one("SELECT 1 FROM event WHERE id >= ? AND id < ? AND type = 'chain_joined' LIMIT 1",
			args(eventID(lives[i].no, 0), eventID(lives[i].no+1, 0)), &n)
	}
	return found, err
}

// birthdayPart is how many members one transaction reads.
const birthdayPart = 1000

// bornOn reads some members behind a key, and gives those who were born on one of
// the days, had joined by then, are active, and nobody's alias.
func (t *tx) bornOn(days map[string]feast, after []byte) (list []celebrated, last []byte, more bool, err error) {
	type sealed struct {
		key  []byte
		by   pos.ID
		body *journalpb.Body
	}
	var rows []sealed
	var key, body, said []byte
	err = t.do.each("SELECT key, place, body FROM fact WHERE kind = ? AND key > ? ORDER BY key LIMIT ?", args(int64(chain.Member), notNil(after), int64(birthdayPart)), []any{&key, &said, &body}, func() error {
		b, err := decode(body)
		rows = append(rows, sealed{bytes.Clone(key), placeKey(said).Till, b})
		return err
	})
	if err != nil || len(rows) == 0 {
		return nil, nil, false, err
	}
	var ids [][]byte
	for _, r := range rows {
		ids = append(ids, r.key)
	}
	keys := map[pos.ID]journal.PersonalKey{}
	var k []byte
	if err := t.do.eachIn("SELECT member, key FROM personal_key WHERE member IN (keys)", nil, ids, []any{&key, &k}, func() error {
		var opens journal.PersonalKey
		copy(opens[:], k)
		keys[pos.IDFromBytes(key)] = opens
		return nil
	}); err != nil {
		return nil, nil, false, err
	}
	for _, r := range rows {
		if err := journal.OpenPersonal(r.body, func(m pos.ID) (journal.PersonalKey, bool, error) {
			k, known := keys[m]
			return k, known, nil
		}); err != nil {
			return nil, nil, false, err
		}
		m := r.body.GetMemberSet()
		born := m.GetPersonal().GetBirthday()
		if len(born) < len(time.DateOnly) || m.Status != string(pos.Active) {
			continue
		}
		day, is := days[born[5:]]
		if !is || pos.Millis(m.Joined) > pos.At(day.Until) {
			continue
		}
		c := celebrated{member: pos.IDFromBytes(r.key), account: pos.IDFromBytes(r.key), by: r.by, feast: day}
		if gone, err := t.isThing(chain.Merged, r.key); err != nil {
			return nil, nil, false, err
		} else if gone {
			continue
		}
		if len(m.Organisation) > 0 {
			if c.account, err = t.poolOf(m.Organisation, c.member); err != nil {
				return nil, nil, false, err
			}
		}
		list = append(list, c)
	}
	return list, rows[len(rows)-1].key, len(rows) == birthdayPart, nil
}

func (t *tx) isThing(k chain.Kind, key []byte) (bool, error) {
	var one int64
	return t.one("SELECT 1 FROM fact WHERE kind = ? AND key = ?", args(int64(k), key), &one)
}

// poolOf is the account of an organisation's members: its own, where they pool.
func (t *tx) poolOf(organisation []byte, member pos.ID) (pos.ID, error) {
	var body []byte
	found, err := t.one("SELECT body FROM fact WHERE kind = ? AND key = ?", args(int64(chain.Organisation), organisation), &body)
	if err != nil || !found {
		return member, err
	}
	b, err := decode(body)
	if err != nil || !b.GetOrganisationSet().GetPooled() {
		return member, err
	}
	return pos.IDFromBytes(organisation), nil
}

// celebrate gives, where nobody has given in the year of the day: to the member, or to
// one who is the same person now, on whatever account their points were by then.
func (w *work) celebrate(c celebrated, at time.Time) (bool, error) {
	// One gives at a time: an account that nobody has moved has no row to lock.
	if _, err := w.next("runs", 0); err != nil {
		return false, err
	}
	persons, err := w.identities(c.member)
	if err != nil {
		return false, err
	}
	var keys [][]byte
	for _, x := range persons {
		keys = append(keys, []byte(chain.Once{Member: x.id, Origin: ledger.FromBirthday, Row: int64(c.Day.Year())}.Key()))
	}
	rows, err := w.lockOnce(keys)
	if err != nil {
		return false, err
	}
	for _, r := range rows {
		if len(r.given) > 0 && !mutant.FeastedTwice {
			return false, nil
		}
	}
	// What a head office gave before it kept that is in the account alone.
	h := &history{tx: w.tx, lives: map[int64]*lifeRow{}, events: map[int64]chain.Event{}}
	lists, err := h.of([]pos.ID{c.account})
	if err != nil {
		return false, err
	}
	for _, e := range lists[c.account] {
		g := e.Body.GetPointsGiven()
		if g == nil || g.Origin != string(ledger.FromBirthday) || g.Row != int64(c.Day.Year()) {
			continue
		}
		if c.member == pos.IDFromBytes(g.Whom) || len(g.Whom) == 0 && c.member == pos.IDFromBytes(g.Member) {
			return false, nil
		}
	}
	g := &journalpb.PointsGiven{Member: c.account[:], Origin: string(ledger.FromBirthday), Row: int64(c.Day.Year()), Day: c.Day.Format(time.DateOnly),
		Lots: []*journalpb.GivenLot{{Points: c.program.BirthdayPoints, AccruedAt: at.UnixMilli()}}}
	if c.program.ExpiryMonths > 0 {
		g.Lots[0].ExpiresAt = int64(pos.At(pos.AddMonths(at, int(c.program.ExpiryMonths))))
	}
	if c.account != c.member {
		g.Whom = c.member[:]
	}
	body := &journalpb.Body{By: pos.System.ID[:], What: &journalpb.Body_PointsGiven{PointsGiven: g}}
	if err := w.act(body, c.account); err != nil {
		return false, err
	}
	w.ends(body)
	return true, w.finish()
}
