package dots

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/skip2/go-qrcode"
)

// TestMatrixIsTheLibrarys compares with another encoder: of bytes that fit no
// narrower alphabet it makes the same symbol, but that it may prefer another mask.
func TestMatrixIsTheLibrarys(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	const longest = 106
	for n := 1; n <= longest; n++ {
		text := make([]byte, n)
		for i := range text {
			text[i] = byte('a' + rnd.IntN(26))
		}
		q, err := qrcode.New(string(text), qrcode.Medium)
		if err != nil {
			t.Fatal(err)
		}
		q.DisableBorder = true
		theirs := q.Bitmap()
		v := versionFor(n)
		if v == nil {
			t.Fatalf("%d bytes fit no version", n)
		}
		ours, err := Matrix(string(text))
		if err != nil {
			t.Fatal(err)
		}
		masks := allMasks(v, string(text))
		if !slices.ContainsFunc(masks, func(m [][]bool) bool { return same(m, theirs) }) {
			t.Fatalf("%q: the library makes another symbol", text)
		}
		least := slices.Min(penalties(masks))
		if got := penaltyOf(ours); got != least {
			t.Errorf("%q: the penalty is %d, and of another mask %d", text, got, least)
		}
	}
	if versionFor(longest+1) != nil {
		t.Error("a longer text fits")
	}
}

// allMasks are the eight symbols of a text.
func allMasks(v *version, text string) (list [][][]bool) {
	for m := range v.masks {
		masked := v.mask(v.bare(text), m)
		list = append(list, masked.bools())
	}
	return list
}

func penalties(list [][][]bool) (p []int) {
	for _, m := range list {
		p = append(p, penaltyOf(m))
	}
	return p
}

// penaltyOf counts module by module what ISO/IEC 18004 counts in 7.8.3.
func penaltyOf(m [][]bool) (p int) {
	side, black := len(m), 0
	at := func(x, y int, turned bool) bool {
		if turned {
			x, y = y, x
		}
		return m[y][x]
	}
	for _, turned := range []bool{false, true} {
		for y := range side {
			run := 0
			for x := range side {
				if x > 0 && at(x, y, turned) == at(x-1, y, turned) {
					run++
				} else {
					run = 1
				}
				switch {
				case run == 5:
					p += 3
				case run > 5:
					p++
				}
				for _, like := range []string{"00001011101", "10111010000"} {
					if x+len(like) <= side && !slices.ContainsFunc([]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, func(i int) bool { return at(x+i, y, turned) != (like[i] == '1') }) {
						p += 40
					}
				}
			}
		}
	}
	for y := range side {
		for x := range side {
			if m[y][x] {
				black++
			}
			if x > 0 && y > 0 && m[y][x] == m[y][x-1] && m[y][x] == m[y-1][x] && m[y][x] == m[y-1][x-1] {
				p += 3
			}
		}
	}
	off := 100*black - 50*side*side // of half, in hundredths of a module
	return p + max(off, -off)/(5*side*side)*10
}

func same(a, b [][]bool) bool {
	return slices.EqualFunc(a, b, func(x, y []bool) bool { return slices.Equal(x, y) })
}

func BenchmarkMatrix(b *testing.B) {
	for b.Loop() {
		if _, err := Matrix("https://klub.example/k/10001"); err != nil {
			b.Fatal(err)
		}
	}
}
