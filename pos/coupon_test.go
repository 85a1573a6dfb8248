package pos

import (
	"crypto/ed25519"
	"math/rand/v2"
	"strings"
	"testing"
)

func couponCodes(t testing.TB, n int) []string {
	t.Helper()
	random := rand.NewChaCha8([32]byte{1})
	codes := make([]string, n)
	for i := range codes {
		var err error
		if codes[i], err = NewCouponCode(random); err != nil {
			t.Fatal(err)
		}
	}
	return codes
}

func TestCouponCodeIsForgiving(t *testing.T) {
	// 0ABC 1DEF GH and its check letter.
	data := "0ABC1DEFGH"
	code := data + string(couponCheck([]byte(data)))
	for _, typed := range []string{
		code, strings.ToLower(code), GroupCouponCode(code), " " + GroupCouponCode(strings.ToLower(code)) + " ",
		strings.ReplaceAll(code, "0", "O"), strings.ReplaceAll(code, "0", "o"), strings.ReplaceAll(code, "1", "I"),
		strings.ReplaceAll(code, "1", "L"), strings.ReplaceAll(code, "1", "l"), strings.Join(strings.Split(code, ""), "-"),
	} {
		if got, err := ReadCouponCode(typed); err != nil || got != code {
			t.Errorf("%q is read as %q (%v), not %q", typed, got, err, code)
		}
	}
	for _, typed := range []string{"", "-", code[:10], code + "0", code + code, "U" + code[1:], "Ø" + code[1:], "*" + code[1:], "\x00" + code} {
		if got, err := ReadCouponCode(typed); CodeOf(err) != BadCoupon {
			t.Errorf("%q is read as %q (%v)", typed, got, err)
		}
	}
}

// spellings are the ways in which people write a letter.
func spellings(c byte) string {
	s := string(c) + strings.ToLower(string(c))
	switch c {
	case '0':
		return "0Oo"
	case '1':
		return "1IiLl"
	}
	return s
}

// TestEverySlipIsCaught: whatever character stands in the place of another, in
// every place, the check letter's too; unless it is another way to write the
// same letter.
func TestEverySlipIsCaught(t *testing.T) {
	for _, code := range couponCodes(t, 400) {
		for at := range len(code) {
			for c := byte(' '); c < 0x7f; c++ {
				if c == ' ' || c == '-' {
					continue // leaves a letter out: ten are none
				}
				got, err := ReadCouponCode(code[:at] + string(c) + code[at+1:])
				same := strings.IndexByte(spellings(code[at]), c) >= 0
				switch {
				case same && (err != nil || got != code):
					t.Fatalf("%s with %c for %c: %v", code, c, code[at], err)
				case !same && CodeOf(err) != BadCoupon:
					t.Fatalf("%s with %c in place %d is read as %s", code, c, at, got)
				}
			}
		}
	}
}

// TestEverySwapIsCaught tries every pair of letters in every two places, with
// every spelling of both: 11 x 10 / 2 places, 32 x 31 pairs.
func TestEverySwapIsCaught(t *testing.T) {
	for i := range couponChars {
		for j := i + 1; j < couponChars; j++ {
			for a := range len(crockford) {
				for b := range len(crockford) {
					if a != b {
						swapOne(t, codeWith(t, i, crockford[a], j, crockford[b]), i, j)
					}
				}
			}
		}
	}
}

func swapOne(t *testing.T, code string, i, j int) {
	t.Helper()
	for _, x := range spellings(code[i]) {
		for _, y := range spellings(code[j]) {
			typed := []byte(code)
			typed[i], typed[j] = byte(y), byte(x)
			if got, err := ReadCouponCode(string(typed)); CodeOf(err) != BadCoupon {
				t.Fatalf("%s with places %d and %d swapped, %s, is read as %s", code, i, j, typed, got)
			}
		}
	}
}

// codeWith is a code with two letters in their places.
func codeWith(t *testing.T, i int, a byte, j int, b byte) string {
	t.Helper()
	free := 0 // a place that makes the check letter come out
	for free == i || free == j {
		free++
	}
	for _, c := range []byte(crockford) {
		data := []byte(strings.Repeat("7", couponData))
		data[free] = c
		for _, p := range []struct {
			at int
			c  byte
		}{{i, a}, {j, b}} {
			if p.at < couponData {
				data[p.at] = p.c
			}
		}
		code := string(data) + string(couponCheck(data))
		if code[i] == a && code[j] == b {
			return code
		}
	}
	t.Fatalf("no code has %c in %d and %c in %d", a, i, b, j)
	return ""
}

