package store

import (
	"strings"

	"bonuskasse/pos"
)

// askAtOnce keys are looked up in one statement.
const askAtOnce = 128

// nobody tells whether a table has no row: a list is mostly brought to a shop
// that has nobody yet, and then there is nothing to ask.
func (r *reader) nobody(table string) (bool, error) {
	var there int64
	found, err := r.s.get("SELECT 1 FROM "+table+" LIMIT 1", nil, &there)
	return !found, err
}

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
	if none, err := r.nobody("member"); none || err != nil {
		return nil, err
	}
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
	if none, err := r.nobody("card"); none || err != nil {
		return nil, err
	}
	err = r.among("SELECT "+cardFields+" FROM card c LEFT JOIN account a ON a.no = c.member WHERE c.number IN", among, func(rows *row) error {
		var c cardRow
		err := rows.Scan(c.dest()...)
		c.settle()
		list = append(list, c.Card)
		return err
	})
	return list, err
}

// NamesByPhone are the names of the members with these phones.
func (r *reader) NamesByPhone(among []string) (map[string][]string, error) {
	if none, err := r.nobody("member"); none || err != nil {
		return nil, err
	}
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
