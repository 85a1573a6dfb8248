package central

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"io"
)

// folded are the tables that are computed from what was received, each by a
// query whose order, like its values, is the same on every engine: no numbers of
// lives, no words that are ordered.
var folded = []struct {
	name, query string
	columns     string // b: bytes, n: number, t: words
}{
	{"life", "SELECT till, incarnation, ordinal, public_key, applied, head, fenced FROM life ORDER BY till, incarnation", "bbnbnbn"},
	{"account_event", `SELECT a.account, e.clock, l.till, l.incarnation, a.event & 1099511627775 AS seq FROM account_event a JOIN event e ON e.id = a.event
		JOIN life l ON l.no = a.event >> 40 ORDER BY a.account, e.clock, l.till, l.incarnation, seq`, "bnbbn"},
	{"account", "SELECT id, points, held, unread FROM account ORDER BY id", "bnnn"},
	{"holding", "SELECT h.account, l.till, l.incarnation, h.rights FROM holding h JOIN life l ON l.no = h.life WHERE h.rights <> 0 ORDER BY h.account, l.till, l.incarnation", "bbbn"},
	{"lease", "SELECT e.id, e.account, l.till, l.incarnation, e.granted, e.accepted FROM lease e JOIN life l ON l.no = e.life ORDER BY e.id", "bbbbnn"},
	{"fact", "SELECT kind, key, place, body, opens FROM fact ORDER BY kind, key", "nbbbb"},
	{"coupon", `SELECT c.code, c.made, c.made_body, c.place, c.place_body, coalesce(l.incarnation, c.made) FROM coupon c LEFT JOIN life l ON l.no = c.life
		ORDER BY c.code`, "bbbbbb"},
	{"coupon_late", "SELECT c.code, l.incarnation, c.reversed FROM coupon_late c JOIN life l ON l.no = c.life ORDER BY c.code, l.incarnation", "bbn"},
	{"once", "SELECT key, given, account, points, ended FROM once ORDER BY key", "bbbnb"},
	{"brought", "SELECT member, friend FROM brought ORDER BY member, friend", "bb"},
	{"gift_card", "SELECT code, made, made_body, balance, blocked, corrected FROM gift_card ORDER BY code", "bbbnnb"},
	{"personal_key", "SELECT member, key FROM personal_key ORDER BY member", "bb"},
	{"change", "SELECT kind, key FROM change ORDER BY kind, key", "nb"},
	{"conflict", "SELECT id, kind, till, till_two, member, subject, points FROM conflict ORDER BY id", "btbbbtn"},
}

// StateHash is a digest of all that is folded, alike on every engine.
func (s *Store) StateHash(ctx context.Context) (sum [32]byte, err error) {
	h := sha256.New()
	err = s.db.read(ctx, func(t *tx) error {
		h.Reset()
		for _, f := range folded {
			io.WriteString(h, f.name)
			if err := t.digest(h, f.query, f.columns); err != nil {
				return fmt.Errorf("%s: %w", f.name, err)
			}
		}
		return nil
	})
	h.Sum(sum[:0])
	return sum, err
}

func (t *tx) digest(h hash.Hash, query, columns string) error {
	dest := make([]any, len(columns))
	for i, c := range columns {
		switch c {
		case 'b':
			dest[i] = new([]byte)
		case 'n':
			dest[i] = new(int64)
		case 't':
			dest[i] = new(string)
		}
	}
	rows := 0
	return t.do.each(query, nil, dest, func() error {
		if rows++; rows%1000 == 0 && t.ctx.Err() != nil {
			return t.ctx.Err()
		}
		for _, d := range dest {
			switch v := d.(type) {
			case *[]byte:
				h.Write(binary.AppendUvarint(nil, uint64(len(*v))))
				h.Write(*v)
			case *int64:
				h.Write(binary.AppendVarint(nil, *v))
			case *string:
				h.Write(binary.AppendUvarint(nil, uint64(len(*v))))
				io.WriteString(h, *v)
			}
		}
		return nil
	})
}
