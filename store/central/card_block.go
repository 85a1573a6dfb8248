package central

import (
	"context"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
)

// CardBlock gives out numbers of cards, once for an id. They begin with
// pos.FirstCard, and come after every number that any till has made a batch of, or
// got a block of.
//
// Refusals: UnknownTill, Revoked, Fenced.
func (s *Store) CardBlock(ctx context.Context, till, incarnation pos.ID, b chain.CardBlock) (chain.CardBlock, error) {
	asked := b
	err := s.db.write(ctx, func(t *tx) error {
		b = asked
		w := s.work(t, 0)
		l, err := w.asker(till, incarnation)
		if err != nil {
			return err
		}
		known, err := t.one("SELECT first, count FROM card_block WHERE id = ?", args(b.ID[:]), &b.First, &b.Count)
		if err != nil || known {
			return err
		}
		w.cards = pos.FirstCard - 1
		if err := w.writeCards(); err != nil {
			return err
		}
		if b.First, err = t.next("cards", b.Count); err != nil {
			return err
		}
		_, err = t.exec("INSERT INTO card_block (id, life, first, count) VALUES (?, ?, ?, ?)", b.ID[:], l.no, b.First, b.Count)
		return err
	})
	return b, err
}

// passCards lets blocks begin after the cards that tills have made themselves.
func (w *work) passCards(body *journalpb.Body) {
	if m := body.GetCardsMade(); m != nil {
		w.cards = max(w.cards, m.First+m.Count-1)
	}
}

func (w *work) writeCards() error {
	if w.cards == 0 {
		return nil
	}
	_, err := w.exec("UPDATE meta SET n = ? WHERE name = 'cards' AND n < ?", w.cards, w.cards)
	return err
}
