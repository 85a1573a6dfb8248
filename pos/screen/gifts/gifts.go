package gifts

import (
	"context"
	"slices"
	"strings"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/ledger"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// Till is what F7 needs of the till.
type Till interface {
	screen.Approvers
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

// List is what the list of F7 holds.
type List string

// The lists, in the order of the tabs.
const (
	RewardsList List = "catalogue"
	WaitingList List = "waiting" // bought, and not handed out yet
	CardsList   List = "cards"   // the member's gift cards
)

// Lists are the lists in their order.
func Lists() []List { return []List{RewardsList, WaitingList, CardsList} }

// State is F7 as it is drawn.
type State struct {
	Entry   string
	Marked  int // grows when the next key is to replace Entry
	List    List
	Rewards []till.RewardOffer
	Waiting []till.PurchaseRow
	Cards   []CardLine
	Chosen  int // of the list, -1 is none
	Open    *till.GiftCardDetails
	Member  *till.Standing
	Points  int64 // the member's
	Zone    *time.Location
}

// CardLine is a member's gift card in the list.
type CardLine struct {
	till.GiftCardRow
	State pos.GiftCardState
}

// Keys are the keys of F7.
var Keys = []screen.KeyUse{
	{Key: screen.KeyEnter, Do: "open", Word: "help.gifts.open"},
	{Key: "Ctrl+N", Do: "sell", Word: "help.gifts.sell"},
	{Key: "Ctrl+K", Do: "give", Word: "help.gifts.give"},
	{Key: "Ctrl+P", Do: "print", Word: "help.gifts.print"},
	{Key: "Ctrl+D", Do: "block", Word: "help.gifts.block"},
	{Key: "Ctrl+T", Do: "reward", Word: "help.gifts.reward"},
	{Key: "Ctrl+E", Do: "edit", Word: "help.gifts.edit"},
	{Key: "Ctrl+L", Do: "next_list", Word: "help.gifts.list"},
	{Key: screen.KeyUp, Also: screen.KeyDown, Do: "walk", Word: "help.gifts.walk"},
	{Key: screen.KeyEscape, Do: "back", Word: "help.gifts.back"},
}

// Screen is the presenter of F7.
type Screen struct {
	till    Till
	devices screen.Devices
	st      State
	now     time.Time
}

// New is the catalogue, for nobody yet.
func New(t Till, d screen.Devices) *Screen {
	return &Screen{till: t, devices: d, st: State{List: RewardsList, Chosen: -1, Zone: t.Zone()}}
}

// State is a State, for the view.
func (g *Screen) State() any { return g.st }

// Keys is what Help shows.
func (g *Screen) Keys() []screen.KeyUse { return Keys }

// Handle is part of screen.Screen.
func (g *Screen) Handle(ctx context.Context, e screen.Event, do *screen.Turn) bool {
	g.now = do.Now
	switch e := e.(type) {
	case screen.Entered, screen.Changed:
		g.refresh(ctx, do)
	case screen.SignedIn, screen.SaleDone:
		g.st.Open, g.st.Member, g.st.Entry = nil, nil, ""
	case screen.Typed:
		g.st.Entry = e.Text
	case screen.Spoiled:
		g.st.Entry = ""
	case screen.Scanned:
		return g.scan(ctx, e.Scan, do)
	case screen.Picked:
		g.choose(e.At)
	case screen.Walked:
		g.choose(min(max(g.st.Chosen+e.By, 0), g.rows()-1))
	case screen.Tap:
		return g.tap(ctx, e, do)
	case screen.Key:
		return g.key(ctx, e.Name, do)
	default:
		return false
	}
	return true
}

func (g *Screen) key(ctx context.Context, k screen.KeyName, do *screen.Turn) bool {
	switch k {
	case screen.KeyUp:
		g.choose(g.st.Chosen - 1)
	case screen.KeyDown:
		g.choose(g.st.Chosen + 1)
	default:
		act := screen.KeyFor(Keys, k)
		return act != "" && g.act(ctx, act, do)
	}
	return true
}

func (g *Screen) tap(ctx context.Context, e screen.Tap, do *screen.Turn) bool {
	if e.Do != "list" {
		return g.act(ctx, e.Do, do)
	}
	if all := Lists(); e.At >= 0 && e.At < len(all) {
		g.show(ctx, all[e.At], do)
	}
	return true
}

func (g *Screen) act(ctx context.Context, what string, do *screen.Turn) bool {
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
			do.Say(screen.Look, "gifts.reward_first")
			do.Sound(screen.RefusedSound)
			return true
		}
		g.askReward(g.st.Rewards[g.st.Chosen].Reward, do)
	case "next_list":
		all := Lists()
		g.show(ctx, all[(slices.Index(all, g.st.List)+1)%len(all)], do)
	case "back":
		g.back(ctx, do)
	default:
		return false
	}
	return true
}

