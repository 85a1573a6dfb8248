package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "modernc.org/sqlite"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/till"
)

// TestAReceiptIsAWitness: the code at its foot says which till, when and which
// sale, and leads to a checkpoint that an outsider checks and signs. What is
// changed in the database after that is found by each of them.
func TestAReceiptIsAWitness(t *testing.T) {
	o := serve(t)
	a := openDesk(t, "a")
	a.enrol(t, o, "Kasse a")
	ctx := context.Background()
	if _, err := a.AddMember(ctx, till.NewMember{Username: "inga", Name: "Inga", Tier: "Bonus 5%", Card: "10001"}, till.By(pos.System)); err != nil {
		t.Fatal(err)
	}
	done, err := a.sell(t, "10001", 0)
	if err != nil {
		t.Fatal(err)
	}
	code := done.Sale.Head
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }

	if out, _, exit := o.try("receipt", code, "--json"); exit != exitFound || !strings.Contains(out, `"found":false`) {
		t.Errorf("before it was sent: %d %s", exit, out)
	}
	a.meet(t)
	receipt := func() (v receiptView) {
		t.Helper()
		if err := json.Unmarshal([]byte(o.do(t, "receipt", strings.ToLower(code), "--json", "--proof", file("proof.json"))), &v); err != nil {
			t.Fatal(err)
		}
		if !v.Found || v.Till != "Kasse a" || v.Receipt != done.Sale.Receipt || v.Sale != done.Sale.ID.String() || v.ToPay != done.Sale.ToPay {
			t.Fatalf("%+v", v)
		}
		return v
	}
	if v := receipt(); v.Checkpoint != nil {
		t.Errorf("it is in no checkpoint yet: %+v", v.Checkpoint)
	}
	o.do(t, "checkpoint", "--now", "--out", file("one"))
	if v := receipt(); v.Checkpoint == nil || len(v.Checkpoint.By) != 1 {
		t.Errorf("%+v", v.Checkpoint)
	}
	key := strings.TrimSpace(o.do(t, "checkpoint", "key"))
	outside := &office{data: filepath.Join(dir, "nowhere")} // has the chain's key, and nothing else
	for _, name := range []string{"one", "proof.json"} {
		if out, errs, exit := outside.alone("checkpoint", "verify", file(name), "--key", key); exit != exitDone {
			t.Errorf("%s: %d %s %s", name, exit, out, errs)
		}
		o.do(t, "checkpoint", "verify", file(name))
	}
	o.do(t, "checkpoint", "verify", file("one"), "--json")

	// A witness signs, and signs again what only adds to it.
	public, _, _ := outside.alone("witness", "key", "revisor.example.dk", "--out", file("secret"))
	o.do(t, "witness", "add", strings.TrimSpace(public))
	if _, errs, exit := outside.alone("checkpoint", "cosign", file("one"), "--secret", file("secret"), "--key", key); exit != exitDone {
		t.Fatalf("%d %s", exit, errs)
	}
	if out := o.do(t, "checkpoint", "import", file("one")); !strings.Contains(out, "revisor.example.dk") {
		t.Error(out)
	}
	if _, err := a.sell(t, "10001", 0); err != nil {
		t.Fatal(err)
	}
	a.meet(t)
	o.do(t, "checkpoint", "--now", "--out", file("two"))
	o.do(t, "checkpoint", "proof", file("one"), "--out", file("growth"))
	if _, errs, exit := outside.alone("checkpoint", "cosign", file("two"), "--secret", file("secret"), "--key", key, "--earlier", file("one"), "--proof", file("growth")); exit != exitDone {
		t.Fatalf("%d %s", exit, errs)
	}
	o.do(t, "checkpoint", "import", file("two"))
	o.do(t, "verify")

	// Somebody has the database, and lowers what was paid.
	db, err := sql.Open("sqlite", filepath.Join(o.data, "headoffice.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if n, err := db.Exec("UPDATE event SET payload = substr(payload, 1, length(payload) - 1) WHERE type = 'sale_completed'"); err != nil {
		t.Fatal(err)
	} else if changed, _ := n.RowsAffected(); changed != 2 {
		t.Fatalf("%d rows changed", changed)
	}
	if out, _, exit := o.try("verify"); exit != exitFound {
		t.Errorf("verify: %d %s", exit, out)
	}
	if out, _, exit := o.try("checkpoint", "verify", file("one")); exit != exitFound {
		t.Errorf("checkpoint verify: %d %s", exit, out)
	}
	if _, _, exit := o.try("receipt", code); exit == exitDone {
		t.Error("the receipt is said to be good")
	}
	// The till that sold it knows it too.
	bits, err := journal.CodeBits(code)
	if err != nil {
		t.Fatal(err)
	}
	if number, err := a.store.ReceiptByCode(ctx, bits); err != nil || number != done.Sale.Receipt {
		t.Errorf("%s %v", number, err)
	}
	// A wrong code is told apart from one that is not there.
	if _, errs, exit := o.try("receipt", "12"); exit != exitUsage || errs == "" {
		t.Errorf("%d %s", exit, errs)
	}
	if _, err := os.Stat(file("secret")); err != nil {
		t.Error(err)
	}
}

// alone runs a command that needs no head office.
func (o *office) alone(args ...string) (out, errs string, code int) {
	var stdout, stderr strings.Builder
	code = run(args, &stdout, &stderr)
	return stdout.String(), stderr.String(), code
}
