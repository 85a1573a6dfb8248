package store

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/till"
)

// TestAnyHistory lets a till do anything in any order. After each history the
// tables follow from the journal, every member's lots are what their postings
// add up to, and the rights that the till holds are what the member has.
func TestAnyHistory(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		u := newShop(t)
		defer u.Close()
		ctx := context.Background()
		app, err := till.New(ctx, u.Store, till.Options{Now: u.opt.Now, Random: u.opt.Random})
		if err != nil {
			rt.Fatal(err)
		}
		defer app.Close()
		who := till.By(pos.System)
		who.Reason = "history"
		allowed := func(err error, codes ...pos.Code) {
			rt.Helper()
			if err == nil {
				return
			}
			for _, c := range codes {
				if pos.CodeOf(err) == c {
					return
				}
			}
			rt.Fatal(err)
		}
		fixed := int64(3)
		allowed(app.SetProducts(ctx, []pos.Product{
			{SKU: "G", Barcodes: []string{"20000001"}, Name: "Grød", Price: 123_45, VATBp: 2500, Kind: pos.Goods, Discountable: true, Earns: true, BonusPayable: true},
			{SKU: "S", Name: "Klipning", Price: 300_00, VATBp: 2500, Kind: pos.Service, Earns: true, FixedPoints: &fixed},
			{SKU: "F", Name: "Fragt", Price: 39_00, VATBp: 2500, Kind: pos.Shipping},
		}, who))
		_, err = app.AddMember(ctx, till.NewMember{Username: "taken", Name: "Taken"}, who)
		allowed(err)
		var members, offices, lists []pos.ID
		for i, pooled := range []bool{true, true, false} {
			o, err := app.SetOrganisation(ctx, pos.Organisation{Name: fmt.Sprint("Kontor ", i), Pooled: pooled}, who)
			allowed(err)
			offices = append(offices, o.ID)
		}
		var receipts []string
		var looks []look
		names := 0
		rt.Repeat(map[string]func(*rapid.T){
			"join": func(rt *rapid.T) {
				names++
				m, err := app.AddMember(ctx, till.NewMember{Username: fmt.Sprintf("m%d", names), Name: rapid.SampledFrom([]string{"Åge Ø", "Anne-Marie Kjær", "Zoé"}).Draw(rt, "name"),
					Phone: rapid.SampledFrom([]string{"", "20 12 34 56", "+33 6 1"}).Draw(rt, "phone"), Tier: pos.FirstTier, Card: fmt.Sprint(20000 + names)}, who)
				allowed(err)
				members = append(members, m.ID)
			},
			"sell": func(rt *rapid.T) {
				d, err := app.NewSale(ctx, pos.System)
				allowed(err)
				for range rapid.IntRange(1, 3).Draw(rt, "lines") {
					allowed(app.AddBarcode(ctx, &d, rapid.SampledFrom([]string{"G", "S", "F"}).Draw(rt, "sku"), rapid.Int64Range(1, 3000).Draw(rt, "qty")))
				}
				if len(d.Lines) > 1 && rapid.Bool().Draw(rt, "void") {
					allowed(app.VoidLast(ctx, &d))
				}
				if len(members) > 0 && rapid.Bool().Draw(rt, "club") {
					_, err := app.AttachMember(ctx, &d, rapid.SampledFrom(members).Draw(rt, "member"))
					allowed(err, pos.UnknownMember)
				}
				done, err := app.Complete(ctx, d, till.Payment{Bonus: rapid.SampledFrom([]int64{0, loyalty.MaxBonus}).Draw(rt, "bonus"), Cash: till.Exact})
				allowed(err)
				receipts = append(receipts, done.Sale.Receipt)
			},
			"refund": func(rt *rapid.T) {
				if len(receipts) == 0 {
					return
				}
				_, err := app.Refund(ctx, till.Return{Receipt: rapid.SampledFrom(receipts).Draw(rt, "receipt"),
					Lines: []till.ReturnLine{{Line: rapid.IntRange(0, 2).Draw(rt, "line"), QtyMilli: rapid.Int64Range(0, 2000).Draw(rt, "qty")}}}, who)
				allowed(err, pos.ReturnOverSold, pos.UnknownLine)
			},
			"wait": func(rt *rapid.T) {
				u.now = u.now.Add(time.Duration(rapid.IntRange(0, 5).Draw(rt, "hours")) * time.Hour)
			},
			"look": func(*rapid.T) { looks = append(looks, lookAt(rt, u, append(slices.Clone(members), offices...))) },
			"tick": func(*rapid.T) { _, err := app.Tick(ctx, u.now); allowed(err) },
			"void": func(*rapid.T) {
				d, err := app.NewSale(ctx, pos.System)
				allowed(err)
				allowed(app.AddBarcode(ctx, &d, "G", 1000))
				allowed(app.VoidSale(ctx, d, who))
			},
			"years": func(rt *rapid.T) {
				_, err := app.Tick(ctx, u.now.AddDate(rapid.IntRange(0, 4).Draw(rt, "ahead"), 0, 0))
				allowed(err)
			},
			"expire": func(rt *rapid.T) {
				if len(members) == 0 {
					return
				}
				m := rapid.SampledFrom(members).Draw(rt, "member")
				at := u.now.AddDate(rapid.IntRange(0, 4).Draw(rt, "years"), 0, 0)
				allowed(u.Do(ctx, func(tx till.Tx) error {
					s, err := tx.Standing(m)
					if err != nil {
						return err
					}
					a := s.Account
					n, _ := a.Expire(0, ledger.Millis(at.UnixMilli()))
					_, err = tx.Append(u.opt.Now(), &journalpb.Body{What: &journalpb.Body_LotsExpired{LotsExpired: &journalpb.LotsExpired{
						Member: s.Holder[:], AsOf: at.UnixMilli(), Points: n}}}, s.Holder, -n)
					return err
				}))
			},
			"employ": func(rt *rapid.T) {
				if len(members) == 0 {
					return
				}
				at := rapid.SampledFrom(append(slices.Clone(offices), pos.ID{})).Draw(rt, "organisation")
				_, err := app.ChangeMember(ctx, rapid.SampledFrom(members).Draw(rt, "member"), till.MemberChange{Organisation: &at}, who)
				allowed(err, pos.UnknownMember)
			},
			"give": func(rt *rapid.T) {
				if len(members) == 0 {
					return
				}
				list := pos.NotedDraft{ID: pos.ID{0xa0, byte(len(lists))}, Opened: 1}
				for range rapid.IntRange(1, 3).Draw(rt, "rows") {
					m, err := app.Standing(ctx, rapid.SampledFrom(members).Draw(rt, "member"))
					allowed(err)
					list.Rows = append(list.Rows, pos.NotedRow{Who: m.Member.Username, Member: m.Member.ID,
						Points: fmt.Sprint(rapid.IntRange(1, 900).Draw(rt, "points")), Note: "kage", Chosen: true, Again: true})
				}
				_, err := app.CommitNoted(ctx, list, who)
				if err == nil {
					lists = append(lists, list.ID)
				} else if pos.TroubleOf(err) != "" {
					rt.Fatal(err)
				}
			},
			"take back": func(rt *rapid.T) {
				if len(lists) == 0 {
					return
				}
				_, err := app.UndoNoted(ctx, rapid.SampledFrom(lists).Draw(rt, "list"), who)
				if pos.TroubleOf(err) != "" {
					rt.Fatal(err)
				}
			},
			"merge": func(rt *rapid.T) {
				if len(members) == 0 {
					return
				}
				pick := func(label string) pos.ID { return rapid.SampledFrom(members).Draw(rt, label) }
				_, err := app.MergeMembers(ctx, pick("keep"), pick("alias"), who)
				allowed(err, pos.SameMember, pos.UnknownMember)
			},
			"erase": func(rt *rapid.T) {
				if len(members) == 0 || rapid.IntRange(0, 3).Draw(rt, "seldom") > 0 {
					return
				}
				allowed(app.EraseMember(ctx, rapid.SampledFrom(members).Draw(rt, "member"), who), pos.UnknownMember)
			},
			"refused": func(*rapid.T) {
				if len(members) == 0 {
					return
				}
				err := u.Do(ctx, func(tx till.Tx) error {
					m := pos.Member{ID: pos.ID{9}, Username: "taken", Name: "again"}
					_, err := tx.Append(u.opt.Now(), &journalpb.Body{What: &journalpb.Body_MemberSet{MemberSet: journal.FromMember(m)}}, m.ID, 5)
					if pos.CodeOf(err) != pos.UsernameTaken {
						rt.Fatal(err)
					}
					return nil // even a caller who does not mind keeps nothing of it
				})
				allowed(err, pos.UsernameTaken)
			},
			"stranger": func(rt *rapid.T) {
				// An event of a newer till: its rights count, the rest is kept.
				allowed(u.Do(ctx, func(tx till.Tx) error {
					_, err := tx.Append(u.opt.Now(), &journalpb.Body{}, pos.ID{}, 0)
					return err
				}))
			},
		})
		audit(rt, u, members, offices)
		for _, l := range append(looks, lookAt(rt, u, append(slices.Clone(members), offices...))) {
			l.holds(rt, u)
		}
	})
}

