package screen

import (
	"context"
	"slices"
	"strings"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/till"
)

// GiftsTill is what F7 needs of the till.
type GiftsTill interface {
	Approvers
	GiftCard(ctx context.Context, text string, who till.Who) (till.GiftCardDetails, error)
	GiftCardsOf(ctx context.Context, member pos.ID) ([]till.GiftCardRow, error)
	GiveGiftCard(ctx context.Context, amount pos.Money, member pos.ID, who till.Who) (till.GiftCardDetails, error)
	PrintGiftCard(ctx context.Context, text string, who till.Who) (till.GiftCardDetails, error)
	BlockGiftCard(ctx context.Context, text string, block bool, who till.Who) (till.GiftCardDetails, error)
	Rewards(ctx context.Context, member pos.ID) ([]till.RewardOffer, error)
	SetReward(ctx context.Context, w pos.Reward, who till.Who) error
	BuyReward(ctx context.Context, member pos.ID, sku string, who till.Who) (till.BoughtReward, error)
	HandOut(ctx context.Context, purchase pos.ID, who till.Who) (till.PurchaseRow, error)
	Purchases(ctx context.Context, member pos.ID) ([]till.PurchaseRow, error)
	MemberByCard(ctx context.Context, number string) (pos.Card, till.Standing, error)
	FindMembers(ctx context.Context, text string, limit int) ([]pos.Member, error)
	Standing(ctx context.Context, id pos.ID) (till.Standing, error)
	Zone() *time.Location
}

// GiftsList is what the list of F7 holds.
type GiftsList string

// The lists, in the order of the tabs.
const (
	RewardsList GiftsList = "catalogue"
	WaitingList GiftsList = "waiting" // bought, and not handed out yet
	CardsList   GiftsList = "cards"   // the member's gift cards
)

// GiftsLists are the lists in their order.
func GiftsLists() []GiftsList { return []GiftsList{RewardsList, WaitingList, CardsList} }

// GiftsState is F7 as it is drawn.
type GiftsState struct {
	Entry   string
	Marked  int // grows when the next key is to replace Entry
	List    GiftsList
	Rewards []till.RewardOffer
	Waiting []till.PurchaseRow
	Cards   []GiftCardLine
	Chosen  int // of the list, -1 is none
	Open    *till.GiftCardDetails
	Member  *till.Standing
	Points  int64 // the member's
	Zone    *time.Location
}

// GiftCardLine is a member's gift card in the list.
type GiftCardLine struct {
	till.GiftCardRow
	State pos.GiftCardState
}

// GiftsKeys are the keys of F7.
var GiftsKeys = []KeyUse{
	{Key: KeyEnter, Do: "open", Word: "help.gifts.open"},
	{Key: "Ctrl+N", Do: "sell", Word: "help.gifts.sell"},
	{Key: "Ctrl+K", Do: "give", Word: "help.gifts.give"},
	{Key: "Ctrl+P", Do: "print", Word: "help.gifts.print"},
	{Key: "Ctrl+D", Do: "block", Word: "help.gifts.block"},
	{Key: "Ctrl+T", Do: "reward", Word: "help.gifts.reward"},
	{Key: "Ctrl+E", Do: "edit", Word: "help.gifts.edit"},
	{Key: "Ctrl+L", Do: "next_list", Word: "help.gifts.list"},
	{Key: KeyUp, Also: KeyDown, Do: "walk", Word: "help.gifts.walk"},
	{Key: KeyEscape, Do: "back", Word: "help.gifts.back"},
}

// Gifts is the presenter of F7.
type Gifts struct {
	till    GiftsTill
	devices Devices
	st      GiftsState
	now     time.Time
}

// NewGifts is the catalogue, for nobody yet.
func NewGifts(t GiftsTill, d Devices) *Gifts {
	return &Gifts{till: t, devices: d, st: GiftsState{List: RewardsList, Chosen: -1, Zone: t.Zone()}}
}

// State is part of Screen.
func (g *Gifts) State() any { return g.st }

// Keys is what Help shows.
func (g *Gifts) Keys() []KeyUse { return GiftsKeys }

