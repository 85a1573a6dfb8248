package till_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/paper"
	"bonuskasse/pos/till"
)

// toBeTold are the kinds of messages that wait for a member.
func (k *kiosk) toBeTold(who string) (kinds []string) {
	k.t.Helper()
	list, err := k.MessageList(k.t.Context(), pos.MessageWaiting, "", till.By(pos.System))
	k.must(err)
	for _, m := range list {
		if m.To.Username == who {
			kinds = append(kinds, string(m.Kind))
		}
	}
	slices.Sort(kinds)
	return kinds
}

// TestMessagesAndConsent: what happens, and who is told of it.
func TestMessagesAndConsent(t *testing.T) {
	boss := till.Who{Person: pos.System, Reason: "test"}
	for _, c := range []struct {
		name     string
		switches string
		happens  func(k *kiosk, s till.Standing)
		wants    string // to one who said yes
		asked    string // to one who did not
	}{
		{"nothing", "", func(*kiosk, till.Standing) {}, "welcome", ""},
		{"points by hand", "", func(k *kiosk, s till.Standing) {
			_, err := k.Adjust(k.t.Context(), s.Member.ID, 10, boss)
			k.must(err)
		}, "points_adjusted welcome", ""},
		{"points taken", "", func(k *kiosk, s till.Standing) {
			_, err := k.Adjust(k.t.Context(), s.Member.ID, -10, boss)
			k.must(err)
		}, "points_adjusted welcome", ""},
		{"a coupon", "", func(k *kiosk, s till.Standing) {
			_, err := k.GiveCoupon(k.t.Context(), 10, s.Member.ID, boss)
			k.must(err)
		}, "points_added welcome", ""},
		{"a review that waits", "review_points=10", func(k *kiosk, s till.Standing) {
			_, err := k.AddReview(k.t.Context(), till.Review{Member: s.Member.ID, About: "tea"}, boss)
			k.must(err)
		}, "welcome", ""},
		{"a review that was approved", "review_points=10", func(k *kiosk, s till.Standing) {
			row, err := k.AddReview(k.t.Context(), till.Review{Member: s.Member.ID, About: "tea"}, boss)
			k.must(err)
			_, err = k.Approve(k.t.Context(), row.ID, boss)
			k.must(err)
		}, "points_added welcome", ""},
		{"a gift card", "", func(k *kiosk, s till.Standing) {
			_, err := k.GiveGiftCard(k.t.Context(), 100_00, s.Member.ID, boss)
			k.must(err)
		}, "gift_card welcome", "gift_card"},
		{"a level by hand", "", func(k *kiosk, s till.Standing) {
			k.must(k.SetMemberTier(k.t.Context(), s.Member.ID, "Gold", boss))
		}, "level_reached welcome", ""},
		{"and down again", "", func(k *kiosk, s till.Standing) {
			k.must(k.SetMemberTier(k.t.Context(), s.Member.ID, "Gold", boss))
			k.must(k.SetMemberTier(k.t.Context(), s.Member.ID, pos.NoBonusTier, boss))
		}, "level_reached welcome", ""},
		{"a level by shopping", "", func(k *kiosk, s till.Standing) {
			k.buys(s.Member.Username, till.Payment{Cash: till.Exact}, "machine")
		}, "level_reached welcome", ""},
		{"they take the yes back", "", func(k *kiosk, s till.Standing) {
			_, err := k.GiveGiftCard(k.t.Context(), 100_00, s.Member.ID, boss)
			k.must(err)
			no := false
			_, err = k.ChangeMember(k.t.Context(), s.Member.ID, till.MemberChange{Consent: &no}, boss)
			k.must(err)
		}, "gift_card", "gift_card"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for consent, want := range map[bool]string{true: c.wants, false: c.asked} {
				k := newKiosk(t, c.switches)
				m, err := k.AddMember(t.Context(), till.NewMember{Username: "freja", Name: "Freja", Email: "freja@example.dk", Card: "10009", Consent: consent}, boss)
				k.must(err)
				c.happens(k, k.member(m.Username))
				if got := strings.Join(k.toBeTold("freja"), " "); got != want {
					t.Errorf("consent %v: %q waits, not %q", consent, got, want)
				}
			}
		})
	}
}

