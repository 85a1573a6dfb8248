package store

import (
	"strconv"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
)

// cardsMade numbers a batch. A number that is taken refuses the whole.
func (f *fold) cardsMade(e *journal.Event, body *journalpb.Body, w *journalpb.CardsMade) error {
	var no int64
	if known, err := f.s.get("SELECT no FROM card_batch WHERE id = ?", args(notNil(w.Batch)), &no); err != nil {
		return err
	} else if known && !f.pulling && f.replay == nil {
		return pos.Refuse(pos.AlreadyThere)
	} else if known {
		f.numbered("card_batch", no)
		return nil
	}
	if covered, err := f.covers(chain.CardBatch, string(w.Batch)); err != nil || covered { // it was taken back
		return err
	}
	no, err := f.newNo("card_batch", chain.CardBatch, w.Batch)
	if err != nil {
		return err
	}
	err = f.s.exec(`INSERT INTO card_batch (no, id, first, count, kind, symbology, design, layout, made, person) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		no, notNil(w.Batch), w.First, w.Count, w.Kind, w.Symbology, w.Design, w.Layout, e.Clock.Millis(), bytesOrNull(body.By))
	if breaks(err) {
		return pos.Refuse(pos.AlreadyThere)
	}
	if err != nil {
		return err
	}
	values := make([]any, 0, 6*w.Count)
	for n := w.First; n < w.First+w.Count; n++ {
		values = append(values, strconv.FormatInt(n, 10), w.Kind, string(pos.Printed), int64(0), "", notNil(w.Batch))
	}
	into := "INSERT INTO card (number, kind, state, issued, replaced_by, batch)"
	if f.pulling || f.replay != nil { // what was pulled of a card is newer
		into = "INSERT OR IGNORE INTO card (number, kind, state, issued, replaced_by, batch)"
	}
	err = f.s.insert(into, 6, values)
	if breaks(err) {
		return pos.Refuse(pos.CardTaken, w.First)
	}
	if err != nil || !f.pulling && f.replay == nil {
		return err
	}
	// Two shops that were alone may have numbered alike: of a card that nobody has
	// yet the older batch holds, whichever was heard of first.
	return f.s.exec(`UPDATE card SET kind = ?, batch = ? WHERE value BETWEEN ? AND ? AND number = CAST(value AS TEXT)
		AND state = ? AND member IS NULL AND batch > ?`, w.Kind, notNil(w.Batch), w.First, w.First+w.Count-1, string(pos.Printed), notNil(w.Batch))
}

// cardsUnmade takes a batch back whose cards are all still in the drawer.
func (f *fold) cardsUnmade(w *journalpb.CardsUnmade) error {
	var first, count, used int64
	found, err := f.s.get("SELECT first, count FROM card_batch WHERE id = ?", args(notNil(w.Batch)), &first, &count)
	if err != nil {
		return err
	}
	if !found {
		return pos.Refuse(pos.UnknownBatch)
	}
	for n := first; n < first+count; n++ {
		number := strconv.FormatInt(n, 10)
		if _, err := f.s.get("SELECT 1 FROM card WHERE number = ? AND state <> 'printed'", args(number), &used); err != nil {
			return err
		}
		if used != 0 {
			return pos.Refuse(pos.BatchInUse, number)
		}
		if err := f.s.exec("DELETE FROM card WHERE number = ?", number); err != nil {
			return err
		}
	}
	return f.s.exec("DELETE FROM card_batch WHERE id = ?", w.Batch)
}

func (f *fold) cardReprinted(e *journal.Event, body *journalpb.Body, w *journalpb.CardReprinted) error {
	return f.s.exec("INSERT INTO card_reprint (event, number, count, at, reason) VALUES (?, ?, ?, ?, ?)",
		int64(f.ref), w.Number, max(w.Count, 1), e.Clock.Millis(), body.Reason)
}

func (f *fold) cardDesignSet(w *journalpb.CardDesignSet) error {
	if len(w.DesignJson) == 0 {
		return f.s.exec("DELETE FROM card_design WHERE name = ?", w.Name)
	}
	return f.s.exec("INSERT INTO card_design (name, json) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET json = excluded.json", w.Name, w.DesignJson)
}
