package store

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/till"
)

// Filling is a shop to try things on: members with Danish and French names,
// phones and cards from 10001 upward, goods, and their sales. The same seed
// gives the same facts.
type Filling struct {
	Members int
	Sales   int
	Seed    uint64
	// From is the moment of the first sale; they follow one another to To.
	From, To time.Time
}

// The goods of a filled shop have the SKUs "B0001" upward; a card's number is
// firstCard and the member's place.
const (
	fillGoods  = 200
	firstCard  = 10001
	fillEvents = 20_000 // a transaction: so many share the pages they land on
)

// filler makes the facts. What a member has is kept beside the store, so that
// every sale is computed as the till computes it.
type filler struct {
	want     Filling
	rnd      *rand.Rand
	program  till.Program
	tier     pos.Tier
	goods    []pos.Product
	ids      []pos.ID
	balance  []int64
	progress Progress
}

// Fill adds a Filling to a shop, through the same events as a till's own. It
// is for measuring and trying, and needs a shop without members.
func (s *Store) Fill(ctx context.Context, want Filling, progress Progress) error {
	f := &filler{want: want, progress: progress, rnd: rand.New(rand.NewPCG(want.Seed, 0x626f6e7573))}
	if f.want.To.IsZero() {
		f.want.To = s.opt.Now()
	}
	if f.want.From.IsZero() {
		f.want.From = f.want.To.AddDate(-3, 0, 0)
	}
	if err := s.bigCache(true); err != nil {
		return err
	}
	defer s.bigCache(false)
	if err := s.Do(ctx, f.begin); err != nil {
		return err
	}
	const batch = 500
	for done := 0; done < want.Members; {
		err := s.Do(ctx, func(tx till.Tx) error {
			for range fillEvents / batch {
				n := min(batch, want.Members-done)
				if n == 0 {
					break
				}
				if err := f.members(tx, done, n); err != nil {
					return err
				}
				done += n
			}
			return ctx.Err()
		})
		if err != nil {
			return err
		}
		progress.tell("members", int64(done), int64(want.Members))
	}
	for done := 0; done < want.Sales; {
		err := s.Do(ctx, func(tx till.Tx) error {
			for range min(fillEvents, want.Sales-done) {
				receipt, err := tx.NextReceipt()
				if err != nil {
					return err
				}
				if err := f.sale(tx, receipt, done); err != nil {
					return err
				}
				done++
			}
			return ctx.Err()
		})
		if err != nil {
			return err
		}
		progress.tell("sales", int64(done), int64(want.Sales))
	}
	return nil
}

// bigCache gives the writer half a gigabyte while so many rows land all over the
// tables, and takes it away again.
func (s *Store) bigCache(on bool) error {
	if err := s.take(context.Background()); err != nil {
		return err
	}
	defer s.give()
	if s.writer == nil {
		return errClosed
	}
	size := writerCache
	if on {
		size = "-524288"
	}
	return s.writer.script("PRAGMA cache_size = " + size)
}

// begin makes the goods, and reads the programme and the best tier.
func (f *filler) begin(tx till.Tx) (err error) {
	if f.program, err = tx.ProgramAt(pos.At(f.want.To)); err != nil {
		return err
	}
	tiers, err := tx.Tiers()
	if err != nil {
		return err
	}
	for _, t := range tiers {
		if f.tier.Name == "" || t.RateBp > f.tier.RateBp {
			f.tier = t
		}
	}
	e := new(journalpb.ProductsSet)
	for i := range fillGoods {
		p := pos.Product{
			SKU: fmt.Sprintf("B%04d", i+1), Barcodes: []string{fillBarcode(i)}, Category: "bench",
			Name:  fillThings[i%len(fillThings)] + " " + fillKinds[i/len(fillThings)%len(fillKinds)],
			Price: pos.Money(500 + 50*f.rnd.IntN(600)), VATBp: 2500, Kind: pos.Goods, Discountable: true, Earns: true, BonusPayable: true,
		}
		f.goods = append(f.goods, p)
		e.Products = append(e.Products, journal.FromProduct(p))
	}
	_, err = tx.Append(f.want.From, &journalpb.Body{What: &journalpb.Body_ProductsSet{ProductsSet: e}}, pos.ID{}, 0)
	return err
}

