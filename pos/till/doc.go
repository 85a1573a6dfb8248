// Package till is the application: one verb for each thing a person does, over
// a store, papers and a clock that are passed in. The window and tillctl call
// the same verbs, so what one may do the other may.
//
//	t := till.New(store, till.Options{Now: time.Now, Random: rand.Reader})
//	d, _ := t.NewSale(ctx, who)
//	_ = t.AddBarcode(ctx, &d, "4006381333931", 1000)
//	_ = t.AttachCard(ctx, &d, "10001", false)
//	done, err := t.Complete(ctx, d, till.Payment{Bonus: loyalty.MaxBonus, Cash: 50000})
//
// A verb refuses with a *pos.Refusal (a rule, nothing changed) or fails with a
// *pos.Trouble (the machine). It decides and records in one transaction.
package till
