package appointments

import (
	"context"
	"slices"
	"strings"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/table"
	"bonuskasse/pos/till"
)

// Till is what the appointments need of the till.
type Till interface {
	screen.Approvers
	screen.Finds
	Standing(ctx context.Context, id pos.ID) (till.Standing, error)
	Program(ctx context.Context) (till.Program, error)
	Services(ctx context.Context, limit int) ([]pos.Product, error)
	Appointments(ctx context.Context, limit int) ([]till.AppointmentRow, error)
	AppointmentsOf(ctx context.Context, member pos.ID, limit int) ([]till.AppointmentRow, error)
	Book(ctx context.Context, b till.Booking, who till.Who) (till.AppointmentRow, error)
	MoveAppointment(ctx context.Context, id pos.ID, ends time.Time, who till.Who) (till.AppointmentRow, error)
	CancelAppointment(ctx context.Context, id pos.ID, missed bool, who till.Who) (till.AppointmentRow, error)
	ImportAppointments(ctx context.Context, rows []till.CalendarRow, who till.Who) (till.CalendarTaken, error)
	Zone() *time.Location
}

// Files are the calendars of this machine.
type Files interface {
	screen.Folders
	// Calendar reads an iCalendar file or a table of appointments; torn are the
	// lines that cannot be read.
	Calendar(path string, zone *time.Location) (rows []till.CalendarRow, torn []table.BadRow, err error)
}

// most is how many are shown: a year of a member, some weeks of a shop.
const most = 500

// State is those of a member, or everybody's from today on.
type State struct {
	Entry  string
	Marked int         // grows when the next key is to replace Entry
	Member *pos.Member // whose; nil: everybody's
	Rows   []till.AppointmentRow
	Chosen int // -1 is none
	// Waits is the sum of what is booked and not given yet.
	Waits   int64
	Today   pos.Millis // its first moment, in the shop's zone
	Kroner  bool
	Reading bool // a calendar is being taken
}

// Text is what stands in the field.
func (s State) Text() string { return s.Entry }

// Open is the chosen one, or nil.
func (s State) Open() *till.AppointmentRow {
	if s.Chosen < 0 || s.Chosen >= len(s.Rows) {
		return nil
	}
	return &s.Rows[s.Chosen]
}

// Keys are the keys of the appointments.
var Keys = []screen.KeyUse{
	{Key: screen.KeyUp, Also: screen.KeyDown, Do: "walk", Word: "help.appointments.walk"},
	{Key: screen.KeyEnter, Also: "Ctrl+T", Do: "open", Word: "help.appointments.open"},
	{Key: "Ctrl+N", Do: "book", Word: "help.appointments.book"},
	{Key: "Ctrl+K", Do: "missed", Word: "help.appointments.missed"},
	{Key: "Ctrl+D", Do: "cancel", Word: "help.appointments.cancel"},
	{Key: "Ctrl+M", Do: "member", Word: "help.appointments.member"},
	{Key: "Ctrl+E", Do: "import", Word: "help.appointments.import"},
	{Key: screen.KeyEscape, Do: "back", Word: "help.appointments.back"},
}

// Screen is the presenter of the appointments.
type Screen struct {
	till  Till
	files Files
	st    State
}

// New makes it.
func New(t Till, files Files) *Screen {
	return &Screen{till: t, files: files, st: State{Chosen: -1}}
}

// State is a State, for the view.
func (a *Screen) State() any { return a.st }

// Keys is what Help shows.
func (a *Screen) Keys() []screen.KeyUse { return Keys }

// Handle is part of screen.Screen.
func (a *Screen) Handle(ctx context.Context, e screen.Event, do *screen.Turn) bool {
	if screen.Walk(e, &a.st.Chosen, len(a.st.Rows)) {
		return true
	}
	switch e := e.(type) {
	case screen.Entered:
		a.entered(ctx, e, do)
	case screen.Typed:
		a.st.Entry = e.Text
	case screen.Spoiled:
		a.st.Entry = ""
	case screen.Scanned:
		return a.scanned(ctx, e.Scan, do)
	case screen.Picked: // what was chosen
		a.askMove(do)
	case screen.Key:
		return a.act(ctx, screen.KeyFor(Keys, e.Name), do)
	case screen.Tap:
		return a.act(ctx, e.Do, do)
	case calendarTaken:
		a.taken(ctx, e, do)
	default:
		return false
	}
	return true
}

func (a *Screen) act(ctx context.Context, what string, do *screen.Turn) bool {
	switch what {
	case "open":
		a.enter(ctx, do)
	case "move":
		a.askMove(do)
	case "book":
		a.askBook(ctx, do)
	case "missed":
		a.askEnd(true, do)
	case "cancel":
		a.askEnd(false, do)
	case "member":
		a.member(ctx, do)
	case "import":
		a.askImport(do)
	case "back":
		a.back(ctx, do)
	default:
		return false
	}
	return true
}

