package store

import (
	"context"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
)

// TestWhatANewerHeadOfficeSaysIsKept: a thing that this program knows nothing of is
// kept as it came; the program that does folds it when it first hears from the head
// office.
func TestWhatANewerHeadOfficeSaysIsKept(t *testing.T) {
	u := busyShop(t)
	ctx := context.Background()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(u.Join(ctx, []byte(`{}`), &journalpb.ChainJoined{Chain: []byte("0123456789abcdef")}))
	me, err := u.Me(ctx)
	must(err)
	last := me.Lives[len(me.Lives)-1]
	must(u.Acked(ctx, last.Incarnation, last.Applied))
	of := chain.EventKey{Clock: 2, Till: pos.ID{7}, Incarnation: pos.ID{8}, Seq: 4}
	newer := new(journalpb.Body)
	newer.ProtoReflect().SetUnknown([]byte{0x9a, 0x06, 0x02, 0x08, 0x01})
	must(u.Take(ctx, chain.Changes{Next: 5, Applied: me.Lives, List: []chain.Change{{At: 5, Kind: 200, Key: "dream", Said: []chain.Said{{Of: of, Body: newer}}}}}))
	unread := func(want int64) {
		t.Helper()
		must(u.readers.use(ctx, func(q *session) error {
			var n int64
			if _, err := q.get("SELECT count(*) FROM pulled WHERE folded = 2", nil, &n); err != nil || n != want {
				t.Fatalf("%d things are unread, and should be %d: %v", n, want, err)
			}
			return nil
		}))
		if r, err := u.Verify(ctx, nil); err != nil || !r.OK {
			t.Fatalf("%+v %v", r, err)
		}
	}
	unread(1)
	// As a program has left it that knew nothing of goods.
	tea := &journalpb.Product{Sku: "silver", Name: "Silver Needle", Price: 9500, Kind: string(pos.Goods)}
	must(u.do(ctx, func(t *tx) error {
		state, err := pulledBytes(chain.Change{At: 6, Kind: chain.Product, Key: tea.Sku, Said: []chain.Said{{Of: of,
			Body: &journalpb.Body{What: &journalpb.Body_ProductsSet{ProductsSet: &journalpb.ProductsSet{Products: []*journalpb.Product{tea}}}}}}})
		if err != nil {
			return err
		}
		applied, err := t.appliedRef(me.Lives)
		if err != nil {
			return err
		}
		return t.savePulled(chain.Product, tea.Sku, applied, pulledUnread, state)
	}))
	unread(2)
	must(u.Close())
	u.open()
	must(u.Take(ctx, chain.Changes{Next: 7, Applied: me.Lives}))
	if p, err := u.till().Product(ctx, tea.Sku); err != nil || p.Name != tea.Name {
		t.Fatalf("%+v %v", p, err)
	}
	unread(1)
}
