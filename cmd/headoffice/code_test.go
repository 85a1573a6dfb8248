package main

import (
	"context"
	"errors"
	"strings"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	tillsync "bonuskasse/sync"
	"bonuskasse/sync/link"
)

// TestACodeVouchesForTheHeadOffice: whoever has the code needs no fingerprint,
// a stranger in the head office's place is told from it by the code alone, and
// the certificate that the code was of is the one that counts from then on.
func TestACodeVouchesForTheHeadOffice(t *testing.T) {
	o, stranger, d := serve(t), serve(t), openDesk(t, "a")
	ctx := context.Background()
	code := o.code(t, "Kasse 1")

	var line *tillsync.LineError
	_, err := link.Enrol(ctx, d.store, stranger.url, "", code, "test")
	if !errors.As(err, &line) || line.Line != tillsync.Stranger {
		t.Fatalf("a stranger's certificate: %v", err)
	}
	short := strings.Join(strings.Split(code, "-")[:2], "-")
	if _, err := link.Enrol(ctx, d.store, o.url, "", short, "test"); !errors.As(err, &line) || line.Line != tillsync.Stranger {
		t.Fatalf("neither mark nor fingerprint: %v", err)
	}
	if _, err := link.Enrol(ctx, d.store, o.url, "", "22222-22222"+code[11:], "test"); chain.WhyOf(err) != chain.BadCode {
		t.Fatalf("the right mark with a wrong code: %v", err)
	}
	if j, err := link.Check(ctx, d.store, o.url, "", code, "test"); err != nil || !j.Empty {
		t.Fatalf("looking before: %+v %v", j, err)
	}
	e, err := link.Enrol(ctx, d.store, o.url, "", strings.ToLower(code), "test")
	if err != nil || e.Link.Fingerprint != o.fingerprint {
		t.Fatalf("pinned %q, want %q: %v", e.Link.Fingerprint, o.fingerprint, err)
	}
	d.meet(t)
}

// TestARevokedTillNeedsANewCode: the code that a till was enrolled by answers it
// again, as its answer may have been lost, but not once the till is shut out.
func TestARevokedTillNeedsANewCode(t *testing.T) {
	o, d := serve(t), openDesk(t, "a")
	ctx := context.Background()
	code := o.code(t, "Kasse 1")
	enrol := func(code string) error {
		_, err := link.Enrol(ctx, d.store, o.url, "", code, "test")
		return err
	}
	for range 2 {
		if err := enrol(code); err != nil {
			t.Fatal(err)
		}
	}
	d.meet(t)
	o.do(t, "till", "revoke", "Kasse 1")
	if err := enrol(code); chain.WhyOf(err) != chain.BadCode {
		t.Errorf("the old code of a till that is shut out: %v", err)
	}
	if _, err := d.agent.Round(ctx, false); tillsync.LineOf(err) != tillsync.ShutOut {
		t.Errorf("it is let in: %v", err)
	}
	if err := enrol(o.code(t, "Kasse 1")); err != nil {
		t.Error(err)
	}
	d.meet(t)
}

// TestATillOfAnotherChainUsesUpNoCode: it is refused, as it is of a chain already; the
// code is good for the till that it was made for, and no till is left behind.
func TestATillOfAnotherChainUsesUpNoCode(t *testing.T) {
	theirs, o, d, other := serve(t), serve(t), openDesk(t, "a"), openDesk(t, "b")
	ctx := context.Background()
	d.enrol(t, theirs, "Kasse 1")
	d.meet(t)
	code := o.code(t, "Kasse 1")
	if _, err := link.Enrol(ctx, d.store, o.url, "", code, "test"); pos.CodeOf(link.Refusal(err)) != pos.OtherChain {
		t.Fatalf("a till of another chain: %v", err)
	}
	d.meet(t)
	if _, err := link.Enrol(ctx, other.store, o.url, "", code, "test"); err != nil {
		t.Fatalf("the code is used up: %v", err)
	}
	tills, err := o.database(t).Tills(ctx)
	if err != nil || len(tills) != 1 {
		t.Errorf("%d tills: %v", len(tills), err)
	}
}
