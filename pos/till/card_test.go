package till_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/hardware/decode"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

// cardShop is a till over a real store, with one member.
type cardShop struct {
	*till.Till
	t     *testing.T
	dir   string
	soren pos.Member
}

func newCardShop(t *testing.T) *cardShop {
	t.Helper()
	s := &cardShop{t: t, dir: t.TempDir()}
	err := store.Init(t.Context(), s.dir, till.Shop{Name: "Ribe Te", Currency: pos.DKK, Language: "da", TillNo: 1, TimeZone: "Europe/Copenhagen"},
		cardShopOptions(1), func(tx till.Tx) error { return till.FirstFacts(tx, noonOfCards, pos.DKK) })
	if err != nil {
		t.Fatal(err)
	}
	s.Till = s.again(2)
	if s.soren, err = s.AddMember(t.Context(), till.NewMember{Username: "soren", Name: "Søren"}, till.By(pos.System)); err != nil {
		t.Fatal(err)
	}
	return s
}

var noonOfCards = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func cardShopOptions(seed byte) store.Options {
	return store.Options{Random: rand.NewChaCha8([32]byte{seed}), Now: func() time.Time { return noonOfCards }}
}

// again is another till on the same shop.
func (s *cardShop) again(seed byte) *till.Till {
	s.t.Helper()
	opt := cardShopOptions(seed)
	st, err := store.Open(s.t.Context(), s.dir, opt)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { st.Close() })
	app, err := till.New(s.t.Context(), st, till.Options{Now: opt.Now, Random: opt.Random})
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(app.Close)
	return app
}

// whole says that the journal and its tables agree.
func (s *cardShop) whole() {
	s.t.Helper()
	r, err := store.Verify(s.t.Context(), s.dir, cardShopOptions(9), nil)
	if err != nil || !r.OK {
		s.t.Errorf("%v %s", err, r.FirstDifference)
	}
}

func cardsOf(n int64) till.NewCards {
	return till.NewCards{Count: n, Kind: pos.BothCard, Symbology: pos.CardCode128, Layout: hardware.CardsA4}
}

func drawNothing(context.Context, hardware.CardJob) error { return nil }

// numbers are all cards of a shop that were printed, as ranges that touch.
func (s *cardShop) numbers() string {
	s.t.Helper()
	list, err := s.Cards(context.Background(), till.CardQuery{State: pos.Printed, Limit: 100_000})
	if err != nil {
		s.t.Fatal(err)
	}
	text, last := "", ""
	for _, c := range list {
		var n int64
		fmt.Sscan(c.Number, &n)
		if fmt.Sprint(n-1) != last {
			text += "-" + last + " " + c.Number
		}
		last = c.Number
	}
	return strings.TrimPrefix(text+"-"+last, "- ")
}

// TestCardBatchIsWholeOrNotThere: while it is drawn the numbers are taken; a
// drawing that fails, or is given up, gives them back; what is interrupted in
// between is a whole batch, and can be drawn again.
func TestCardBatchIsWholeOrNotThere(t *testing.T) {
	s := newCardShop(t)
	ctx := context.Background()
	app, who := s.Till, till.By(pos.System)
	torn := errors.New("no paper")
	seen := ""
	_, err := app.MakeCards(ctx, cardsOf(5), func(_ context.Context, job hardware.CardJob) error {
		seen = fmt.Sprint(s.numbers(), " ", len(job.Cards), " ", job.Cards[4].Codes[0].Text)
		return torn
	}, who)
	if !errors.Is(err, torn) || seen != "10001-10005 5 10005" || s.numbers() != "-" {
		t.Errorf("%v, %s, left %s", err, seen, s.numbers())
	}
	given, giveUp := context.WithCancel(ctx)
	_, err = app.MakeCards(given, cardsOf(5), func(ctx context.Context, _ hardware.CardJob) error {
		giveUp()
		return ctx.Err()
	}, who)
	if !errors.Is(err, context.Canceled) || s.numbers() != "-" {
		t.Errorf("%v, left %s", err, s.numbers())
	}
	b, err := app.MakeCards(ctx, cardsOf(5), drawNothing, who)
	if err != nil || b.First != 10001 || s.numbers() != "10001-10005" {
		t.Errorf("%+v %v %s", b, err, s.numbers())
	}
	// A crash is a batch whose drawing nobody finished.
	func() {
		defer func() { _ = recover() }()
		_, _ = app.MakeCards(ctx, cardsOf(3), func(context.Context, hardware.CardJob) error { panic("the lights go out") }, who)
	}()
	if s.numbers() != "10001-10008" {
		t.Errorf("after a crash %s", s.numbers())
	}
	who.Reason = "strømsvigt"
	first, last, err := app.CardsAgain(ctx, till.Again{Number: "10006", Rest: true}, func(_ context.Context, job hardware.CardJob) error {
		if len(job.Cards) != 3 {
			t.Errorf("%d cards again", len(job.Cards))
		}
		return nil
	}, who)
	if err != nil || first != 10006 || last != 10008 {
		t.Error(first, last, err)
	}
	// A batch of which a card is out is not taken back.
	err = app.IssueCard(ctx, s.soren.ID, "10002", pos.BonusCard, who)
	if err == nil {
		err = app.UnmakeCards(ctx, b.ID, who)
	}
	if pos.CodeOf(err) != pos.BatchInUse || s.numbers() != "10001-10001 10003-10008" {
		t.Error(err, s.numbers())
	}
	if c, err := app.Card(ctx, "10002"); err != nil || c.Kind != pos.BothCard || c.Batch != b.ID {
		t.Errorf("the card forgot its batch: %+v %v", c, err)
	}
	s.whole()
}

