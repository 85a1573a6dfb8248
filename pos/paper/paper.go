// Package paper turns facts into papers: receipts and reports as documents
// that any printer can make, in the customer's language.
//
//	doc := paper.Papers{}.Receipt(facts)
//	text := doc.Text(48)
package paper

import (
	"strings"
	"time"

	"bonuskasse/assets"
	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// Papers makes the till's papers. The zero value is ready.
type Papers struct{}

// writer puts a document together in one language and currency.
type writer struct {
	doc      hardware.Document
	lang     string
	currency string
	zone     *time.Location
	inMoney  bool // bonus is counted in kroner or euro, not in points
}

func newWriter(lang string, currency pos.Currency, zone *time.Location, made pos.Millis) *writer {
	if zone == nil {
		zone = time.UTC
	}
	w := &writer{lang: lang, currency: string(currency), zone: zone}
	w.doc.Lang, w.doc.Made = lang, made.Time(zone)
	return w
}

func (w *writer) t(key string, args ...any) string { return assets.T(w.lang, "paper."+key, args...) }

// n is t for a key with a form for one and a form for more.
func (w *writer) n(key string, n int64, args ...any) string {
	return assets.N(w.lang, "paper."+key, n, args...)
}

func (w *writer) amount(m pos.Money) string { return assets.Amount(w.lang, w.currency, int64(m)) }

func (w *writer) money(m pos.Money) string { return assets.Money(w.lang, w.currency, int64(m)) }

func (w *writer) points(n int64) string { return assets.Number(w.lang, n) }

// bonus is points as the shop counts them.
func (w *writer) bonus(n int64) string {
	if w.inMoney {
		return w.amount(pos.Money(n))
	}
	return w.points(n)
}

func (w *writer) moment(at pos.Millis) string { return assets.Moment(w.lang, at.Time(w.zone)) }

func (w *writer) add(blocks ...hardware.Block) { w.doc.Add(blocks...) }

// row leaves out what is nothing.
func (w *writer) row(key string, m pos.Money) {
	if m != 0 {
		w.add(hardware.Row(w.t(key), w.amount(m)))
	}
}

// header is the shop as the customer knows it.
func (w *writer) header(shop till.Shop, settings map[string]string) {
	w.add(hardware.TextLine(shop.Name).Centre().Double().Strong())
	for _, line := range strings.Split(settings[till.AddressSetting], "\n") {
		if line = strings.TrimSpace(line); line != "" {
			w.add(hardware.TextLine(line).Centre())
		}
	}
	w.add(hardware.Feed(1))
}

// end marks a training shop's paper and cuts it.
func (w *writer) end(shop till.Shop) hardware.Document {
	w.add(hardware.Cut())
	if shop.Training {
		return w.doc.AsTraining()
	}
	return w.doc
}
