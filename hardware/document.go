package hardware

import (
	"fmt"
	"time"
	"unicode/utf8"
)

// DocumentVersion is the version that MarshalJSON writes. A till reads its own
// version and every older one, and refuses a newer one (the job was stored by
// a newer till): half a paper is worse than a plain refusal.
const DocumentVersion = 1

// Bounds on what one paper may hold. They are far above any receipt, and keep
// a mistaken loop from printing a whole roll.
const (
	MaxBlocks   = 4000
	MaxTextLen  = 2000 // bytes of one text
	MaxQRLen    = 700  // bytes; more makes modules too small for receipt paper
	MaxCodeLen  = 48   // characters of a Code 128
	MaxFeed     = 50   // lines of one feed
	MaxRasterPx = 4 << 20
)

// Document is a paper before it is known which printer makes it: a plain
// value, independent of the paper's width and of any control code. The same
// Document becomes ESC/POS bytes, a PDF page, or text (Text), and the three
// have the same lines, because all of them come from Layout.
//
// First use:
//
//	d := hardware.Document{Title: "Bon 1042", Lang: "da", Made: now}
//	d.Add(
//		hardware.TextLine("Café Ærø").Centre().Double(),
//		hardware.Rule(),
//		hardware.Row3("Rødgrød", "3 x 100,00", "300,00"),
//		hardware.Row("At betale", "300,00").Tall().Strong(),
//		hardware.QR("https://klub.example/k/7Q2M"),
//		hardware.Cut(),
//	)
//	result, err := printer.Print(ctx, "receipt-1042", d)
type Document struct {
	Title string            // what people call the paper: a PDF's title, a name in a queue
	Lang  string            // "da", "en", "fr": the words of the banners
	Made  time.Time         // when the paper was made; a PDF is dated so, and by nothing else
	Meta  map[string]string // facts for the queue and the log (receipt number, till); not printed
	Body  []Block
}

// BlockKind names what a block is. The names are stored on disk: add, never
// change.
type BlockKind string

const (
	KindText   BlockKind = "text"   // Text, in Align, Size, Bold; wraps at words
	KindRow    BlockKind = "row"    // Text left, Mid and Right right-aligned, never cut
	KindRule   BlockKind = "rule"   // a line across; Double draws two
	KindFeed   BlockKind = "feed"   // Count empty lines
	KindQR     BlockKind = "qr"     // Text as a QR code (ISO/IEC 18004)
	KindCode   BlockKind = "code"   // Text as a bar code of Symbology
	KindImage  BlockKind = "image"  // Image, one bit a dot
	KindCut    BlockKind = "cut"    // feed to the knife and cut
	KindDrawer BlockKind = "drawer" // open the cash drawer for Reason
	KindBanner BlockKind = "banner" // Text white on black, across the paper
)

// Align is where text stands. The zero value is left.
type Align string

const (
	Left   Align = ""
	Centre Align = "centre"
	Right  Align = "right"
)

// Size is how large text is. The zero value is normal.
type Size string

const (
	Normal Size = ""
	Tall   Size = "tall"   // twice as high: a total that keeps its columns
	Double Size = "double" // twice as high and as wide: a name, an amount to pay
)

// Scale is how many times normal a size is, across and down.
func (s Size) Scale() (x, y int) {
	switch s {
	case Tall:
		return 1, 2
	case Double:
		return 2, 2
	}
	return 1, 1
}

// Symbology is a kind of bar code. The zero value is Code 128.
type Symbology string

const (
	Code128 Symbology = ""      // ISO/IEC 15417, printable ASCII
	EAN13   Symbology = "ean13" // ISO/IEC 15420, 12 or 13 digits
)

// Block is one thing on a paper. Use the constructors; which fields a kind
// reads stands at BlockKind.
type Block struct {
	Kind      BlockKind  `json:"kind"`
	Text      string     `json:"text,omitempty"`
	Mid       string     `json:"mid,omitempty"`
	Right     string     `json:"right,omitempty"`
	Align     Align      `json:"align,omitempty"`
	Size      Size       `json:"size,omitempty"`
	Bold      bool       `json:"bold,omitempty"`
	Count     int        `json:"count,omitempty"`     // feed: lines; qr: dots a module, 0 = as fits
	Symbology Symbology  `json:"symbology,omitempty"` // code
	Doubled   bool       `json:"doubled,omitempty"`   // rule
	Reason    KickReason `json:"reason,omitempty"`    // drawer
	Image     *Raster    `json:"image,omitempty"`     // image
}

