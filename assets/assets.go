// Package assets holds what the till shows and prints that is not code: fonts,
// icons, the words in Danish, English and French, and how each of these
// languages writes money, numbers and dates.
//
// First use:
//
//	assets.T("da", "sale.total")               // "I alt"
//	assets.N("fr", "count.items", 4)           // "4 articles"
//	assets.Money("da", "DKK", 124000)          // "1.240,00 kr."
//	assets.Icon("printer")                     // the SVG, coloured by its user
//
// A key that a language lacks is looked up in English and then shown as it
// stands, so that a missing word is ugly and never a crash; a test keeps the
// three files alike.
package assets

import "embed"

//go:embed fonts/NotoSans-Regular.ttf
var regularFont []byte

//go:embed fonts/NotoSans-Bold.ttf
var boldFont []byte

//go:embed fonts/*-LICENSE.txt
var licences embed.FS

// RegularFont is Noto Sans (SIL Open Font License 1.1), TrueType. Its ten
// figures are of one width, so columns of money line up.
func RegularFont() []byte { return regularFont }

// BoldFont is Noto Sans Bold, with figures as wide as those of RegularFont.
func BoldFont() []byte { return boldFont }

// FontLicence is the text that must travel with the fonts; Help shows it.
func FontLicence() string {
	text, err := licences.ReadFile("fonts/NotoSans-LICENSE.txt")
	if err != nil {
		panic(err) // embedded at build time
	}
	return string(text)
}
