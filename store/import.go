package store

import (
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// askAtOnce keys are looked up in one statement.
const askAtOnce = 128

// among asks a query that ends in "IN" about many keys, some in a statement.
func (r *reader) among(query string, keys []string, work func(*row) error) error {
	values := make([]any, 0, askAtOnce)
	for len(keys) > 0 {
		n := min(len(keys), askAtOnce)
		values = values[:0]
		for _, k := range keys[:n] {
			values = append(values, k)
		}
		if err := r.s.each(query+" (?"+strings.Repeat(", ?", n-1)+")", values, work); err != nil {
			return err
		}
		keys = keys[n:]
	}
	return nil
}

// TakenUsernames are those that are a member's.
func (r *reader) TakenUsernames(among []string) (taken []string, err error) {
	err = r.among("SELECT username FROM member WHERE username IN", among, func(rows *row) error {
		var u string
		err := rows.Scan(&u)
		taken = append(taken, u)
		return err
	})
	return taken, err
}

// KnownCards are those of the numbers that the shop knows.
func (r *reader) KnownCards(among []string) (list []pos.Card, err error) {
	err = r.among(cardColumns+"WHERE c.number IN", among, func(rows *row) error {
		var c pos.Card
		var id, batch []byte
		err := rows.Scan(&c.Number, &c.Kind, &c.State, &id, &c.Issued, &c.ReplacedBy, &batch)
		c.Member, c.Batch = pos.IDFromBytes(id), pos.IDFromBytes(batch)
		list = append(list, c)
		return err
	})
	return list, err
}

// NamesByPhone are the names of the members with these phones.
func (r *reader) NamesByPhone(among []string) (map[string][]string, error) {
	names := map[string][]string{}
	err := r.among("SELECT w.word, m.name, m.phone FROM member_word w JOIN member m ON m.no = w.member WHERE w.word IN", among, func(rows *row) error {
		var word, name, phone string
		if err := rows.Scan(&word, &name, &phone); err != nil {
			return err
		}
		if pos.PhoneWord(phone) == word { // and no card of that number
			names[word] = append(names[word], name)
		}
		return nil
	})
	return names, err
}

// Employers are the organisations that are active.
func (r *reader) Employers() (list []till.Employer, err error) {
	err = r.s.each("SELECT id, name, number, pooled FROM organisation WHERE active = 1 ORDER BY no", nil, func(rows *row) error {
		var e till.Employer
		var id []byte
		err := rows.Scan(&id, &e.Name, &e.Number, &e.Pooled)
		e.ID = pos.IDFromBytes(id)
		list = append(list, e)
		return err
	})
	return list, err
}
