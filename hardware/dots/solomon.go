package dots

// The Reed-Solomon code of QR (annex A): bytes are polynomials modulo
// x^8+x^4+x^3+x^2+1.
var power, logarithm = func() (power [510]byte, logarithm [256]int) {
	x := 1
	for i := range 255 {
		power[i], power[i+255] = byte(x), byte(x)
		logarithm[x] = i
		if x <<= 1; x > 255 {
			x ^= 0x11d
		}
	}
	return power, logarithm
}()

// generator is the polynomial that n bytes of correction are the remainder of,
// without its leading 1.
func generator(n int) []byte {
	g := make([]byte, n)
	g[n-1] = 1
	for root := range n {
		for i := range n {
			g[i] = times(g[i], power[root])
			if i+1 < n {
				g[i] ^= g[i+1]
			}
		}
	}
	return g
}

func times(a, b byte) byte {
	if a == 0 || b == 0 {
		return 0
	}
	return power[logarithm[a]+logarithm[b]]
}

// codewords are the bytes of a text and those of their correction, in the order
// they are laid out: block by block in turn (7.6).
func (v *version) codewords(text string) []byte {
	data := make([]byte, 0, v.blocks*v.data)
	// Mode "bytes" (0100), the length, the text: half a byte off.
	n := byte(len(text))
	data = append(data, 0x40|n>>4)
	last := n << 4
	for i := range len(text) {
		data = append(data, last|text[i]>>4)
		last = text[i] << 4
	}
	data = append(data, last) // and the end (0000)
	for pad := byte(0xec); len(data) < cap(data); pad ^= 0xec ^ 0x11 {
		data = append(data, pad)
	}
	all := make([]byte, v.blocks*(v.data+v.correction))
	for b := range v.blocks {
		block := data[b*v.data : (b+1)*v.data]
		for i, x := range block {
			all[i*v.blocks+b] = x
		}
		for i, x := range v.remainder(block) {
			all[len(data)+i*v.blocks+b] = x
		}
	}
	return all
}

func (v *version) remainder(block []byte) []byte {
	rest := make([]byte, v.correction)
	for _, x := range block {
		lead := x ^ rest[0]
		copy(rest, rest[1:])
		rest[len(rest)-1] = 0
		if lead == 0 {
			continue
		}
		at := logarithm[lead]
		for i, g := range v.generate {
			if g != 0 {
				rest[i] ^= power[at+logarithm[g]]
			}
		}
	}
	return rest
}
