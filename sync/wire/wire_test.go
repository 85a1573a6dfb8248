package wire

import (
	"bytes"
	"errors"
	"math/rand"
	"reflect"
	"testing"

	"google.golang.org/protobuf/proto"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/ledger"
	"bonuskasse/sync/syncpb"
)

func batch(t testing.TB) (chain.Batch, journal.Hash) {
	t.Helper()
	rnd := rand.New(rand.NewSource(1))
	key, err := journal.NewKey(rnd)
	if err != nil {
		t.Fatal(err)
	}
	b := chain.Batch{Till: pos.ID{1}, Incarnation: pos.ID{2}, Keys: []chain.PersonalKey{{Member: pos.ID{3}, Key: journal.PersonalKey{4}}}}
	prev := journal.Hash{9}
	at := prev
	for i, delta := range []int64{5, -3, 0} {
		body := &journalpb.Body{Reason: "æ ø å", What: &journalpb.Body_SettingSet{SettingSet: &journalpb.SettingSet{Key: "k", Value: "v"}}}
		e, err := journal.New(body, pos.ID{byte(i)}, delta)
		if err != nil {
			t.Fatal(err)
		}
		e.Till, e.Incarnation, e.Seq, e.Clock = b.Till, b.Incarnation, int64(7+i), journal.Clock(100+i)
		e.Seal(at, key)
		at = e.Hash
		b.Events = append(b.Events, chain.Event{Event: e, Body: body})
	}
	return b, prev
}

// TestABatchArrivesAsItWasSent: every field of the envelope, and the hashes, which
// are computed anew where it arrives.
func TestABatchArrivesAsItWasSent(t *testing.T) {
	b, prev := batch(t)
	raw, err := proto.Marshal(Batch(b, prev))
	if err != nil {
		t.Fatal(err)
	}
	p := new(syncpb.PushEventsRequest)
	if err := proto.Unmarshal(raw, p); err != nil {
		t.Fatal(err)
	}
	got, gotPrev, err := ReadBatch(b.Till, p)
	if err != nil || gotPrev != prev || !reflect.DeepEqual(got.Keys, b.Keys) || len(got.Events) != len(b.Events) {
		t.Fatalf("%+v %v", got, err)
	}
	for i := range b.Events {
		if !reflect.DeepEqual(got.Events[i].Event, b.Events[i].Event) || !proto.Equal(got.Events[i].Body, b.Events[i].Body) {
			t.Errorf("event %d\n sent %+v\n came %+v", i, b.Events[i], got.Events[i])
		}
	}
}

// TestChangesArriveAsTheyWereSent: with lots that name the events that made them.
func TestChangesArriveAsTheyWereSent(t *testing.T) {
	of := chain.EventKey{Clock: 5, Till: pos.ID{1}, Incarnation: pos.ID{2}, Seq: 3}
	spend := pos.Spend{Total: 90, Days: []pos.SpendDay{{Day: 20000, Base: 90}}}
	c := chain.Changes{Next: 12, More: true, Applied: []chain.Life{{Till: pos.ID{1}, Incarnation: pos.ID{2}, Ordinal: 1, Applied: 3, Head: journal.Hash{7}}},
		Recalls: []chain.Recall{{Account: pos.ID{6}, Points: 40}},
		Leases:  []chain.Lease{{ID: pos.ID{8}, Account: pos.ID{6}, Till: pos.ID{1}, Incarnation: pos.ID{2}, Want: 30, Granted: 30}},
		List: []chain.Change{
			{At: 11, Kind: chain.Tier, Key: "Guld", Said: []chain.Said{{Of: of, Body: &journalpb.Body{What: &journalpb.Body_TierSet{TierSet: &journalpb.TierSet{Name: "Guld"}}}}}},
			{At: 12, Kind: chain.Account, Key: string(bytes.Repeat([]byte{6}, 16)), Points: &chain.AccountPoints{Free: 4, Home: pos.ID{1}, State: chain.AccountState{
				ID: pos.IDFromBytes(bytes.Repeat([]byte{6}, 16)), Spend: spend, Events: []chain.EventKey{of},
				Points: ledger.Account{Debt: 2, Lots: []ledger.Lot{{ID: 1, Points: 9, Left: 8, Origin: ledger.FromSale, AccruedAt: 1, ExpiresAt: 2, Paid: true}},
					Pending: []ledger.Pending{{ID: 1, Part: 2, Points: 3, DueAt: 4}}}}}},
			{At: 12, Kind: chain.GiftCard, Key: "G", Gift: &chain.GiftState{Balance: 500, Blocked: true}, Opens: &chain.PersonalKey{Member: pos.ID{3}, Key: journal.PersonalKey{1}}},
		}}
	got, err := ReadChanges(pos.ID{1}, pos.ID{2}, Changes(c))
	if err != nil {
		t.Fatal(err)
	}
	if !proto.Equal(Changes(got), Changes(c)) || !reflect.DeepEqual(got.List[1], c.List[1]) || !reflect.DeepEqual(got.Leases, c.Leases) || !reflect.DeepEqual(got.Recalls, c.Recalls) {
		t.Errorf("sent %+v\ncame %+v", c, got)
	}
}

// TestRefusalsArriveAsTheyWereSent: each as itself, and a trouble of the head
// office's own tells nothing of its cause.
func TestRefusalsArriveAsTheyWereSent(t *testing.T) {
	for why := range codes {
		err := Refuse(&chain.RefusedError{Why: why, Detail: "17", Applied: 16})
		if r := Refused(err); r == nil || r.Why != why || r.Detail != "17" || r.Applied != 16 {
			t.Errorf("%s came as %v", why, err)
		}
	}
	if err := Refuse(errors.New("password of the database")); Refused(err) != nil || bytes.Contains([]byte(err.Error()), []byte("password")) {
		t.Errorf("%v", err)
	}
}

// FuzzReadBatch: whatever comes is a batch whose events follow each other, or is
// refused.
func FuzzReadBatch(f *testing.F) {
	b, prev := batch(f)
	raw, err := proto.Marshal(Batch(b, prev))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Fuzz(func(t *testing.T, raw []byte) {
		p := new(syncpb.PushEventsRequest)
		if proto.Unmarshal(raw, p) != nil {
			return
		}
		b, prev, err := ReadBatch(pos.ID{1}, p)
		if err != nil {
			if chain.WhyOf(err) != chain.BadBatch {
				t.Errorf("%v", err)
			}
			return
		}
		for i, e := range b.Events {
			if e.Body == nil || e.VerifyHash(prev) != nil || i > 0 && e.Seq != b.Events[i-1].Seq+1 {
				t.Errorf("event %d: %+v", i, e)
			}
			prev = e.Hash
		}
	})
}
