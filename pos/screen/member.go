package screen

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

// Members is what the look-up needs of the till.
type Members interface {
	CountsCoupons
	FindMembers(ctx context.Context, text string, limit int) ([]pos.Member, error)
	MemberByCard(ctx context.Context, number string) (pos.Card, till.Standing, error)
	Goods
	Explains
	ExplainLot(ctx context.Context, id till.LotID) (till.Why, error)
	Adjust(ctx context.Context, member pos.ID, points int64, who till.Who) (till.Adjusted, error)
	Standing(ctx context.Context, id pos.ID) (till.Standing, error)
	Usable(ctx context.Context, s till.Standing) (int64, pos.Code, error)
	History(ctx context.Context, member pos.ID, limit int) ([]till.HistoryRow, error)
	Program(ctx context.Context) (till.Program, error)
	Tiers(ctx context.Context) ([]pos.Tier, error)
	MemberMore(ctx context.Context, m pos.Member) (till.MemberMore, error)
	BlockMember(ctx context.Context, member pos.ID, blocked bool, who till.Who) error
	MergeMembers(ctx context.Context, keep, alias pos.ID, who till.Who) (till.Standing, error)
	MoveCard(ctx context.Context, number string, to pos.ID, who till.Who) error
	ReplaceCard(ctx context.Context, number, with string, who till.Who) (pos.Card, error)
	SetPhoto(ctx context.Context, member pos.ID, jpeg []byte, who till.Who) error
	ExportMember(ctx context.Context, member pos.ID, who till.Who) (till.PersonalData, error)
	EraseMember(ctx context.Context, member pos.ID, who till.Who) error
	Organisations(ctx context.Context) ([]pos.Organisation, error)
	SetOrganisation(ctx context.Context, o pos.Organisation, who till.Who) (pos.Organisation, error)
	Employees(ctx context.Context, organisation pos.ID, limit int) ([]pos.Member, error)
	Pool(ctx context.Context, organisation pos.ID) (int64, error)
	IssueCard(ctx context.Context, member pos.ID, number string, kind pos.CardKind, who till.Who) error
	BlockCard(ctx context.Context, number string, who till.Who) error
	PlaceMember(ctx context.Context, member pos.ID, place till.Place, who till.Who) error
	LadderOf(ctx context.Context, s till.Standing) (till.OnLadder, error)
}

// MemberFiles reads and writes what people bring and take along.
type MemberFiles interface {
	Folders
	// Photo reads a picture and makes it a small portrait.
	Photo(path string) (jpeg []byte, err error)
	// Save writes all that is known of a person, as PDF and as JSON beside it.
	Save(path string, p till.PersonalData, language string) error
	// Place proposes where to.
	Place(p pos.Member) (path string)
}

// OpenMember is handed to the look-up: the member to show, what to say, and the
// correction of points that is to be asked about.
type OpenMember struct {
	ID     pos.ID
	Say    string
	Adjust *Adjustment
}

// MemberState is the look-up as it is drawn.
type MemberState struct {
	Entry    string
	Marked   int    // grows when the next key is to replace Entry
	Searched string // what the hits are for
	Hits     []MemberHit
	More     bool // there are more hits than are shown
	Chosen   int
	Open     *MemberCard
	Tab      MemberTab // what is listed of the open one
	Row      int       // that is chosen in it; -1 is none
	Erasing  int       // how many people are being erased beside the window
}

// MemberTab is one of the lists of an open member.
type MemberTab uint8

// The lists.
const (
	HistoryTab MemberTab = iota
	LotsTab
	CardsTab
	DetailsTab
	memberTabs
)

// MemberHit is a member in the list.
type MemberHit struct {
	ID       pos.ID
	Name     string
	Username string
	Reach    string // telephone or e-mail
	Tier     string
	Status   pos.MemberStatus
}

// MemberCard is all that is known of one member.
type MemberCard struct {
	Member  pos.Member
	Tier    pos.Tier
	Points  int64
	Worth   pos.Money
	Usable  int64
	Why     pos.Code
	Debt    int64
	Pending []ledger.Pending
	Lots    []ledger.Lot
	Soon    int64
	SoonAt  pos.Millis
	// SoonUntil is the last moment that counts as soon.
	SoonUntil pos.Millis
	History   []till.HistoryRow
	Cards     []pos.Card
	Kroner    bool
	// Next is the level of the ladder that comes next, Spend what counts for it,
	// and ReviewAt when the window is over; Pinned leaves the tier alone.
	Next     *till.NextLevel
	Spend    pos.Money
	ReviewAt pos.Millis
	Pinned   bool
	Pooled   bool // the bonus is the organisation's
	till.MemberMore
}

// Member is the presenter of the look-up.
type Member struct {
	till  Members
	files MemberFiles
	st    MemberState
	open  pos.ID
	left  bool // Entry is of an earlier visit, and nobody who joins now is called so
}

