package store

import (
	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/ledger"
)

// Row numbers follow from the journal, so that a replay gives the same. What a
// till first hears of by pulling has no place in its journal: it is numbered from
// fromPull on, and pulled_no keeps the number.
const fromPull = 1 << 40

// replay is what a verification knows beside the journal: what was pulled, and
// how far the numbers of each table have come.
type replay struct {
	last  map[string]int64 // table: the highest number of what the till made
	till  pos.ID
	lives map[pos.ID]int64 // the till's incarnations: their ordinals
}

// newNo is the number of a new row of a table, for a thing of a kind.
func (f *fold) newNo(table string, k chain.Kind, key []byte) (no int64, err error) {
	switch {
	case f.replay != nil:
		found, err := f.s.get("SELECT no FROM pulled_no WHERE kind = ? AND key = ?", args(int64(k), key), &no)
		if err != nil || found {
			f.numbered(table, no)
			return no, err
		}
		f.replay.last[table]++
		return f.replay.last[table], nil
	case f.pulling:
		if _, err := f.s.get("SELECT max(?, coalesce(max(no), 0)) + 1 FROM "+table, args(int64(fromPull)), &no); err != nil {
			return 0, err
		}
		return no, f.keepNo(k, key, no)
	}
	_, err = f.s.get("SELECT coalesce(max(no), 0) + 1 FROM "+table+" WHERE no < ?", args(int64(fromPull)), &no)
	return no, err
}

// numbered notes, in a replay, that a row of the till's own was come to.
func (f *fold) numbered(table string, no int64) {
	if f.replay != nil && !f.pulling && no < fromPull {
		f.replay.last[table] = max(f.replay.last[table], no)
	}
}

// keepNo keeps the number of what was pulled: a replay makes the row before it
// comes to the event that made it.
func (f *fold) keepNo(k chain.Kind, key []byte, no int64) error {
	if f.replay != nil {
		return nil
	}
	return f.s.exec("INSERT INTO pulled_no (kind, key, no, checksum) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
		int64(k), notNil(key), no, pulledNoSum(int64(k), key, no))
}

func pulledNoSum(kind int64, key []byte, no int64) []byte {
	return checksum(number(kind), key, number(no))
}

// covers tells, in a replay, that what was pulled of a thing has taken in this
// event: the event changes it no more. While a till works it is never so: what
// was pulled is older than what the till does now.
func (f *fold) covers(k chain.Kind, key string) (bool, error) {
	if f.replay == nil || f.pulling {
		return false, nil
	}
	after, err := f.pulledAfter(k, []byte(key))
	return after >= f.ref, err
}

func (f *fold) pulledAfter(k chain.Kind, key []byte) (after ledger.Ref, err error) {
	_, err = f.s.get("SELECT after FROM pulled WHERE kind = ? AND key = ? AND folded = 1", args(int64(k), notNil(key)), &after)
	return after, err
}