// TextLine is a paragraph: it wraps at words, and where the text has a
// newline.
func TextLine(text string) Block { return Block{Kind: KindText, Text: text} }

// Row is a text at the left and an amount at the right. The text wraps; the
// amount is never cut.
func Row(left, right string) Block { return Block{Kind: KindRow, Text: left, Right: right} }

// Row3 is a text, a middle column (3 x 100,00) and an amount. Where the paper
// is too narrow for the three, the text gets a line of its own.
func Row3(left, mid, right string) Block {
	return Block{Kind: KindRow, Text: left, Mid: mid, Right: right}
}

// Rule is a line across the paper.
func Rule() Block { return Block{Kind: KindRule} }

// DoubleRule is a double line, as under a sum.
func DoubleRule() Block { return Block{Kind: KindRule, Doubled: true} }

// Feed is n empty lines.
func Feed(n int) Block { return Block{Kind: KindFeed, Count: n} }

// QR is a QR code, centred, with its quiet zone.
func QR(data string) Block { return Block{Kind: KindQR, Text: data} }

// Code is a Code 128 bar code, centred, its text below.
func Code(data string) Block { return Block{Kind: KindCode, Text: data} }

// EAN is an EAN-13 bar code of 12 or 13 digits, its digits below.
func EAN(digits string) Block { return Block{Kind: KindCode, Text: digits, Symbology: EAN13} }

// Picture is a logo, centred.
func Picture(r *Raster) Block { return Block{Kind: KindImage, Image: r} }

// Cut feeds to the knife and cuts, or feeds to the tear bar.
func Cut() Block { return Block{Kind: KindCut} }

// OpenDrawer opens the cash drawer when the paper is printed. A reason that is
// none of the known ones makes the Document invalid: no drawer opens unasked.
func OpenDrawer(why KickReason) Block { return Block{Kind: KindDrawer, Reason: why} }

// Banner is a line white on black that nobody overlooks.
func Banner(text string) Block { return Block{Kind: KindBanner, Text: text, Align: Centre, Bold: true} }

// Centre gives the block in the middle.
func (b Block) Centre() Block { b.Align = Centre; return b }

// AtRight gives the block at the right edge.
func (b Block) AtRight() Block { b.Align = Right; return b }

// Strong gives the block in bold.
func (b Block) Strong() Block { b.Bold = true; return b }

// Tall gives the block twice as high.
func (b Block) Tall() Block { b.Size = Tall; return b }

// Double gives the block twice as high and wide.
func (b Block) Double() Block { b.Size = Double; return b }

// Add puts blocks at the end.
func (d *Document) Add(blocks ...Block) { d.Body = append(d.Body, blocks...) }

// Kicks tells whether printing the document opens the drawer, and why.
func (d Document) Kicks() (KickReason, bool) {
	for _, b := range d.Body {
		if b.Kind == KindDrawer {
			return b.Reason, true
		}
	}
	return "", false
}

// AsCopy is the document as a reprint: it says so in its language at the top,
// and does not open the drawer again. A copy of a copy says it once.
func (d Document) AsCopy() Document { return d.marked(CopyWord(d.Lang)) }

// AsTraining is the document as practice: it says at the top that it is no
// receipt, and opens no drawer.
func (d Document) AsTraining() Document { return d.marked(TrainingWord(d.Lang)) }

func (d Document) marked(word string) Document {
	banner := Banner(word)
	body := make([]Block, 0, len(d.Body)+1)
	if len(d.Body) == 0 || !banner.same(d.Body[0]) {
		body = append(body, banner)
	}
	for _, b := range d.Body {
		if b.Kind != KindDrawer {
			body = append(body, b)
		}
	}
	d.Body = body
	return d
}

func (b Block) same(o Block) bool { return b.Kind == o.Kind && b.Text == o.Text }

// CopyWord marks what was printed again, in a language.
func CopyWord(lang string) string {
	switch lang {
	case "da":
		return "KOPI"
	case "fr":
		return "DUPLICATA"
	}
	return "COPY"
}

// TrainingWord marks what is practice, in a language.
func TrainingWord(lang string) string {
	switch lang {
	case "da":
		return "ØVELSE - IKKE EN KVITTERING"
	case "fr":
		return "FORMATION - PAS UN TICKET"
	}
	return "TRAINING - NOT A RECEIPT"
}

