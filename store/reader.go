package store

import (
	"errors"
	"fmt"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/mutant"
	"bonuskasse/pos/till"
)

// reader reads one consistent state: that of its session's transaction.
type reader struct {
	store *Store
	s     *session
	keep  bool // what it reads is committed, and may be remembered
}

var _ till.Reader = (*reader)(nil)

// Shop is what the store says about itself.
func (r *reader) Shop() (till.Shop, error) {
	shop, err := r.store.shopRow(r.s)
	if err != nil {
		return shop, err
	}
	var ordinal, acked, last int64
	if _, err := r.s.get(`SELECT i.ordinal, i.adopted, coalesce(o.acked, 0), (SELECT id FROM event ORDER BY id DESC LIMIT 1), EXISTS (SELECT 1 FROM joined)
		FROM incarnation i LEFT JOIN outbox o ON o.incarnation = i.ordinal ORDER BY i.ordinal DESC LIMIT 1`, nil,
		&ordinal, &shop.MaySpend, &acked, &last, &shop.Enrolled); err != nil {
		return shop, err
	}
	inc, err := r.store.incarnation(r.s, ordinal)
	if err != nil {
		return shop, err
	}
	shop.Incarnation = inc.id
	shop.MaySpend = maySpend(shop.MaySpend, shop.Enrolled, acked)
	if r.store.mode == asFrozen {
		backup, err := marked(r.s)
		if err != nil {
			return shop, err
		}
		shop.MaySpend = shop.MaySpend && !backup
	}
	shop.Events = seqOf(ledger.Ref(last))
	shop.Unsent = shop.Events - acked
	return shop, nil
}

// maySpend: a till that began a new incarnation spends nothing until it has
// spoken with the head office, which then has fenced the old one; and one that
// works alone until a person has said that it is the only one.
func maySpend(adopted, enrolled bool, acked int64) bool {
	return adopted || enrolled && acked > 0 || mutant.RestoredSpends
}

// shopRow is what ShopOpened said, which never changes.
func (s *Store) shopRow(q *session) (shop till.Shop, err error) {
	if known := s.shop.Load(); known != nil {
		return *known, nil
	}
	var id, tillID []byte
	found, err := q.get("SELECT id, name, currency, language, training, till, till_no, time_zone FROM shop", nil,
		&id, &shop.Name, &shop.Currency, &shop.Language, &shop.Training, &tillID, &shop.TillNo, &shop.TimeZone)
	if err != nil {
		return shop, err
	}
	if !found {
		return shop, damaged(errors.New("the shop's own row is not there"))
	}
	shop.ID, shop.Till = pos.IDFromBytes(id), pos.IDFromBytes(tillID)
	s.shop.Store(&shop)
	return shop, nil
}

// Settings are the shop's settings by key.
func (r *reader) Settings() (map[string]string, error) {
	m := map[string]string{}
	err := r.s.each("SELECT key, value FROM setting", nil, func(rows *row) error {
		var k, v string
		err := rows.Scan(&k, &v)
		m[k] = v
		return err
	})
	return m, err
}

// LastClock is the clock of the journal's newest event.
func (r *reader) LastClock() (journal.Clock, error) {
	var c int64
	_, err := r.s.get("SELECT clock FROM event ORDER BY id DESC LIMIT 1", nil, &c)
	return journal.Clock(c), err
}

// holding are the versions of the programme that may hold. A till that came to a
// chain which had one (its first version was pulled: nobody pulls what is his own)
// goes by the chain's alone; of the later ones that it had itself before, whatever
// their day, none holds any more. They stay in the table: old sales name them. What
// the head office's own till has set is the chain's.
func (s *Store) holding() string {
	if s.opt.Office {
		return "program"
	}
	return programsOfChain
}

var programsOfChain = fmt.Sprintf(`(SELECT version, valid_from, json FROM program p
	WHERE NOT EXISTS (SELECT 1 FROM pulled WHERE kind = %[1]d AND key = unhex('0000000000000001') AND folded = 1)
	OR EXISTS (SELECT 1 FROM pulled WHERE kind = %[1]d AND key = unhex(printf('%%016X', p.version)) AND folded = 1))`, chain.Program)

// ProgramAt is the version that holds at a moment; before the first of all, it
// is the first.
func (r *reader) ProgramAt(at pos.Millis) (till.Program, error) {
	var version int64
	found, err := r.s.get("SELECT version FROM "+r.store.holding()+" WHERE valid_from <= ? ORDER BY valid_from DESC, version DESC LIMIT 1", args(int64(at)), &version)
	if err == nil && !found {
		found, err = r.s.get("SELECT version FROM "+r.store.holding()+" ORDER BY valid_from, version LIMIT 1", nil, &version)
	}
	if err == nil && !found {
		err = pos.Refuse(pos.BadSetting, "program")
	}
	if err != nil {
		return till.Program{}, err
	}
	return r.Program(version)
}

// Program is a version of the programme. A version never changes, so what was
// decoded once is kept by its bytes.
func (r *reader) Program(version int64) (p till.Program, err error) {
	if known, ok := r.store.programs.Load(version); ok {
		return known.(till.Program), nil
	}
	var data []byte
	found, err := r.s.get("SELECT version, valid_from, json FROM program WHERE version = ?", args(version), &p.Version, &p.ValidFrom, &data)
	if err == nil && !found {
		err = pos.Refuse(pos.BadSetting, "program")
	}
	if err != nil {
		return p, err
	}
	if err := decodeProgram(data, &p); err != nil {
		return p, err
	}
	if r.keep {
		r.store.programs.Store(version, p)
	}
	return p, nil
}

func decodeProgram(data []byte, p *till.Program) (err error) {
	if p.Program, err = loyalty.Decode(data); err != nil {
		return damaged(err)
	}
	return nil
}

// Programs are all versions that hold or held, the oldest first; at a till of a
// chain the chain's.
func (r *reader) Programs() (list []till.Program, err error) {
	err = r.s.each("SELECT version, valid_from, json FROM "+r.store.holding()+" ORDER BY version", nil, func(rows *row) error {
		var p till.Program
		var data []byte
		if err := rows.Scan(&p.Version, &p.ValidFrom, &data); err != nil {
			return err
		}
		list = append(list, p)
		return decodeProgram(data, &list[len(list)-1])
	})
	return list, err
}

const tierColumns = "SELECT name, rate_bp, discount_bp, threshold, is_default FROM tier "

// Tiers are in the order they were made.
func (r *reader) Tiers() (list []pos.Tier, err error) {
	err = r.s.each(tierColumns+"ORDER BY no", nil, func(rows *row) error {
		var t pos.Tier
		err := rows.Scan(&t.Name, &t.RateBp, &t.DiscountBp, &t.Threshold, &t.Default)
		list = append(list, t)
		return err
	})
	return list, err
}

// Tier is a tier by its name.
func (r *reader) Tier(name string) (t pos.Tier, err error) {
	found, err := r.s.get(tierColumns+"WHERE name = ?", args(name), &t.Name, &t.RateBp, &t.DiscountBp, &t.Threshold, &t.Default)
	if err == nil && !found {
		err = pos.Refuse(pos.UnknownTier, name)
	}
	return t, err
}
