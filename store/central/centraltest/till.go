package centraltest

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
)

// Start is when the tests' tills begin.
var Start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// ID is a name's, the same in every run.
func ID(name string) pos.ID {
	h := sha256.Sum256([]byte(name))
	return pos.IDFromBytes(h[:16])
}

// Till is a till that writes a real journal, and knows nothing of accounts.
type Till struct {
	t           testing.TB
	ID          pos.ID
	Incarnation pos.ID
	Ordinal     int64
	Key         ed25519.PrivateKey
	Now         time.Time
	Events      []chain.Event
	clock       journal.Clock
	keys        map[pos.ID]journal.PersonalKey
	fresh       []chain.PersonalKey
}

// NewTill is a till whose journal begins as a shop's does.
func NewTill(t testing.TB, name string) *Till {
	seed := sha256.Sum256([]byte("key of " + name))
	x := &Till{t: t, ID: ID(name), Incarnation: ID(name + " 1"), Ordinal: 1, Key: ed25519.NewKeyFromSeed(seed[:]), Now: Start, keys: map[pos.ID]journal.PersonalKey{}}
	x.Say(&journalpb.Body{What: &journalpb.Body_ShopOpened{ShopOpened: &journalpb.ShopOpened{Till: x.ID[:], PublicKey: x.public(), Name: name, Currency: "DKK"}}}, pos.ID{}, 0)
	return x
}

func (x *Till) public() []byte { return x.Key.Public().(ed25519.PublicKey) }

// Life is the till's incarnation as it is enrolled.
func (x *Till) Life() chain.Life {
	return chain.Life{Till: x.ID, Incarnation: x.Incarnation, Ordinal: x.Ordinal, PublicKey: x.public()}
}

// Say appends an event, sealed and signed, a second later than the last.
func (x *Till) Say(body *journalpb.Body, member pos.ID, rights int64) chain.Event {
	x.t.Helper()
	x.Now = x.Now.Add(time.Second)
	x.clock = x.clock.After(x.Now)
	err := journal.SealPersonal(body, bytes.NewReader(bytes.Repeat([]byte{7}, 4096)), func(m pos.ID) (journal.PersonalKey, error) {
		if _, known := x.keys[m]; !known {
			x.keys[m] = sha256.Sum256(append([]byte("of "), m[:]...))
			x.fresh = append(x.fresh, chain.PersonalKey{Member: m, Key: x.keys[m]})
		}
		return x.keys[m], nil
	})
	if err != nil {
		x.t.Fatal(err)
	}
	e, err := journal.New(body, member, rights)
	if err != nil {
		x.t.Fatal(err)
	}
	var prev journal.Hash
	if n := len(x.Events); n > 0 {
		prev = x.Events[n-1].Hash
	}
	e.Till, e.Incarnation, e.Seq, e.Clock = x.ID, x.Incarnation, int64(len(x.Events))+1, x.clock
	e.Seal(prev, x.Key)
	stored, err := e.Body() // as it comes off the wire: nothing is in the clear
	if err != nil {
		x.t.Fatal(err)
	}
	x.Events = append(x.Events, chain.Event{Event: e, Body: stored})
	return x.Events[len(x.Events)-1]
}

// Batch is the events from a sequence on, with the keys they brought.
func (x *Till) Batch(from int64) chain.Batch {
	return chain.Batch{Till: x.ID, Incarnation: x.Incarnation, Events: x.Events[from-1:], Keys: x.fresh}
}

// GoString is short: rapid prints what it draws.
func (x *Till) GoString() string { return fmt.Sprintf("%s life %s", x.ID, x.Incarnation) }

// Restore is the till as a backup has it after so many events: a new life, whose
// number makes its name.
func (x *Till) Restore(number int, kept int64) *Till {
	last := x.Events[kept-1]
	y := &Till{t: x.t, ID: x.ID, Incarnation: ID(fmt.Sprint(x.ID, number)), Ordinal: x.Ordinal + 1, Key: x.Key, Now: x.Now, clock: x.clock, keys: x.keys}
	y.Say(&journalpb.Body{What: &journalpb.Body_IncarnationStarted{IncarnationStarted: &journalpb.IncarnationStarted{
		Previous: x.Incarnation[:], PreviousSeq: kept, PreviousHash: last.Hash[:], Cause: "restored", PublicKey: y.public()}}}, pos.ID{}, 0)
	return y
}

