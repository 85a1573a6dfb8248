package store

import (
	"cmp"
	"context"
	"encoding/binary"
	"slices"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
)

// A list of members comes in events of some hundreds. Where all of them are new,
// which is the rule, their rows are written many in a statement, and their words
// are kept back and written in order at the end: a word of a name lands
// anywhere in the index, and a hundred thousand of them in turn touch each page
// once. "OR FAIL" leaves what a statement has done so far: it needs no journal
// of its own, and an error undoes the whole transaction anyway.

const (
	manyRows = 64 // rows a statement
	// mostHeld words are kept back; more are written in several runs.
	mostHeld = 1 << 20
	// tellWords are written between two looks at whether it shall go on.
	tellWords = 10_000
	wordWidth = 3
)

// heldWord is a row of member_word that is not written yet.
type heldWord struct {
	start  uint64 // the first eight bytes: most words differ there
	word   string
	member int64
	beside string
}

// heldWords are such rows by the first byte of the word.
type heldWords struct {
	n  int
	by [256][]heldWord
}

func (h *heldWords) add(no int64, rows []wordRow) {
	for _, row := range rows {
		var start [8]byte
		copy(start[:], row.word)
		h.by[start[0]] = append(h.by[start[0]], heldWord{binary.BigEndian.Uint64(start[:]), row.word, no, row.beside})
	}
	h.n += len(rows)
}

func inIndexOrder(a, b heldWord) int {
	return cmp.Or(cmp.Compare(a.start, b.start), strings.Compare(a.word, b.word), cmp.Compare(a.member, b.member))
}

// membersImported makes members with their cards, words and points.
func (f *fold) membersImported(w *journalpb.MembersImported) error {
	printed, fresh, err := f.allNew(w)
	if err != nil {
		return err
	}
	if fresh {
		return f.makeMembers(w, printed)
	}
	if err := f.writeWords(); err != nil { // those of this one may have changed
		return err
	}
	for _, n := range w.Members {
		if err := f.memberImported(n); err != nil {
			return err
		}
	}
	return nil
}

// allNew tells whether all members of an import are new, and all their cards
// nobody's; printed are cards that lie in the drawer.
func (f *fold) allNew(w *journalpb.MembersImported) (printed, fresh bool, err error) {
	if len(w.Members) == 0 || f.replay != nil {
		return false, false, nil
	}
	var first, last pos.ID
	var numbers []string
	for i, n := range w.Members {
		if n.Member == nil {
			return false, false, nil
		}
		id := pos.IDFromBytes(n.Member.Member)
		if i > 0 && string(id[:]) <= string(last[:]) || id.IsZero() {
			return false, false, nil // not in order: somebody may come twice
		}
		if last = id; i == 0 {
			first = id
		}
		for _, c := range n.Cards {
			if pos.IDFromBytes(c.Member) != id {
				return false, false, nil
			}
			numbers = append(numbers, c.Number)
		}
	}
	var there int64
	known, err := f.s.get("SELECT 1 FROM account WHERE id BETWEEN ? AND ? LIMIT 1", args(first[:], last[:]), &there)
	if err != nil || known {
		return false, false, err
	}
	return f.freeNumbers(numbers)
}

// freeNumbers tells whether cards of these numbers are nobody's, and whether
// some of them are printed already.
func (f *fold) freeNumbers(numbers []string) (printed, free bool, err error) {
	slices.Sort(numbers) // they come nearly so
	for i := range numbers {
		if i > 0 && numbers[i] == numbers[i-1] {
			return false, false, nil
		}
	}
	if len(numbers) == 0 {
		return false, true, nil
	}
	// Mostly there is none from the first to the last.
	var there int64
	known, err := f.s.get("SELECT 1 FROM card WHERE number BETWEEN ? AND ? LIMIT 1", args(numbers[0], numbers[len(numbers)-1]), &there)
	if err != nil || !known {
		return false, true, err
	}
	free = true
	err = (&reader{s: f.s}).among("SELECT member IS NOT NULL FROM card WHERE number IN", numbers, func(r *row) error {
		var owned bool
		err := r.Scan(&owned)
		printed, free = true, free && !owned
		return err
	})
	return printed, free, err
}

