package main

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"net"
	"net/http"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/chain"
	"bonuskasse/pos/till"
	tillsync "bonuskasse/sync"
	"bonuskasse/sync/headoffice"
	"bonuskasse/sync/link"
	"bonuskasse/sync/wire"
)

// TestCodes: one that is too old, and one that was used by another till, are refused,
// when asking and when joining; nothing is changed by either.
func TestCodes(t *testing.T) {
	o := serve(t)
	ctx := context.Background()
	a, b := openDesk(t, "a"), openDesk(t, "b")
	s := o.database(t)
	if err := s.AddCode(ctx, chain.Code{Hash: wire.HashCode("7Q2KM-0XW9A"), TillName: "Kasse 1", Until: pos.At(time.Now().Add(-time.Minute))}); err != nil {
		t.Fatal(err)
	}
	used := o.code(t, "Kasse 1")
	if _, err := link.Enrol(ctx, a.store, o.url, o.fingerprint, used, "test"); err != nil {
		t.Fatal(err)
	}
	for name, code := range map[string]string{"too old": "7Q2KM-0XW9A", "used": used, "none": ""} {
		if _, err := link.Check(ctx, b.store, o.url, o.fingerprint, code, "test"); pos.CodeOf(link.Refusal(err)) != pos.BadEnrolCode {
			t.Errorf("a code that is %s, asked: %v", name, err)
		}
		if _, err := link.Enrol(ctx, b.store, o.url, o.fingerprint, code, "test"); pos.CodeOf(link.Refusal(err)) != pos.BadEnrolCode {
			t.Errorf("a code that is %s, shown: %v", name, err)
		}
	}
	if _, err := b.agent.Round(ctx, false); tillsync.LineOf(err) != tillsync.Alone {
		t.Errorf("b is %s", tillsync.LineOf(err))
	}
}

// TestAHeadOfficeOfLastYear: it does not know a call that this till makes, and is
// told from one in trouble.
func TestAHeadOfficeOfLastYear(t *testing.T) {
	ctx := context.Background()
	d := openDesk(t, "a")
	cert, err := headoffice.Certificate(t.TempDir(), time.Now(), []string{"127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	old := &http.Server{TLSConfig: &tls.Config{Certificates: []tls.Certificate{cert}}, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(wire.Mark, "0")
		http.NotFound(w, r)
	})}
	go old.ServeTLS(l, "", "")
	defer old.Close()
	_, err = link.Check(ctx, d.store, "https://"+l.Addr().String(), headoffice.Fingerprint(cert.Certificate[0]), "7Q2KM-0XW9A", "test")
	if tillsync.LineOf(err) != tillsync.OtherSpeech {
		t.Errorf("it is %s: %v", tillsync.LineOf(err), err)
	}
}

// TestAClockAYearOff: behind or ahead, sales are taken up, bonus is spent by rights
// as ever, and a clock that is ahead is told.
func TestAClockAYearOff(t *testing.T) {
	o := serve(t)
	ctx := context.Background()
	a := openDesk(t, "a")
	if _, err := a.AddMember(ctx, till.NewMember{Username: "ida", Name: "Ida", Tier: "Bonus 5%", Card: "10007"}, till.By(pos.System)); err != nil {
		t.Fatal(err)
	}
	a.enrol(t, o, "Kasse a")
	a.meet(t)
	for _, years := range []int{-1, 1} {
		a.Till.Close()
		var err error
		a.Till, err = till.New(ctx, a.store, till.Options{Now: func() time.Time { return time.Now().AddDate(years, 0, 0) }, Random: rand.Reader, Lender: link.Lender{Agent: a.agent}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := a.sell(t, "10007", 0); err != nil {
			t.Fatalf("%d years off: %v", years, err)
		}
		a.meet(t)
	}
	if done, err := a.sell(t, "10007", 300); err != nil || done.Sale.PointsUsed != 300 {
		t.Errorf("%+v %v", done.Sale, err)
	}
	a.meet(t)
	a.meet(t)
	if x, text := a.told(t, pos.ClockFarOff); x.Till != "Kasse a" || x.Points < 500_000 {
		t.Errorf("%+v %s", x, text)
	}
	a.whole(t)
	o.do(t, "verify")
}
