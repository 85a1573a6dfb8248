package screen

import (
	"context"
	"slices"
	"strings"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// Joining is what the form of a member needs of the till.
type Joining interface {
	Standing(ctx context.Context, id pos.ID) (till.Standing, error)
	MemberByCard(ctx context.Context, number string) (pos.Card, till.Standing, error)
	AddMember(ctx context.Context, in till.NewMember, who till.Who) (pos.Member, error)
	InviteMember(ctx context.Context, in till.NewMember, who till.Who) (pos.Member, error)
	ChangeMember(ctx context.Context, member pos.ID, c till.MemberChange, who till.Who) (pos.Member, error)
	ProposeUsernames(ctx context.Context, in till.NewMember, limit int) ([]string, error)
	Duplicates(ctx context.Context, in till.NewMember, limit int) ([]till.Duplicate, error)
	ConsentText(ctx context.Context, language string) (string, error)
	Organisations(ctx context.Context) ([]pos.Organisation, error)
	Shop(ctx context.Context) (till.Shop, error)
}

// JoinMode is what the form is for.
type JoinMode uint8

// The modes.
const (
	Joins   JoinMode = iota // a new member, who stands here
	Invites                 // one who does not
	Changes                 // a member's details
)

// OpenJoin is handed to the form.
type OpenJoin struct {
	Mode   JoinMode
	Name   string
	Phone  string
	Email  string
	Card   string
	Member pos.ID // whom to change
	// Sale: they are put on the sale when they have joined.
	Sale bool
}

// JoinField names a row of the form.
type JoinField string

// The rows, in their order.
const (
	JoinName         JoinField = "name"
	JoinPhone        JoinField = "phone"
	JoinEmail        JoinField = "email"
	JoinCard         JoinField = "card"
	JoinConsent      JoinField = "consent"
	JoinLanguage     JoinField = "language"
	JoinBirthday     JoinField = "birthday"
	JoinOrganisation JoinField = "organisation"
	JoinUsername     JoinField = "username"
	JoinNotes        JoinField = "notes"
)

// JoinRow is a row of the form. A choice is walked with Left and Right; the
// others are typed.
type JoinRow struct {
	Field  JoinField
	Value  string
	Words  Sentence // of a choice, or in place of a value that is empty
	Choice bool
}

// JoinState is the form as it is drawn.
type JoinState struct {
	Mode       JoinMode
	Rows       []JoinRow
	At         int
	Duplicates []till.Duplicate
	Usernames  []string // that are free
	// Consent is what they say yes to, in their language.
	Consent string
	// Invited is the name of whom the form makes active.
	Invited string
	Busy    bool
}

// Active is the row that is typed in.
func (s JoinState) Active() JoinRow {
	if s.At < 0 || s.At >= len(s.Rows) {
		return JoinRow{}
	}
	return s.Rows[s.At]
}

// Join is the presenter of the form.
type Join struct {
	till    Joining
	st      JoinState
	with    OpenJoin
	text    map[JoinField]string
	consent bool
	said    bool // the consent was changed here
	lang    string
	office  int // place in offices; 0 is none
	offices []pos.Organisation
	own     string // the shop's language
	invited pos.ID
	picked  string // of the usernames
	typed   int    // counts changes: a look that began before the last is late
}

// NewJoin is an empty form.
func NewJoin(t Joining) *Join { return &Join{till: t, text: map[JoinField]string{}} }

// State is part of Screen.
func (j *Join) State() any { return j.st }

// JoinKeys are the keys of the form.
var JoinKeys = []KeyUse{
	{Key: KeyEnter, Also: KeyTab, Do: "next", Word: "help.join.next"},
	{Key: KeyUp, Also: KeyDown, Do: "walk", Word: "help.join.walk"},
	{Key: KeyLeft, Also: KeyRight, Do: "choose", Word: "help.join.choose"},
	{Key: "Ctrl+S", Do: "save", Word: "help.join.save"},
	{Key: "Ctrl+D", Do: "same", Word: "help.join.same"},
	{Key: KeyEscape, Do: "back", Word: "help.join.back"},
}

// Keys is what Help shows of the form.
func (j *Join) Keys() []KeyUse { return JoinKeys }

type lookNow struct{ typed int }

// Handle is part of Screen.
func (j *Join) Handle(ctx context.Context, e Event, do *Turn) bool {
	switch e := e.(type) {
	case Entered:
		if with, ok := e.With.(OpenJoin); ok {
			j.begin(ctx, with, do)
		}
	case Typed:
		j.write(e.Text, do)
	case Rune:
		return j.rune(ctx, e.Rune, do)
	case lookNow:
		if e.typed == j.typed {
			j.look(ctx, do)
		}
	case Scanned:
		return j.scanned(ctx, e.Scan, do)
	case Spoiled:
		j.set(JoinCard, "")
	case Picked:
		j.st.At = min(max(e.At, 0), len(j.st.Rows)-1)
	case Key:
		return j.key(ctx, e.Name, do)
	case Tap:
		return j.tap(ctx, e, do)
	default:
		return false
	}
	return true
}

// begun says that a form of that kind was left half written, and is to go on.
func (j *Join) begun(with OpenJoin) bool {
	fresh := with == OpenJoin{Mode: with.Mode, Sale: with.Sale}
	return fresh && with.Mode != Changes && j.with.Mode == with.Mode && strings.TrimSpace(j.text[JoinName]+j.text[JoinPhone]+j.text[JoinEmail]) != ""
}

// begin fills the form in with what is known already.
func (j *Join) begin(ctx context.Context, with OpenJoin, do *Turn) {
	if j.begun(with) {
		j.look(ctx, do)
		return
	}
	*j = Join{till: j.till, with: with, text: map[JoinField]string{
		JoinName: with.Name, JoinPhone: with.Phone, JoinEmail: with.Email, JoinCard: with.Card,
	}, typed: j.typed + 1}
	j.st.Mode = with.Mode
	shop, err := j.till.Shop(ctx)
	if do.Refuse(err) {
		return
	}
	j.own = shop.Language
	all, err := j.till.Organisations(ctx)
	if do.Refuse(err) {
		return
	}
	var employer pos.ID
	if with.Mode == Changes {
		s, err := j.till.Standing(ctx, with.Member)
		if do.Refuse(err) {
			return
		}
		m := s.Member
		j.text = map[JoinField]string{
			JoinName: m.Name, JoinPhone: m.Phone, JoinEmail: m.Email, JoinBirthday: m.Birthday, JoinUsername: m.Username, JoinNotes: m.Notes,
		}
		j.lang, j.consent, employer = m.Language, m.ConsentAt != 0, m.Organisation
	}
	j.offices = []pos.Organisation{{}}
	for _, o := range all {
		if o.Active || o.ID == employer {
			j.offices = append(j.offices, o)
		}
	}
	j.office = max(0, slices.IndexFunc(j.offices, func(o pos.Organisation) bool { return o.ID == employer }))
	j.readConsent(ctx, do)
	j.rows()
	j.look(ctx, do)
}

// rows makes the rows of the form out of what stands in it.
func (j *Join) rows() {
	fields := []JoinField{JoinName, JoinPhone, JoinEmail}
	if j.st.Mode == Joins {
		fields = append(fields, JoinCard)
	}
	if j.st.Mode != Invites {
		fields = append(fields, JoinConsent)
	}
	fields = append(fields, JoinLanguage, JoinBirthday)
	if len(j.offices) > 1 {
		fields = append(fields, JoinOrganisation)
	}
	fields = append(fields, JoinUsername)
	if j.st.Mode == Changes {
		fields = append(fields, JoinNotes)
	}
	j.st.Rows = nil
	for _, f := range fields {
		j.st.Rows = append(j.st.Rows, j.row(f))
	}
	j.st.At = min(j.st.At, len(j.st.Rows)-1)
}

func (j *Join) row(f JoinField) JoinRow {
	row := JoinRow{Field: f, Value: j.text[f]}
	switch f {
	case JoinConsent:
		row.Choice, row.Words = true, Say("action.no")
		if j.consent {
			row.Words = Say("action.yes")
		}
	case JoinLanguage:
		row.Choice, row.Words = true, Say("language."+firstOf(j.lang, j.own))
	case JoinOrganisation:
		row.Choice, row.Words = true, Say("join.no_organisation")
		if o := j.offices[j.office]; o.Name != "" {
			row.Words = Name(o.Name)
		}
	case JoinUsername:
		if len(j.st.Usernames) > 0 {
			row.Words = Name(j.st.Usernames[0])
		}
	}
	return row
}

func firstOf(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

func (j *Join) set(f JoinField, text string) {
	j.text[f] = text
	j.typed++
	j.rows()
}

// write is the active field as it is typed. What else they are called or
// reached by is looked for when the fingers rest.
func (j *Join) write(text string, do *Turn) {
	row := j.st.Active()
	if row.Choice || row.Field == "" {
		return
	}
	j.set(row.Field, text)
	switch row.Field {
	case JoinName, JoinPhone, JoinEmail:
		do.Later(SearchWait, lookNow{j.typed})
	}
}

// in is what stands in the form.
func (j *Join) in() till.NewMember {
	return till.NewMember{
		Username: strings.TrimSpace(j.text[JoinUsername]), Name: strings.TrimSpace(j.text[JoinName]),
		Phone: strings.TrimSpace(j.text[JoinPhone]), Email: strings.TrimSpace(j.text[JoinEmail]), Birthday: j.text[JoinBirthday],
		Language: j.lang, Card: strings.TrimSpace(j.text[JoinCard]), Consent: j.consent,
		Organisation: j.offices[j.office].ID, Invited: j.invited,
	}
}

// The most that the form shows beside itself.
const (
	mostDuplicates = 4
	mostUsernames  = 3
)

// look asks who else it may be, and which usernames are free.
func (j *Join) look(ctx context.Context, do *Turn) {
	if len(j.offices) == 0 {
		return // it could not begin
	}
	in := j.in()
	list, err := j.till.Duplicates(ctx, in, mostDuplicates+1)
	if do.Refuse(err) {
		return
	}
	list = slices.DeleteFunc(list, func(d till.Duplicate) bool { return d.Member.ID == j.with.Member })
	j.st.Duplicates = list[:min(len(list), mostDuplicates)]
	if j.st.Mode != Changes {
		if j.st.Usernames, err = j.till.ProposeUsernames(ctx, in, mostUsernames); do.Refuse(err) {
			return
		}
		if at := slices.Index(j.st.Usernames, j.picked); at > 0 {
			j.st.Usernames = append(j.st.Usernames[at:], j.st.Usernames[:at]...)
		}
	}
	j.rows()
}

func (j *Join) readConsent(ctx context.Context, do *Turn) {
	text, err := j.till.ConsentText(ctx, j.lang)
	if pos.CodeOf(err) == pos.BadSetting {
		err = nil // no words: the row stays, and yes is refused
	}
	do.Refuse(err)
	j.st.Consent = text
}

// scanned puts a free card into the form; one that is somebody's shows whose.
func (j *Join) scanned(ctx context.Context, sc hardware.Scan, do *Turn) bool {
	number := sc.Value
	if sc.Kind == hardware.KindUnknown {
		number = sc.Text
	}
	if sc.Kind == hardware.KindProduct || IsSlip(sc) || j.st.Mode != Joins {
		return false
	}
	_, s, err := j.till.MemberByCard(ctx, number)
	switch {
	case err == nil:
		do.Refuse(pos.Refuse("card_is_of", s.Member.Name))
	case pos.CodeOf(err) != pos.UnknownCard && pos.CodeOf(err) != pos.CardNotIssued:
		do.Refuse(err)
	default:
		do.Clear()
		do.Sound(GoodSound)
		j.set(JoinCard, number)
	}
	return true
}