// TestNextCardNumbers: where a batch begins, whatever numbers there are.
func TestNextCardNumbers(t *testing.T) {
	ctx := context.Background()
	who := till.By(pos.System)
	for _, c := range []struct {
		issued  string // by hand, before
		batches []int64
		count   int64
		want    int64
	}{
		{"", nil, 5, 10001},
		{"10001 10002 10005", nil, 5, 10006},                  // behind what is in use
		{"10001 10002 10005", nil, 1, 10006},                  // not in a gap
		{"10003", []int64{20001}, 500, 20006},                 // behind the last batch
		{"20006", []int64{20001}, 500, 20007},                 // which another number stops
		{"9999999", nil, 2, 10001},                            // the last number is taken by hand
		{"9999999 10001", nil, 2, 10002},                      // and the first
		{"9999999 10001", []int64{9_999_990}, 10, 10002},      // and there is no room at the end
		{"10001-A 10002-B ABC10001 100000000", nil, 5, 10001}, // other numbers are in nobody's way
		{"20112233", nil, 5, 10001},                           // a number that no reader takes for a card
	} {
		s := newCardShop(t)
		for _, n := range strings.Fields(c.issued) {
			if err := s.IssueCard(ctx, s.soren.ID, n, pos.BothCard, who); err != nil {
				t.Fatal(err)
			}
		}
		for _, from := range c.batches {
			in := cardsOf(5)
			in.From = from
			if _, err := s.MakeCards(ctx, in, drawNothing, who); err != nil {
				t.Fatal(err)
			}
		}
		got, err := s.NextCards(ctx, c.count)
		if err != nil || got != c.want {
			t.Errorf("%s and batches %v: %d cards begin at %d (%v), want %d", c.issued, c.batches, c.count, got, err, c.want)
		}
		b, err := s.MakeCards(ctx, cardsOf(c.count), drawNothing, who)
		if err != nil || b.First != c.want {
			t.Errorf("%s: made from %d (%v)", c.issued, b.First, err)
		}
	}
}

// TestCardBatchesBeside: two tills on one shop make batches as fast as they
// can. None fails, and no number is there twice.
func TestCardBatchesBeside(t *testing.T) {
	s := newCardShop(t)
	const each = 40
	var wait sync.WaitGroup
	for _, app := range []*till.Till{s.Till, s.again(3)} {
		wait.Go(func() {
			for range each {
				if _, err := app.MakeCards(context.Background(), cardsOf(7), drawNothing, till.By(pos.System)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	if got := s.numbers(); got != fmt.Sprintf("10001-%d", 10000+2*7*each) {
		t.Error(got)
	}
	s.whole()
}

// TestCardCodesAreTheShopsOwn: what a batch bears is the right card to the
// readers of a till as it comes, and of one with an address of its own; without
// a prefix there are no EAN cards.
func TestCardCodesAreTheShopsOwn(t *testing.T) {
	s := newCardShop(t)
	ctx, who := t.Context(), till.By(pos.System)
	read := func(symbology pos.CardSymbology) (code string) {
		d, err := s.Devices(ctx)
		if err != nil {
			t.Fatal(err)
		}
		in := cardsOf(3)
		in.Symbology = symbology
		_, err = s.MakeCards(ctx, in, func(_ context.Context, job hardware.CardJob) error {
			for _, c := range job.Cards {
				code = c.Codes[0].Text
				scans, err := decode.Decode(d.Numbers, hardware.SerialBarcode, []byte(code+"\r"))
				if err != nil || len(scans) != 1 || scans[0].Kind != hardware.KindClubCard || scans[0].Value != c.Number {
					t.Errorf("%s of card %s is %+v (%v)", code, c.Number, scans, err)
				}
			}
			return nil
		}, who)
		if err != nil {
			return err.Error()
		}
		return code
	}
	set := func(numbers hardware.Profile) {
		d, err := s.Devices(ctx)
		if err == nil {
			d.Numbers = numbers
			err = s.SetDevices(ctx, d, who)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		symbology pos.CardSymbology
		want      string
	}{{pos.CardCode128, "10003"}, {pos.CardEAN13, "2990000100061"}, {pos.CardQR, "10009"}} {
		if got := read(c.symbology); got != c.want {
			t.Errorf("%s: %s, want %s", c.symbology, got, c.want)
		}
	}
	set(hardware.Profile{ClubMin: 10001, ClubMax: 9_999_999, QRURL: "https://klub.example/k/"})
	if got := read(pos.CardQR); got != "https://klub.example/k/10012" {
		t.Error(got)
	}
	if got := read(pos.CardEAN13); got != "no_ean_prefix" {
		t.Error(got)
	}
	set(hardware.Profile{ClubMin: 10001, ClubMax: 10_014, EANPrefix: "29"})
	if got := read(pos.CardEAN13); got != "cards_used_up" {
		t.Error(got)
	}
	if b, err := s.CardBatches(ctx, 9); err != nil || len(b) != 4 || b[0].First != 10010 {
		t.Errorf("%+v %v", b, err)
	}
	s.whole()
}