func (a *Screen) entered(ctx context.Context, e screen.Entered, do *screen.Turn) {
	if with, ok := e.With.(screen.OpenAppointments); ok {
		a.st.Entry, a.st.Member, a.st.Chosen = "", nil, -1
		if !with.Member.IsZero() {
			a.take(ctx, with.Member, do)
			return
		}
	}
	a.refresh(ctx, do)
}

// take shows those of one member.
func (a *Screen) take(ctx context.Context, member pos.ID, do *screen.Turn) {
	s, err := a.till.Standing(ctx, member)
	if do.Refuse(err) {
		return
	}
	a.st.Member, a.st.Entry, a.st.Chosen = &s.Member, "", -1
	do.Clear()
	a.refresh(ctx, do)
}

// refresh reads the list as it is now; the choice stays on its appointment.
func (a *Screen) refresh(ctx context.Context, do *screen.Turn) {
	var was pos.ID
	if open := a.st.Open(); open != nil {
		was = open.ID
	}
	p, err := a.till.Program(ctx)
	if do.Refuse(err) {
		return
	}
	var list []till.AppointmentRow
	if a.st.Member != nil {
		list, err = a.till.AppointmentsOf(ctx, a.st.Member.ID, most)
	} else {
		list, err = a.till.Appointments(ctx, most)
	}
	if do.Refuse(err) {
		return
	}
	y, m, d := do.Now.In(a.till.Zone()).Date()
	a.st.Today = pos.At(time.Date(y, m, d, 0, 0, 0, 0, a.till.Zone()))
	a.st.Rows, a.st.Waits, a.st.Kroner = list, 0, screen.InKroner(p)
	// Where nothing was chosen the first is that something can be done with.
	isBooked := func(x till.AppointmentRow) bool { return x.State == pos.AppointmentBooked }
	a.st.Chosen = max(slices.IndexFunc(list, isBooked), min(0, len(list)-1))
	for i, x := range list {
		if x.ID == was {
			a.st.Chosen = i
		}
		if isBooked(x) {
			a.st.Waits += x.Points
		}
	}
}

// enter finds the member who was typed; on an empty line it changes the time of
// the chosen appointment.
func (a *Screen) enter(ctx context.Context, do *screen.Turn) {
	text := strings.TrimSpace(a.st.Entry)
	if text == "" {
		a.askMove(do)
		return
	}
	if _, s, err := a.till.MemberByCard(ctx, text); err == nil {
		a.take(ctx, s.Member.ID, do)
		return
	}
	list, err := a.till.FindMembers(ctx, text, screen.MostMembers)
	switch {
	case err != nil:
		a.st.Entry = screen.AfterRefusal(a.st.Entry, err)
		do.Refuse(err)
	case len(list) == 0:
		do.Refuse(pos.Refuse(pos.UnknownMember, screen.Short(text)))
		a.st.Marked++ // it is to be mended, or what comes next is another
	case len(list) == 1:
		a.take(ctx, list[0].ID, do)
	default:
		do.Ask(screen.WhichMember(screen.Say("place.appointments"), list, func(ctx context.Context, m pos.Member, do *screen.Turn) error {
			a.take(ctx, m.ID, do)
			return nil
		}))
	}
}

func (a *Screen) scanned(ctx context.Context, sc hardware.Scan, do *screen.Turn) bool {
	if sc.Kind == hardware.KindProduct || screen.IsSlip(sc) {
		return false // goods mean nothing here
	}
	_, s, err := a.till.MemberByCard(ctx, sc.Value+sc.Text)
	if do.Refuse(err) {
		return true
	}
	do.Sound(screen.GoodSound)
	a.take(ctx, s.Member.ID, do)
	return true
}

// member opens the member of the chosen appointment, or the one whose the list is.
func (a *Screen) member(ctx context.Context, do *screen.Turn) {
	open := a.st.Open()
	switch {
	case a.st.Member != nil:
		do.Go(screen.MemberPlace, screen.OpenMember{ID: a.st.Member.ID})
	case open == nil:
		do.Say(screen.Look, "appointments.choose_first")
	case open.Username == "": // a pool's
		do.Refuse(pos.Refuse(pos.UnknownMember, open.Name))
	default:
		s, err := a.till.Standing(ctx, open.Account)
		if !do.Refuse(err) {
			do.Go(screen.MemberPlace, screen.OpenMember{ID: s.Member.ID})
		}
	}
}

func (a *Screen) back(ctx context.Context, do *screen.Turn) {
	do.Clear()
	switch {
	case a.st.Entry != "":
		a.st.Entry = ""
	case a.st.Member != nil:
		a.st.Member, a.st.Chosen = nil, -1
		a.refresh(ctx, do)
	default:
		do.Go(screen.MemberPlace, nil)
	}
}