// NewMembers is a look-up that has found nothing yet.
func NewMembers(t Members, files MemberFiles) *Member {
	return &Member{till: t, files: files, st: MemberState{Row: -1}}
}

// State is part of Screen.
func (m *Member) State() any { return m.st }

// SearchWait is how long after the last key a search begins.
const SearchWait = 150 * time.Millisecond

const (
	mostHits    = 50
	mostHistory = 100
	pageRows    = 8
)

type searchNow struct{ text string }

// Handle is part of Screen.
func (m *Member) Handle(ctx context.Context, e Event, do *Turn) bool {
	switch e := e.(type) {
	case Entered:
		m.entered(ctx, e, do)
	case Changed:
		if !m.open.IsZero() {
			m.show(ctx, m.open, do)
		}
	case Typed:
		m.st.Entry, m.left = e.Text, false
		do.Later(SearchWait, searchNow{e.Text})
	case Spoiled:
		m.st.Entry = ""
	case searchNow:
		if e.text == m.st.Entry { // else a later key has a search of its own
			m.search(ctx, do)
		}
	case memberErased:
		m.erased(ctx, e, do)
	case Scanned:
		return m.scanned(ctx, e.Scan, do)
	case Picked:
		m.pick(ctx, e.At, do)
	case Walked:
		m.walk(e.By)
	case Key:
		return m.key(ctx, e.Name, do)
	case Tap:
		return m.tapped(ctx, e, do)
	default:
		return false
	}
	return true
}

func (m *Member) entered(ctx context.Context, e Entered, do *Turn) {
	if with, ok := e.With.(OpenMember); ok {
		m.fresh()
		m.show(ctx, with.ID, do)
		if with.Say != "" && m.st.Open != nil {
			do.Say(Go, with.Say, m.st.Open.Member.Name)
		}
		if with.Adjust != nil && m.open == with.ID {
			m.askAdjust(*with.Adjust, do)
		}
		return
	}
	if !m.open.IsZero() {
		m.show(ctx, m.open, do)
		return
	}
	m.st.Marked++ // what is left of an earlier search makes room for the next name
	m.left = true
	m.search(ctx, do)
}

// search reports whether it could be done.
func (m *Member) search(ctx context.Context, do *Turn) bool {
	text := strings.TrimSpace(m.st.Entry)
	list, err := m.till.FindMembers(ctx, text, mostHits+1)
	if do.Refuse(err) {
		m.st.Entry = AfterRefusal(m.st.Entry, err)
		return false
	}
	m.st.More = len(list) > mostHits
	list = list[:min(len(list), mostHits)]
	m.st.Searched, m.st.Hits, m.st.Chosen = text, nil, 0
	for _, x := range list {
		m.st.Hits = append(m.st.Hits, hitOf(x))
	}
	return true
}

func hitOf(x pos.Member) MemberHit {
	return MemberHit{ID: x.ID, Name: x.Name, Username: x.Username, Reach: cmp.Or(x.Phone, x.Email), Tier: x.Tier, Status: x.Status}
}

// renew lets the list say of a member what the card says of them now.
func (m *Member) renew(x pos.Member) {
	for i := range m.st.Hits {
		if m.st.Hits[i].ID == x.ID {
			m.st.Hits = slices.Clone(m.st.Hits) // the window has the old one
			m.st.Hits[i] = hitOf(x)
		}
	}
}

// unlist takes who is nobody of their own any more off the list.
func (m *Member) unlist(id pos.ID) {
	m.st.Hits = slices.DeleteFunc(slices.Clone(m.st.Hits), func(h MemberHit) bool { return h.ID == id })
	m.st.Chosen = max(slices.IndexFunc(m.st.Hits, func(h MemberHit) bool { return h.ID == m.open }), 0)
}

func (m *Member) scanned(ctx context.Context, sc hardware.Scan, do *Turn) bool {
	switch {
	case sc.Kind == hardware.KindCoupon:
		m.coupon(ctx, sc.Value, do)
		return true
	case IsSlip(sc):
		return false
	}
	number := sc.Value
	if sc.Kind == hardware.KindUnknown {
		number = sc.Text
	}
	_, s, err := m.till.MemberByCard(ctx, number)
	if code := pos.CodeOf(err); code == pos.CardNotIssued || code == pos.UnknownCard && sc.Kind == hardware.KindClubCard {
		do.Sound(GoodSound)
		do.Ask(newCard(number, false))
		return true
	}
	if err != nil {
		if sc.Kind == hardware.KindProduct {
			return false // goods mean nothing here
		}
		do.Refuse(err)
		return true
	}
	do.Sound(GoodSound)
	if at := slices.IndexFunc(m.st.Hits, func(h MemberHit) bool { return h.ID == s.Member.ID }); at >= 0 {
		m.st.Entry, m.st.Chosen = "", at
	} else {
		m.fresh()
	}
	m.show(ctx, s.Member.ID, do)
	return true
}

