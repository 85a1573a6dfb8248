package central

import (
	"bytes"
	"fmt"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
)

// lifeRow is one incarnation of a till as it is kept.
type lifeRow struct {
	chain.Life
	no    int64
	clock journal.Clock // of the last event
}

const lifeColumns = "no, till, incarnation, ordinal, public_key, applied, head, clock, fenced"

// eventID is an event's number; a life has room for a million million events.
func eventID(life, seq int64) int64 { return life<<40 | seq }

func lifeOf(event int64) int64 { return event >> 40 }
func seqOf(event int64) int64  { return event & (1<<40 - 1) }

// lives calls work for the lives that a condition names. The row is the callee's
// until it returns.
func (t *tx) lives(where string, a []any, work func(lifeRow) error) error {
	var till, incarnation, key, head []byte
	var l lifeRow
	var fenced, clock int64
	return t.do.each("SELECT "+lifeColumns+" FROM life "+where, a,
		[]any{&l.no, &till, &incarnation, &l.Ordinal, &key, &l.Applied, &head, &clock, &fenced}, func() error {
			l.Till, l.Incarnation, l.Fenced, l.clock = pos.IDFromBytes(till), pos.IDFromBytes(incarnation), fenced != 0, journal.Clock(clock)
			l.PublicKey = bytes.Clone(key)
			if copy(l.Head[:], head) != len(l.Head) {
				return fmt.Errorf("central: life %d: the head's hash is too short", l.no)
			}
			return work(l)
		})
}

// livesOf are a till's, the oldest first.
func (t *tx) livesOf(till pos.ID) (list []lifeRow, err error) {
	err = t.lives("WHERE till = ? ORDER BY ordinal", args(till[:]), func(l lifeRow) error {
		list = append(list, l)
		return nil
	})
	return list, err
}

// life is one incarnation of a till; nil where there is none.
func (t *tx) life(till, incarnation pos.ID) (found *lifeRow, err error) {
	err = t.lives("WHERE till = ? AND incarnation = ?", args(till[:], incarnation[:]), func(l lifeRow) error {
		found = &l
		return nil
	})
	return found, err
}

// newest is the life that a till is in.
func newest(lives []lifeRow) (l lifeRow) {
	if n := len(lives); n > 0 {
		l = lives[n-1]
	}
	return l
}

// addLife keeps a life and gives it its number.
func (t *tx) addLife(l *lifeRow) (err error) {
	if l.no, err = t.next("lives", 1); err != nil {
		return err
	}
	_, err = t.exec("INSERT INTO life ("+lifeColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		l.no, l.Till[:], l.Incarnation[:], l.Ordinal, []byte(l.PublicKey), l.Applied, l.Head[:], int64(l.clock), bit(l.Fenced))
	return err
}

func (t *tx) saveLife(l lifeRow) error {
	return t.do.later("UPDATE life SET applied = ?, head = ?, clock = ?, fenced = ? WHERE no = ?", args(l.Applied, l.Head[:], int64(l.clock), bit(l.Fenced), l.no))
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