// makeMembers writes the rows of members who are all new.
func (f *fold) makeMembers(w *journalpb.MembersImported, printed bool) error {
	var last int64
	if _, err := f.s.get("SELECT coalesce(max(no), 0) FROM account WHERE no < ?", args(int64(fromPull)), &last); err != nil {
		return err
	}
	n := len(w.Members)
	if last < manyRows && n > manyRows {
		if err := f.layBirthdaysAside(); err != nil {
			return err
		}
	}
	accounts, members := make([]any, 0, 6*n), make([]any, 0, 14*n)
	var cards, lots []any
	// A word is some work to find: it is done beside the writing.
	found := make(chan struct{})
	go func() {
		defer close(found)
		f.findWords(w, last)
	}()
	defer func() { <-found }()
	for i, m := range w.Members {
		p := personalOf(m.Member)
		a := &account{no: last + int64(i) + 1}
		lots = f.openingLots(a, m.Lots, lots)
		accounts = append(accounts, a.no, m.Member.Member, a.debt, a.rightsIn, a.rights, a.carried)
		members = append(members, a.no, textOrNull(p.Username), p.Name, p.Phone, p.Email, m.Member.Language, m.Member.Tier, m.Member.Status,
			m.Member.Joined, p.Notes, p.Birthday, bytesOrNull(m.Member.Organisation), m.Member.ConsentAt, p.ConsentText)
		for _, c := range m.Cards {
			cards = append(cards, c.Number, c.Kind, c.State, a.no, c.Issued, c.ReplacedBy, bytesOrNull(c.Batch))
		}
	}
	if err := f.s.insertMany("INSERT OR FAIL INTO account (no, id, debt, rights_in, rights, carried)", 6, manyRows, accounts); err != nil {
		return err
	}
	err := f.s.insertMany(`INSERT OR FAIL INTO member (no, username, name, phone, email, language, tier, status, joined, notes,
			birthday, organisation, consent_at, consent_text)`, 14, manyRows, members)
	if breaks(err) {
		return pos.Refuse(pos.UsernameTaken)
	}
	if err != nil {
		return err
	}
	if err := f.insertCards(cards, printed); err != nil {
		return err
	}
	if err := f.s.insertMany("INSERT OR FAIL INTO lot (member, id, part, points, left_over, origin, accrued_at, expires_at, paid)", 9, manyRows, lots); err != nil {
		return err
	}
	if <-found; f.words.n >= mostHeld {
		return f.writeWords()
	}
	return nil
}

// layBirthdaysAside drops the index of birthdays until the list is written. A
// first list would fill it in no order, a page at a time; and because it is of an
// expression, SQLite would keep a copy of every page that a statement of many
// rows changes. Made at the end, it costs a third.
func (f *fold) layBirthdaysAside() error {
	found, err := f.s.get("SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = 'member_birthday'", nil, &f.aside)
	if err != nil || !found {
		return err
	}
	return f.s.script("DROP INDEX member_birthday")
}

// makeAside makes the index again that was laid aside.
func (f *fold) makeAside() error {
	if f.aside == "" {
		return nil
	}
	text := f.aside
	f.aside = ""
	return f.s.script(text)
}

// findWords keeps back what members are found by, who are numbered from after.
func (f *fold) findWords(w *journalpb.MembersImported, after int64) {
	for i, m := range w.Members {
		p := personalOf(m.Member)
		var numbers []string
		for _, c := range m.Cards {
			numbers = append(numbers, c.Number)
		}
		f.words.add(after+int64(i)+1, searchable{p.Username, p.Name, p.Phone, p.Email}.rows(numbers))
	}
}

