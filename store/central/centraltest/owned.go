package centraltest

import (
	"crypto/sha256"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal/journalpb"
)

// Goods sets the price of an article.
func (x *Till) Goods(sku string, price int64) {
	x.Say(&journalpb.Body{What: &journalpb.Body_ProductsSet{ProductsSet: &journalpb.ProductsSet{Products: []*journalpb.Product{{Sku: sku, Name: sku, Price: price}}}}}, pos.ID{}, 0)
}

// whoOwns: what the head office sets holds, whatever tills bring and whenever; then
// what the till brought that began the chain. Another's programme is not taken.
func whoOwns(d *desk) {
	price := func(sku string, want int64) {
		d.Helper()
		c, err := d.store.Fact(d.ctx, chain.Product, sku)
		d.ok(err)
		if len(c.Said) != 1 || c.Said[0].Body.GetProductsSet().Products[0].Price != want {
			d.Fatalf("%s costs %v, and not %d", sku, c.Said, want)
		}
	}
	first, second, office := d.till("first"), d.till("second"), NewTill(d, "office")
	hash := sha256.Sum256([]byte("office"))
	d.ok(d.store.AddCode(d.ctx, chain.Code{Hash: hash, TillName: "Head office", Until: pos.At(office.Now.Add(time.Hour))}))
	_, err := d.store.Enrol(d.ctx, chain.Enrolment{CodeHash: hash, TokenHash: hash, Till: office.ID, Desk: true, Lives: []chain.Life{office.Life()}, At: pos.At(office.Now)})
	d.ok(err)

	second.Now = second.Now.Add(time.Hour) // it speaks last, by the clock, and is heard first
	second.Goods("tea", 20)
	second.Goods("nuts", 21)
	second.Program(1, `{"points":1,"points_worth":2}`)
	second.Program(7, `{"points":1,"points_worth":7}`)
	d.push(second)
	price("tea", 20)
	first.Goods("tea", 10)
	first.Goods("tea", 11)
	first.Program(1, `{"points":1,"points_worth":1}`)
	d.push(first)
	price("tea", 11)
	price("nuts", 21)
	office.Goods("tea", 30)
	office.Goods("nuts", 31)
	d.push(office)
	first.Now = first.Now.Add(2 * time.Hour)
	first.Goods("tea", 12)
	d.push(first)
	price("tea", 30)
	price("nuts", 31)
	programs, err := d.store.Facts(d.ctx, chain.Program)
	d.ok(err)
	if len(programs) != 1 || string(programs[0].Said[0].Body.GetProgramSet().ProgramJson) != `{"points":1,"points_worth":1}` {
		d.Fatalf("the programme: %v", programs)
	}
	difference, err := d.store.Verify(d.ctx)
	d.ok(err)
	if difference != "" {
		d.Fatal(difference)
	}
}