// fillBarcode is a GTIN-13 of the numbers that GS1 leaves to a shop (prefix
// 20), with its check digit.
func fillBarcode(i int) string {
	code := fmt.Sprintf("20%010d", i+1)
	sum := 0
	for k := range code {
		weight := 1
		if k%2 == 1 {
			weight = 3
		}
		sum += int(code[k]-'0') * weight
	}
	return code + string(rune('0'+(10-sum%10)%10))
}

func (f *filler) members(tx till.Tx, from, n int) error {
	e := new(journalpb.MembersImported)
	joined := pos.At(f.want.From)
	for i := from; i < from+n; i++ {
		first, last := pick(f.rnd, fillFirst), pick(f.rnd, fillLast)
		name := first + " " + last
		if f.rnd.IntN(4) == 0 {
			name = first + " " + pick(f.rnd, fillFirst) + " " + last
		}
		phone := fmt.Sprintf("+45 %08d", 20_000_000+f.rnd.IntN(79_999_999))
		if f.rnd.IntN(8) == 0 {
			phone = fmt.Sprintf("+33 6 %08d", f.rnd.IntN(100_000_000))
		}
		username := fmt.Sprintf("%s%d", pos.SearchWord(first), i+1)
		m := pos.Member{
			ID: f.idAt(f.want.From.Add(time.Duration(i) * time.Millisecond)), Username: username, Name: name, Phone: phone, Email: username + "@example.com",
			Tier: f.tier.Name, Status: pos.Active, Joined: joined,
		}
		f.ids, f.balance = append(f.ids, m.ID), append(f.balance, 0)
		card := pos.Card{Number: fmt.Sprint(firstCard + i), Kind: pos.BothCard, State: pos.Issued, Member: m.ID, Issued: joined}
		e.Members = append(e.Members, &journalpb.NewMember{Member: journal.FromMember(m), Cards: []*journalpb.CardSet{journal.FromCard(card)}})
	}
	_, err := tx.Append(f.want.From, &journalpb.Body{What: &journalpb.Body_MembersImported{MembersImported: e}}, pos.ID{}, 0)
	return err
}

func (f *filler) id() (id pos.ID) {
	binary.BigEndian.PutUint64(id[:], f.rnd.Uint64())
	binary.BigEndian.PutUint64(id[8:], f.rnd.Uint64())
	return id
}

// idAt is an id as a till makes them (pos.NewIDAt).
func (f *filler) idAt(at time.Time) pos.ID {
	id := f.id()
	binary.BigEndian.PutUint64(id[:], uint64(at.UnixMilli())<<16|binary.BigEndian.Uint64(id[:])>>48)
	return id
}

func pick(rnd *rand.Rand, list []string) string { return list[rnd.IntN(len(list))] }

