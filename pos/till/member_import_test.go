package till_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/table"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

// importTill is a till over a real store with Søren in it.
func importTill(t *testing.T) *till.Till {
	t.Helper()
	now := func() time.Time { return time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC) }
	opt := store.Options{Now: now, Random: rand.NewChaCha8([32]byte{1})}
	shop := till.Shop{Name: "Ribe Te", Currency: pos.DKK, Language: "da", TillNo: 1, TimeZone: "Europe/Copenhagen"}
	dir := t.TempDir()
	if err := store.Init(t.Context(), dir, shop, opt, func(tx till.Tx) error { return till.FirstFacts(tx, now(), pos.DKK) }); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	tl, err := till.New(t.Context(), s, till.Options{Now: now, Random: opt.Random, PaymentCard: func(_ hardware.Profile, text string) bool { return strings.HasPrefix(text, "4111") }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tl.Close(); s.Close() })
	if _, err := tl.AddMember(t.Context(), till.NewMember{Username: "soeren.aakjaer", Name: "Søren Åkjær", Phone: "+45 20 30 40 50", Card: "10001"}, till.By(pos.System)); err != nil {
		t.Fatal(err)
	}
	return tl
}

// stored makes a CSV what a workbook would hold.
func stored(csv string) table.Sheet {
	s := table.Read([]byte(csv))
	s.Stored = true
	return s
}

func TestImportedRows(t *testing.T) {
	long := strings.Repeat("a", 300)
	for name, c := range map[string]struct {
		sheet table.Sheet
		good  string // the first member: username, name, phone, points, birthday
		why   till.Reason
	}{
		"Danish headings":      {sheet: table.Read([]byte("Navn;Mobil nr;Kundekort;Saldo;Fødselsdato\nAnna Bro;20 11 22 33;00012345;1.240;24-12-1980\n")), good: "anna.bro|Anna Bro||12345|1240|1980-12-24"},
		"French headings":      {sheet: table.Read([]byte("Prénom;Nom;Téléphone;N° de carte;Solde;Date de naissance\nZoé;Lefèvre;06 12 34 56 78;10002;1 240;3/4/80\n")), good: "zoe.lefevre|Zoé Lefèvre|06 12 34 56 78|10002|1240|1980-04-03"},
		"English headings":     {sheet: table.Read([]byte("First name,Last name,Phone,Username\nAnna,Bro,+33 6 12 34 56 78,Anna.B\n")), good: "anna.b|Anna Bro|+33 6 12 34 56 78||0|"},
		"as Excel stores it":   {sheet: stored("navn,telefon,født,kort,point\nAnna Bro,2.0123456E7,29579,10002,150.0\n"), good: "anna.bro|Anna Bro|20123456|10002|150|1980-12-24"},
		"a rounded number":     {sheet: table.Read([]byte("navn,telefon\nAnna Bro,2.01235E+07\n")), why: till.WhyNumberLost},
		"Greek":                {sheet: table.Read([]byte("navn;mail\nΜαρία Καλλά;maria.k@x.gr\n")), good: "maria.k|Μαρία Καλλά||||0|"},
		"an emoji":             {sheet: table.Read([]byte("navn\nAnna 🎂\n")), good: "anna|Anna 🎂||||0|"},
		"a taken proposal":     {sheet: table.Read([]byte("navn\nSøren Åkjær\n")), good: "soeren.aakjaer2|Søren Åkjær||||0|"},
		"300 letters":          {sheet: table.Read([]byte("navn\n" + long + "\n")), why: till.WhyTooLong},
		"a control byte":       {sheet: table.Read([]byte("navn;telefon\nAn\x01na Bro Hansen;20112233\n")), why: till.WhyBadText},
		"no name":              {sheet: table.Read([]byte("navn;telefon\n;20112233\n")), why: till.WhyNoName},
		"a name column missed": {sheet: table.Read([]byte("x;telefon\nAnna;20112233\n")), why: till.WhyNoName},
		"no phone":             {sheet: table.Read([]byte("navn;telefon\nAnna;ring ikke\n")), why: till.WhyBadPhone},
		"no e-mail":            {sheet: table.Read([]byte("navn;mail\nAnna;anna(at)x.dk\n")), why: till.WhyBadEmail},
		"no language":          {sheet: table.Read([]byte("navn;sprog\nAnna;svensk\n")), why: till.WhyBadLanguage},
		"31 February":          {sheet: table.Read([]byte("navn;født\nAnna;31-02-1980\n")), why: till.WhyBadBirthday},
		"born tomorrow":        {sheet: table.Read([]byte("navn;født\nAnna;27-11-2026\n")), why: till.WhyBadBirthday},
		"a short card":         {sheet: table.Read([]byte("navn;kort\nAnna;123\n")), why: till.WhyBadCard},
		"points below zero":    {sheet: table.Read([]byte("navn;saldo\nAnna;-5\n")), why: till.WhyBadPoints},
		"half a point":         {sheet: table.Read([]byte("navn;saldo\nAnna;12,5\n")), why: till.WhyBadPoints},
		"maybe":                {sheet: table.Read([]byte("navn;samtykke\nAnna;måske\n")), why: till.WhyBadConsent},
		"no such tier":         {sheet: table.Read([]byte("navn;niveau\nAnna;Platin\n")), why: till.WhyNoTier},
		"no such firm":         {sheet: table.Read([]byte("navn;firma\nAnna;Ukendt A/S\n")), why: till.WhyNoEmployer},
		"bad username":         {sheet: table.Read([]byte("navn;brugernavn\nAnna;🎂🎂\n")), why: till.WhyBadUsername},
		"a member's username":  {sheet: table.Read([]byte("navn;brugernavn\nAnna;SOEREN.aakjaer\n")), why: till.WhyUserTaken},
		"a member's card":      {sheet: table.Read([]byte("navn;kort\nAnna;0010001\n")), why: till.WhyCardTaken},
		"a member":             {sheet: table.Read([]byte("navn;telefon;kort\nSOEREN Aakjaer;20304050;10001\n")), why: till.WhyPersonMember},
		"a member's phone":     {sheet: table.Read([]byte("navn;telefon\nAnna Åkjær;20304050\n")), good: "anna.aakjaer|Anna Åkjær|20304050||0|"},
		"username twice":       {sheet: table.Read([]byte("navn;brugernavn\nBo;bo\nAnna;BO\n")), why: till.WhyUserTwice},
		"card twice":           {sheet: table.Read([]byte("navn;kort\nBo;20001\nAnna;020001\n")), why: till.WhyCardTwice},
		"person twice":         {sheet: table.Read([]byte("navn;telefon\nBo;+45 20112233\nbo;20 11 22 33\n")), why: till.WhyPersonTwice},
		"a payment card":       {sheet: table.Read([]byte("navn;noter\nAnna;4111 1111 1111 1111\n")), why: till.WhyPaymentCard},
		"torn":                 {sheet: table.Read([]byte("navn;telefon\nAnna;20112233\nBo;\"201")), why: table.Torn},
		"a picture":            {sheet: table.Read([]byte("\x89PNG\x00\x00")), why: table.NoTable},
	} {
		t.Run(name, func(t *testing.T) {
			tl := importTill(t)
			got, err := tl.ImportMembers(t.Context(), c.sheet, till.MemberImport{}, till.By(pos.System))
			if err != nil {
				t.Fatal(err)
			}
			if c.why == till.WhyPaymentCard && len(got.Bad) == 1 && got.Bad[0].Value != "" {
				t.Errorf("the number is repeated: %+v", got.Bad)
			}
			if c.why != "" {
				if len(got.Bad) != 1 || got.Bad[0].Code != c.why || got.Committed || got.Imported != 0 || len(got.Bad[0].Value) > 200 {
					t.Fatalf("%+v, want %s", got, c.why)
				}
				return
			}
			if len(got.Bad) != 0 || got.Imported != 1 || len(got.Preview) != 1 {
				t.Fatalf("%+v", got)
			}
			p := got.Preview[0]
			s, err := tl.MemberByUsername(context.Background(), p.Username)
			if err != nil || s.Member.Name != p.Name || s.Account.Holding() != p.Points {
				t.Errorf("%+v %v", s.Member, err)
			}
			want := strings.Split(c.good, "|")
			for i, v := range map[int]string{0: p.Username, 1: p.Name} {
				if v != want[i] {
					t.Errorf("%q, want %q", v, want[i])
				}
			}
			if birthday := want[len(want)-1]; p.Birthday != birthday {
				t.Errorf("born %q, want %q", p.Birthday, birthday)
			}
		})
	}
}

