package store

import (
	"database/sql"
	"encoding/json"
	"errors"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

// reader reads one consistent state: that of its session's transaction.
type reader struct {
	store *Store
	s     *session
}

var _ till.Reader = (*reader)(nil)

// Shop is what the store says about itself.
func (r *reader) Shop() (shop till.Shop, err error) {
	var id, tillID []byte
	found, err := r.s.get("SELECT id, name, currency, language, training, till, till_no, time_zone FROM shop", nil,
		&id, &shop.Name, &shop.Currency, &shop.Language, &shop.Training, &tillID, &shop.TillNo, &shop.TimeZone)
	if err != nil {
		return shop, err
	}
	if !found {
		return shop, damaged(errors.New("the shop's own row is not there"))
	}
	shop.ID, shop.Till = pos.IDFromBytes(id), pos.IDFromBytes(tillID)
	ordinal, adopted, err := r.incarnation()
	if err != nil {
		return shop, err
	}
	inc, err := r.store.incarnation(r.s, ordinal)
	if err != nil {
		return shop, err
	}
	shop.Incarnation, shop.MaySpend = inc.id, adopted
	if shop.MaySpend && r.store.opt.ReadOnly {
		backup, err := marked(r.s)
		if err != nil {
			return shop, err
		}
		shop.MaySpend = !backup
	}
	var last, acked int64
	if _, err := r.s.get("SELECT id FROM event ORDER BY id DESC LIMIT 1", nil, &last); err != nil {
		return shop, err
	}
	if _, err := r.s.get("SELECT acked FROM outbox WHERE incarnation = ?", args(ordinal), &acked); err != nil {
		return shop, err
	}
	shop.Events = seqOf(ledger.Ref(last))
	shop.Unsent = shop.Events - acked
	return shop, nil
}

// incarnation is the one the journal is in, and whether it may spend.
func (r *reader) incarnation() (ordinal int64, adopted bool, err error) {
	_, err = r.s.get("SELECT ordinal, adopted FROM incarnation ORDER BY ordinal DESC LIMIT 1", nil, &ordinal, &adopted)
	return ordinal, adopted, err
}

// Settings are the shop's settings by key.
func (r *reader) Settings() (map[string]string, error) {
	m := map[string]string{}
	err := r.s.each("SELECT key, value FROM setting", nil, func(rows *sql.Rows) error {
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

const programColumns = "SELECT version, valid_from, json FROM program "

// ProgramAt is the version that holds at a moment; before the first of all, it
// is the first.
func (r *reader) ProgramAt(at pos.Millis) (till.Program, error) {
	p, found, err := r.program(programColumns+"WHERE valid_from <= ? ORDER BY valid_from DESC, version DESC LIMIT 1", int64(at))
	if err != nil || found {
		return p, err
	}
	p, found, err = r.program(programColumns + "ORDER BY valid_from, version LIMIT 1")
	if err == nil && !found {
		err = pos.Refuse(pos.BadSetting, "program")
	}
	return p, err
}

// Program is a version of the programme.
func (r *reader) Program(version int64) (till.Program, error) {
	p, found, err := r.program(programColumns+"WHERE version = ?", version)
	if err == nil && !found {
		err = pos.Refuse(pos.BadSetting, "program")
	}
	return p, err
}

func (r *reader) program(query string, a ...any) (p till.Program, found bool, err error) {
	var data []byte
	if found, err = r.s.get(query, a, &p.Version, &p.ValidFrom, &data); !found || err != nil {
		return p, found, err
	}
	return p, true, decodeProgram(data, &p)
}

func decodeProgram(data []byte, p *till.Program) error {
	if err := json.Unmarshal(data, &p.Program); err != nil {
		return damaged(err)
	}
	return nil
}

// Programs are all versions, the oldest first.
func (r *reader) Programs() (list []till.Program, err error) {
	err = r.s.each(programColumns+"ORDER BY version", nil, func(rows *sql.Rows) error {
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
	err = r.s.each(tierColumns+"ORDER BY no", nil, func(rows *sql.Rows) error {
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

const personColumns = "SELECT id, name, role, pin_hash, active, member FROM person "

// People are all who ever worked at the till, in the order they came.
func (r *reader) People() (list []pos.Person, err error) {
	err = r.s.each(personColumns+"ORDER BY no", nil, func(rows *sql.Rows) error {
		var p pos.Person
		var id, member []byte
		err := rows.Scan(&id, &p.Name, &p.Role, &p.PINHash, &p.Active, &member)
		p.ID, p.Member = pos.IDFromBytes(id), pos.IDFromBytes(member)
		list = append(list, p)
		return err
	})
	return list, err
}

// Person is one of them.
func (r *reader) Person(id pos.ID) (p pos.Person, err error) {
	var got, member []byte
	found, err := r.s.get(personColumns+"WHERE id = ?", args(id[:]), &got, &p.Name, &p.Role, &p.PINHash, &p.Active, &member)
	if err == nil && !found {
		err = pos.Refuse(pos.UnknownPerson)
	}
	p.ID, p.Member = pos.IDFromBytes(got), pos.IDFromBytes(member)
	return p, err
}