// openingLots adds what a new member brings along to the rows of lots, to the
// postings, and to the rights of the account.
func (f *fold) openingLots(a *account, brought []*journalpb.GivenLot, rows []any) []any {
	var l ledger.Account
	for i, x := range brought {
		e := l.Accrue(openingLot(f.ref, i, x))
		for _, p := range e.Postings {
			f.postings = append(f.postings, a.no, int64(f.ref), int64(len(f.postings)/postingWidth), int64(p.Account), p.Points)
		}
		a.gain(ordinalOf(f.ref), x.Points)
	}
	for _, x := range l.Lots {
		rows = append(rows, a.no, int64(x.ID), int64(x.Part), x.Points, x.Left, string(x.Origin), int64(x.AccruedAt), int64(x.ExpiresAt), bit(x.Paid))
	}
	return rows
}

func openingLot(ref ledger.Ref, part int, x *journalpb.GivenLot) ledger.Lot {
	return ledger.Lot{ID: ref, Part: part, Points: x.Points, Left: x.Points, Origin: ledger.FromAdjustment,
		AccruedAt: ledger.Millis(x.AccruedAt), ExpiresAt: ledger.Millis(x.ExpiresAt), Paid: x.Paid}
}

func (f *fold) insertCards(cards []any, printed bool) error {
	const width = 7
	if !printed {
		return f.s.insertMany("INSERT OR FAIL INTO card (number, kind, state, member, issued, replaced_by, batch)", width, manyRows, cards)
	}
	for ; len(cards) > 0; cards = cards[width:] {
		if err := f.s.exec(upsertCard, cards[:width]...); err != nil {
			return err
		}
	}
	return nil
}

func (f *fold) writeWords() error { return f.writeWordsTelling(bg, nil) }

// writeWordsTelling writes the words that were kept back, in the order of the
// index: while those of one letter are written, those of the next are sorted.
func (f *fold) writeWordsTelling(ctx context.Context, tell func(done, of int)) error {
	if err := f.makeAside(); err != nil || f.words.n == 0 {
		return err
	}
	held := f.words
	f.words = heldWords{}
	sorted := make(chan []any, 1)
	go func() {
		defer close(sorted)
		for i := range held.by {
			words := held.by[i]
			slices.SortFunc(words, inIndexOrder)
			for part := range slices.Chunk(words, tellWords) {
				values := make([]any, 0, wordWidth*len(part))
				for _, w := range part {
					values = append(values, w.word, w.member, w.beside)
				}
				sorted <- values
			}
		}
	}()
	var failed error
	done := 0
	for values := range sorted {
		if failed == nil {
			failed = ctx.Err()
		}
		if failed != nil { // what is sorted yet is not wanted any more
			continue
		}
		failed = f.s.insertMany("INSERT OR FAIL INTO member_word (word, member, beside)", wordWidth, manyRows, values)
		if done += len(values) / wordWidth; tell != nil && failed == nil {
			tell(done, held.n)
		}
	}
	return failed
}

// memberImported makes one member among others who may be there already.
func (f *fold) memberImported(n *journalpb.NewMember) error {
	if n.Member != nil {
		if err := f.memberSet(n.Member); err != nil {
			return err
		}
	}
	for _, c := range n.Cards {
		if err := f.cardSet(c); err != nil {
			return err
		}
	}
	for i, x := range n.Lots {
		a, err := f.account(pos.IDFromBytes(n.Member.GetMember()))
		if err != nil {
			return err
		}
		a.fresh = false
		had := a.debt
		if err := f.accrue(a, openingLot(f.ref, i, x)); err != nil {
			return err
		}
		// As of what is given: debt is repaid out of it, and is no right to spend.
		a.gain(ordinalOf(f.ref), x.Points-(had-a.debt))
	}
	return nil
}

// asImported tells whether an event is of the kind whose words are kept back.
func asImported(e *journal.Event) bool { return e.Type == "members_imported" }