func TestImportMapsColumns(t *testing.T) {
	tl := importTill(t)
	sheet := table.Read([]byte("Kunde;Kode;Tlf;Andet\nAnna Bro;10002;20112233;x\n"))
	manager := till.By(pos.System)
	got, err := tl.CheckMembers(t.Context(), sheet, till.MemberImport{Map: map[till.MemberField]string{till.FieldCard: "kode", till.FieldPhone: ""}}, manager)
	if err != nil || got.Good != 1 || got.Committed {
		t.Fatalf("%+v %v", got, err)
	}
	want := []till.MappedColumn{{Field: till.FieldName, Column: "Kunde"}, {Field: till.FieldCard, Column: "Kode"}}
	if !slices.Equal(got.Map, want) || got.Preview[0].Card != "10002" || got.Preview[0].Phone != "" || !slices.Equal(got.Unused, []string{"Tlf", "Andet"}) {
		t.Errorf("%+v", got)
	}
	if list, err := tl.FindMembers(t.Context(), "anna", 5); err != nil || len(list) != 0 {
		t.Errorf("a check has made %v (%v)", list, err)
	}
	if _, err := tl.CheckMembers(t.Context(), sheet, till.MemberImport{Map: map[till.MemberField]string{till.FieldCard: "Kort"}}, manager); pos.CodeOf(err) != pos.UnknownColumn {
		t.Errorf("%v", err)
	}
	if _, err := tl.ImportMembers(t.Context(), sheet, till.MemberImport{}, till.By(pos.Person{Name: "Bo", Role: pos.Clerk})); pos.CodeOf(err) != pos.NotAllowed {
		t.Errorf("a clerk may import: %v", err)
	}
}

// TestGoodOnly: without it one bad row keeps everything out.
func TestGoodOnly(t *testing.T) {
	tl := importTill(t)
	sheet := table.Read([]byte("navn;kort\nAnna Bro;10002\nBo Bro;1\nAnna Bro;\n"))
	for _, goodOnly := range []bool{false, true} {
		got, err := tl.ImportMembers(t.Context(), sheet, till.MemberImport{GoodOnly: goodOnly}, till.By(pos.System))
		if err != nil || got.Rows != 3 || got.Good != 2 || len(got.Bad) != 1 || got.Bad[0].Row != 3 || got.Committed != goodOnly {
			t.Fatalf("good only %v: %+v %v", goodOnly, got, err)
		}
		list, err := tl.FindMembers(t.Context(), "anna bro", 5)
		if err != nil || len(list) != map[bool]int{false: 0, true: 2}[goodOnly] {
			t.Errorf("good only %v: %+v %v", goodOnly, list, err)
		}
	}
	if _, err := tl.MemberByUsername(t.Context(), "anna.bro2"); err != nil {
		t.Error(err)
	}
}
