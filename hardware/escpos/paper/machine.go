package paper

import (
	"fmt"

	"bonuskasse/hardware"
	"bonuskasse/hardware/dots"

	"golang.org/x/text/encoding/charmap"
)

// Pages are the code pages of the machine, by number. They are those of the
// makers who keep to Epson's numbers; a letter in any other table is drawn as
// a gray box, which is what a wrong number looks like.
var Pages = map[byte]*charmap.Charmap{
	0: charmap.CodePage437, 2: charmap.CodePage850, 5: charmap.CodePage865,
	16: charmap.Windows1252, 19: charmap.CodePage858,
}

// WrongLetter stands for a letter of a table that the machine does not have.
const WrongLetter = '▒'

// Pulse is one kick at the drawer.
type Pulse struct {
	Pin  int // 2 or 5
	OnMs int
}

// Machine is a printer that obeys commands, one after the other.
type Machine struct {
	width  int // dots
	papers []Paper
	paper  Paper
	pulses []Pulse

	line    []cell
	used    int // dots
	bold    bool
	invert  bool
	x, y    int
	align   byte
	page    byte
	spacing int
	barH    int
	barW    int
	module  int
	stored  string
}

type cell struct {
	r            rune
	bold, invert bool
	x, y         int
}

// NewMachine is a printer on paper so many dots wide: 384 (58 mm), 512 or 576
// (80 mm).
func NewMachine(width int) *Machine {
	m := &Machine{width: width}
	m.reset()
	return m
}

func (m *Machine) reset() {
	m.line, m.used = nil, 0
	m.bold, m.invert, m.x, m.y, m.align, m.page = false, false, 1, 1, 0, 0
	m.spacing, m.barH, m.barW, m.module, m.stored = 30, 162, 3, 3, ""
}

// Print parses and obeys. The error is the first mistake.
func (m *Machine) Print(b []byte) error {
	commands, err := Parse(b)
	for _, c := range commands {
		if err := m.Do(c); err != nil {
			return err
		}
	}
	return err
}

// Do obeys one command. The error is what no right sender does: a line longer
// than the paper (a real printer wraps it, and the columns are gone), a code
// that does not fit, a command in the middle of a line that wants its start.
func (m *Machine) Do(c Command) error {
	fail := func(form string, args ...any) error {
		return &SyntaxError{Offset: c.Offset, Bytes: head(c.Data), What: string(c.Op) + ": " + fmt.Sprintf(form, args...)}
	}
	switch c.Op {
	case OpText:
		for _, b := range c.Data {
			m.line = append(m.line, cell{m.letter(b), m.bold, m.invert, m.x, m.y})
			m.used += dots.CellWidth * m.x
		}
		if m.used > m.width {
			return fail("line of %d dots on paper of %d", m.used, m.width)
		}
		return nil
	case OpLF:
		m.endLine()
		return nil
	case OpPulse, OpPulseRT:
		m.pulse(c)
		return nil
	case OpBold:
		m.bold = c.Args[0] == 1
		return nil
	case OpInvert:
		m.invert = c.Args[0] == 1
		return nil
	case OpSize:
		m.x, m.y = int(c.Args[0]>>4)+1, int(c.Args[0]&15)+1
		return nil
	case OpPage:
		m.page = c.Args[0]
		return nil
	case OpInit: // throws away a line not yet printed: what a cut job left
		m.reset()
		return nil
	case OpAsk, OpStatus, OpKanji, OpNation:
		return nil
	}
	if len(m.line) > 0 {
		return fail("in the middle of a line")
	}
	switch c.Op {
	case OpAlign:
		m.align = c.Args[0]
	case OpSpacing:
		m.spacing = int(c.Args[0])
	case OpFeed:
		m.add(Item{Kind: Gap, Height: int(c.Args[0]) * m.spacing})
	case OpFeedDot:
		m.add(Item{Kind: Gap, Height: int(c.Args[0])})
	case OpCut:
		m.paper.Cut = true
		m.papers = append(m.papers, m.paper.at(m.width))
		m.paper = Paper{}
	case OpBarH:
		m.barH = int(c.Args[0])
	case OpBarW:
		m.barW = int(c.Args[0])
	case OpBarText:
	case OpRaster:
		r := &hardware.Raster{Width: 8 * (int(c.Args[0]) | int(c.Args[1])<<8), Height: int(c.Args[2]) | int(c.Args[3])<<8, Bits: c.Data}
		if r.Width > (m.width+7)/8*8 {
			return fail("picture of %d dots on paper of %d", r.Width, m.width)
		}
		r.Bits = append([]byte(nil), c.Data...)
		m.add(Item{Kind: Picture, Raster: r, Height: r.Height})
	case OpBar:
		symbology := hardware.Code128
		if c.Args[0] == 67 {
			symbology = hardware.EAN13
		}
		// The printer's own Code 128 is set B all through; drawn with the
		// encoder of another library, which may use set C, it is as readable.
		r, err := dots.Code(symbology, string(c.Data), m.barW, m.barH)
		if err != nil || r.Width > m.width {
			return fail("bar code does not fit: %v", err)
		}
		m.add(Item{Kind: Bars, Text: string(c.Data), Raster: r, Height: r.Height, Left: m.place(r.Width)})
	case OpQR:
		return m.qr(c, fail)
	default:
		return fail("not known to the machine")
	}
	return nil
}

