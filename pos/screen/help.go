package screen

import (
	"context"
	"slices"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
)

// HelpTill is what Help needs of the till.
type HelpTill interface {
	PrintPaper(ctx context.Context, doc hardware.Document) (pos.ID, error)
}

// HelpOptions are what Help is made of.
type HelpOptions struct {
	Till    HelpTill
	Devices Devices
	// Screen gives the screen of a place, whose keys are told: Shell.Screen.
	Screen func(Place) Screen
	// Questions is how many questions of customers there are.
	Questions int
	// Paper is those questions on paper, in a language.
	Paper func(language string, made time.Time) hardware.Document
	// Customer is the language of the customer at the till, or "".
	Customer func() string
	// Language is the window's.
	Language func() string
}

// HelpState is the keys of the screen one came from, and the questions that
// customers ask, in their language.
type HelpState struct {
	From       Place
	Keys       []KeyUse
	Everywhere []KeyUse
	Language   string // of questions and answers
	Chosen     int    // question, from 0
	Questions  int
}

// HelpKeys are the keys of Help.
var HelpKeys = []KeyUse{
	{Key: KeyUp, Also: KeyDown, Do: "walk", Word: "help.help.walk"},
	{Key: "Left", Also: "Right", Do: "language", Word: "help.help.language"},
	{Key: KeyPageUp, Also: KeyPageDown, Do: "page", Word: "help.help.page"}, // the view knows how long a page is
	{Key: "Ctrl+P", Do: "print", Word: "help.help.print"},
	{Key: KeyEscape, Do: "close", Word: "help.help.close"},
}

// EverywhereKeys are the keys that the frame takes on every screen: the tabs
// that there are, the papers nobody saw come out, and the lock.
func EverywhereKeys(tabs []Tab) []KeyUse {
	var list []KeyUse
	for _, t := range tabs {
		list = append(list, KeyUse{Key: t.Key, Do: string(t.Place), Word: "place." + string(t.Place)})
	}
	list = append(list, KeyUse{Key: papersKey, Do: string(PapersPlace), Word: "help.everywhere.papers"})
	return append(list, KeyUse{Key: KeyF12, Do: string(LockPlace), Word: "place." + string(LockPlace)})
}

// Help is the presenter of F1.
type Help struct {
	opt   HelpOptions
	state HelpState
}

// NewHelp makes it.
func NewHelp(o HelpOptions) *Help {
	return &Help{opt: o, state: HelpState{From: SalePlace, Questions: o.Questions, Language: o.Language()}}
}

// State is a HelpState.
func (h *Help) State() any { return h.state }

// Keys is what Help shows of itself.
func (h *Help) Keys() []KeyUse { return HelpKeys }

// Handle is part of Screen.
func (h *Help) Handle(ctx context.Context, e Event, do *Turn) bool {
	switch e := e.(type) {
	case Entered:
		h.entered(e)
	case Changed:
		h.state.Language = h.opt.Language()
	case Picked:
		if e.At >= 0 && e.At < h.state.Questions {
			h.state.Chosen = e.At
		}
	case Tap:
		return h.act(ctx, e.Do, e.At, do)
	case Key:
		switch e.Name {
		case KeyUp:
			h.walk(-1)
		case KeyDown:
			h.walk(1)
		case "Left":
			h.turn(-1)
		case "Right":
			h.turn(1)
		default:
			act := KeyFor(HelpKeys, e.Name)
			return act != "" && h.act(ctx, act, 0, do)
		}
	default:
		return false
	}
	return true
}

func (h *Help) entered(e Entered) {
	h.state.Language = h.opt.Language()
	if l := h.opt.Customer(); l != "" {
		h.state.Language = l
	}
	if e.From == LockPlace {
		return
	}
	h.state.From, h.state.Keys = e.From, nil
	h.state.Everywhere = nil
	var tabs []Tab
	for _, t := range Tabs {
		if h.opt.Screen(t.Place) != nil {
			tabs = append(tabs, t)
		}
	}
	h.state.Everywhere = EverywhereKeys(tabs)
	if from, ok := h.opt.Screen(e.From).(Keyed); ok {
		h.state.Keys = from.Keys()
	}
}

func (h *Help) act(ctx context.Context, what string, at int, do *Turn) bool {
	switch what {
	case "print":
		if _, err := h.opt.Till.PrintPaper(ctx, h.opt.Paper(h.state.Language, do.Now)); !do.Refuse(err) {
			h.opt.Devices.Wake()
			do.Printing("help.printing")
		}
	case "language":
		if at >= 0 && at < len(Languages) {
			h.state.Language = Languages[at]
		}
	case "close":
		to := h.state.From
		if to == "" || to == HelpPlace {
			to = SalePlace
		}
		do.Go(to, nil)
	default:
		return false
	}
	return true
}

func (h *Help) walk(by int) {
	h.state.Chosen = min(max(h.state.Chosen+by, 0), max(h.state.Questions-1, 0))
}

func (h *Help) turn(by int) {
	n := len(Languages)
	h.state.Language = Languages[(slices.Index(Languages, h.state.Language)+by+n)%n]
}