func audit(t *rapid.T, u *shopUnderTest, members, offices []pos.ID) {
	ctx := context.Background()
	r, err := u.Verify(ctx, nil)
	if err != nil || !r.OK {
		t.Fatalf("%+v %v", r, err)
	}
	err = u.View(ctx, func(rd till.Reader) error {
		q := rd.(*reader).s
		var unequal int64
		if _, err := q.get("SELECT count(*) FROM (SELECT 1 FROM posting GROUP BY member, event HAVING sum(points) <> 0)", nil, &unequal); err != nil {
			return err
		}
		if unequal != 0 {
			t.Fatalf("the postings of %d events do not add up to zero", unequal)
		}
		for _, holder := range append(slices.Clone(members), offices...) {
			a, rights, err := rd.Account(holder)
			if err != nil {
				return err
			}
			var points, debt, pending int64
			if _, err := q.get(`SELECT coalesce(sum(points) FILTER (WHERE p.account = 1), 0), coalesce(sum(points) FILTER (WHERE p.account = 2), 0),
				coalesce(sum(points) FILTER (WHERE p.account = 3), 0) FROM posting p JOIN account a ON a.no = p.member WHERE a.id = ?`,
				args(holder[:]), &points, &debt, &pending); err != nil {
				return err
			}
			if a.Holding() != points || a.Debt != -debt || a.PendingPoints() != pending {
				t.Fatalf("account %+v, postings %d, %d, %d", a, points, debt, pending)
			}
			if rights != a.Holding() {
				t.Fatalf("rights %d over a holding of %d", rights, a.Holding())
			}
		}
		for _, m := range members {
			auditHistory(t, rd, m)
		}
		auditChain(t, u, rd, append(slices.Clone(members), offices...))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// auditHistory: what is shown of a member adds up to their own account and that
// of those they were merged from; what is marked as the pool's, to the pool.
func auditHistory(t *rapid.T, rd till.Reader, m pos.ID) {
	history, err := rd.History(m, 100_000)
	if err != nil {
		t.Fatal(err)
	}
	var own, pool int64
	for _, h := range history {
		if h.Pool {
			pool += h.Points
		} else {
			own += h.Points
		}
	}
	a, _, err := rd.Account(m)
	if err != nil {
		t.Fatal(err)
	}
	if own != a.Holding()-a.Debt {
		t.Fatalf("the history adds up to %d, the account is %+v", own, a)
	}
	s, err := rd.Standing(m)
	if err != nil {
		t.Fatal(err)
	}
	if s.Holder != m && pool != s.Account.Holding()-s.Account.Debt || s.Holder == m && pool != 0 {
		t.Fatalf("the pool's history adds up to %d, the pool is %+v", pool, s.Account)
	}
}

// TestUnknownEventsKeepTheirRights: an event of a type that this program does
// not know counts its rights, for a member it does not know either.
func TestUnknownEventsKeepTheirRights(t *testing.T) {
	u := busyShop(t)
	ctx := context.Background()
	known, err := u.till().MemberByUsername(ctx, "soren")
	if err != nil {
		t.Fatal(err)
	}
	stranger := pos.ID{0xaa}
	body := new(journalpb.Body)
	// Field 99, which no version has yet.
	body.ProtoReflect().SetUnknown([]byte{0x9a, 0x06, 0x02, 0x08, 0x01})
	for _, m := range []pos.ID{known.Member.ID, stranger} {
		err := u.Do(ctx, func(tx till.Tx) error {
			_, err := tx.Append(u.opt.Now(), body, m, 42)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	now, err := u.till().MemberByUsername(ctx, "soren")
	if err != nil || now.Rights != known.Rights+42 {
		t.Errorf("rights %d, before %d: %v", now.Rights, known.Rights, err)
	}
	if _, err := u.till().Standing(ctx, stranger); pos.CodeOf(err) != pos.UnknownMember {
		t.Errorf("a member out of nothing: %v", err)
	}
	// The newer program's member arrives: the rights are there already.
	setMember(t, u.Store, pos.Member{ID: stranger, Username: "late", Name: "Late", Tier: pos.NoBonusTier, Status: pos.Active})
	if s, err := u.till().Standing(ctx, stranger); err != nil || s.Rights != 42 {
		t.Errorf("rights %d: %v", s.Rights, err)
	}
	if r := verifyFolder(t, u.dir); !r.OK {
		t.Error(r.FirstDifference)
	}
}

// TestExport: every line is an event whose hash can be computed from it.
func TestExport(t *testing.T) {
	u := busyShop(t)
	var out strings.Builder
	if err := u.Export(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	if shop := u.shopNow(); int64(len(lines)) != shop.Events {
		t.Errorf("%d lines for %d events", len(lines), shop.Events)
	}
	var prev journal.Hash
	for i, line := range lines {
		var x exported
		if err := json.Unmarshal([]byte(line), &x); err != nil {
			t.Fatalf("line %d: %v", i, err)
		}
		payload, err := base64.StdEncoding.DecodeString(x.PayloadB64)
		if err != nil {
			t.Fatal(err)
		}
		hash, err := hex.DecodeString(x.Hash)
		if err != nil {
			t.Fatal(err)
		}
		e := journal.Event{Till: x.Till, Incarnation: x.Incarnation, Seq: x.Seq, Clock: journal.Clock(x.Clock), Type: x.Type, Version: x.Version,
			Member: x.Member, RightsDelta: x.RightsDelta, Payload: payload, Prev: prev, Hash: fixed(hash)}
		if err := e.VerifyHash(prev); err != nil || x.Seq != int64(i+1) {
			t.Fatalf("line %d, seq %d: %v", i, x.Seq, err)
		}
		var words map[string]json.RawMessage
		if err := json.Unmarshal(x.Payload, &words); err != nil || words[x.Type] == nil {
			t.Fatalf("line %d: the payload does not say what the %s is: %s", i, x.Type, x.Payload)
		}
		prev = e.Hash
	}
}
