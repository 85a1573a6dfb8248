package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/journal"
	"bonuskasse/pos/journal/journalpb"
	"bonuskasse/pos/till"
)

func findAll(t testing.TB, s *Store, q string, limit int) []string {
	t.Helper()
	var names []string
	err := s.View(context.Background(), func(r till.Reader) error {
		list, err := r.FindMembers(q, limit)
		for _, m := range list {
			names = append(names, m.Username)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestFindMembers(t *testing.T) {
	u := newShop(t)
	app := u.till()
	who := till.By(pos.System)
	ctx := context.Background()
	for _, m := range []till.NewMember{
		{Username: "soren", Name: "Søren Sørensen", Phone: "+45 20 12 34 56", Email: "s.sorensen@example.dk", Card: "10001"},
		{Username: "aage", Name: "Åge Østergård", Phone: "33445566", Card: "10002"},
		{Username: "marie", Name: "Anne-Marie Bøgh", Phone: "0033 6 12 34 56 78", Card: "KLUB-77"},
		{Username: "hebert", Name: "Zoé Hébert", Phone: "06 98 76 54 32", Email: "zoe@example.fr"},
		{Username: "10001x", Name: "Peter Hansen"},
		{Username: "anders", Name: "Anders Hansen"},
		{Username: "anders1", Name: "Anders Holm", Email: "anders1@example.dk"},
		{Username: "obrien", Name: "Pat O'Brien"},
	} {
		if _, err := app.AddMember(ctx, m, who); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ q, want string }{
		{"sorensen", "soren"}, {"soerensen", "soren"}, {"Sørensen", "soren"}, {"SØREN", "soren"}, {"s.sorensen@ex", "soren"},
		{"aage", "aage"}, {"Åge", "aage"}, {"age", "aage"}, {"oestergaard", "aage"}, {"aage øst", "aage"}, {"ost age", "aage"},
		{"20123456", "soren"}, {"20 12 34 56", "soren"}, {"+45 20 12", "soren"}, {"004520123456", "soren"}, {"4520123456", "soren"}, {"søren 2012", "soren"},
		{"33 44", "aage"}, {"+33 6 12", "marie"}, {"0612345678", "marie"}, {"+33 698765432", "hebert"},
		{"10001", "soren 10001x"}, {"00010001", "soren 10001x"}, {"10002", "aage"}, {"klub-77", "marie"}, {"KLUB77", "marie"},
		{"annemarie", "marie"}, {"anne-marie", "marie"}, {"marie bøgh", "marie"}, {"bogh anne", "marie"},
		{"zoe", "hebert"}, {"HEBERT", "hebert"}, {"zoe@example.fr", "hebert"},
		{"anders", "anders anders1"}, {"anders1", "anders1"}, {"anders h", "anders anders1"}, {"h anders", "anders anders1"}, {"anders ho", "anders1"},
		{"anders hansen", "anders"}, {"hansen", "10001x anders"}, {"anders1@ex", "anders1"},
		{"obrien", "obrien"}, {"o'brien", "obrien"}, {"brien pat", "obrien"},
		{"anders q", ""}, {"nobody", ""}, {"", ""}, {"   ", ""}, {"-", ""}, {"'", ""}, {"%", ""}, {"anders 99", ""},
	} {
		got := findAll(t, u.Store, c.q, 20)
		want := strings.Fields(c.want)
		if c.q != "10001" && c.q != "00010001" && c.q != "anders" {
			slices.Sort(got) // the order is told where it matters
			slices.Sort(want)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q finds %v, not %v", c.q, got, want)
		}
	}
	if got := findAll(t, u.Store, "anders", 1); len(got) != 1 {
		t.Errorf("the limit of 1 gives %v", got)
	}
}

// TestFoundAfterAChange: what a member is found by follows every change of
// name, phone and cards.
func TestFoundAfterAChange(t *testing.T) {
	u := busyShop(t)
	app := u.till()
	ctx := context.Background()
	who := till.By(pos.System)
	s, err := app.MemberByUsername(ctx, "soren")
	if err != nil {
		t.Fatal(err)
	}
	if err := app.IssueCard(ctx, s.Member.ID, "555777", pos.BonusCard, who); err != nil {
		t.Fatal(err)
	}
	for q, want := range map[string]int{"555777": 1, "soren 5557": 1, "90001": 1, "akjær søren": 1} {
		if got := findAll(t, u.Store, q, 5); len(got) != want {
			t.Errorf("%q finds %v", q, got)
		}
	}
	m := s.Member
	m.Name, m.Phone = "Sørine Lund", "40404040"
	setMember(t, u.Store, m)
	for q, want := range map[string]int{"555777": 1, "sorine 5557": 1, "akjær søren": 0, "lund": 1, "4040": 1} {
		if got := findAll(t, u.Store, q, 5); slices.Contains(got, "soren") != (want > 0) {
			t.Errorf("after the change %q finds %v", q, got)
		}
	}
	if r := verifyFolder(t, u.dir); !r.OK {
		t.Error(r.FirstDifference)
	}
}

// TestSearchAgreesWithReadingEveryone compares the index with a plain look at
// every member, for beginnings of every word there is.
func TestSearchAgreesWithReadingEveryone(t *testing.T) {
	u := newShop(t)
	if err := u.Fill(context.Background(), Filling{Members: 400, Seed: 9}, nil); err != nil {
		t.Fatal(err)
	}
	var all []pos.Member
	err := u.View(context.Background(), func(r till.Reader) error {
		rd := r.(*reader)
		for no := range 400 {
			m, err := rd.member("WHERE m.no = ?", int64(no+1))
			if err != nil {
				return err
			}
			all = append(all, m.Member)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	check := func(q string) {
		var want []string
		for no, m := range all {
			names, numbers := searchable{m.Username, m.Name, m.Phone, m.Email}.words()
			words := append(append(names, numbers...), fmt.Sprint(firstCard+no))
			ok := true
			for _, w := range strings.Fields(q) {
				ok = ok && begins(words, []string{pos.SearchWord(w)})
			}
			if ok {
				want = append(want, m.Username)
			}
		}
		got := findAll(t, u.Store, q, 1000)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%q finds %d, a look at everyone %d", q, len(got), len(want))
		}
	}
	for i := range 60 {
		a, b := all[i], all[(i*7+3)%len(all)]
		first, last := strings.Fields(a.Name)[0], strings.Fields(b.Name)[len(strings.Fields(b.Name))-1]
		for _, q := range []string{first, initial(first), last, a.Username, a.Email, first + " " + initial(last), initial(last) + " " + initial(first), strings.ToUpper(last) + " " + first,
			fmt.Sprint(firstCard + i), first + " " + fmt.Sprint(firstCard+i)} {
			check(q)
		}
	}
}

func initial(s string) string { return string([]rune(s)[:1]) }

func TestFindProducts(t *testing.T) {
	u := busyShop(t)
	app := u.till()
	ctx := context.Background()
	for q, want := range map[string]string{"klip": "K1", "K1": "K1", "4006381333931": "K1", "400638": "K1", "rodgrod stor": "B0001", "grød": ""} {
		list, err := app.FindProducts(ctx, q, 1)
		if err != nil {
			t.Fatal(err)
		}
		if (want == "") != (len(list) == 0) || want != "" && list[0].SKU != want {
			t.Errorf("%q finds %v, not %s", q, list, want)
		}
	}
	all, err := app.FindProducts(ctx, "", 1000)
	if err != nil || len(all) != fillGoods+1 || len(all[0].Barcodes) != 1 {
		t.Errorf("%d articles, %v", len(all), err)
	}
}

func setMember(t testing.TB, s *Store, m pos.Member) {
	t.Helper()
	err := s.Do(context.Background(), func(tx till.Tx) error {
		_, err := tx.Append(s.opt.Now(), &journalpb.Body{What: &journalpb.Body_MemberSet{MemberSet: journal.FromMember(m)}}, m.ID, 0)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
