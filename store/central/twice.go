package central

import (
	"crypto/hmac"
	"crypto/sha256"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
)

// Two tills that were apart may have given one card number, or one username, to
// two members. Nothing is undone: each till goes on with what it said, the later
// event holds, and a person settles it.

// writeTwice looks at the cards and names of a batch. Batches that have any do so
// one after the other, so that of two at the same time the second sees the first.
func (w *work) writeTwice() error {
	cards, names := map[string]*journalpb.CardSet{}, map[pos.ID]*journalpb.Body{}
	for id, f := range w.facts {
		if id.kind != chain.Card && id.kind != chain.Member {
			continue
		}
		body, err := decode(f.body)
		if err != nil {
			return err
		}
		if c := body.GetCardSet(); c != nil && issued(c) {
			cards[id.key] = c
		}
		if body.GetMemberSet() != nil {
			names[pos.IDFromBytes([]byte(id.key))] = body
		}
	}
	if len(cards) == 0 && len(names) == 0 {
		return nil
	}
	var n int64
	if _, err := w.one("SELECT n FROM meta WHERE name = 'cards' FOR UPDATE", nil, &n); err != nil {
		return err
	}
	if err := w.cardsTwice(cards); err != nil {
		return err
	}
	return w.namesTwice(names)
}

// issued says that a card is in a member's hand.
func issued(c *journalpb.CardSet) bool {
	return len(c.Member) > 0 && c.State == string(pos.Issued)
}

func (w *work) cardsTwice(cards map[string]*journalpb.CardSet) error {
	var numbers [][]byte
	for number := range cards {
		numbers = append(numbers, []byte(number))
	}
	type twice struct {
		number string
		owner  pos.ID
		till   pos.ID
	}
	var found []twice
	var key, at, body []byte
	err := w.do.eachIn("SELECT key, place, body FROM fact WHERE kind = ? AND key IN (keys)", args(int64(chain.Card)), numbers, []any{&key, &at, &body}, func() error {
		b, err := decode(body)
		if err != nil {
			return err
		}
		before, now := b.GetCardSet(), cards[string(key)]
		if first := placeKey(at); issued(before) && string(before.Member) != string(now.Member) && first.Incarnation != w.from.Incarnation {
			found = append(found, twice{string(key), pos.IDFromBytes(before.Member), first.Till})
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, f := range found {
		gone, err := w.gone(f.owner)
		if err != nil {
			return err
		}
		if !gone { // a member who was merged gives up their cards
			w.conflict(chain.Conflict{Kind: chain.CardTwice, Till: w.from.Till, TillTwo: f.till, Member: pos.IDFromBytes(cards[f.number].Member), Subject: f.number, Note: f.owner.String()}, f.owner[:])
		}
	}
	return nil
}

// gone says that a member was merged into another, or erased.
func (w *work) gone(member pos.ID) (bool, error) {
	for _, kind := range []chain.Kind{chain.Merged, chain.Erased} {
		if _, now := w.facts[thing{kind, string(member[:])}]; now {
			return true, nil
		}
	}
	var n int64
	return w.one("SELECT kind FROM fact WHERE kind IN (?, ?) AND key = ?", args(int64(chain.Merged), int64(chain.Erased), member[:]), &n)
}

// namesTwice compares usernames by a mark of each under the chain's own key: the
// names themselves stay sealed.
func (w *work) namesTwice(bodies map[pos.ID]*journalpb.Body) error {
	var members, places, marks [][]byte
	of := map[string]pos.ID{}
	for _, m := range sortedIDs(bodies) {
		name, err := w.username(m, bodies[m])
		if err != nil {
			return err
		}
		mark := []byte{}
		if name != "" {
			h := hmac.New(sha256.New, w.s.office.Key.Seed())
			h.Write([]byte("username\n" + name))
			mark = h.Sum(nil)
		}
		members, places, marks = append(members, m[:]), append(places, w.facts[thing{chain.Member, string(m[:])}].place), append(marks, mark)
	}
	if len(members) == 0 {
		return nil
	}
	var member, mark []byte
	var named [][]byte
	if err := w.do.insert("INSERT INTO username (member, place, mark)", `ON CONFLICT (member) DO UPDATE SET place = excluded.place, mark = excluded.mark
		WHERE excluded.place > username.place RETURNING member, mark`, []any{members, places, marks}, []any{&member, &mark}, func() error {
		if len(mark) > 0 {
			of[string(mark)] = pos.IDFromBytes(member)
			named = append(named, []byte(string(mark)))
		}
		return nil
	}); err != nil || len(named) == 0 {
		return err
	}
	type twice struct{ later, other pos.ID }
	var found []twice
	if err := w.do.eachIn("SELECT member, mark FROM username WHERE mark IN (keys)", nil, named, []any{&member, &mark}, func() error {
		if later, other := of[string(mark)], pos.IDFromBytes(member); other != later {
			found = append(found, twice{later, other})
		}
		return nil
	}); err != nil {
		return err
	}
	for _, f := range found {
		gone, err := w.gone(f.other)
		if err != nil {
			return err
		}
		if !gone {
			// The other member is named by their id: a name would outlive its owner here.
			w.conflict(chain.Conflict{Kind: chain.UsernameTwice, Till: w.from.Till, Member: f.later, Subject: f.other.String()})
		}
	}
	return nil
}

// username opens a member's, if there is a key.
func (w *work) username(m pos.ID, body *journalpb.Body) (string, error) {
	err := journal.OpenPersonal(body, func(member pos.ID) (k journal.PersonalKey, known bool, err error) {
		if k, known = w.keys[member]; known {
			return k, true, nil
		}
		var key []byte
		known, err = w.one("SELECT key FROM personal_key WHERE member = ?", args(member[:]), &key)
		copy(k[:], key)
		return k, known, err
	})
	if err != nil { // a key that does not fit opens no name; the member is as they are
		return "", nil //nolint:nilerr
	}
	return strings.ToLower(strings.TrimSpace(body.GetMemberSet().GetPersonal().GetUsername())), nil
}
