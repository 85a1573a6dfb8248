package store

import "bonuskasse/pos"

// recent is the member whose card was read last, as the sale that follows will
// find them: a till reads a card, and what it completes next is that customer's.
// The transaction takes it over instead of reading the same rows again.
type recent struct {
	age      int64
	id       pos.ID
	standing standing
	account  *account // nobody else's
}

// age grows with whatever may change a standing: a sale of this program
// (committed), and all that makes what is seen of the file old (headNow): other
// facts of this program, and another program's transaction. A state that was read
// after an age was asked for is the present one in a transaction of the same age.
//
// What a transaction leaves undone makes it grow as well, and nothing is lost
// by that but a reading.
func (s *Store) older() { s.age.Add(1) }

// keepRecent is told what was read in an age.
func (s *Store) keepRecent(age int64, base standing, a *account) {
	if a.points != nil {
		s.recent.Store(&recent{age: age, id: base.of.Member.ID, standing: base, account: a})
	}
}

// takeRecent hands out the standing of a member, once, where it still holds.
func (t *tx) takeRecent(id pos.ID) (standing, *account, bool) {
	r := t.store.recent.Swap(nil)
	if r == nil || !t.plain || t.head.seq != t.head.began || r.id != id || r.age != t.store.age.Load() {
		return standing{}, nil, false
	}
	return r.standing, r.account, true
}