// TestRemindersAreOnce: however often time is looked at, members hear once of
// points that end together, and of no others.
func TestRemindersAreOnce(t *testing.T) {
	k := newKiosk(t, "expiry_months=2")
	for _, who := range []string{"freja", "viggo"} {
		_, err := k.AddMember(t.Context(), till.NewMember{Username: who, Name: who, Phone: "20 30 40 50", Consent: who == "freja"}, till.By(pos.System))
		k.must(err)
	}
	told := 0
	for day := range 120 {
		if day == 0 || day == 1 {
			k.gives("freja", 5)
			k.gives("freja", 6) // ends with the other
			k.gives("viggo", 5)
		}
		for range 3 { // a till that was started anew forgets what it has looked at
			fresh, err := till.New(t.Context(), k.store, till.Options{Now: k.clock, Random: rand.NewChaCha8([32]byte{byte(day), 1}), Papers: paper.Papers{}})
			k.must(err)
			done, err := fresh.Tick(t.Context(), k.now)
			k.must(err)
			told += done.Reminded
			fresh.Close()
		}
		k.now = k.now.Add(24 * time.Hour)
	}
	list, err := k.MessageList(t.Context(), pos.MessageWaiting, "", till.By(pos.System))
	k.must(err)
	points := []int64{}
	for _, m := range list {
		if m.Kind == pos.ExpiringMessage {
			points = append(points, m.Points)
		}
	}
	if told != 2 || !slices.Equal(points, []int64{11, 11}) {
		t.Errorf("told %d times, of %v", told, points)
	}
}

// TestRemindersOnAgain: a shop that has not let them be sent, and does again, need not
// wait for another day.
func TestRemindersOnAgain(t *testing.T) {
	k := newKiosk(t, "expiry_months=1")
	boss := till.By(pos.System)
	_, err := k.AddMember(t.Context(), till.NewMember{Username: "freja", Name: "Freja", Phone: "20 30 40 50", Consent: true}, boss)
	k.must(err)
	k.gives("freja", 5)
	k.now = k.now.Add(10 * 24 * time.Hour)
	for _, on := range []bool{false, true} {
		k.must(k.SetMessageOn(t.Context(), pos.ExpiringMessage, on, boss))
		done, err := k.Tick(t.Context(), k.now)
		k.must(err)
		if told := done.Reminded == 1; told != on {
			t.Errorf("on is %v, and %d were told", on, done.Reminded)
		}
	}
}

// TestAMessageSaysWhy: what was written when points were put right stands where the
// template has {reason}, also of what a clerk proposed; a preview makes one up.
func TestAMessageSaysWhy(t *testing.T) {
	k := newKiosk(t, "approve_manual=true")
	boss := till.By(pos.System)
	text := pos.MessageText{Subject: "x", Text: "{points}: {reason}."}
	k.must(k.SetTemplate(t.Context(), pos.PointsAdjustedMessage, "da", text, boss))
	if err := k.SetTemplate(t.Context(), pos.WelcomeMessage, "da", text, boss); pos.CodeOf(err) != pos.UnknownVariable {
		t.Errorf("a welcome has a reason: %v", err)
	}
	m, err := k.AddMember(t.Context(), till.NewMember{Username: "freja", Name: "Freja", Email: "freja@example.dk", Language: "da", Consent: true}, boss)
	k.must(err)
	adjust := func(points int64, why string, who till.Who) till.Adjusted {
		who.Reason = why
		done, err := k.Adjust(t.Context(), m.ID, points, who)
		k.must(err)
		return done
	}
	adjust(30, "Glemt kupon", boss)
	adjust(-10, "Talt to gange", boss)
	waits := adjust(5, "Ventetid", till.By(pos.Person{ID: pos.ID{9}, Name: "Yrsa", Role: pos.Clerk})).Waits
	_, err = k.Approve(t.Context(), waits.ID, boss)
	k.must(err)
	list, err := k.MessageList(t.Context(), pos.MessageWaiting, pos.PointsAdjustedMessage, boss)
	k.must(err)
	var said []string
	for _, x := range list {
		said = append(said, strings.NewReplacer("\u00a0", " ", "−", "-").Replace(x.Text))
	}
	slices.Sort(said)
	if got := strings.Join(said, " "); got != "-10 point: Talt to gange. 30 point: Glemt kupon. 5 point: Ventetid." {
		t.Errorf("%q", got)
	}
	shown, err := k.PreviewMessage(t.Context(), pos.PointsAdjustedMessage, "da", nil, m.ID)
	k.must(err)
	if !strings.HasSuffix(shown.Text, ": Kuponen fra sidste uge var ikke talt med.") {
		t.Errorf("a preview says %q", shown.Text)
	}
}