// sale is one to four articles; four in five are a member's, and one of those
// in five uses what bonus it may.
func (f *filler) sale(tx till.Tx, receipt string, i int) error {
	at := f.want.From.Add(f.want.To.Sub(f.want.From) / time.Duration(f.want.Sales) * time.Duration(i))
	s := pos.Sale{ID: f.idAt(at), Receipt: receipt, Completed: pos.At(at), Program: f.program.Version}
	var rules []loyalty.Line
	for range 1 + f.rnd.IntN(4) {
		p := f.goods[f.rnd.IntN(len(f.goods))]
		l := pos.LineItem{SKU: p.SKU, Barcode: p.Barcodes[0], Name: p.Name, Kind: p.Kind, QtyMilli: 1000 * int64(1+f.rnd.IntN(3)),
			UnitPrice: p.Price, VATBp: p.VATBp, Discountable: true, Earns: true, BonusPayable: true}
		s.Lines = append(s.Lines, l)
		rules = append(rules, loyalty.Line{Kind: l.Kind, QtyMilli: l.QtyMilli, UnitPrice: int64(l.UnitPrice), VATBp: l.VATBp,
			Discountable: true, Earns: true, BonusPayable: true})
	}
	member, tier, bonus := -1, loyalty.Tier{}, int64(0)
	var available int64
	if len(f.ids) > 0 && f.rnd.IntN(5) > 0 {
		member = f.rnd.IntN(len(f.ids))
		s.Member, s.Tier, s.Card = f.ids[member], f.tier.Name, fmt.Sprint(firstCard+member)
		tier = loyalty.Tier{RateBp: f.tier.RateBp, DiscountBp: f.tier.DiscountBp}
		available = f.balance[member]
		if f.rnd.IntN(5) == 0 {
			bonus = loyalty.MaxBonus
		}
	}
	if member < 0 {
		for k := range rules {
			rules[k].Earns, s.Lines[k].Earns = false, false
		}
	}
	cash := f.rnd.IntN(3) == 0
	q, err := loyalty.Quote(f.program.Program, tier, available, rules, loyalty.Tender{Bonus: bonus, Cash: cash})
	if err != nil {
		return err
	}
	for k, x := range q.Lines {
		l := &s.Lines[k]
		l.Gross, l.Discount, l.Club, l.Net = pos.Money(x.Gross), pos.Money(x.Discount), x.Club, pos.Money(x.Net)
		l.BonusValue, l.PointsUsed, l.PointsEarned = pos.Money(x.BonusValue), x.PointsUsed, x.PointsEarned
	}
	e := &journalpb.SaleCompleted{
		Sale: s.ID[:], Receipt: s.Receipt, Completed: int64(s.Completed), Card: s.Card, Program: s.Program, Tier: s.Tier,
		Subtotal: q.Subtotal, PointsUsed: q.PointsUsed, BonusValue: q.BonusValue, Payable: q.Payable, Rounding: q.Rounding,
		ToPay: q.ToPay, AccrualBase: q.AccrualBase, PointsEarned: q.PointsEarned,
	}
	if f.program.ExpiryMonths > 0 {
		e.ExpiresAt = pos.AddMonths(at, int(f.program.ExpiryMonths)).UnixMilli()
	}
	for _, l := range s.Lines {
		e.Lines = append(e.Lines, journal.FromLine(l))
	}
	if q.BonusValue > 0 {
		e.Tenders = append(e.Tenders, &journalpb.Tender{Kind: string(pos.BonusTender), Amount: q.BonusValue})
	}
	kind := pos.BankCard
	if cash {
		kind = pos.Cash
	}
	if q.ToPay > 0 {
		e.Tenders = append(e.Tenders, &journalpb.Tender{Kind: string(kind), Amount: q.ToPay})
	}
	if member >= 0 {
		f.balance[member] += q.PointsEarned - q.PointsUsed
		e.Member, e.BalanceAfter = s.Member[:], f.balance[member]
	}
	_, err = tx.Append(at, &journalpb.Body{What: &journalpb.Body_SaleCompleted{SaleCompleted: e}}, s.Member, q.PointsEarned-q.PointsUsed)
	return err
}

// The commonest names of Denmark and France, with the letters that a search
// must not stumble over.
var (
	fillFirst = strings.Fields(`Anne Peter Kirsten Michael Hanne Lars Anna Jens Mette Thomas Helle Søren Maria Henrik Marie Christian
		Susanne Martin Lene Jan Camilla Morten Louise Jesper Pia Niels Charlotte Mads Tina Anders Gitte Rasmus Bente Per Karen Hans Ida Mikkel
		Åge Aage Åse Bjørn Jørgen Kåre Øjvind Lærke Zoë Æmilie Grønne Emma William Freja Noah Alma Oscar Jean Pierre Michel André Philippe René
		Isabelle Nathalie Françoise Hélène Céline Aurélie Chloé Inès Léa Benoît Jérôme Gaël Noël Anaïs Clémence Théo Maël Joséphine Geneviève`)
	fillLast = strings.Fields(`Nielsen Jensen Hansen Pedersen Andersen Christensen Larsen Sørensen Rasmussen Jørgensen Petersen Madsen Kristensen
		Olsen Thomsen Christiansen Poulsen Johansen Møller Mortensen Knudsen Jakobsen Mikkelsen Frederiksen Laursen Lund Schmidt Holm Eriksen Kjær
		Åkjær Aagaard Bøgh Ravn Skov Bæk Dahl Krogh Østergaard Nørgaard Vestergaard Søndergaard Bjerregaard Højgaard Martin Bernard Dubois Thomas
		Robert Richard Petit Durand Leroy Moreau Lefèvre Girard Lambert Fontaine Rousseau Chevalier François Mercier Dupré Bénard Gérard Lacroix Hébert`)
	fillThings = strings.Fields("Rødgrød Æblemost Kasket Brød Smør Kaffe Te Sæbe Ost Mælk Honning Chokolade Fløde Krus Kurv Lys Papir Garn Uld Strømper")
	fillKinds  = strings.Fields("stor lille økologisk hvid rød blå grøn fin rå håndlavet")
)
