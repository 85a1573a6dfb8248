package store

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"slices"

	"pgregory.net/rapid"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

// auditChain: what a head office makes of the till's journal is what the till
// has. Its movements add up to each account's balance and to the rights of the
// till, and a fold of an account's events, in whatever order they come, has the
// same lots, debt, waiting points and spend.
func auditChain(t *rapid.T, u *shopUnderTest, rd till.Reader, holders []pos.ID) {
	var journalOf []chain.Event
	refs := map[chain.EventKey]ledger.Ref{}
	points, rights := map[pos.ID]int64{}, map[pos.ID]int64{}
	events := map[pos.ID][]chain.Event{}
	err := eachEvent(context.Background(), u.Store, rd.(*reader).s, func(ref ledger.Ref, e *journal.Event) error {
		body, err := e.Body()
		if err != nil {
			return err
		}
		x := chain.Event{Event: *e, Body: body}
		x.Payload = nil // it is the row's
		journalOf = append(journalOf, x)
		refs[chain.KeyOf(e)] = ref
		for _, m := range chain.Movements(e, body) {
			points[m.Account] += m.Points
			rights[m.Account] += m.Rights
		}
		for _, id := range chain.Accounts(e, body) {
			events[id] = append(events[id], x)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	dice := rand.New(rand.NewPCG(1, uint64(len(journalOf))))
	for _, id := range holders {
		a, held, err := rd.Account(id)
		if err != nil {
			t.Fatal(err)
		}
		if got := points[id]; got != a.Holding()-a.Debt {
			t.Fatalf("account %s: the movements add up to %d points, and it has %d less a debt of %d", id, got, a.Holding(), a.Debt)
		}
		if rights[id] != held {
			t.Fatalf("account %s: the movements add up to %d rights, and the till has %d", id, rights[id], held)
		}
		list := slices.Clone(events[id])
		dice.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		state := chain.Fold(id, list)
		want := inJournal(a, func(r ledger.Ref) ledger.Ref { return r })
		got := inJournal(state.Points, func(r ledger.Ref) ledger.Ref { return refs[state.Events[r-1]] })
		if got != want {
			t.Fatalf("account %s is folded to\n%s\nand the till has\n%s", id, got, want)
		}
	}
}

// inJournal is an account in words, its events by their places in the journal.
func inJournal(a ledger.Account, place func(ledger.Ref) ledger.Ref) string {
	a.Lots, a.Pending = append([]ledger.Lot{}, a.Lots...), append([]ledger.Pending{}, a.Pending...)
	for i := range a.Lots {
		a.Lots[i].ID = place(a.Lots[i].ID)
	}
	for i := range a.Pending {
		a.Pending[i].ID = place(a.Pending[i].ID)
	}
	ledger.SortLots(a.Lots)
	slices.SortFunc(a.Pending, func(x, y ledger.Pending) int { return int(x.ID-y.ID)*1000 + x.Part - y.Part })
	text, err := json.Marshal(a)
	if err != nil {
		panic(err) // it is plain
	}
	return string(text)
}