// TestMillionCodes: none alike; and who knows a thousand of them and tries a
// million times, by chance and near those that they know, always with a right
// check letter, finds none of the others.
func TestMillionCodes(t *testing.T) {
	const made, known, guesses = 1_000_000, 1000, 1_000_000
	codes := couponCodes(t, made)
	all := make(map[string]bool, made)
	for _, c := range codes {
		if all[c] {
			t.Fatalf("%s was made twice", c)
		}
		all[c] = true
	}
	for _, c := range codes[:known] {
		delete(all, c) // the guesser holds these
	}
	guess := rand.New(rand.NewPCG(2, 3))
	hits := 0
	for i := range guesses {
		data := []byte(codes[guess.IntN(known)][:couponData])
		switch i % 4 {
		case 0: // the last letters
			for j := range 1 + guess.IntN(3) {
				data[couponData-1-j] = crockford[guess.IntN(32)]
			}
		case 1: // one or two letters anywhere
			for range 1 + guess.IntN(2) {
				data[guess.IntN(couponData)] = crockford[guess.IntN(32)]
			}
		case 2: // the half of one and the half of another
			copy(data[couponData/2:], codes[guess.IntN(known)][couponData/2:couponData])
		default:
			for j := range data {
				data[j] = crockford[guess.IntN(32)]
			}
		}
		code, err := ReadCouponCode(string(data) + string(couponCheck(data)))
		if err != nil {
			t.Fatal(err)
		}
		if all[code] {
			hits++
		}
	}
	t.Logf("%d codes, none alike; %d of %d guesses by one who knows %d of them hit", made, hits, guesses, known)
	if hits > 0 {
		t.Errorf("%d of %d guesses hit", hits, guesses)
	}
}

func signedCoupon(t testing.TB, key ed25519.PrivateKey, seed uint64) SignedCoupon {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 5))
	s := SignedCoupon{Code: couponCodes(t, 1)[0], Points: 1 + r.Int64N(MaxCouponPoints), Maker: CouponMaker{1, 2, 3, byte(seed)}}
	if seed%2 == 0 {
		s.ValidUntil = Millis(r.Int64N(1<<31))*minute - 1
	}
	s.Signature = [64]byte(ed25519.Sign(key, s.Message()))
	return s
}

func TestSignedCouponReadsBack(t *testing.T) {
	public, key, err := ed25519.GenerateKey(rand.NewChaCha8([32]byte{4}))
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(500) {
		s := signedCoupon(t, key, seed)
		for _, prefix := range []string{"", "BKC", "https://klub.example/k/"} {
			text := s.Text(prefix)
			if len(prefix) <= 4 && len(text) > 154 {
				t.Fatalf("%d characters are more than 41 x 41 modules hold", len(text))
			}
			code, got, err := ReadCoupon(text, "BKC")
			if err != nil || got == nil || code != s.Code || *got != s || !got.Good(public) {
				t.Fatalf("%s is read as %s %+v (%v), not %+v", text, code, got, err, s)
			}
			figures := 0
			for _, c := range text {
				if figures++; c < '0' || c > '9' {
					figures = 0
				}
				if figures > couponGroup {
					t.Fatalf("%s has more than %d figures together", text, couponGroup)
				}
			}
		}
	}
}

func TestSignedCouponShowsEveryChange(t *testing.T) {
	public, key, err := ed25519.GenerateKey(rand.NewChaCha8([32]byte{4}))
	if err != nil {
		t.Fatal(err)
	}
	other, _, _ := ed25519.GenerateKey(rand.NewChaCha8([32]byte{5}))
	s := signedCoupon(t, key, 2)
	if s.Good(other) || s.Good(nil) {
		t.Error("another key is as good")
	}
	text := s.Text("")
	for at := range text {
		for _, c := range crockford {
			if rune(text[at]) == c {
				continue
			}
			_, got, err := ReadCoupon(text[:at]+string(c)+text[at+1:], "")
			if err == nil && got != nil && *got != s && got.Good(public) {
				t.Fatalf("with %c in place %d it is as good: %+v", c, at, got)
			}
		}
	}
	for _, bad := range []string{text[1:], text[:len(text)-1], "https://evil.example/", strings.Repeat("U", 150), strings.Repeat("0", 150)} {
		if _, _, err := ReadCoupon(bad, "BKC"); CodeOf(err) != BadCoupon {
			t.Errorf("%s: %v", bad, err)
		}
	}
	if code, got, err := ReadCoupon("BKC"+s.Code, "BKC"); err != nil || got != nil || code != s.Code {
		t.Errorf("a bare code with its prefix: %s %v %v", code, got, err)
	}
}

func TestCouponExpires(t *testing.T) {
	c := Coupon{State: FreeCoupon, ValidUntil: 1000}
	for at, want := range map[Millis]CouponState{999: FreeCoupon, 1000: FreeCoupon, 1001: ExpiredCoupon} {
		if got := c.StateAt(at); got != want {
			t.Errorf("at %d it is %s", at, got)
		}
	}
	c.State = VoidCoupon
	if c.StateAt(5000) != VoidCoupon {
		t.Error("a void one expires")
	}
}