// Handle is part of Screen.
func (g *Gifts) Handle(ctx context.Context, e Event, do *Turn) bool {
	g.now = do.Now
	switch e := e.(type) {
	case Entered, Changed:
		g.refresh(ctx, do)
	case SignedIn, saleDone:
		g.st.Open, g.st.Member, g.st.Entry = nil, nil, ""
	case Typed:
		g.st.Entry = e.Text
	case Spoiled:
		g.st.Entry = ""
	case Scanned:
		return g.scan(ctx, e.Scan, do)
	case Picked:
		g.choose(e.At)
	case Walked:
		g.choose(min(max(g.st.Chosen+e.By, 0), g.rows()-1))
	case Tap:
		return g.tap(ctx, e, do)
	case Key:
		return g.key(ctx, e.Name, do)
	default:
		return false
	}
	return true
}

func (g *Gifts) key(ctx context.Context, k KeyName, do *Turn) bool {
	switch k {
	case KeyUp:
		g.choose(g.st.Chosen - 1)
	case KeyDown:
		g.choose(g.st.Chosen + 1)
	default:
		act := KeyFor(GiftsKeys, k)
		return act != "" && g.act(ctx, act, do)
	}
	return true
}

func (g *Gifts) tap(ctx context.Context, e Tap, do *Turn) bool {
	if e.Do != "list" {
		return g.act(ctx, e.Do, do)
	}
	if all := GiftsLists(); e.At >= 0 && e.At < len(all) {
		g.show(ctx, all[e.At], do)
	}
	return true
}

func (g *Gifts) act(ctx context.Context, what string, do *Turn) bool {
	switch what {
	case "open":
		g.enter(ctx, do)
	case "sell":
		g.askSell(do)
	case "give":
		g.askGive(do)
	case "print":
		g.onOpen(do, func() { g.print(ctx, do) })
	case "block":
		g.onOpen(do, func() { g.askBlock(do) })
	case "reward":
		g.askReward(pos.Reward{Kind: pos.ThingReward, Active: true}, do)
	case "edit":
		if g.st.List != RewardsList || g.st.Chosen < 0 {
			do.Say(Look, "gifts.reward_first")
			do.Sound(RefusedSound)
			return true
		}
		g.askReward(g.st.Rewards[g.st.Chosen].Reward, do)
	case "next_list":
		all := GiftsLists()
		g.show(ctx, all[(slices.Index(all, g.st.List)+1)%len(all)], do)
	case "back":
		g.back(ctx, do)
	default:
		return false
	}
	return true
}

func (g *Gifts) onOpen(do *Turn, act func()) {
	if g.st.Open == nil {
		do.Say(Look, "gifts.open_first")
		do.Sound(RefusedSound)
		return
	}
	act()
}

func (g *Gifts) rows() int {
	switch g.st.List {
	case WaitingList:
		return len(g.st.Waiting)
	case CardsList:
		return len(g.st.Cards)
	}
	return len(g.st.Rewards)
}

func (g *Gifts) choose(at int) {
	if at >= 0 && at < g.rows() {
		g.st.Chosen = at
	}
}

func (g *Gifts) show(ctx context.Context, list GiftsList, do *Turn) {
	g.st.List, g.st.Chosen = list, -1
	g.refresh(ctx, do)
}

func (g *Gifts) memberID() pos.ID {
	if g.st.Member == nil {
		return pos.ID{}
	}
	return g.st.Member.Member.ID
}

// refresh reads what is on the screen as it is now.
func (g *Gifts) refresh(ctx context.Context, do *Turn) {
	if g.st.Member != nil {
		s, err := g.till.Standing(ctx, g.memberID())
		if err != nil {
			g.st.Member = nil
			do.Refuse(err)
			return
		}
		g.st.Member, g.st.Points = &s, s.Account.Available(ledger.Millis(do.Now.UnixMilli()))
	}
	var err error
	switch g.st.List {
	case RewardsList:
		g.st.Rewards, err = g.till.Rewards(ctx, g.memberID())
		if !do.Person.Role.May(pos.Manager) { // what is off is the manager's to see
			g.st.Rewards = slices.DeleteFunc(g.st.Rewards, func(o till.RewardOffer) bool { return !o.Active })
		}
	case WaitingList:
		g.st.Waiting, err = g.till.Purchases(ctx, g.memberID())
		g.st.Waiting = slices.DeleteFunc(g.st.Waiting, func(p till.PurchaseRow) bool { return p.Handed != 0 || p.GiftCard != "" })
	case CardsList:
		g.st.Cards = nil
		if g.st.Member == nil {
			break
		}
		var list []till.GiftCardRow
		list, err = g.till.GiftCardsOf(ctx, g.memberID())
		for _, c := range list {
			g.st.Cards = append(g.st.Cards, GiftCardLine{c, c.StateAt(pos.At(do.Now))})
		}
	}
	do.Refuse(err)
	g.st.Chosen = min(max(g.st.Chosen, 0), g.rows()-1)
}