// fresh forgets the search: who is shown next is not of it.
func (m *Member) fresh() {
	m.st.Entry, m.st.Searched, m.st.Hits, m.st.Chosen = "", "", nil, 0
}

// coupon counts a coupon to the open member, when a person says so.
func (m *Member) coupon(ctx context.Context, text string, do *Turn) {
	var open *pos.Member
	if m.st.Open != nil {
		open = &m.st.Open.Member
	}
	askCoupon(ctx, m.till, text, till.CouponScanned, open, do, func(ctx context.Context, do *Turn) {
		m.show(ctx, open.ID, do)
	})
}

func (m *Member) key(ctx context.Context, k KeyName, do *Turn) bool {
	switch k {
	case KeyEnter:
		m.enter(ctx, do)
	case KeyUp:
		m.walk(-1)
	case KeyDown:
		m.walk(1)
	case KeyPageUp: // a view that knows how long its page is gives Walked instead
		m.walk(-pageRows)
	case KeyPageDown:
		m.walk(pageRows)
	case KeyEscape:
		m.back(ctx, do)
	case "Ctrl+L":
		m.tab((m.st.Tab + 1) % memberTabs)
	case KeyEnd:
		return m.st.Entry == "" && m.tap(ctx, "use", do)
	default:
		return m.tap(ctx, KeyFor(MemberKeys, k), do)
	}
	return true
}

// enter opens the chosen member; on an open one it puts them on the sale.
func (m *Member) enter(ctx context.Context, do *Turn) {
	if strings.TrimSpace(m.st.Entry) != m.st.Searched && !m.search(ctx, do) {
		return // Enter does not wait for the pause between keys
	}
	switch {
	case m.st.Open != nil && m.st.Entry == "":
		m.tap(ctx, "use", do)
	case len(m.st.Hits) == 0 && m.st.Searched == "":
		do.Say(Look, "member.type")
	case len(m.st.Hits) == 0:
		do.Refuse(pos.Refuse(pos.UnknownMember, m.st.Entry))
		m.st.Marked++ // it is to be mended, or what comes next is another
	default:
		m.pick(ctx, m.st.Chosen, do)
	}
}

func (m *Member) back(ctx context.Context, do *Turn) {
	do.Clear()
	switch {
	case m.st.Open != nil:
		m.st.Open, m.open = nil, pos.ID{}
		m.search(ctx, do)
	case m.st.Entry != "":
		m.st.Entry = ""
		m.search(ctx, do)
	default:
		do.Go(SalePlace, nil)
	}
}

func (m *Member) pick(ctx context.Context, at int, do *Turn) {
	if at < 0 || at >= len(m.st.Hits) {
		return
	}
	m.st.Chosen = at
	m.show(ctx, m.st.Hits[at].ID, do)
	m.st.Entry = ""
}

// show reads a member as they are now.
func (m *Member) show(ctx context.Context, id pos.ID, do *Turn) {
	c, err := m.read(ctx, id, do.Now)
	if do.Refuse(err) {
		return
	}
	if m.open != id {
		m.st.Row = -1
	}
	m.open, m.st.Open = id, c
	m.renew(c.Member)
	m.st.Row = min(m.st.Row, m.st.Rows()-1)
	do.Clear()
}

func (m *Member) read(ctx context.Context, id pos.ID, now time.Time) (*MemberCard, error) {
	s, err := m.till.Standing(ctx, id)
	if err != nil {
		return nil, err
	}
	p, err := m.till.Program(ctx)
	if err != nil {
		return nil, err
	}
	history, err := m.till.History(ctx, id, mostHistory)
	if err != nil {
		return nil, err
	}
	at := ledger.Millis(now.UnixMilli())
	c := &MemberCard{
		Member: s.Member, Tier: s.Tier, Points: s.Account.Balance(at), Debt: s.Account.Debt,
		Pending: s.Account.Pending, History: history, Cards: s.Cards,
		Kroner: InKroner(p),
	}
	for _, l := range s.Account.Lots {
		if l.Good(at) { // the others are over, and wait for the day's expiry
			c.Lots = append(c.Lots, l)
		}
	}
	c.Worth = Worth(p, c.Points)
	c.Soon, c.SoonAt = soonest(&s.Account, now)
	c.SoonUntil = pos.At(now.Add(soon))
	on, err := m.till.LadderOf(ctx, s)
	if err != nil {
		return nil, err
	}
	c.Next, c.Spend, c.ReviewAt, c.Pinned = on.Next, pos.Money(on.Spend), s.ReviewAt, s.Pinned
	c.Pooled = s.Holder != s.Member.ID
	if c.Usable, c.Why, err = m.till.Usable(ctx, s); err != nil {
		return nil, err
	}
	c.MemberMore, err = m.till.MemberMore(ctx, s.Member)
	return c, err
}
