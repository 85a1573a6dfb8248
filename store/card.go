package store

import (
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

const cardFields = "c.number, c.kind, c.state, a.id, c.issued, c.replaced_by, c.batch"

// cardRow is a card as its columns come.
type cardRow struct {
	pos.Card
	ids struct{ member, batch []byte }
}

func (c *cardRow) dest() []any {
	return []any{&c.Number, &c.Kind, &c.State, &c.ids.member, &c.Issued, &c.ReplacedBy, &c.ids.batch}
}

func (c *cardRow) settle() {
	c.Member, c.Batch = pos.IDFromBytes(c.ids.member), pos.IDFromBytes(c.ids.batch)
}

// Card is a card by its number, in the form of pos.CleanCardNumber.
func (r *reader) Card(number string) (pos.Card, error) {
	var c cardRow
	found, err := r.s.get("SELECT "+cardFields+" FROM card c LEFT JOIN account a ON a.no = c.member WHERE c.number = ?", args(number), c.dest()...)
	if err == nil && !found {
		err = pos.Refuse(pos.UnknownCard, number)
	}
	c.settle()
	return c.Card, err
}

// Cards are cards in the order of their numbers.
func (r *reader) Cards(q till.CardQuery) (list []till.CardRow, err error) {
	query := "SELECT " + cardFields + ", coalesce(m.name, '') FROM card c LEFT JOIN account a ON a.no = c.member LEFT JOIN member m ON m.no = c.member WHERE "
	var a []any
	if q.State == "" {
		query += "true"
	} else {
		query += "c.state = ?"
		a = append(a, string(q.State))
	}
	if q.After != "" {
		var value int64
		if _, err := r.s.get("SELECT value FROM card WHERE number = ?", args(q.After), &value); err != nil {
			return nil, err
		}
		query += " AND (c.value, c.number) > (?, ?)"
		a = append(a, value, q.After)
	}
	query += " ORDER BY c.value, c.number LIMIT ?"
	err = r.s.each(query, append(a, int64(q.Limit)), func(rows *row) error {
		var c cardRow
		var holder string
		err := rows.Scan(append(c.dest(), &holder)...)
		c.settle()
		list = append(list, till.CardRow{Card: c.Card, Holder: holder})
		return err
	})
	return list, err
}

// CardTaken is the first number of a range that is taken, or "".
func (r *reader) CardTaken(first, last int64) (number string, err error) {
	_, err = r.s.get("SELECT number FROM card WHERE value BETWEEN ? AND ? ORDER BY value, number LIMIT 1", args(first, last), &number)
	return number, err
}

// NextCard tries the end of the last batch, then the end of all cards of the
// range, then the first gap that is wide enough.
func (r *reader) NextCard(first, last, count int64) (int64, error) {
	var end, top int64
	if _, err := r.s.get("SELECT coalesce(max(first + count), 0) FROM card_batch WHERE first + count BETWEEN ? AND ?", args(first, last), &end); err != nil {
		return 0, err
	}
	if _, err := r.s.get("SELECT coalesce(max(value), 0) FROM card WHERE value BETWEEN ? AND ?", args(first, last), &top); err != nil {
		return 0, err
	}
	for _, from := range []int64{max(end, first), max(top+1, first)} {
		if from+count-1 > last {
			continue
		}
		if taken, err := r.CardTaken(from, from+count-1); err != nil || taken == "" {
			return from, err
		}
	}
	var gap int64
	found, err := r.s.get(`SELECT value + 1 FROM card c WHERE value BETWEEN ? AND ?
		AND NOT EXISTS (SELECT 1 FROM card d WHERE d.value BETWEEN c.value + 1 AND c.value + ?) ORDER BY value LIMIT 1`,
		args(first, last-count, count), &gap)
	if err == nil && !found {
		err = pos.Refuse(pos.CardsUsedUp)
	}
	return gap, err
}

// ownBlocks are the blocks of numbers that this life of the till got; those of an
// earlier one may be in use where its disk was copied to.
const ownBlocks = "card_block WHERE event >= (SELECT max(ordinal) FROM incarnation) << ?"

// CardSpans are the numbers of these blocks, those that follow on each other as one.
func (r *reader) CardSpans() (list []pos.CardSpan, err error) {
	err = r.s.each("SELECT first, count FROM "+ownBlocks+" ORDER BY first", args(int64(seqBits)), func(rows *row) error {
		var first, count int64
		err := rows.Scan(&first, &count)
		if n := len(list); n > 0 && list[n-1].Last+1 == first {
			list[n-1].Last += count
		} else {
			list = append(list, pos.CardSpan{First: first, Last: first + count - 1})
		}
		return err
	})
	return list, err
}

// cardNumbersLeft is how many of these numbers are in no batch.
func (r *reader) cardNumbersLeft() (left int64, err error) {
	spans, err := r.CardSpans()
	for _, s := range spans {
		var used int64
		if _, err := r.s.get("SELECT coalesce(sum(count), 0) FROM card_batch WHERE first BETWEEN ? AND ?", args(s.First, s.Last), &used); err != nil {
			return 0, err
		}
		left += s.Last - s.First + 1 - used
	}
	return left, err
}

const batchColumns = "SELECT id, first, count, kind, symbology, design, layout, made, person FROM card_batch "

func (r *reader) batches(where string, a ...any) (list []pos.CardBatch, err error) {
	err = r.s.each(batchColumns+where, a, func(rows *row) error {
		var b pos.CardBatch
		var id, person []byte
		err := rows.Scan(&id, &b.First, &b.Count, &b.Kind, &b.Symbology, &b.Design, &b.Layout, &b.Made, &person)
		b.ID, b.Person = pos.IDFromBytes(id), pos.IDFromBytes(person)
		list = append(list, b)
		return err
	})
	return list, err
}

// CardBatch is a batch by its id.
func (r *reader) CardBatch(id pos.ID) (pos.CardBatch, error) {
	list, err := r.batches("WHERE id = ?", id[:])
	if err == nil && len(list) == 0 {
		err = pos.Refuse(pos.UnknownBatch)
	}
	if err != nil {
		return pos.CardBatch{}, err
	}
	return list[0], nil
}

// CardBatches are the batches, the newest first.
func (r *reader) CardBatches(limit int) ([]pos.CardBatch, error) {
	return r.batches("ORDER BY no DESC LIMIT ?", int64(limit))
}

// CardFaces are the members whose cards these are, with their photos.
func (r *reader) CardFaces(first, last int64) (list []till.CardFace, err error) {
	err = r.s.each(`SELECT c.number, m.name, p.jpeg FROM card c JOIN member m ON m.no = c.member LEFT JOIN photo p ON p.member = c.member
		WHERE c.value BETWEEN ? AND ? ORDER BY c.value`, args(first, last), func(rows *row) error {
		var f till.CardFace
		err := rows.Scan(&f.Number, &f.Name, &f.Photo)
		f.Photo = slices.Clone(f.Photo)
		list = append(list, f)
		return err
	})
	return list, err
}

// CardPhoto is a member's photo, or nil.
func (r *reader) CardPhoto(member pos.ID) (jpeg []byte, err error) {
	_, err = r.s.get("SELECT p.jpeg FROM photo p JOIN account a ON a.no = p.member WHERE a.id = ?", args(member[:]), &jpeg)
	return slices.Clone(jpeg), err
}

// CardReprints is how often a card was printed again, alone or with those that
// follow it.
func (r *reader) CardReprints(number string) (n int64, err error) {
	_, err = r.s.get("SELECT count(*) FROM card_reprint WHERE number = ?", args(number), &n)
	return n, err
}

// CardDesigns are the names of the designs.
func (r *reader) CardDesigns() ([]string, error) {
	return column(r.s, "SELECT name FROM card_design ORDER BY name")
}

// CardDesign is a design as JSON.
func (r *reader) CardDesign(name string) (json []byte, err error) {
	found, err := r.s.get("SELECT json FROM card_design WHERE name = ?", args(name), &json)
	if err == nil && !found {
		err = pos.Refuse(pos.UnknownDesign, name)
	}
	return slices.Clone(json), err
}

// CardFees are the articles that a card is sold as.
func (r *reader) CardFees() (list []pos.Product, err error) {
	var found []productRow
	err = r.s.each(productColumns+"WHERE p.kind = 'card_fee' ORDER BY p.sku", nil, func(rows *row) error {
		var p productRow
		err := rows.Scan(p.dest()...)
		found = append(found, p)
		return err
	})
	for i := range found {
		if err == nil {
			err = r.barcodes(&found[i])
		}
		list = append(list, found[i].Product)
	}
	return list, err
}