// enter opens the gift card whose code was typed, or takes the member; an empty
// line does what the chosen row is for.
func (g *Gifts) enter(ctx context.Context, do *Turn) {
	text := strings.TrimSpace(g.st.Entry)
	switch {
	case text == "":
		g.enterRow(ctx, do)
	case isGiftCode(text):
		g.open(ctx, text, do)
	default:
		g.find(ctx, text, do)
	}
}

func isGiftCode(text string) bool {
	_, err := pos.ReadGiftCardCode(text)
	return err == nil
}

func (g *Gifts) enterRow(ctx context.Context, do *Turn) {
	if g.st.Chosen < 0 {
		do.Say(Look, "gifts.nothing_chosen")
		do.Sound(RefusedSound)
		return
	}
	switch g.st.List {
	case WaitingList:
		g.askHandOut(g.st.Waiting[g.st.Chosen], do)
	case CardsList:
		g.open(ctx, g.st.Cards[g.st.Chosen].Code, do)
	default:
		g.askBuy(g.st.Rewards[g.st.Chosen], do)
	}
}

func (g *Gifts) open(ctx context.Context, code string, do *Turn) bool {
	d, err := g.till.GiftCard(ctx, code, do.Who())
	if do.Refuse(err) {
		g.st.Open = nil // what is done next was meant for the one that was not found
		g.st.Marked++
		return false
	}
	g.st.Open, g.st.Entry = &d, ""
	do.Clear()
	return true
}

// find takes the member of a card, a username, a telephone or a name; several
// are asked about.
func (g *Gifts) find(ctx context.Context, text string, do *Turn) {
	if _, s, err := g.till.MemberByCard(ctx, text); err == nil {
		g.take(ctx, s.Member.ID, do)
		return
	}
	list, err := g.till.FindMembers(ctx, text, mostMembers)
	switch {
	case do.Refuse(err):
	case len(list) == 0 && !hasLetters(text):
		g.open(ctx, text, do) // a code with a slip in it: it is counted, and said
	case len(list) == 0:
		g.st.Marked++
		do.Refuse(pos.Refuse(pos.UnknownMember, Short(text)))
	case len(list) == 1:
		g.take(ctx, list[0].ID, do)
	default:
		q := Question{
			Title: Say("gifts.member.title"), Choices: []Choice{Yes("ok", "action.choose"), No()},
			Then: func(ctx context.Context, r Reply, do *Turn) error {
				if r.Do != Cancel && r.Row >= 0 {
					g.take(ctx, list[r.Row].ID, do)
				}
				return nil
			},
		}
		for _, m := range list {
			q.Rows = append(q.Rows, Row{Head: Name(m.Name), Sub: Name(m.Username)})
		}
		do.Ask(q)
	}
}

// hasLetters tells a name from a code that was typed wrong: a code has figures.
func hasLetters(text string) bool { return !strings.ContainsAny(text, "0123456789") }

func (g *Gifts) take(ctx context.Context, member pos.ID, do *Turn) {
	s, err := g.till.Standing(ctx, member)
	if do.Refuse(err) {
		return
	}
	g.st.Member, g.st.Open, g.st.Entry = &s, nil, ""
	do.Clear()
	g.refresh(ctx, do)
}

func (g *Gifts) scan(ctx context.Context, sc hardware.Scan, do *Turn) bool {
	text := sc.Value + sc.Text
	if isGiftCode(text) {
		if g.open(ctx, text, do) {
			do.Sound(GoodSound)
		}
		return true
	}
	if sc.Kind != hardware.KindClubCard && sc.Kind != hardware.KindRFID {
		return false
	}
	_, s, err := g.till.MemberByCard(ctx, text)
	if do.Refuse(err) {
		return true
	}
	do.Sound(GoodSound)
	g.take(ctx, s.Member.ID, do)
	return true
}

func (g *Gifts) back(ctx context.Context, do *Turn) {
	do.Clear()
	switch {
	case g.st.Entry != "":
		g.st.Entry = ""
	case g.st.Open != nil:
		g.st.Open = nil
	case g.st.Member != nil:
		g.st.Member = nil
		g.refresh(ctx, do)
	default:
		do.Go(SalePlace, nil)
	}
}
