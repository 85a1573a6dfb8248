package central

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
)

// finding is a difference, in words.
type finding struct{ text string }

func (d *finding) Error() string { return d.text }

func differs(format string, a ...any) error { return &finding{fmt.Sprintf(format, a...)} }

// Verify reads every life's events (sequence, hashes, signatures), computes from
// them what is folded, and compares. It names the first difference; "" is none.
// It sees one state; tills may push meanwhile.
func (s *Store) Verify(ctx context.Context) (string, error) {
	err := s.db.read(ctx, func(t *tx) error {
		v := &verifier{tx: t, s: s, accounts: map[pos.ID]accountRow{}, holdings: map[holdingKey]int64{}, index: map[pos.ID]int64{}, facts: newFactVerifier()}
		return v.run()
	})
	var d *finding
	if errors.As(err, &d) {
		return d.text, nil
	}
	return "", err
}

type verifier struct {
	*tx
	s        *Store
	numbers  map[lifeKey]int64
	byNumber map[int64]*lifeRow
	accounts map[pos.ID]accountRow
	holdings map[holdingKey]int64
	index    map[pos.ID]int64 // how many events an account is folded from
	facts    factVerifier
	log      logVerifier
}

func (v *verifier) run() error {
	var lives []lifeRow
	v.numbers = map[lifeKey]int64{}
	if err := v.tx.lives("ORDER BY till, ordinal", nil, func(l lifeRow) error {
		lives = append(lives, l)
		v.numbers[lifeKey{l.Till, l.Incarnation}] = l.no
		return nil
	}); err != nil {
		return err
	}
	v.byNumber = map[int64]*lifeRow{}
	for i := range lives {
		v.byNumber[lives[i].no] = &lives[i]
	}
	if err := v.readLog(); err != nil {
		return err
	}
	var err error
	if v.facts.voices, err = v.voicesNow(v.s.life); err != nil {
		return err
	}
	for i := range lives {
		if err := v.journal(&lives[i]); err != nil {
			return err
		}
	}
	for _, step := range []func() error{v.compareAccounts, v.compareHoldings, v.compareIndex, v.compareFacts, v.compareLog} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// journal follows one life's events, and adds up what they do.
func (v *verifier) journal(l *lifeRow) error {
	name := func(seq int64) string {
		return fmt.Sprintf("till %s, incarnation %s, event %d", l.Till, l.Incarnation, seq)
	}
	var seq int64
	var head journal.Hash
	err := v.events(l, 1, func(e *journal.Event) error {
		if seq++; e.Seq != seq {
			return differs("%s: the sequence goes on with %d", name(seq-1), e.Seq)
		}
		if err := e.Verify(head, l.PublicKey); err != nil {
			return differs("%s: %v", name(seq), err)
		}
		head = e.Hash
		if err := v.log.take(l.no, e); err != nil {
			return err
		}
		body, err := e.Body()
		if err != nil {
			return differs("%s: %v", name(seq), err)
		}
		var moves []chain.Movement
		if moves = chain.Movements(e, body); l.no == v.s.life {
			moves = chain.OfficeMovements(body)
		}
		if err := v.facts.take(l, &chain.Event{Event: *e, Body: body}, v.byNumber); err != nil {
			return err
		}
		for _, m := range moves {
			a := v.accounts[m.Account]
			v.accounts[m.Account] = accountRow{a.points + m.Points, a.held + m.Rights, a.unread + m.Unread}
			if m.Rights != 0 {
				v.holdings[holdingKey{m.Account, v.numbers[lifeKey{m.Till, m.Incarnation}]}] += m.Rights
			}
		}
		for _, id := range chain.Accounts(e, body) {
			v.index[id]++
		}
		return nil
	})
	if err != nil {
		return err
	}
	if seq != l.Applied {
		return differs("%s: it is the last, and %d were applied", name(seq), l.Applied)
	}
	if head != l.Head {
		return differs("%s: its hash is not the head that is kept", name(seq))
	}
	return nil
}

func (v *verifier) compareAccounts() error {
	var id []byte
	var a accountRow
	if err := v.do.each("SELECT id, points, held, unread FROM account ORDER BY id", nil, []any{&id, &a.points, &a.held, &a.unread}, func() error {
		member := pos.IDFromBytes(id)
		if want := v.accounts[member]; a != want {
			return differs("account %s has %d points, %d of them held and %d unread, and its events say %d, %d and %d",
				member, a.points, a.held, a.unread, want.points, want.held, want.unread)
		}
		delete(v.accounts, member)
		return nil
	}); err != nil {
		return err
	}
	for _, member := range sortedIDs(v.accounts) {
		if v.accounts[member] != (accountRow{}) {
			return differs("account %s is missing", member)
		}
	}
	return nil
}

func (v *verifier) compareHoldings() error {
	var id []byte
	var life, rights int64
	if err := v.do.each("SELECT account, life, rights FROM holding ORDER BY account, life", nil, []any{&id, &life, &rights}, func() error {
		k := holdingKey{pos.IDFromBytes(id), life}
		if want := v.holdings[k]; rights != want {
			return differs("of account %s, life %d holds %d, and the events say %d", k.account, life, rights, want)
		}
		delete(v.holdings, k)
		return nil
	}); err != nil {
		return err
	}
	for _, k := range sortedHoldings(v.holdings) {
		if v.holdings[k] != 0 {
			return differs("of account %s, what life %d holds is missing", k.account, k.life)
		}
	}
	return nil
}

func (v *verifier) compareIndex() error {
	var id []byte
	var n int64
	if err := v.do.each("SELECT account, count(*) FROM account_event GROUP BY account ORDER BY account", nil, []any{&id, &n}, func() error {
		account := pos.IDFromBytes(bytes.Clone(id))
		if want := v.index[account]; n != want {
			return differs("account %s is folded from %d events, and should be from %d", account, n, want)
		}
		delete(v.index, account)
		return nil
	}); err != nil {
		return err
	}
	if missing := sortedIDs(v.index); len(missing) > 0 {
		return differs("account %s is folded from no event, and should be", missing[0])
	}
	return nil
}
