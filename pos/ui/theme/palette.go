package theme

import "image/color"

// Mode is one of the three looks.
type Mode uint8

// The looks. Light is for a lit shop, Dark for a dim one, Contrast for eyes
// that need it.
const (
	Light Mode = iota
	Dark
	Contrast
)

var modeNames = [...]string{"light", "dark", "contrast"}

// Modes lists the looks.
func Modes() []Mode { return []Mode{Light, Dark, Contrast} }

// String is the mode's stable code, as it stands in settings and as
// "theme.<code>" in the language files.
func (m Mode) String() string {
	if int(m) < len(modeNames) {
		return modeNames[m]
	}
	return modeNames[Light]
}

// ReadMode reads a code that String wrote; what it does not know is Light.
func ReadMode(code string) Mode {
	for i, name := range modeNames {
		if name == code {
			return Mode(i)
		}
	}
	return Light
}

// Ink is a colour by what it means. Accent means "go on", Look "look here",
// Stop "stop"; no widget uses them for anything else, and none says a thing by
// colour alone.
type Ink uint8

// The inks. On… is text upon the ink of that name; …Soft is a quiet ground
// that keeps Text readable.
const (
	Ground     Ink = iota // behind everything
	Surface               // panels, lists, fields
	Raised                // buttons at rest
	Text                  // reading text
	Muted                 // labels and second lines
	Faint                 // what cannot be used now
	Line                  // hair lines between things
	Edge                  // borders of fields and buttons (3:1 against what is beside)
	Accent                // go on
	OnAccent              // text on Accent
	AccentSoft            // the chosen row, the page one is on
	AccentText            // words and figures in the accent, on Surface
	Look                  // look here
	OnLook                //
	LookSoft              //
	LookText              // words in amber, on Surface
	Stop                  // stop
	OnStop                //
	StopSoft              //
	StopText              // words in red, on Surface
	Ring                  // round what has the focus
	Scrim                 // over the screen behind a question
	inkCount
)

// palette holds one mode's colours.
type palette [inkCount]color.NRGBA

func hex(rgb uint32) color.NRGBA {
	return color.NRGBA{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: 0xff}
}

var palettes = [...]palette{
	Light: {
		Ground: hex(0xEDF0F2), Surface: hex(0xFFFFFF), Raised: hex(0xFFFFFF),
		Text: hex(0x16212B), Muted: hex(0x4E5B66), Faint: hex(0x5F6A73),
		Line: hex(0xDCE1E5), Edge: hex(0x7F8B95),
		Accent: hex(0x00695C), OnAccent: hex(0xFFFFFF), AccentSoft: hex(0xD9EEEA), AccentText: hex(0x005B50),
		Look: hex(0xFFB300), OnLook: hex(0x2B1D00), LookSoft: hex(0xFFF1CC), LookText: hex(0x7A4B00),
		Stop: hex(0xB3261E), OnStop: hex(0xFFFFFF), StopSoft: hex(0xFBE3E1), StopText: hex(0xA31D16),
		Ring: hex(0x00695C), Scrim: color.NRGBA{R: 0x0C, G: 0x14, B: 0x1A, A: 0x80},
	},
	Dark: {
		Ground: hex(0x11171C), Surface: hex(0x1A2229), Raised: hex(0x28333C),
		Text: hex(0xECF1F4), Muted: hex(0xAEBBC5), Faint: hex(0x909DA7),
		Line: hex(0x303C46), Edge: hex(0x73828E),
		Accent: hex(0x4FD1BC), OnAccent: hex(0x04211C), AccentSoft: hex(0x17423C), AccentText: hex(0x6FE0CD),
		Look: hex(0xFFC247), OnLook: hex(0x2B1D00), LookSoft: hex(0x453713), LookText: hex(0xFFCE6B),
		Stop: hex(0xFF8A80), OnStop: hex(0x3A0703), StopSoft: hex(0x4E211E), StopText: hex(0xFFA199),
		Ring: hex(0x4FD1BC), Scrim: color.NRGBA{A: 0xA8},
	},
	Contrast: {
		Ground: hex(0x000000), Surface: hex(0x000000), Raised: hex(0x000000),
		Text: hex(0xFFFFFF), Muted: hex(0xFFFFFF), Faint: hex(0xC4C4C4),
		Line: hex(0x9A9A9A), Edge: hex(0xFFFFFF),
		Accent: hex(0x00E5FF), OnAccent: hex(0x000000), AccentSoft: hex(0x004A54), AccentText: hex(0x5CF0FF),
		Look: hex(0xFFD400), OnLook: hex(0x000000), LookSoft: hex(0x4A3D00), LookText: hex(0xFFE14D),
		Stop: hex(0xFF9C94), OnStop: hex(0x000000), StopSoft: hex(0x5A0F09), StopText: hex(0xFFB4AE),
		Ring: hex(0xFFFF00), Scrim: color.NRGBA{A: 0xC8},
	},
}

// Color is the colour of an ink in a mode.
func Color(m Mode, ink Ink) color.NRGBA {
	if int(m) >= len(palettes) {
		m = Light
	}
	if ink >= inkCount {
		ink = Text
	}
	return palettes[m][ink]
}
