package store

import (
	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
)

func (f *fold) shopOpened(e *journal.Event, w *journalpb.ShopOpened) error {
	err := f.s.exec(`INSERT INTO shop (one, id, name, currency, language, training, till, till_no, time_zone)
		VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)`,
		notNil(w.Shop), w.Name, w.Currency, w.Language, bit(w.Training), notNil(w.Till), w.TillNo, w.TimeZone)
	if err != nil {
		return err
	}
	return f.newIncarnation(e, w.PublicKey, w.TillNo, &journalpb.IncarnationStarted{}, true)
}

func (f *fold) incarnationStarted(e *journal.Event, w *journalpb.IncarnationStarted) error {
	var tillNo int64
	if _, err := f.s.get("SELECT till_no FROM shop", nil, &tillNo); err != nil {
		return err
	}
	return f.newIncarnation(e, w.PublicKey, tillNo, w, false)
}

func (f *fold) newIncarnation(e *journal.Event, key []byte, tillNo int64, w *journalpb.IncarnationStarted, adopted bool) error {
	ordinal := ordinalOf(f.ref)
	prefix, err := receiptPrefix(tillNo, ordinal, e.Incarnation, func(p string) (bool, error) {
		var n int64
		return f.s.get("SELECT 1 FROM incarnation WHERE prefix = ?", args(p), &n)
	})
	if err != nil {
		return err
	}
	return f.s.exec(`INSERT INTO incarnation (ordinal, id, prefix, public_key, previous, previous_seq, previous_hash, cause, adopted)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		ordinal, e.Incarnation[:], prefix, notNil(key), bytesOrNull(w.Previous), w.PreviousSeq, bytesOrNull(w.PreviousHash), w.Cause, bit(adopted))
}

func (f *fold) settingSet(w *journalpb.SettingSet) error {
	return f.s.exec("INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", w.Key, w.Value)
}

func (f *fold) programSet(w *journalpb.ProgramSet) error {
	err := f.s.exec("INSERT INTO program (version, valid_from, json) VALUES (?, ?, ?)", w.Version, w.ValidFrom, notNil(w.ProgramJson))
	if breaks(err) {
		return pos.Refuse(pos.AlreadyThere, w.Version)
	}
	return err
}

// tierSet makes or changes a tier; one is the default, and marking it unmarks
// the other.
func (f *fold) tierSet(w *journalpb.TierSet) error {
	if w.Default {
		if err := f.s.exec("UPDATE tier SET is_default = 0 WHERE is_default = 1"); err != nil {
			return err
		}
	}
	return f.s.exec(`INSERT INTO tier (name, rate_bp, discount_bp, threshold, is_default) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET rate_bp = excluded.rate_bp, discount_bp = excluded.discount_bp,
			threshold = excluded.threshold, is_default = excluded.is_default`,
		w.Name, w.RateBp, w.DiscountBp, w.Threshold, bit(w.Default))
}

func (f *fold) personSet(w *journalpb.PersonSet) error {
	return f.s.exec(`INSERT INTO person (id, name, role, pin_hash, active, member) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role, pin_hash = excluded.pin_hash,
			active = excluded.active, member = excluded.member`,
		notNil(w.Person), w.Name, w.Role, w.PinHash, bit(w.Active), bytesOrNull(w.Member))
}