// Join makes a member.
func (x *Till) Join(member pos.ID, name string) {
	x.Say(&journalpb.Body{What: &journalpb.Body_MemberSet{MemberSet: &journalpb.MemberSet{Member: member[:], Tier: "Basic", Status: "active",
		Joined: x.Now.UnixMilli(), Personal: &journalpb.Personal{Name: name}}}}, member, 0)
}

// Sell is a sale that earns and uses points; the lot ends when ends says, or
// never.
func (x *Till) Sell(member pos.ID, earned, used int64, ends time.Time) pos.ID {
	sale := ID(x.ID.String() + x.Incarnation.String() + string(rune(len(x.Events))))
	s := &journalpb.SaleCompleted{Sale: sale[:], Completed: x.Now.UnixMilli(), Member: member[:], PointsEarned: earned, PointsUsed: used, LadderBase: 100 * earned}
	if !ends.IsZero() {
		s.ExpiresAt = ends.UnixMilli()
	}
	x.Say(&journalpb.Body{What: &journalpb.Body_SaleCompleted{SaleCompleted: s}}, member, earned-used)
	return sale
}

// Return takes back what a sale earned; taken is what the till's rights lose.
func (x *Till) Return(member, sale pos.ID, reversed, taken int64) {
	refund := ID("refund of " + sale.String())
	x.Say(&journalpb.Body{What: &journalpb.Body_SaleRefunded{SaleRefunded: &journalpb.SaleRefunded{Refund: refund[:], Sale: sale[:], Member: member[:],
		Completed: x.Now.UnixMilli(), PointsReversed: reversed}}}, member, -taken)
}

// Release gives rights back.
func (x *Till) Release(member pos.ID, points int64) {
	x.Say(&journalpb.Body{What: &journalpb.Body_RightsReleased{RightsReleased: &journalpb.RightsReleased{Member: member[:], Points: points, Cause: "recall"}}}, member, -points)
}

// Accept takes up a lease.
func (x *Till) Accept(l chain.Lease) {
	x.Say(&journalpb.Body{What: &journalpb.Body_LeaseAccepted{LeaseAccepted: &journalpb.LeaseAccepted{Lease: l.ID[:], Member: l.Account[:], Points: l.Granted}}}, l.Account, l.Granted)
}

// Register counts a coupon: the event, and the points beside it.
func (x *Till) Register(member pos.ID, code string, points int64) {
	x.Say(&journalpb.Body{What: &journalpb.Body_CouponRegistered{CouponRegistered: &journalpb.CouponRegistered{Code: code, Member: member[:], Way: "typed"}}}, member, 0)
	x.Say(&journalpb.Body{What: &journalpb.Body_PointsGiven{PointsGiven: &journalpb.PointsGiven{Member: member[:], Origin: "coupon", Code: code,
		Lots: []*journalpb.GivenLot{{Points: points, AccruedAt: x.Now.UnixMilli()}}}}}, member, points)
}

// Program sets the programme.
func (x *Till) Program(version int64, json string) {
	x.Say(&journalpb.Body{What: &journalpb.Body_ProgramSet{ProgramSet: &journalpb.ProgramSet{Version: version, ValidFrom: x.Now.UnixMilli(), ProgramJson: []byte(json)}}}, pos.ID{}, 0)
}

// Gift pays with a gift card.
func (x *Till) Gift(code string, amount int64) {
	sale := ID(x.Incarnation.String() + code + x.Now.String())
	x.Say(&journalpb.Body{What: &journalpb.Body_SaleCompleted{SaleCompleted: &journalpb.SaleCompleted{Sale: sale[:], Completed: x.Now.UnixMilli(),
		GiftCards: []*journalpb.GiftCardUse{{Code: code, Amount: amount}}}}}, pos.ID{}, 0)
}

// Erase lets a member be forgotten.
func (x *Till) Erase(member pos.ID) {
	x.Say(&journalpb.Body{What: &journalpb.Body_MemberErased{MemberErased: &journalpb.MemberErased{Member: member[:]}}}, member, 0)
}

// Sign signs by the till's key.
func (x *Till) Sign(message []byte) []byte { return ed25519.Sign(x.Key, message) }
