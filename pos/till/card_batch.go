package till

import (
	"context"
	"strconv"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

// NewCards is a batch that is asked for. From 0 takes the next free numbers.
// With Members it is of personal cards, one each, and they are theirs as soon
// as the cards are drawn; Count is then not used.
type NewCards struct {
	From      int64
	Count     int64
	Kind      pos.CardKind
	Symbology pos.CardSymbology
	Layout    hardware.CardLayout
	Design    string // its name; empty is the first one
	Members   []pos.ID
	Words     CardWords
}

// CardWords are what the cards say in the shop's language.
type CardWords struct {
	Lang  string
	Title string                  // of the PDF
	Kinds map[pos.CardKind]string // "Bonus card"
}

// Draw makes cards of a job: into a file, or wherever they are wanted whole or
// not at all. Its error undoes the batch.
type Draw func(ctx context.Context, job hardware.CardJob) error

// NextCards is where a batch of count cards begins if nobody says. It asks nobody:
// of a till of a chain that has too few numbers it is the refusal NoCardNumbers,
// and MakeCards asks the head office for more.
func (t *Till) NextCards(ctx context.Context, count int64) (first int64, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		set, err := r.Settings()
		if err != nil {
			return err
		}
		d, _ := ReadDevices(set)
		first, err = nextCards(r, d.Numbers, 0, max(count, 1))
		return err
	})
	return first, err
}

// withNumbers asks the head office for numbers where the till's own do not do, and
// tries once more.
func (t *Till) withNumbers(ctx context.Context, count int64, do func() error) error {
	err := do()
	if pos.CodeOf(err) != pos.NoCardNumbers || t.lender == nil {
		return err
	}
	bound, cancel := context.WithTimeout(ctx, t.waits)
	defer cancel()
	if asked := t.lender.CardNumbers(bound, count); asked != nil {
		t.log.Info("no card numbers to be had", "count", count, "cause", asked)
		return err
	}
	return do()
}

// MakeCards numbers a batch and draws it. The numbers are taken first, so that
// nobody else can have them; if the drawing fails or is given up, they are
// given back. A crash in between leaves a whole batch that can be drawn again
// (CardsAgain).
func (t *Till) MakeCards(ctx context.Context, in NewCards, draw Draw, who Who) (b pos.CardBatch, err error) {
	if err := who.needs(pos.Manager); err != nil {
		return b, err
	}
	if err := in.check(); err != nil {
		return b, err
	}
	if b.ID, err = t.newID(); err != nil {
		return b, err
	}
	b.Count, b.Kind, b.Symbology, b.Design, b.Layout, b.Person = in.Count, in.Kind, in.Symbology, in.Design, string(in.Layout), who.Person.ID
	err = t.withNumbers(ctx, b.Count, func() error {
		return t.store.Do(ctx, func(tx Tx) error { return t.numberCards(tx, &b, in, who) })
	})
	if err != nil {
		return b, err
	}
	job, err := t.cardJob(ctx, b, b.First, b.Last(), in.Members, in.Words)
	if err == nil {
		err = draw(ctx, job)
	}
	if err == nil && len(in.Members) > 0 {
		err = t.issueAll(ctx, b, in.Members, who)
	}
	if err != nil {
		// Whatever ended the drawing does not end this.
		if undo := t.UnmakeCards(context.WithoutCancel(ctx), b.ID, who); undo != nil {
			t.log.Error("card batch not taken back", "batch", b.ID, "cause", undo)
		}
		return b, err
	}
	return b, nil
}

func (in *NewCards) check() error {
	if len(in.Members) > 0 {
		in.Count = int64(len(in.Members))
	}
	switch in.Kind {
	case pos.BonusCard, pos.DiscountCard, pos.BothCard:
	default:
		return pos.Refuse(pos.BadSetting, "kind")
	}
	known := false
	for _, l := range hardware.CardLayouts() {
		known = known || l == in.Layout
	}
	switch {
	case !known:
		return pos.Refuse(pos.BadSetting, "layout")
	case in.Count < 1 || in.Count > pos.MostCards:
		return pos.Refuse(pos.BadCount, pos.MostCards)
	}
	return nil
}

// numberCards takes the numbers.
func (t *Till) numberCards(tx Tx, b *pos.CardBatch, in NewCards, who Who) error {
	set, err := tx.Settings()
	if err != nil {
		return err
	}
	d, _ := ReadDevices(set)
	if _, err := designOf(tx, t.shop.Name, b.Design); err != nil {
		return err
	}
	if b.First, err = nextCards(tx, d.Numbers, in.From, b.Count); err != nil {
		return err
	}
	if _, err := cardCodes(d.Numbers, b.Symbology, strconv.FormatInt(b.Last(), 10)); err != nil {
		return err
	}
	for _, m := range in.Members {
		if _, err := holderOf(tx, m); err != nil {
			return err
		}
	}
	now := t.now()
	b.Made = pos.At(now)
	body := who.body()
	body.What = &journalpb.Body_CardsMade{CardsMade: &journalpb.CardsMade{
		Batch: b.ID[:], First: b.First, Count: b.Count, Kind: string(b.Kind), Symbology: string(b.Symbology), Design: b.Design, Layout: b.Layout,
	}}
	_, err = tx.Append(now, body, pos.ID{}, 0)
	return err
}

