package store

import (
	"context"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

func TestJobsWaitInOrderUntilTheyAreDone(t *testing.T) {
	u := newShop(t)
	ctx := context.Background()
	for i := range 5 {
		j := till.Job{ID: pos.ID{byte(i + 1)}, Made: pos.Millis(100 - i), Title: "paper", Document: []byte{byte(i)}, State: till.JobWaiting}
		if err := u.AddJob(ctx, j); err != nil {
			t.Fatal(err)
		}
	}
	set := func(id byte, state till.JobState, why string) {
		t.Helper()
		if err := u.SetJob(ctx, pos.ID{id}, state, why); err != nil {
			t.Fatal(err)
		}
	}
	list := func(states ...till.JobState) (ids string) {
		t.Helper()
		jobs, err := u.Jobs(ctx, states...)
		if err != nil {
			t.Fatal(err)
		}
		for _, j := range jobs {
			ids += string('0' + rune(j.ID[0]))
		}
		return ids
	}
	set(1, till.JobDone, "")
	set(1, till.JobDone, "") // said again
	set(2, till.JobSending, "")
	set(3, till.JobUnconfirmed, "no_answer")
	set(4, till.JobDropped, "")
	for _, c := range []struct {
		states []till.JobState
		want   string
	}{
		{nil, "235"}, {[]till.JobState{till.JobWaiting}, "5"}, {[]till.JobState{till.JobUnconfirmed, till.JobSending}, "23"}, {[]till.JobState{till.JobDone}, ""},
	} {
		if got := list(c.states...); got != c.want {
			t.Errorf("%v: %s, not %s", c.states, got, c.want)
		}
	}
	jobs, err := u.Jobs(ctx, till.JobUnconfirmed)
	if err != nil || jobs[0].Why != "no_answer" || jobs[0].Made != 98 || jobs[0].Title != "paper" || string(jobs[0].Document) != "\x02" || !jobs[0].Sale.IsZero() {
		t.Errorf("%+v %v", jobs, err)
	}
	if err := u.SetJob(ctx, pos.ID{9}, till.JobSending, ""); pos.CodeOf(err) != pos.UnknownReceipt {
		t.Errorf("a job that is not there: %v", err)
	}
	if r := verifyFolder(t, u.dir); !r.OK {
		t.Error(r.FirstDifference)
	}
}

func TestDraftsComeBack(t *testing.T) {
	u := newShop(t)
	ctx := context.Background()
	d := pos.Draft{ID: pos.ID{1}, Opened: 7, Label: "table 4", Suspended: true, Lines: []pos.LineItem{{Name: "Rødgrød", QtyMilli: 1000}}}
	for _, x := range []pos.Draft{{ID: pos.ID{2}, Opened: 9}, d, d} {
		if err := u.SaveDraft(ctx, x); err != nil {
			t.Fatal(err)
		}
	}
	u.Close()
	u.open()
	read := func() (list []pos.Draft) {
		err := u.View(ctx, func(r till.Reader) (err error) {
			list, err = r.Drafts()
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	if list := read(); len(list) != 2 || list[0].Label != "table 4" || list[0].Lines[0].Name != "Rødgrød" || !list[0].Suspended {
		t.Errorf("%+v", list)
	}
	if err := u.Do(ctx, func(tx till.Tx) error { return tx.DropDraft(d.ID) }); err != nil {
		t.Fatal(err)
	}
	if list := read(); len(list) != 1 || list[0].ID != (pos.ID{2}) {
		t.Errorf("%+v", list)
	}
}

// TestSpool: the first that waits comes with its paper; the others are counted.
func TestSpool(t *testing.T) {
	u := newShop(t)
	ctx := context.Background()
	if next, waiting, unconfirmed, err := u.Spool(ctx); next != nil || waiting+unconfirmed != 0 || err != nil {
		t.Fatal(next, waiting, unconfirmed, err)
	}
	for i, state := range []till.JobState{till.JobUnconfirmed, till.JobWaiting, till.JobWaiting, till.JobSending} {
		if err := u.AddJob(ctx, till.Job{ID: pos.ID{byte(i + 1)}, Title: "receipt", Document: []byte{'{', byte('0' + i), '}'}, State: state}); err != nil {
			t.Fatal(err)
		}
	}
	next, waiting, unconfirmed, err := u.Spool(ctx)
	if err != nil || waiting != 2 || unconfirmed != 1 || next == nil || next.ID != (pos.ID{2}) || string(next.Document) != "{1}" {
		t.Errorf("%+v, %d wait, %d unconfirmed, %v", next, waiting, unconfirmed, err)
	}
}
