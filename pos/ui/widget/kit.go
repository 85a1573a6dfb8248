package widget

import (
	"time"

	"bonuskasse/assets"
)

// Kit makes controls that belong to one desk and speak one language. A change
// of language is a new kit, and pages built anew with it.
type Kit struct {
	Desk *Desk
	Lang string // "da", "en", "fr"
}

// NewKit makes a kit.
func NewKit(d *Desk, lang string) *Kit {
	k := &Kit{Desk: d, Lang: lang}
	if d.opt.Refused == nil {
		d.opt.Refused = func(code string) { d.Toast(Look, k.Code(code)) }
	}
	return k
}

// T is assets.T in the kit's language.
func (k *Kit) T(key string, args ...any) string { return assets.T(k.Lang, key, args...) }

// N is assets.N in the kit's language.
func (k *Kit) N(key string, n int64, args ...any) string { return assets.N(k.Lang, key, n, args...) }

// Code is the sentence for an error's code.
func (k *Kit) Code(code string, args ...any) string { return assets.Code(k.Lang, code, args...) }

// Money writes minor units with their currency.
func (k *Kit) Money(currency string, minor int64) string {
	return assets.Money(k.Lang, currency, minor)
}

// Number writes a whole number.
func (k *Kit) Number(n int64) string { return assets.Number(k.Lang, n) }

// Date writes a day.
func (k *Kit) Date(t time.Time) string { return assets.Date(k.Lang, t) }

// Button makes a button.
func (k *Kit) Button(text string, tap func()) *Button { return newButton(k.Desk, text, tap) }

// Entry makes a field; hint stands in it while it is empty.
func (k *Kit) Entry(hint string) *Entry { return newEntry(k.Desk, hint) }

// Free makes a field in which every character is text: names, addresses,
// telephone numbers.
func (k *Kit) Free(hint string) *Entry {
	e := newEntry(k.Desk, hint)
	e.Literal = true
	return e
}

// List makes a list with these columns.
func (k *Kit) List(headings ...Heading) *List { return newList(k.Desk, headings...) }

// Select makes a choice among options; title heads its dialog.
func (k *Kit) Select(title string, options []string, changed func(int)) *Select {
	return newSelect(k.Desk, title, k.T("action.back"), options, changed)
}

// Check makes a yes or no.
func (k *Kit) Check(text string, changed func(bool)) *Check { return newCheck(k.Desk, text, changed) }

// Rail makes the row of places.
func (k *Kit) Rail(places []Place, goTo func(int)) *Rail { return newRail(k.Desk, places, goTo) }

// Strip makes the status strip; tap may be nil.
func (k *Kit) Strip(tap func(int)) *Strip { return newStrip(k.Desk, tap) }

// PINPad makes a PIN pad. pin holds good only during the call of enter.
func (k *Kit) PINPad(enter func(pin []byte)) *PINPad {
	return newPINPad(k.Desk, k.T("action.erase"), k.T("action.ok"), enter)
}

// Pad makes keys on the screen, in columns.
func (k *Kit) Pad(columns int, keys ...PadKey) *Pad { return newPad(k.Desk, columns, keys...) }

// NumberPad makes a pad of figures for an entry; decimals tells whether it has
// the language's decimal mark, or "00".
func (k *Kit) NumberPad(into *Entry, decimals bool) *Pad {
	if decimals {
		return NumberPad(k.Desk, into, assets.Point(k.Lang))
	}
	return NumberPad(k.Desk, into, "")
}

// Figure makes a sum with its label.
func (k *Kit) Figure(label string) *Figure { return NewFigure(label) }

// Ask asks a question when its turn comes.
func (k *Kit) Ask(q Question) { k.Desk.Ask(k.dialog(q)) }

// AskOver asks on top of what is open.
func (k *Kit) AskOver(q Question) { k.Desk.AskOver(k.dialog(q)) }

func (k *Kit) dialog(q Question) *Dialog {
	d := &Dialog{Title: q.Title, Text: q.Text, Icon: q.Icon, Kind: q.Kind, OnClose: q.OnClose}
	if q.Yes.Text == "" {
		q.Yes.Text = k.T("action.ok")
	}
	if q.Yes.Kind == Plain {
		q.Yes.Kind = Go
	}
	if q.No.Text == "" {
		d.Answers = []Answer{q.Yes}
		return d
	}
	d.Answers = []Answer{q.No, q.Yes}
	return d
}

// Tell says something that must be seen before work goes on.
func (k *Kit) Tell(kind Kind, title, text string) {
	icon := map[Kind]string{Go: "ok", Look: "look", Stop: "stop"}[kind]
	if icon == "" {
		icon = "info"
	}
	k.Ask(Question{Title: title, Text: text, Icon: icon, Kind: kind})
}

// Toast shows a notice for a few seconds.
func (k *Kit) Toast(kind Kind, text string) { k.Desk.Toast(kind, text) }
