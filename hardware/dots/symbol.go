package dots

import (
	"math/bits"
	"sync"
)

// symbol is the square of a QR code: a row of bits each, the left module lowest;
// 1 is black.
type symbol struct {
	side int
	rows [41]uint64
}

func (s *symbol) set(x, y int, black bool) {
	if black {
		s.rows[y] |= 1 << x
	} else {
		s.rows[y] &^= 1 << x
	}
}

func (s *symbol) bools() [][]bool {
	all := make([]bool, s.side*s.side)
	list := make([][]bool, s.side)
	for y := range list {
		list[y] = all[y*s.side : (y+1)*s.side : (y+1)*s.side]
		for x := range list[y] {
			list[y][x] = s.rows[y]>>x&1 == 1
		}
	}
	return list
}

// turned is the symbol with columns as rows.
func (s *symbol) turned() (t symbol) {
	t.side = s.side
	for y := range s.side {
		for row := s.rows[y]; row != 0; row &= row - 1 {
			t.rows[bits.TrailingZeros64(row)] |= 1 << y
		}
	}
	return t
}

// version is a size of symbol with error correction M (tables 1, 9 and E.1).
type version struct {
	no         int
	blocks     int
	data       int // bytes of data a block
	correction int // bytes of correction a block
	align      int // centre of the alignment pattern; 0: there is none

	once     sync.Once
	base     symbol // function patterns
	fixed    symbol // where they are
	path     []struct{ x, y uint8 }
	masks    [8]symbol
	generate []byte // of the Reed-Solomon code
}

var versions = [...]*version{
	{no: 1, blocks: 1, data: 16, correction: 10},
	{no: 2, blocks: 1, data: 28, correction: 16, align: 18},
	{no: 3, blocks: 1, data: 44, correction: 26, align: 22},
	{no: 4, blocks: 2, data: 32, correction: 18, align: 26},
	{no: 5, blocks: 2, data: 43, correction: 24, align: 30},
	{no: 6, blocks: 4, data: 27, correction: 16, align: 34},
}

// versionFor is the smallest that holds so many bytes; nil is none of these.
// Mode, length and end take two bytes.
func versionFor(n int) *version {
	for _, v := range versions {
		if n > 0 && n+2 <= v.blocks*v.data {
			v.once.Do(v.prepare)
			return v
		}
	}
	return nil
}

// prepare draws what all symbols of the version have, and finds where the data
// goes: in columns of two from the right, up and down in turn (7.7.3).
func (v *version) prepare() {
	side := 17 + 4*v.no
	v.base.side, v.fixed.side = side, side
	put := func(x, y int, black bool) {
		if x >= 0 && y >= 0 && x < side && y < side {
			v.base.set(x, y, black)
			v.fixed.set(x, y, true)
		}
	}
	square := func(cx, cy, reach int, black func(ring int) bool) {
		for dy := -reach; dy <= reach; dy++ {
			for dx := -reach; dx <= reach; dx++ {
				put(cx+dx, cy+dy, black(max(dx, -dx, dy, -dy)))
			}
		}
	}
	for i := range side { // timing
		put(i, 6, i%2 == 0)
		put(6, i, i%2 == 0)
	}
	finder := func(ring int) bool { return ring != 2 && ring != 4 }
	square(3, 3, 4, finder)
	square(side-4, 3, 4, finder)
	square(3, side-4, 4, finder)
	if v.align > 0 {
		square(v.align, v.align, 2, func(ring int) bool { return ring != 1 })
	}
	for i := range 15 {
		for _, at := range formatPlaces(side, i) {
			put(at[0], at[1], false)
		}
	}
	put(8, side-8, true)
	up := true
	for right := side - 1; right > 0; right -= 2 {
		if right == 6 {
			right--
		}
		for i := range side {
			y := i
			if up {
				y = side - 1 - i
			}
			for x := right; x > right-2; x-- {
				if v.fixed.rows[y]>>x&1 == 0 {
					v.path = append(v.path, struct{ x, y uint8 }{uint8(x), uint8(y)})
				}
			}
		}
		up = !up
	}
	for m := range v.masks {
		for y := range side {
			for x := range side {
				v.masks[m].set(x, y, v.fixed.rows[y]>>x&1 == 0 && masked(m, x, y))
			}
		}
	}
	v.generate = generator(v.correction)
}

