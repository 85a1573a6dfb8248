// Package theme is the till's one look, in three modes: light, dark and high
// contrast. It overrides the whole of Fyne's palette, because a theme that
// leaves a colour to Fyne gets white on white one day; tests hold every pair
// of text and ground to 4.5:1 (WCAG 2.2, 1.4.3).
//
// First use:
//
//	theme.Wear(app, theme.Light) // the whole window changes at once
//	theme.Of(obj).Ink(theme.Accent)                 // inside a widget of ours
package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Theme is a fyne.Theme. It ignores the system's light or dark: a till looks
// as the shop set it, whatever the machine thinks.
type Theme struct{ mode Mode }

var _ fyne.Theme = (*Theme)(nil)

// New gives the theme of a mode.
func New(mode Mode) *Theme { return &Theme{mode: mode} }

// Current is our theme as the program has it set, and Light in a program that
// has set another: a widget never draws with a palette that lacks its inks.
func Current() *Theme {
	if app := fyne.CurrentApp(); app != nil {
		if t, ok := app.Settings().Theme().(*Theme); ok {
			return t
		}
	}
	return New(Light)
}

// Of is the theme that a widget draws with: the one of the container that
// overrides it, or the program's.
func Of(obj fyne.CanvasObject) *Theme {
	if t, ok := fynetheme.CurrentForWidget(obj).(*Theme); ok {
		return t
	}
	return Current()
}

// Wear gives an app the theme of a mode. Where it has that already nothing is done:
// Fyne reads all its fonts anew after each change.
func Wear(app fyne.App, mode Mode) {
	if worn, ok := app.Settings().Theme().(*Theme); !ok || worn.mode != mode {
		app.Settings().SetTheme(New(mode))
	}
}

// Mode is the theme's mode.
func (t *Theme) Mode() Mode { return t.mode }

// Ink is the colour of a meaning.
func (t *Theme) Ink(ink Ink) color.NRGBA { return Color(t.mode, ink) }

// fyneInks says which ink stands for each of Fyne's colours.
var fyneInks = map[fyne.ThemeColorName]Ink{
	fynetheme.ColorNameBackground:                Ground,
	fynetheme.ColorNameButton:                    Raised,
	fynetheme.ColorNameDisabledButton:            Ground,
	fynetheme.ColorNameDisabled:                  Faint,
	fynetheme.ColorNameError:                     Stop,
	fynetheme.ColorNameFocus:                     AccentSoft,
	fynetheme.ColorNameForeground:                Text,
	fynetheme.ColorNameForegroundOnError:         OnStop,
	fynetheme.ColorNameForegroundOnPrimary:       OnAccent,
	fynetheme.ColorNameForegroundOnSuccess:       OnAccent,
	fynetheme.ColorNameForegroundOnWarning:       OnLook,
	fynetheme.ColorNameHeaderBackground:          Ground,
	fynetheme.ColorNameHover:                     AccentSoft,
	fynetheme.ColorNameHyperlink:                 AccentText,
	fynetheme.ColorNameInnerWindowBorder:         Edge,
	fynetheme.ColorNameInnerWindowBorderInactive: Line,
	fynetheme.ColorNameInputBackground:           Surface,
	fynetheme.ColorNameInputBorder:               Edge,
	fynetheme.ColorNameMenuBackground:            Surface,
	fynetheme.ColorNameOverlayBackground:         Surface,
	fynetheme.ColorNamePlaceHolder:               Muted,
	fynetheme.ColorNamePressed:                   AccentSoft,
	fynetheme.ColorNamePrimary:                   Accent,
	fynetheme.ColorNameScrollBar:                 Edge,
	fynetheme.ColorNameScrollBarBackground:       Line,
	fynetheme.ColorNameSelection:                 AccentSoft,
	fynetheme.ColorNameSeparator:                 Line,
	fynetheme.ColorNameShadow:                    Scrim,
	fynetheme.ColorNameSuccess:                   Accent,
	fynetheme.ColorNameWarning:                   Look,
}

// Color is part of fyne.Theme. A name that Fyne adds one day is Text: visible
// on every ground there is.
func (t *Theme) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	if name == fynetheme.ColorNamePlaceHolder && t.mode == Contrast {
		return t.Ink(Faint) // muted is as white as what was typed there
	}
	if ink, ok := fyneInks[name]; ok {
		return t.Ink(ink)
	}
	return t.Ink(Text)
}

// Font is part of fyne.Theme. There is no italic and no monospace: Noto Sans
// has figures of one width, and a word in italics is no easier to read. The files
// are the window library's own: beside ones of ours it would read those too.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Symbol:
		return fynetheme.DefaultTheme().Font(style)
	case style.Bold:
		return fynetheme.DefaultTextBoldFont()
	}
	return fynetheme.DefaultTextFont()
}

// Icon is part of fyne.Theme. Our widgets draw icons of their own; Fyne's few
// come from Fyne.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return fynetheme.DefaultTheme().Icon(name)
}

// Size is part of fyne.Theme. The modal blur is 0: it costs 100 ms a frame
// where the machine draws in software.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case fynetheme.SizeNameText:
		return Normal
	case fynetheme.SizeNameCaptionText:
		return Small
	case fynetheme.SizeNameHeadingText:
		return Money
	case fynetheme.SizeNameSubHeadingText:
		return Head
	case fynetheme.SizeNamePadding:
		return Half
	case fynetheme.SizeNameInnerPadding:
		return 11 // a field of Normal text is then Touch high
	case fynetheme.SizeNameLineSpacing:
		return Half
	case fynetheme.SizeNameInlineIcon:
		return 24
	case fynetheme.SizeNameScrollBar:
		return 16
	case fynetheme.SizeNameScrollBarSmall:
		return 8
	case fynetheme.SizeNameSeparatorThickness:
		return Border
	case fynetheme.SizeNameSplitThickness:
		return Grid
	case fynetheme.SizeNameInputBorder:
		return 2
	case fynetheme.SizeNameModalBlurRadius:
		return 0
	case fynetheme.SizeNameInputRadius, fynetheme.SizeNameSelectionRadius, fynetheme.SizeNameScrollBarRadius,
		fynetheme.SizeNameButtonRadius, fynetheme.SizeNameCardRadius, fynetheme.SizeNameDialogRadius,
		fynetheme.SizeNamePopupRadius, fynetheme.SizeNameMenuRadius:
		return Radius
	}
	return fynetheme.DefaultTheme().Size(name)
}

// Owns tells whether the palette names a colour of Fyne's itself, rather than
// falling back to Text.
func (t *Theme) Owns(name fyne.ThemeColorName) bool {
	_, ok := fyneInks[name]
	return ok
}
