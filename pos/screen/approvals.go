package screen

import (
	"context"
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// ApprovalsPlace is the points that wait until a manager approves; a manager
// comes here from Reports.
const ApprovalsPlace Place = "approvals"

// ApprovalsTill is what Approvals needs of the till.
type ApprovalsTill interface {
	Proposals(ctx context.Context, state pos.ProposalState, who till.Who) ([]till.ProposalRow, error)
	Approve(ctx context.Context, id pos.ID, who till.Who) (till.ProposalRow, error)
	Decline(ctx context.Context, id pos.ID, who till.Who) (till.ProposalRow, error)
	ToApprove(ctx context.Context) (int64, error)
}

// ApprovalsKeys are the keys of the approvals.
var ApprovalsKeys = []KeyUse{
	{Key: KeyUp, Also: KeyDown, Do: "walk", Word: "help.approvals.walk"},
	{Key: "+", Do: "mark", Word: "help.approvals.mark"},
	{Key: "Ctrl+A", Do: "mark_all", Word: "help.approvals.mark_all"},
	{Key: KeyEnter, Do: "approve", Word: "help.approvals.approve"},
	{Key: KeyDelete, Do: "refuse", Word: "help.approvals.refuse"},
	{Key: KeyRight, Also: KeyLeft, Do: "state", Word: "help.approvals.state"},
	{Key: "Ctrl+M", Do: "member", Word: "help.approvals.member"},
	{Key: KeyEscape, Do: "close", Word: "help.approvals.close"},
}

// proposalStates are the lists, in the order that they are turned through.
var proposalStates = []pos.ProposalState{pos.ProposalOpen, pos.ProposalApproved, pos.ProposalRefused}

// refuseReasons are why nothing is given. They are picked from a list: a journal
// must not say a name.
var refuseReasons = []string{"not_true", "twice", "not_ours", "too_much", "other"}

// Approvals is the presenter of what waits for a manager.
type Approvals struct {
	Browsing
	till  ApprovalsTill
	state pos.ProposalState
	list  []till.ProposalRow
}

// NewApprovals makes it.
func NewApprovals(t ApprovalsTill) *Approvals {
	a := &Approvals{till: t, state: pos.ProposalOpen}
	a.Empty()
	return a
}

// State is a BrowseState.
func (a *Approvals) State() any { return a.List }

// Keys is what Help shows.
func (a *Approvals) Keys() []KeyUse { return ApprovalsKeys }

type (
	approvalsLoaded struct {
		list []till.ProposalRow
		err  error
	}
	// approvalsDecided is what became of those that were decided on together.
	approvalsDecided struct {
		approved bool
		done     int64
		points   int64
		left     int64 // that a rule refused: somebody else was faster
		err      error // the last refusal, or what went wrong
	}
)

// Handle is part of Screen.
func (a *Approvals) Handle(_ context.Context, e Event, do *Turn) bool {
	if a.Walked(e) {
		a.off()
		return true
	}
	if what, ok := Asked(e, ApprovalsKeys); ok {
		return a.act(what, do)
	}
	switch e := e.(type) {
	case Entered:
		if e.From != MemberPlace && e.From != HelpPlace {
			a.state = pos.ProposalOpen
		}
		a.load(do)
	case SignedIn:
		a.list = nil
		a.Empty()
	case approvalsLoaded:
		a.loaded(e, do)
	case approvalsDecided:
		a.decided(e, do)
	case Picked:
		return a.act("approve", do)
	default:
		return false
	}
	return true
}

func (a *Approvals) act(what string, do *Turn) bool {
	switch what {
	case "approve":
		a.askApprove(do)
	case "refuse":
		a.askRefuse(do)
	case "mark":
		a.mark()
	case "mark_all":
		a.markAll()
	case "state":
		a.turn(1, do)
	case Earlier:
		a.turn(-1, do)
	case "member":
		if at := a.List.Chosen; at >= 0 && a.list[at].Username != "" {
			do.Go(MemberPlace, OpenMember{ID: a.list[at].Member})
		}
	case "close":
		do.Go(ReportsPlace, nil)
	default:
		return false
	}
	a.off()
	return true
}

func (a *Approvals) turn(by int, do *Turn) {
	a.state = NextOf(proposalStates, a.state, by)
	a.List.Chosen = -1
	a.load(do)
}

func (a *Approvals) load(do *Turn) {
	who, state := do.Who(), a.state
	a.List.Loading = true
	a.List.Filters = []Sentence{Say("approvals.filter." + string(state))}
	do.Run(func(ctx context.Context) Event {
		list, err := a.till.Proposals(ctx, state, who)
		return approvalsLoaded{list, err}
	})
}

func (a *Approvals) loaded(e approvalsLoaded, do *Turn) {
	a.list = e.list
	var rows []BrowseRow
	for _, x := range e.list {
		rows = append(rows, approvalRow(x))
	}
	a.Fill(rows)
	if do.Refuse(e.err) {
		a.Empty()
	} else if a.state == pos.ProposalOpen {
		n := int64(len(e.list))
		do.Strip(func(s *Strip) { s.ToApprove = n })
	}
	a.off()
}

// proposerOf is who proposed it.
func proposerOf(x till.ProposalRow) Sentence {
	if x.Person == "" {
		return Say("person.system")
	}
	return Name(x.Person)
}

// memberOf is whose it is; who was erased has no name any more.
func memberOf(x till.ProposalRow) Sentence {
	if x.Name == "" {
		return Say("approvals.erased")
	}
	return Name(x.Name)
}

func approvalRow(x till.ProposalRow) BrowseRow {
	kind := Say("approval.kind." + string(x.Kind))
	row := BrowseRow{
		Head: memberOf(x),
		Cells: []BrowseCell{
			{Text: memberOf(x), Second: Name(x.Note), Strong: true},
			{Text: kind, Second: proposerOf(x)},
			{Text: Say("value", x.Points), Second: Say("value", x.Made), Strong: true},
		},
		Facts: []Figure{
			{Say("approvals.fact.kind"), kind},
			{Say("approvals.fact.points"), Say("value", x.Points)},
			{Say("approvals.fact.person"), proposerOf(x)},
			{Say("approvals.fact.since"), Say("value", Moment(x.Made))},
			{Say("approvals.fact.state"), Say("approval.state." + string(x.State))},
		},
	}
	if x.Note != "" {
		row.Text = append(row.Text, Name(x.Note))
	}
	if x.Own {
		row.Text = append(row.Text, Say("approvals.own"))
		row.Cells[1].Second, row.Cells[1].Mood = Say("approvals.own.short"), Look
	}
	return row
}

// off says what there is nothing to do for.
func (a *Approvals) off() {
	a.List.Off, a.List.Sum = nil, Sentence{}
	taken := a.taken()
	if len(taken) == 0 {
		a.List.Off = []string{"approve", "refuse"}
	}
	if at := a.List.Chosen; at < 0 || a.list[at].Username == "" {
		a.List.Off = append(a.List.Off, "member")
	}
	if a.state != pos.ProposalOpen || !slices.ContainsFunc(a.list, mayApprove) {
		a.List.Off = append(a.List.Off, "mark", "mark_all")
	}
	if n := int64(len(a.list)); n > 0 {
		points := int64(0)
		for _, x := range a.list {
			points += x.Points
		}
		a.List.Sum = Say("approvals.sum", Say("approvals.count", n), Points(points))
		if a.marked() > 0 {
			a.List.Sum = Say("approvals.sum.marked", Say("approvals.count", n), Points(points), int64(a.marked()), Points(pointsOf(taken)))
		}
	}
}

func mayApprove(x till.ProposalRow) bool { return x.State == pos.ProposalOpen && !x.Own }

func (a *Approvals) marked() (n int) {
	for _, r := range a.List.Rows {
		if r.Marked {
			n++
		}
	}
	return n
}

// taken are those that the keys are about: the marked ones, or else the chosen.
func (a *Approvals) taken() (list []till.ProposalRow) {
	if a.marked() == 0 {
		if at := a.List.Chosen; at >= 0 && mayApprove(a.list[at]) {
			list = append(list, a.list[at])
		}
		return list
	}
	for i, r := range a.List.Rows {
		if r.Marked {
			list = append(list, a.list[i])
		}
	}
	return list
}

func pointsOf(list []till.ProposalRow) (points int64) {
	for _, x := range list {
		points += x.Points
	}
	return points
}

func (a *Approvals) mark() {
	at := a.List.Chosen
	if at < 0 || !mayApprove(a.list[at]) {
		return
	}
	a.List.Rows = slices.Clone(a.List.Rows) // what was drawn before is compared with it
	a.List.Rows[at].Marked = !a.List.Rows[at].Marked
	a.Choose(at + 1)
}

// markAll marks all that one may decide on, or none where all are marked.
func (a *Approvals) markAll() {
	a.List.Rows = slices.Clone(a.List.Rows)
	all := true
	for i, x := range a.list {
		all = all && (a.List.Rows[i].Marked || !mayApprove(x))
	}
	for i, x := range a.list {
		a.List.Rows[i].Marked = !all && mayApprove(x)
	}
}

// about says which ones are decided on.
func about(list []till.ProposalRow) Sentence {
	if len(list) == 1 {
		return Say("approvals.single", Points(list[0].Points), memberOf(list[0]))
	}
	return Say("approvals.many", Say("approvals.count", int64(len(list))), Points(pointsOf(list)))
}

func (a *Approvals) askApprove(do *Turn) {
	list := a.taken()
	if len(list) == 0 {
		a.nothing(do)
		return
	}
	do.Ask(Question{
		Title: Say("approvals.approve.title"), Text: about(list), Choices: []Choice{Yes("approve", "approvals.approve"), No()},
		Then: func(_ context.Context, r Reply, do *Turn) error {
			if r.Do != Cancel {
				a.decide(list, true, do.Who(), do)
			}
			return nil
		},
	})
}

func (a *Approvals) askRefuse(do *Turn) {
	list := a.taken()
	if len(list) == 0 {
		a.nothing(do)
		return
	}
	q := Question{
		Title: Say("approvals.refuse.title"), Text: about(list), Choices: []Choice{{Do: "refuse", Word: Say("approvals.refuse"), Mood: Stop}, No()},
		Then: func(_ context.Context, r Reply, do *Turn) error {
			if r.Do == Cancel || r.Row < 0 {
				return nil
			}
			who := do.Who()
			who.Reason = refuseReasons[r.Row]
			a.decide(list, false, who, do)
			return nil
		},
	}
	for _, why := range refuseReasons {
		q.Rows = append(q.Rows, Row{Head: Say("approvals.reason." + why)})
	}
	do.Ask(q)
}

// nothing says why the chosen one is not to be decided on.
func (a *Approvals) nothing(do *Turn) {
	switch at := a.List.Chosen; {
	case at < 0:
	case a.list[at].Own:
		do.Refuse(pos.Refuse(pos.OwnAccount))
	case a.list[at].State != pos.ProposalOpen:
		do.Refuse(pos.Refuse(pos.ProposalDecided))
	}
}

// decide decides one after the other, each by itself: one that somebody else has
// decided meanwhile does not hold up the rest.
func (a *Approvals) decide(list []till.ProposalRow, approved bool, who till.Who, do *Turn) {
	a.List.Loading = true
	verb := a.till.Decline
	if approved {
		verb = a.till.Approve
	}
	do.Run(func(ctx context.Context) Event {
		out := approvalsDecided{approved: approved}
		for _, x := range list {
			switch _, err := verb(ctx, x.ID, who); {
			case err == nil:
				out.done++
				out.points += x.Points
			case pos.CodeOf(err) != "":
				out.left++
				out.err = err
			default:
				out.err = err
				return out
			}
		}
		return out
	})
}

func (a *Approvals) decided(e approvalsDecided, do *Turn) {
	a.load(do)
	switch {
	case e.done == 0 || pos.CodeOf(e.err) == "" && e.err != nil:
		do.Refuse(e.err)
	case e.left > 0:
		do.Log(e.err)
		do.Say(Look, "approvals.some_left", e.done, e.left, SentenceOf(e.err))
	case e.approved:
		do.Say(Go, "approvals.approved", Say("approvals.count", e.done), Points(e.points))
		do.Sound(GoodSound)
	default:
		do.Say(Go, "approvals.refused", Say("approvals.count", e.done))
	}
}
