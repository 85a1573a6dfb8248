package store

import (
	"context"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// BenchmarkAlarms looks at thirty days of a shop that sells a million times in
// three years, rung up by eight people.
func BenchmarkAlarms(b *testing.B) {
	u := newShop(b)
	ctx, app := context.Background(), u.till()
	if err := u.Fill(ctx, Filling{Members: 5000, Sales: 27_400, Seed: 3, From: u.now.AddDate(0, 0, -30), To: u.now}, nil); err != nil {
		b.Fatal(err)
	}
	for _, name := range []string{"A", "B", "C", "D", "E", "F", "G", "H"} {
		if _, err := app.SetPerson(ctx, pos.Person{Name: name, Role: pos.Cashier}, "4711", till.By(pos.System)); err != nil {
			b.Fatal(err)
		}
	}
	// Sales of a filled shop are nobody's.
	if err := u.writer.exec("UPDATE sale SET person = (SELECT id FROM person WHERE no = 1 + sale.event * 7919 % 8)"); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		list, err := app.Alarms(ctx, till.By(pos.System))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(list)), "alarms")
	}
}
