package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/ui/widget"
)

var keyNames = map[fyne.KeyName]screen.KeyName{
	fyne.KeyReturn: screen.KeyEnter, fyne.KeyEnter: screen.KeyEnter, fyne.KeyEscape: screen.KeyEscape,
	fyne.KeyUp: screen.KeyUp, fyne.KeyDown: screen.KeyDown,
	fyne.KeyLeft: screen.KeyLeft, fyne.KeyRight: screen.KeyRight,
	fyne.KeyPageUp: screen.KeyPageUp, fyne.KeyPageDown: screen.KeyPageDown,
	fyne.KeyHome: screen.KeyHome, fyne.KeyEnd: screen.KeyEnd,
	fyne.KeyDelete: screen.KeyDelete, fyne.KeyBackspace: screen.KeyBackspace,
	fyne.KeyF1: screen.KeyF1, fyne.KeyF2: screen.KeyF2, fyne.KeyF3: screen.KeyF3, fyne.KeyF4: screen.KeyF4,
	fyne.KeyF5: screen.KeyF5, fyne.KeyF6: screen.KeyF6, fyne.KeyF7: screen.KeyF7, fyne.KeyF8: screen.KeyF8,
	fyne.KeyF9: screen.KeyF9, fyne.KeyF10: screen.KeyF10, fyne.KeyF11: screen.KeyF11, fyne.KeyF12: screen.KeyF12,
}

// turns sends the keys that turn the pages of a list: the view knows how long one
// is.
func (f *Front) turns(list *widget.List, ev *fyne.KeyEvent) bool {
	by := list.Page()
	switch keyNames[ev.Name] {
	case screen.KeyPageUp:
		by = -by
	case screen.KeyPageDown:
	default:
		return false
	}
	f.Send(screen.Walked{By: by})
	return true
}

// turns is that of a sheet, which turns itself.
func (s *sheet) turns(ev *fyne.KeyEvent) bool {
	switch keyNames[ev.Name] {
	case screen.KeyPageUp:
		s.Page(-1)
	case screen.KeyPageDown:
		s.Page(1)
	default:
		return false
	}
	return true
}

// key gives a key to the presenter. A control that somebody walked to with Tab
// keeps the keys that it lives by; Escape brings the focus home from it.
func (f *Front) key(ev *fyne.KeyEvent, home fyne.Focusable) bool {
	name, ok := keyNames[ev.Name]
	if !ok {
		return false
	}
	if at := f.desk.Canvas().Focused(); at != nil && home != nil && at != home && !strings.HasPrefix(string(name), "F") {
		if name == screen.KeyEscape {
			f.desk.Home()
			return true
		}
		return false
	}
	return f.Send(screen.Key{Name: name})
}

// tab sends Tab, and with Shift the way back, to a screen that walks in cells or
// rows with it.
func (f *Front) tab() bool {
	name := screen.KeyTab
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0 {
		name = screen.KeyBackTab
	}
	return f.Send(screen.Key{Name: name})
}

func fyneShortcuts(letters []string) []fyne.Shortcut {
	var list []fyne.Shortcut
	for _, l := range letters {
		list = append(list, &desktop.CustomShortcut{KeyName: fyne.KeyName(l), Modifier: fyne.KeyModifierControl})
	}
	return append(list, &fyne.ShortcutUndo{}, &fyne.ShortcutSelectAll{})
}

// shortcutName is "Ctrl+Z" for a key held with Control, or "". Fyne has names
// of its own for some of them.
func shortcutName(s fyne.Shortcut) screen.KeyName {
	switch s := s.(type) {
	case *fyne.ShortcutUndo:
		return "Ctrl+Z"
	case *fyne.ShortcutSelectAll:
		return "Ctrl+A"
	case *fyne.ShortcutPaste:
		return "Ctrl+V" // a screen that has no use for it leaves it to the field
	case *desktop.CustomShortcut:
		if s.Modifier == fyne.KeyModifierControl && len(s.KeyName) == 1 {
			return screen.KeyName("Ctrl+" + string(s.KeyName))
		}
	}
	return ""
}