func (m *Machine) qr(c Command, fail func(string, ...any) error) error {
	switch c.Args[0] {
	case 67:
		m.module = int(c.Args[1])
	case 80:
		m.stored = string(c.Data)
	case 81:
		matrix, err := dots.Matrix(m.stored)
		if err != nil || m.stored == "" {
			return fail("nothing stored to print: %v", err)
		}
		// A printer adds no quiet zone of its own: the sender leaves it.
		r := hardware.NewRaster(len(matrix)*m.module, len(matrix)*m.module)
		for y, row := range matrix {
			for x, black := range row {
				if black {
					r.Fill(x*m.module, y*m.module, m.module, m.module, true)
				}
			}
		}
		if r.Width > m.width {
			return fail("QR of %d dots on paper of %d", r.Width, m.width)
		}
		m.add(Item{Kind: QR, Text: m.stored, Raster: r, Height: r.Height, Left: m.place(r.Width)})
	}
	return nil
}

func (m *Machine) letter(b byte) rune {
	if b < 0x80 {
		return rune(b)
	}
	if table := Pages[m.page]; table != nil {
		return table.DecodeByte(b)
	}
	return WrongLetter
}

func (m *Machine) endLine() {
	height := m.spacing
	for _, c := range m.line {
		height = max(height, dots.CellHeight*c.y+m.spacing-dots.CellHeight)
	}
	m.add(Item{Kind: Letters, cells: m.line, Height: height, Left: m.place(m.used)})
	m.line, m.used = nil, 0
}

func (m *Machine) place(width int) int { return (m.width - width) * int(m.align) / 2 }

func (m *Machine) add(i Item) { m.paper.Items = append(m.paper.Items, i) }

func (m *Machine) pulse(c Command) {
	p := Pulse{Pin: 2}
	pin, on := c.Args[0], int(c.Args[1])*2
	if c.Op == OpPulseRT {
		pin, on = c.Args[1], int(c.Args[2])*100
	}
	if pin == 1 {
		p.Pin = 5
	}
	p.OnMs = on
	m.pulses = append(m.pulses, p)
}

// Papers are the papers cut so far.
func (m *Machine) Papers() []Paper { return m.papers }

// Hanging is what was printed since the last cut.
func (m *Machine) Hanging() Paper { return m.paper.at(m.width) }

// Pulses are the kicks so far.
func (m *Machine) Pulses() []Pulse { return m.pulses }
