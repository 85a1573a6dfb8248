package magstripe

import (
	"strings"
	"testing"

	"bonuskasse/hardware"
)

var shop = hardware.Profile{ClubMin: 10001, ClubMax: 9999999, OwnIIN: "920800", CouponPrefix: "CPN-", MaxFrame: 256}

func TestLuhn(t *testing.T) {
	// Numbers that the schemes and acquirers publish for tests.
	for _, pan := range []string{"4111111111111111", "5555555555554444", "378282246310005", "30569309025904",
		"6011111111111117", "3530111333300000", "5019717010103742", "4222222222222", "6331101999990016"} {
		if !Luhn([]byte(pan)) {
			t.Errorf("%s fails", pan)
		}
		wrong := []byte(pan)
		wrong[len(wrong)-1] = '0' + (wrong[len(wrong)-1]-'0'+1)%10
		if Luhn(wrong) {
			t.Errorf("%s passes", wrong)
		}
		if why := (Rules{}).Payment([]byte(pan)); why != hardware.WhyPaymentNumber {
			t.Errorf("%s is in no scheme's range", pan)
		}
	}
	if Luhn(nil) {
		t.Error("nothing passes")
	}
}

func TestLRC(t *testing.T) {
	for _, c := range []struct {
		track string
		want  byte
	}{{";10001?", '4'}, {"+10001?", '4'}, {"%10001?", '*'}, {"%b10001?", 0x20 + ('*' - 0x20 ^ 'B' - 0x20)}} {
		if got, ok := LRC([]byte(c.track)); !ok || got != c.want {
			t.Errorf("%s: %q %v, want %q", c.track, got, ok, c.want)
		}
	}
	if _, ok := LRC([]byte(";ABC?")); ok {
		t.Error("track 2 has no letters")
	}
}

// TestEveryWrongLRCIsSeen tries all sixteen characters that could stand there.
func TestEveryWrongLRCIsSeen(t *testing.T) {
	for c := byte('0'); c <= '?'; c++ {
		s := Read([]byte(";10001?"+string(rune(c))), shop, true)
		if right := c == '4'; right != (s.Kind == hardware.KindClubCard) {
			t.Errorf("LRC %q: %+v", c, s)
		}
	}
}

// TestLRCThatLooksLikeASentinel: the check character of a track may be `;`,
// and another track may follow it or not.
func TestLRCThatLooksLikeASentinel(t *testing.T) {
	for n := 10001; n < 12000; n++ {
		track := ";" + itoa(n) + "?"
		lrc, _ := LRC([]byte(track))
		for _, frame := range []string{track + string(rune(lrc)), track + string(rune(lrc)) + "+" + itoa(n) + "?", track + "+" + itoa(n) + "?"} {
			if s := Read([]byte(frame), shop, true); s.Value != itoa(n) {
				t.Fatalf("%s: %+v", frame, s)
			}
		}
	}
}

func itoa(n int) string {
	var out []byte
	for ; n > 0; n /= 10 {
		out = append([]byte{byte('0' + n%10)}, out...)
	}
	return string(out)
}

func FuzzTracks(f *testing.F) {
	for _, s := range []string{";10001?", ";10001?4", "%10001?;10001?", "%E?;E?", "%B4111111111111111^DOE/JOHN^2512101?;4111111111111111=2512101?",
		";9208000000100017=9912101?", "+10001?", ";411111", "10001", "4111-1111-1111-1111", "%CPN-7F3K?"} {
		f.Add([]byte(s), true)
	}
	f.Fuzz(func(t *testing.T, frame []byte, whole bool) {
		before := string(frame)
		s := Read(frame, shop, whole)
		if string(frame) != before {
			t.Error("the frame was changed")
		}
		if s.Kind == hardware.KindNone && len(frame) > 0 {
			t.Error("no kind")
		}
		if s.Kind != hardware.KindClubCard && s.Kind != hardware.KindCoupon && s.Value != "" {
			t.Errorf("value in %+v", s)
		}
		if s.Kind == hardware.KindPaymentCard && s != (hardware.Scan{Kind: s.Kind, Reason: s.Reason}) {
			t.Errorf("a refusal carries %+v", s)
		}
		if s.Kind == hardware.KindClubCard && strings.Trim(s.Value, "0123456789") != "" {
			t.Errorf("card number %q", s.Value)
		}
		if why := (Rules{Owner: OwnerOf(shop), Stripe: true}).Payment(frame); why != hardware.WhyNot && s.Kind != hardware.KindPaymentCard {
			t.Errorf("a payment card became %+v", s)
		}
		tracks, ok := Tracks(frame)
		if ok != (len(frame) > 0 && Start(frame[0])) || len(tracks) > len(frame) {
			t.Errorf("%d tracks, %v", len(tracks), ok)
		}
	})
}