// formatPlaces are the two modules of a bit of the format (figure 25).
func formatPlaces(side, bit int) [2][2]int {
	var a, b [2]int
	switch {
	case bit < 6:
		a = [2]int{8, bit}
	case bit < 8:
		a = [2]int{8, bit + 1}
	case bit == 8:
		a = [2]int{7, 8}
	default:
		a = [2]int{14 - bit, 8}
	}
	if bit < 8 {
		b = [2]int{side - 1 - bit, 8}
	} else {
		b = [2]int{8, side - 15 + bit}
	}
	return [2][2]int{a, b}
}

// masked are the patterns that may be laid over the data (table 10).
func masked(m, x, y int) bool {
	switch m {
	case 0:
		return (x+y)%2 == 0
	case 1:
		return y%2 == 0
	case 2:
		return x%3 == 0
	case 3:
		return (x+y)%3 == 0
	case 4:
		return (y/2+x/3)%2 == 0
	case 5:
		return x*y%2+x*y%3 == 0
	case 6:
		return (x*y%2+x*y%3)%2 == 0
	default:
		return ((x+y)%2+x*y%3)%2 == 0
	}
}

// encode makes the symbol of some bytes, with the mask that a reader has least
// trouble with.
func (v *version) encode(text string) *symbol {
	s := v.bare(text)
	var best symbol
	least := -1
	for m := range v.masks {
		try := v.mask(s, m)
		if p := try.penalty(); least < 0 || p < least {
			best, least = try, p
		}
	}
	return &best
}

// bare is the symbol without a mask.
func (v *version) bare(text string) symbol {
	s := v.base
	for i, b := range v.codewords(text) {
		for bit := range 8 {
			at := v.path[8*i+bit]
			if b>>(7-bit)&1 == 1 {
				s.rows[at.y] |= 1 << at.x
			}
		}
	}
	return s
}

// mask lays a pattern over the data, and says which.
func (v *version) mask(s symbol, m int) symbol {
	for y := range s.side {
		s.rows[y] ^= v.masks[m].rows[y]
	}
	format := formatOf(m)
	for i := range 15 {
		for _, at := range formatPlaces(s.side, i) {
			s.set(at[0], at[1], format>>i&1 == 1)
		}
	}
	return s
}

// formatOf is a mask and the level M with their own correction (annex C).
func formatOf(mask int) int {
	rest := mask << 10 // of M, which is 00
	for i := 14; i >= 10; i-- {
		if rest>>i&1 == 1 {
			rest ^= 0x537 << (i - 10)
		}
	}
	return (mask<<10 | rest) ^ 0x5412
}

// penalty is how much of a symbol may mislead a reader (7.8.3).
func (s *symbol) penalty() int {
	turned := s.turned()
	p, black := s.lines()+turned.lines(), 0
	for y, row := range s.rows[:s.side] {
		black += bits.OnesCount64(row)
		if y > 0 {
			above := s.rows[y-1]
			alike := ^(row ^ above) & ^(row ^ row>>1) & ^(above ^ above>>1)
			p += 3 * bits.OnesCount64(alike&(1<<(s.side-1)-1))
		}
	}
	all := s.side * s.side
	off := 20*black - 10*all
	return p + max(off, -off)/all*10
}

// lines are the penalties of the rows: five and more alike, and what looks like
// a finder.
func (s *symbol) lines() (p int) {
	const finder, long = 0b1011101, 11
	for _, row := range s.rows[:s.side] {
		alike := ^(row ^ row>>1) & (1<<(s.side-1) - 1)
		fives := alike & (alike >> 1) & (alike >> 2) & (alike >> 3)
		p += bits.OnesCount64(fives) + 2*bits.OnesCount64(fives&^(fives<<1))
		for x := 0; x+long <= s.side; x++ {
			if piece := row >> x & (1<<long - 1); piece == finder || piece == finder<<4 {
				p += 40
			}
		}
	}
	return p
}