// DocumentError says which block of a document cannot be printed, and why.
type DocumentError struct {
	Block int // index in Body, -1 for the document itself
	Code  string
	Cause error
}

// Codes of DocumentError.
const (
	DocNewer      = "document_newer"      // stored by a newer till
	DocUnreadable = "document_unreadable" // not JSON of ours
	DocTooLong    = "document_too_long"
	DocKind       = "document_kind"     // a block kind this till does not know
	DocValue      = "document_value"    // a field out of its range
	DocNoReason   = "document_noreason" // a drawer kick without a known reason
)

// Error is the text for the log.
func (e *DocumentError) Error() string {
	text := fmt.Sprintf("document: block %d: %s", e.Block, e.Code)
	if e.Cause != nil {
		text += ": " + e.Cause.Error()
	}
	return text
}

// Unwrap gives the cause.
func (e *DocumentError) Unwrap() error { return e.Cause }

// Validate tells whether every printer can make the document. The error is a
// *DocumentError. Drivers call it first and print nothing of a bad document.
func (d Document) Validate() error {
	if len(d.Body) > MaxBlocks {
		return &DocumentError{Block: -1, Code: DocTooLong}
	}
	for i, b := range d.Body {
		if code, cause := b.check(); code != "" {
			return &DocumentError{Block: i, Code: code, Cause: cause}
		}
	}
	return nil
}

func (b Block) check() (string, error) {
	if len(b.Text) > MaxTextLen || len(b.Mid) > MaxTextLen || len(b.Right) > MaxTextLen {
		return DocTooLong, nil
	}
	if b.Align != Left && b.Align != Centre && b.Align != Right {
		return DocValue, fmt.Errorf("align %q", b.Align)
	}
	if b.Size != Normal && b.Size != Tall && b.Size != Double {
		return DocValue, fmt.Errorf("size %q", b.Size)
	}
	switch b.Kind {
	case KindText, KindRow, KindRule, KindCut, KindBanner:
		return "", nil
	case KindFeed:
		if b.Count < 0 || b.Count > MaxFeed {
			return DocValue, fmt.Errorf("feed of %d lines", b.Count)
		}
	case KindQR:
		switch {
		case b.Text == "" || len(b.Text) > MaxQRLen || !utf8.ValidString(b.Text) || hasControl(b.Text):
			return DocValue, fmt.Errorf("QR of %d bytes, or with control characters", len(b.Text))
		case b.Count < 0 || b.Count > 16:
			return DocValue, fmt.Errorf("QR module of %d dots", b.Count)
		}
	case KindCode:
		return b.checkCode()
	case KindImage:
		if err := b.Image.check(); err != nil {
			return DocValue, err
		}
	case KindDrawer:
		if !b.Reason.Known() {
			return DocNoReason, fmt.Errorf("reason %q", b.Reason)
		}
	default:
		return DocKind, fmt.Errorf("kind %q", b.Kind)
	}
	return "", nil
}

func (b Block) checkCode() (string, error) {
	switch b.Symbology {
	case Code128:
		if b.Text == "" || len(b.Text) > MaxCodeLen {
			return DocValue, fmt.Errorf("code 128 of %d characters", len(b.Text))
		}
		for _, r := range b.Text {
			if r < ' ' || r > '~' {
				return DocValue, fmt.Errorf("code 128 with the character %U", r)
			}
		}
	case EAN13:
		if _, ok := EAN13Digits(b.Text); !ok {
			return DocValue, fmt.Errorf("no EAN-13 (12 digits, or 13 with a right check digit)")
		}
	default:
		return DocValue, fmt.Errorf("symbology %q", b.Symbology)
	}
	return "", nil
}

// EAN13Digits gives the thirteen digits of an EAN-13 from twelve, or from
// thirteen whose check digit is right (GS1 General Specifications 7.9).
func EAN13Digits(s string) (string, bool) {
	if len(s) != 12 && len(s) != 13 {
		return "", false
	}
	sum := 0
	for i := 0; i < 12; i++ {
		if s[i] < '0' || s[i] > '9' {
			return "", false
		}
		sum += int(s[i]-'0') * (1 + 2*(i%2))
	}
	full := s[:12] + string(rune('0'+(10-sum%10)%10))
	return full, len(s) == 12 || s == full
}
