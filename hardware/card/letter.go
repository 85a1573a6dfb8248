package card

import (
	"strings"
	"sync"
	"unicode"

	"bonuskasse/hardware"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// typeface is a font with the widths of its letters, in em.
type typeface struct {
	ttf   []byte
	font  *opentype.Font
	width map[rune]float64
}

// faces are the regular and the bold letters, read once. They are part of the
// program, so an error is a mistake in the build.
var faces = sync.OnceValue(func() (list [2]*typeface) {
	for i, ttf := range [][]byte{goregular.TTF, gobold.TTF} {
		f, err := opentype.Parse(ttf)
		if err != nil {
			panic("card: " + err.Error())
		}
		t := &typeface{ttf: ttf, font: f, width: map[rune]float64{}}
		var buf sfnt.Buffer
		em := fixed.I(int(f.UnitsPerEm()))
		for r := rune(' '); r <= 0xffff; r++ {
			if g, err := f.GlyphIndex(&buf, r); err == nil && g != 0 {
				if w, err := f.GlyphAdvance(&buf, g, em, font.HintingNone); err == nil {
					t.width[r] = float64(w) / float64(em)
				}
			}
		}
		list[i] = t
	}
	return list
})

func faceOf(bold bool) *typeface {
	if bold {
		return faces()[1]
	}
	return faces()[0]
}

// fit spells text with the letters that there are; little pictures that are not
// among them are left out. What lies above U+FFFF makes the PDF library panic,
// and is not among them either.
func fit(text string) string {
	widths := faces()[0].width
	has := func(r rune) bool { _, ok := widths[r]; return ok }
	text = strings.Map(func(r rune) rune {
		if !has(r) && unicode.In(r, unicode.So, unicode.Sk) {
			return -1
		}
		return r
	}, hardware.Printable(text))
	return strings.TrimSpace(hardware.Transliterate(text, has))
}

// measure is how wide text is, in em.
func measure(text string, bold bool) (em float64) {
	widths := faceOf(bold).width
	for _, r := range text {
		em += widths[r]
	}
	return em
}

// cut takes letters off the end until text is no wider than so many em.
func cut(text string, bold bool, most float64) string {
	if measure(text, bold) <= most {
		return text
	}
	runes := []rune(text)
	for len(runes) > 0 {
		runes = runes[:len(runes)-1]
		if s := strings.TrimRight(string(runes), " ") + "…"; measure(s, bold) <= most {
			return s
		}
	}
	return ""
}

// wrap breaks text into lines of at most so many em, at spaces and where it
// says so itself.
func wrap(text string, most float64) (lines []string) {
	for _, para := range strings.Split(text, "\n") {
		line := ""
		for _, word := range strings.Fields(fit(para)) {
			longer := strings.TrimLeft(line+" "+word, " ")
			if line != "" && measure(longer, false) > most {
				lines = append(lines, line)
				longer = word
			}
			line = cut(longer, false, most)
		}
		lines = append(lines, line)
	}
	return lines
}
