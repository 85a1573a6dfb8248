package dots

import (
	"errors"
	"fmt"
	"math"
	"sync"

	"rsc.io/qr/coding"
)

// Matrix is a QR code (ISO/IEC 18004, error correction M) as modules, without
// its quiet zone; true is black. Of the eight masks it takes the one that the
// standard's rules find easiest to read.
func Matrix(data string) ([][]bool, error) {
	text, version, err := encoding(data)
	if err != nil {
		return nil, fmt.Errorf("qr of %d bytes: %w", len(data), err)
	}
	var best [][]bool
	least := math.MaxInt
	for mask := coding.Mask(0); mask < 8; mask++ {
		p, err := planOf(version, mask)
		if err != nil {
			return nil, err
		}
		code, err := p.Encode(text)
		if err != nil {
			return nil, fmt.Errorf("qr of %d bytes: %w", len(data), err)
		}
		m := modules(code)
		if n := penalty(m, least); n < least {
			best, least = m, n
		}
	}
	return best, nil
}

// encoding is the densest way to write text, and the smallest code that it has
// room in.
func encoding(data string) (coding.Encoding, coding.Version, error) {
	var text coding.Encoding = coding.String(data)
	for _, e := range []coding.Encoding{coding.Alpha(data), coding.Num(data)} {
		if e.Check() == nil {
			text = e
		}
	}
	for v := coding.Version(coding.MinVersion); v <= coding.MaxVersion; v++ {
		if text.Bits(v) <= v.DataBytes(coding.M)*8 {
			return text, v, nil
		}
	}
	return nil, 0, errors.New("too long")
}

// plans are where the bits of a version and mask go; making one costs more than
// a code.
var plans sync.Map // [2]int -> *coding.Plan

func planOf(v coding.Version, m coding.Mask) (*coding.Plan, error) {
	key := [2]int{int(v), int(m)}
	if p, ok := plans.Load(key); ok {
		return p.(*coding.Plan), nil
	}
	p, err := coding.NewPlan(v, coding.M, m)
	if err != nil {
		return nil, fmt.Errorf("qr version %s: %w", v, err)
	}
	plans.Store(key, p)
	return p, nil
}

func modules(c *coding.Code) [][]bool {
	m := make([][]bool, c.Size)
	all := make([]bool, c.Size*c.Size)
	for y := range m {
		m[y], all = all[:c.Size], all[c.Size:]
		for x := range m[y] {
			m[y][x] = c.Black(x, y)
		}
	}
	return m
}

// finder is what a reader looks for, with light modules on one side of it.
const finder = 0b10111010000

// penalty tells how hard a code is to read: long runs, blocks, what looks like a
// finder pattern, and too much of one colour (ISO/IEC 18004, 7.8.3). It stops
// counting at most.
func penalty(m [][]bool, most int) (sum int) {
	size, black := len(m), 0
	column := make([]bool, size)
	for i, row := range m {
		for j := range column {
			column[j] = m[j][i]
		}
		sum += linePenalty(row) + linePenalty(column)
		for j, dark := range row {
			if dark {
				black++
			}
			if i > 0 && j > 0 && dark == row[j-1] && dark == m[i-1][j] && dark == m[i-1][j-1] {
				sum += 3
			}
		}
		if sum >= most {
			return sum
		}
	}
	off := black*20/(size*size) - 10 // steps of 5 % from the half
	return sum + 10*max(off, -off)
}

// linePenalty is the part of penalty that one row or column has by itself.
func linePenalty(line []bool) (sum int) {
	run, seen := 0, 0
	for j, dark := range line {
		if seen = seen << 1 & 0x7ff; dark {
			seen |= 1
		}
		if j > 0 && dark == line[j-1] {
			if run++; run == 5 {
				sum += 3
			} else if run > 5 {
				sum++
			}
		} else {
			run = 1
		}
		if j >= 10 && (seen == finder || seen == finder>>4) {
			sum += 40
		}
	}
	return sum
}
