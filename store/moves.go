package store

import (
	"cmp"
	"slices"

	"google.golang.org/protobuf/proto"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

// Moves folds an account step by step. Of an account whose state was pulled the
// till knows what its own events did to the balance, and no more.
func (r *reader) Moves(holder pos.ID) (list []till.Move, err error) {
	row, err := r.accountRow(holder)
	if err != nil || row == nil {
		return nil, err
	}
	shop, err := r.Shop()
	if err != nil {
		return nil, err
	}
	m := &memory{r: r, until: 1<<63 - 1, wide: map[ledger.Ref]*journalpb.Body{}}
	if shop.Enrolled {
		list, err = m.ownMoves(row.no)
	} else {
		list, err = m.steps(row.no, holder)
	}
	if err != nil {
		return nil, err
	}
	return list, r.nameMoves(row.no, list)
}

// steps are what each event of an account did to it, lot by lot.
func (m *memory) steps(no int64, id pos.ID) (list []till.Move, err error) {
	var events []chain.Event
	var refs []ledger.Ref
	err = m.events(no, wholeBody, func(e *chain.Event, ref ledger.Ref) {
		events, refs = append(events, *e), append(refs, ref)
	})
	if err != nil {
		return nil, err
	}
	before, at := ledger.Account{}, 0
	chain.Trace(id, events, func(e *chain.Event, now *ledger.Account) {
		move := moveOf(e, refs[at])
		move.Debt, move.Pending = now.Debt-before.Debt, now.PendingPoints()-before.PendingPoints()
		move.Points = now.Holding() - before.Holding() - move.Debt
		move.Lots = lotMoves(before.Lots, now.Lots)
		for i := range move.Lots {
			move.Lots[i].Lot.ID = refs[move.Lots[i].Lot.ID-1]
		}
		list = append(list, move)
		before = ledger.Account{Lots: slices.Clone(now.Lots), Debt: now.Debt, Pending: slices.Clone(now.Pending)}
		at++
	})
	return list, nil
}

// lotMoves are the lots that differ: those that were there, then the new ones.
func lotMoves(before, now []ledger.Lot) (list []till.LotMove) {
	left := make(map[partKey]int64, len(now))
	for _, l := range now {
		left[partKey{l.ID, l.Part}] = l.Left
	}
	for _, l := range before {
		key := partKey{l.ID, l.Part}
		if n := left[key] - l.Left; n != 0 {
			list = append(list, till.LotMove{Lot: l, Points: n})
		}
		delete(left, key)
	}
	for _, l := range now {
		if n, fresh := left[partKey{l.ID, l.Part}]; fresh {
			l.Left = 0
			list = append(list, till.LotMove{Lot: l, Points: n})
		}
	}
	return list
}

// ownMoves are what this till's events did to the balance of an account.
func (m *memory) ownMoves(no int64) (list []till.Move, err error) {
	err = m.r.s.each(`SELECT p.event, e.clock, e.type, sum(p.points * (p.account <> ?)), sum(p.points * (p.account = ?))
		FROM (SELECT event, account, points FROM posting WHERE member = ? AND account IN (?, ?, ?)
			UNION ALL SELECT event, ?, points FROM heard WHERE member = ?) p JOIN event e ON e.id = p.event
		GROUP BY p.event ORDER BY p.event`,
		args(int64(ledger.MemberPending), int64(ledger.MemberPending), no, int64(ledger.MemberPoints), int64(ledger.MemberDebt), int64(ledger.MemberPending),
			int64(ledger.MemberPoints), no), func(row *row) error {
			var x till.Move
			var clock int64
			err := row.Scan(&x.Ref, &clock, &x.Type, &x.Points, &x.Pending)
			x.At = pos.Millis(journal.Clock(clock).Millis())
			list = append(list, x)
			return err
		})
	if err != nil {
		return nil, err
	}
	for i := range list {
		body, err := m.body(list[i].Ref)
		if err != nil {
			return nil, err
		}
		said := moveOf(&chain.Event{Body: body}, list[i].Ref)
		list[i].Person, list[i].Origin = said.Person, said.Origin
	}
	return list, nil
}

// moveOf is what an event says of itself.
func moveOf(e *chain.Event, ref ledger.Ref) till.Move {
	x := till.Move{Ref: ref, At: pos.Millis(e.Clock.Millis()), Type: journal.TypeOf(e.Body), Person: pos.IDFromBytes(e.Body.By)}
	switch w := e.Body.GetWhat().(type) {
	case *journalpb.Body_PointsGiven:
		x.Origin = ledger.Origin(w.PointsGiven.Origin)
	case *journalpb.Body_PointsTaken:
		x.Origin = ledger.Origin(w.PointsTaken.Origin)
	}
	return x
}

// nameMoves fills in receipts, and notes that are nobody else's in the pool to
// read; those are kept open only beside the journal.
func (r *reader) nameMoves(no int64, list []till.Move) error {
	return r.s.each(`SELECT p.event, coalesce(s.receipt, ''), coalesce(g.note, ''), a.id
		FROM (SELECT event FROM posting WHERE member = ? UNION SELECT event FROM heard WHERE member = ?) p
		LEFT JOIN sale s ON s.event = p.event LEFT JOIN given g ON g.event = p.event LEFT JOIN account a ON a.no = coalesce(s.member, g.whom)
		WHERE s.event IS NOT NULL OR g.event IS NOT NULL`, args(no, no), func(row *row) error {
		var ref ledger.Ref
		var receipt, note string
		var of []byte
		if err := row.Scan(&ref, &receipt, &note, &of); err != nil {
			return err
		}
		if i, found := slices.BinarySearchFunc(list, ref, func(m till.Move, ref ledger.Ref) int { return cmp.Compare(m.Ref, ref) }); found {
			list[i].Receipt, list[i].Note, list[i].Of = receipt, note, pos.IDFromBytes(of)
		}
		return nil
	})
}

// TierSaid reads the journal from its end: only an explanation of a sale asks
// whose tier gives something else today.
func (r *reader) TierSaid(name string) (list []pos.Tier, err error) {
	err = r.s.each("SELECT payload FROM event WHERE type = 'tier_set' ORDER BY id DESC", nil, func(row *row) error {
		var payload []byte
		if err := row.Scan(&payload); err != nil {
			return err
		}
		body := new(journalpb.Body)
		if err := proto.Unmarshal(payload, body); err != nil {
			return damaged(err)
		}
		if w := body.GetTierSet(); w.GetName() == name {
			list = append(list, pos.Tier{Name: w.Name, RateBp: w.RateBp, DiscountBp: w.DiscountBp, Threshold: pos.Money(w.Threshold), Default: w.Default})
		}
		return nil
	})
	return list, err
}
