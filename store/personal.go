package store

import (
	"bytes"
	"fmt"
	"io"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
)

// The keys that open members' personal data (journal.PersonalKey) lie beside the
// journal, one a member. A key is made with the member and goes with the
// erasure; nothing else ever changes one.

func keySum(member, key []byte) []byte { return checksum(member, key) }

// newKeys are the keys made for members who have none yet.
type newKeys struct {
	random io.Reader
	made   map[pos.ID]journal.PersonalKey
	rows   []any // of personal_key
}

// of is the key of a member, made where it was not yet.
func (n *newKeys) of(member pos.ID) (journal.PersonalKey, error) {
	if k, ok := n.made[member]; ok {
		return k, nil
	}
	k, err := journal.NewPersonalKey(n.random)
	if err != nil {
		return k, trouble(err)
	}
	if n.made == nil {
		n.made = map[pos.ID]journal.PersonalKey{}
	}
	n.made[member] = k
	n.rows = append(n.rows, append([]byte(nil), member[:]...), append([]byte(nil), k[:]...), keySum(member[:], k[:]))
	return k, nil
}

// seal seals what names a person in a body that is to be appended.
func (t *tx) seal(body *journalpb.Body) error {
	fresh := newKeys{random: t.store.opt.Random}
	err := journal.SealPersonal(body, fresh.random, func(member pos.ID) (journal.PersonalKey, error) {
		if k, there, err := personalKey(t.s, member); err != nil || there {
			return k, err
		}
		return fresh.of(member)
	})
	if err != nil {
		return err
	}
	return insertKeys(t.s, fresh.rows)
}

func insertKeys(s *session, rows []any) error {
	return s.insertMany("INSERT OR FAIL INTO personal_key (member, key, checksum)", 3, manyRows, rows)
}

// anyKey tells whether one of the members may have a key already: whether there
// is one between the lowest of their ids and the highest.
func (t *tx) anyKey(list []*journalpb.NewMember) (bool, error) {
	first, last := list[0].Member.GetMember(), list[0].Member.GetMember()
	for _, n := range list {
		id := n.Member.GetMember()
		if bytes.Compare(id, first) < 0 {
			first = id
		}
		if bytes.Compare(id, last) > 0 {
			last = id
		}
	}
	var there int64
	return t.s.get("SELECT 1 FROM personal_key WHERE member BETWEEN ? AND ? LIMIT 1", args(notNil(first), notNil(last)), &there)
}

func personalKey(s *session, member pos.ID) (k journal.PersonalKey, known bool, err error) {
	var key []byte
	known, err = s.get("SELECT key FROM personal_key WHERE member = ?", args(member[:]), &key)
	if err == nil && known && len(key) != len(k) {
		err = damaged(fmt.Errorf("the key of member %s has %d bytes", member, len(key)))
	}
	copy(k[:], key)
	return k, known, err
}

// personalOf is what names a member; nothing where they are erased.
func personalOf(w *journalpb.MemberSet) *journalpb.Personal {
	if w.Personal == nil {
		return new(journalpb.Personal)
	}
	return w.Personal
}

// keys takes the keys over from the live tables: without them a replay could
// not say who is who. What became of them is compared at the end like any table.
func (v *verifier) keys() error {
	const width = 3
	var values []any
	flush := func() error {
		err := v.fresh.insert("INSERT INTO personal_key (member, key, checksum)", width, values)
		values = values[:0]
		return err
	}
	err := v.live.each("SELECT member, key, checksum FROM personal_key ORDER BY member", nil, func(r *row) error {
		var member, key, sum []byte
		if err := r.Scan(&member, &key, &sum); err != nil {
			return err
		}
		if err := sumIs(sum, keySum(member, key), "personal_key", "member", show(member)); err != nil {
			return err
		}
		values = append(values, append([]byte(nil), member...), append([]byte(nil), key...), append([]byte(nil), sum...))
		if len(values) < 512*width {
			return nil
		}
		return flush()
	})
	if err != nil {
		return err
	}
	return flush()
}

// open opens what names a person in an event that is replayed.
func (v *verifier) open(body *journalpb.Body) error {
	return journal.OpenPersonal(body, func(member pos.ID) (journal.PersonalKey, bool, error) {
		return personalKey(v.fresh, member)
	})
}

// strangers are keys of nobody whom the journal knows.
func (v *verifier) strangers() error {
	var member []byte
	found, err := v.fresh.get("SELECT k.member FROM personal_key k LEFT JOIN account a ON a.id = k.member WHERE a.no IS NULL LIMIT 1", nil, &member)
	if err == nil && found {
		err = differs("table personal_key: the row member = %s is there, and the journal knows nothing of it", show(member))
	}
	return err
}