// nextCards is the first number of a batch: the one that is asked for, if all
// are free, or the next. The readers of the shop must know the numbers, and in a
// chain the till must have them for itself: so that two tills without a line never
// print one number.
func nextCards(r Reader, numbers hardware.Profile, from, count int64) (int64, error) {
	own := pos.CardSpan{First: max(numbers.ClubMin, pos.FirstCard), Last: numbers.ClubMax}
	shop, err := r.Shop()
	if err != nil {
		return 0, err
	}
	switch {
	case from != 0 && (from < own.First || from+count-1 > own.Last):
		return 0, pos.Refuse(pos.CardOutOfRange, own.First, " – ", own.Last)
	case shop.Enrolled:
		return nextOwn(r, own, from, count)
	case from == 0:
		return r.NextCard(own.First, own.Last, count)
	}
	return from, notTaken(r, from, count, func() (int64, error) { return r.NextCard(own.First, own.Last, count) })
}

// nextOwn is nextCards for a till of a chain.
func nextOwn(r Reader, known pos.CardSpan, from, count int64) (int64, error) {
	spans, err := r.CardSpans()
	if err != nil {
		return 0, err
	}
	for _, s := range spans {
		low, high := max(s.First, known.First), min(s.Last, known.Last)
		if from != 0 {
			if low <= from && from+count-1 <= high {
				return from, notTaken(r, from, count, func() (int64, error) { return nextOwn(r, known, 0, count) })
			}
			continue
		}
		if high-low+1 < count {
			continue
		}
		if first, err := r.NextCard(low, high, count); pos.CodeOf(err) != pos.CardsUsedUp {
			return first, err
		}
	}
	if from != 0 {
		return 0, pos.Refuse(pos.CardNotOurs, from)
	}
	return 0, pos.Refuse(pos.NoCardNumbers, count)
}

// notTaken refuses a batch that would run into cards that are there: it says
// which, and from which number on so many would be free.
func notTaken(r Reader, from, count int64, free func() (int64, error)) error {
	taken, err := r.CardTaken(from, from+count-1)
	if err != nil || taken == "" {
		return err
	}
	first, err := free()
	if err != nil {
		return err
	}
	return pos.Refuse(pos.CardsTaken, taken+" "+strconv.FormatInt(first, 10))
}

// UnmakeCards takes a batch back, of which no card may be in use.
func (t *Till) UnmakeCards(ctx context.Context, batch pos.ID, who Who) error {
	if err := who.needs(pos.Manager); err != nil {
		return err
	}
	return t.store.Do(ctx, func(tx Tx) error {
		body := who.body()
		body.What = &journalpb.Body_CardsUnmade{CardsUnmade: &journalpb.CardsUnmade{Batch: batch[:]}}
		_, err := tx.Append(t.now(), body, pos.ID{}, 0)
		return err
	})
}

func (t *Till) issueAll(ctx context.Context, b pos.CardBatch, members []pos.ID, who Who) error {
	return t.store.Do(ctx, func(tx Tx) error {
		for i, m := range members {
			holder, err := holderOf(tx, m)
			if err != nil {
				return err
			}
			if _, err := issueCard(tx, t.now(), strconv.FormatInt(b.First+int64(i), 10), b.Kind, holder, who); err != nil {
				return err
			}
		}
		return nil
	})
}

// CardBatches are the batches, the newest first.
func (t *Till) CardBatches(ctx context.Context, limit int) (list []pos.CardBatch, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		list, err = r.CardBatches(limit)
		return err
	})
	return list, err
}

// BatchOf is the batch that a card was printed in.
func (t *Till) BatchOf(ctx context.Context, number string) (b pos.CardBatch, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		c, err := cardByNumber(r, number)
		if err != nil {
			return err
		}
		b, err = r.CardBatch(c.Batch)
		return err
	})
	return b, err
}

// Again is cards that are drawn a second time: one that was spoiled, or all of
// its batch from a number on, after a printer stopped in the middle. Layout
// empty is the batch's own.
type Again struct {
	Number string
	Rest   bool // and all behind it
	Layout hardware.CardLayout
	Words  CardWords
}

// CardsAgain draws cards a second time, with their holder's name and photo
// where they have one, and notes it in the journal with the reason, which must
// be given. It says which cards they are.
func (t *Till) CardsAgain(ctx context.Context, in Again, draw Draw, who Who) (first, last int64, err error) {
	if err := who.needs(pos.Manager); err != nil {
		return 0, 0, err
	}
	if who.Reason == "" {
		return 0, 0, pos.Refuse(pos.NoReason)
	}
	b, err := t.BatchOf(ctx, in.Number)
	if err != nil {
		return 0, 0, err
	}
	if in.Layout != "" {
		b.Layout = string(in.Layout)
	}
	number, err := pos.CleanCardNumber(in.Number)
	if err != nil {
		return 0, 0, err
	}
	first, err = strconv.ParseInt(number, 10, 64)
	if err != nil {
		return 0, 0, pos.Refuse(pos.UnknownCard, number)
	}
	last = first
	if in.Rest {
		last = b.Last()
	}
	job, err := t.cardJob(ctx, b, first, last, nil, in.Words)
	if err == nil {
		err = draw(ctx, job)
	}
	if err != nil {
		return first, last, err
	}
	return first, last, t.store.Do(ctx, func(tx Tx) error {
		body := who.body()
		body.What = &journalpb.Body_CardReprinted{CardReprinted: &journalpb.CardReprinted{Number: number, Count: last - first + 1}}
		_, err := tx.Append(t.now(), body, pos.ID{}, 0)
		return err
	})
}
