package screen

import (
	"context"
	"strings"

	"bonuskasse/hardware"
	"bonuskasse/pos"
)

// ForCard asks for the number of a card, typed or scanned, and does with it what
// take does. A field that the question has keeps its label.
func ForCard(goods Goods, q Question, take func(ctx context.Context, number string, do *Turn) error) Question {
	if q.Field == nil {
		q.Field = &Field{Label: Say("member.issue.field")}
	}
	q.Scan = func(ctx context.Context, e Scanned, do *Turn) error {
		number, err := CardOf(ctx, goods, e.Scan)
		if err != nil {
			return err
		}
		return take(ctx, number, do)
	}
	q.Then = func(ctx context.Context, r Reply, do *Turn) error {
		if r.Do == Cancel {
			return nil
		}
		return take(ctx, strings.TrimSpace(r.Text), do)
	}
	return q
}

// Goods is what tells an article from a card.
type Goods interface {
	Product(ctx context.Context, code string) (pos.Product, error)
}

// CardOf is the number of a card that was scanned to be issued. Goods that
// the shop sells are no card; a code that it does not know may be one from
// before, whatever it looks like.
func CardOf(ctx context.Context, goods Goods, sc hardware.Scan) (string, error) {
	if IsSlip(sc) {
		return "", pos.Refuse("slip_no_card")
	}
	if sc.Kind == hardware.KindProduct {
		switch _, err := goods.Product(ctx, sc.Value); {
		case err == nil:
			return "", pos.Refuse("goods_no_card")
		case pos.CodeOf(err) != pos.UnknownBarcode:
			return "", err
		}
	}
	return sc.Value + sc.Text, nil
}
