package screentest

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos/screen"
)

// Hand is somebody at a frame, who does a line of words as a cashier would tell them.
type Hand struct {
	T     *testing.T
	Shell *screen.Shell
	Now   *time.Time // the frame's
	Later *[]func()  // the timers that run
}

// Play does a line of words; each takes a second:
//
//	rg            scans goods, see Codes
//	card:10001    scans a club card       code:TEXT  scans something else
//	"3*"          types                   <Enter>    presses a key
//	[do]          answers a question: [do], [do 2] with a row, [do=text]
//	tap:do        taps a button           later      lets all timers fire
func (h *Hand) Play(line string) {
	h.T.Helper()
	for _, word := range splitWords(line) {
		*h.Now = h.Now.Add(time.Second)
		h.word(word)
	}
}

func splitWords(line string) (words []string) {
	for line = strings.TrimSpace(line); line != ""; line = strings.TrimSpace(line) {
		end := strings.IndexByte(line, ' ')
		switch line[0] {
		case '"':
			end = strings.IndexByte(line[1:], '"') + 2
		case '[':
			end = strings.IndexByte(line, ']') + 1
		}
		if end <= 0 {
			end = len(line)
		}
		words, line = append(words, line[:end]), line[end:]
	}
	return words
}

// Codes are the codes on the goods that Play scans, by its words for them.
var Codes = map[string]string{
	"rg": "5701234001010", "am": "5701234001027", "ost": "5701234001126", "papir": "5701234001287", "none": "5709999999993",
}

func (h *Hand) word(w string) {
	h.T.Helper()
	switch {
	case Codes[w] != "":
		h.Scan(hardware.Scan{Kind: hardware.KindProduct, Value: Codes[w]})
	case strings.HasPrefix(w, "card:"):
		h.Scan(hardware.Scan{Kind: hardware.KindClubCard, Value: w[5:]})
	case strings.HasPrefix(w, "code:"):
		h.Scan(hardware.Scan{Kind: hardware.KindUnknown, Text: w[5:]})
	case strings.HasPrefix(w, "tap:"):
		h.send(screen.Tap{Do: w[4:]})
	case w == "later":
		for len(*h.Later) > 0 {
			f := (*h.Later)[0]
			*h.Later = (*h.Later)[1:]
			f()
		}
	case w[0] == '"':
		h.typing(strings.Trim(w, `"`))
	case w[0] == '<':
		h.send(screen.Key{Name: screen.KeyName(strings.Trim(w, "<>"))})
	case w[0] == '[':
		h.Answer(strings.Trim(w, "[]"))
	default:
		h.T.Fatalf("no such word %q", w)
	}
}

func (h *Hand) send(e screen.Event) bool { return h.Shell.Handle(h.T.Context(), e) }

// Scan scans something now.
func (h *Hand) Scan(s hardware.Scan) {
	s.At = *h.Now
	h.send(screen.Scanned{Scan: s})
}

// typing is what the front does with characters: the presenter is asked first,
// and the home field gets what it does not want.
func (h *Hand) typing(text string) {
	for _, r := range text {
		if h.send(screen.Rune{Rune: r}) {
			continue
		}
		h.send(screen.Typed{Text: h.entry() + string(r)})
	}
}

// entry is what stands in the home field.
func (h *Hand) entry() string {
	switch st := h.Shell.Screen(h.Shell.State().Place).State().(type) {
	case screen.SaleState:
		return st.Entry
	case screen.PaymentState:
		return st.Entry
	case screen.MemberState:
		return st.Entry
	case screen.JoinState:
		if st.Active().Choice {
			return ""
		}
		return st.Active().Value
	case interface{ Text() string }: // of the rooms beside
		return st.Text()
	}
	return ""
}

// Answer does something with the question on top: "do", "do 2" with a row,
// "do=text" with what stands in its field.
func (h *Hand) Answer(text string) {
	h.T.Helper()
	if h.Shell.State().Question == nil {
		h.T.Fatalf("nothing is asked, so %q is no answer", text)
	}
	r := screen.Reply{Row: -1}
	r.Do, r.Text, _ = strings.Cut(text, "=")
	if do, row, ok := strings.Cut(r.Do, " "); ok {
		n, err := strconv.Atoi(row)
		if err != nil {
			h.T.Fatal(err)
		}
		r.Do, r.Row = do, n
	}
	h.send(screen.Answered{Reply: r})
}

// PaymentCard tells whether what was typed is the payment card of the tests.
func PaymentCard(_ hardware.Profile, typed string) bool {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, typed)
	return strings.HasPrefix(digits, "4111111111111111")
}