func (g *Screen) onOpen(do *screen.Turn, act func()) {
	if g.st.Open == nil {
		do.Say(screen.Look, "gifts.open_first")
		do.Sound(screen.RefusedSound)
		return
	}
	act()
}

func (g *Screen) rows() int {
	switch g.st.List {
	case WaitingList:
		return len(g.st.Waiting)
	case CardsList:
		return len(g.st.Cards)
	}
	return len(g.st.Rewards)
}

func (g *Screen) choose(at int) {
	if at >= 0 && at < g.rows() {
		g.st.Chosen = at
	}
}

func (g *Screen) show(ctx context.Context, list List, do *screen.Turn) {
	g.st.List, g.st.Chosen = list, -1
	g.refresh(ctx, do)
}

func (g *Screen) memberID() pos.ID {
	if g.st.Member == nil {
		return pos.ID{}
	}
	return g.st.Member.Member.ID
}

// refresh reads what is on the screen as it is now.
func (g *Screen) refresh(ctx context.Context, do *screen.Turn) {
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
			g.st.Cards = append(g.st.Cards, CardLine{c, c.StateAt(pos.At(do.Now))})
		}
	}
	do.Refuse(err)
	g.st.Chosen = min(max(g.st.Chosen, 0), g.rows()-1)
}

// enter opens the gift card whose code was typed, or takes the member; an empty
// line does what the chosen row is for.
func (g *Screen) enter(ctx context.Context, do *screen.Turn) {
	text := strings.TrimSpace(g.st.Entry)
	switch {
	case text == "":
		g.enterRow(ctx, do)
	case screen.IsGiftCode(text):
		g.open(ctx, text, do)
	default:
		g.find(ctx, text, do)
	}
}

func (g *Screen) enterRow(ctx context.Context, do *screen.Turn) {
	if g.st.Chosen < 0 {
		do.Say(screen.Look, "gifts.nothing_chosen")
		do.Sound(screen.RefusedSound)
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

func (g *Screen) open(ctx context.Context, code string, do *screen.Turn) bool {
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
func (g *Screen) find(ctx context.Context, text string, do *screen.Turn) {
	if _, s, err := g.till.MemberByCard(ctx, text); err == nil {
		g.take(ctx, s.Member.ID, do)
		return
	}
	list, err := g.till.FindMembers(ctx, text, screen.MostMembers)
	switch {
	case do.Refuse(err):
	case len(list) == 0 && !hasLetters(text):
		g.open(ctx, text, do) // a code with a slip in it: it is counted, and said
	case len(list) == 0:
		g.st.Marked++
		do.Refuse(pos.Refuse(pos.UnknownMember, screen.Short(text)))
	case len(list) == 1:
		g.take(ctx, list[0].ID, do)
	default:
		q := screen.Question{
			Title: screen.Say("gifts.member.title"), Choices: []screen.Choice{screen.Yes("ok", "action.choose"), screen.No()},
			Then: func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
				if r.Do != screen.Cancel && r.Row >= 0 {
					g.take(ctx, list[r.Row].ID, do)
				}
				return nil
			},
		}
		for _, m := range list {
			q.Rows = append(q.Rows, screen.Row{Head: screen.Name(m.Name), Sub: screen.Name(m.Username)})
		}
		do.Ask(q)
	}
}

// hasLetters tells a name from a code that was typed wrong: a code has figures.
func hasLetters(text string) bool { return !strings.ContainsAny(text, "0123456789") }

func (g *Screen) take(ctx context.Context, member pos.ID, do *screen.Turn) {
	s, err := g.till.Standing(ctx, member)
	if do.Refuse(err) {
		return
	}
	g.st.Member, g.st.Open, g.st.Entry = &s, nil, ""
	do.Clear()
	g.refresh(ctx, do)
}

func (g *Screen) scan(ctx context.Context, sc hardware.Scan, do *screen.Turn) bool {
	text := sc.Value + sc.Text
	if screen.IsGiftCode(text) {
		if g.open(ctx, text, do) {
			do.Sound(screen.GoodSound)
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
	do.Sound(screen.GoodSound)
	g.take(ctx, s.Member.ID, do)
	return true
}

func (g *Screen) back(ctx context.Context, do *screen.Turn) {
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
		do.Go(screen.SalePlace, nil)
	}
}
