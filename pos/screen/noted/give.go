package noted

import (
	"context"
	"slices"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// save keeps the list on the disk, one state after the other.
func (n *Screen) save(do *screen.Turn) {
	if !n.loaded || n.st.Busy {
		return
	}
	if n.saving {
		n.dirty = true
		return
	}
	n.saving, n.dirty = true, false
	d := n.draft(n.st.Lines)
	do.Run(func(ctx context.Context) screen.Event { return notedSaved{n.opt.Till.SaveNotedDraft(ctx, d)} })
}

func (n *Screen) saved(e notedSaved, do *screen.Turn) {
	n.saving = false
	if n.dirty {
		n.save(do)
	}
	do.Refuse(e.err)
}

// draft is the list with these rows, as it is kept and given.
func (n *Screen) draft(lines []*Line) pos.NotedDraft {
	d := n.list
	d.Rows = nil
	for _, l := range lines {
		if l.Empty() {
			continue
		}
		row := l.NotedRow
		if !row.Chosen {
			row.Member = l.Check.Member.ID // so that an erasure finds it
		}
		d.Rows = append(d.Rows, row)
	}
	return d
}

// mend offers what can be done about the row that is typed in.
func (n *Screen) mend(ctx context.Context, do *screen.Turn) {
	n.settle(ctx, do)
	l := n.st.Line()
	if l.Empty() || n.st.Held {
		do.Say(screen.Look, "noted.row_empty")
		return
	}
	key := l.key
	q := screen.Question{
		Title: screen.Say("noted.mend.title", int64(n.st.At+1), screen.Plain(l.Who)), Text: screen.Say("noted.mend.good", screen.Plain(l.Check.Member.Name)),
		Choices: []screen.Choice{screen.Yes("ok", "action.choose"), screen.No()},
	}
	if !l.Check.Good() {
		q.Text = Why(l.Check)
	}
	var acts []func(ctx context.Context, do *screen.Turn)
	offer := func(r screen.Row, act func(ctx context.Context, do *screen.Turn)) {
		q.Rows, acts = append(q.Rows, r), append(acts, act)
	}
	for _, m := range l.Check.Near {
		offer(screen.Row{Head: screen.Name(m.Name), Sub: screen.Name(reachOf(m))}, func(ctx context.Context, do *screen.Turn) { n.choose(ctx, key, m, do) })
	}
	if l.Check.Code == pos.UnknownMember {
		offer(screen.Row{Head: screen.Say("noted.mend.invite", screen.Plain(l.Who))}, func(ctx context.Context, do *screen.Turn) { n.invite(key, do) })
	}
	if l.Check.Code == pos.TwiceInList {
		offer(screen.Row{Head: screen.Say("noted.mend.again")}, func(ctx context.Context, do *screen.Turn) {
			n.mended(ctx, key, func(l *Line) { l.Again = true }, do)
		})
	}
	offer(screen.Row{Head: screen.Say("noted.mend.note")}, func(ctx context.Context, do *screen.Turn) { n.cursor(n.st.At, NoteCell) })
	offer(screen.Row{Head: screen.Say("noted.mend.delete")}, func(ctx context.Context, do *screen.Turn) { n.remove(ctx, do) })
	q.Then = func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
		if r.Do != screen.Cancel && r.Row >= 0 && r.Row < len(acts) {
			acts[r.Row](ctx, do)
		}
		return nil
	}
	do.Ask(q)
}

// reachOf is what tells one of two names from the other.
func reachOf(m pos.Member) string {
	parts := []string{m.Username}
	for _, s := range []string{m.Phone, m.Email} {
		if s != "" && s != m.Username {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " · ")
}

// choose makes a row a member's.
func (n *Screen) choose(ctx context.Context, key int, m pos.Member, do *screen.Turn) {
	n.mended(ctx, key, func(l *Line) { l.Who, l.Member, l.Chosen = m.Username, m.ID, true }, do)
}

// mended changes a row and goes on.
func (n *Screen) mended(ctx context.Context, key int, change func(*Line), do *screen.Turn) {
	at := slices.IndexFunc(n.st.Lines, func(l *Line) bool { return l.key == key })
	if at < 0 {
		return
	}
	n.change(at, func(l *Line) { change(l); l.Fresh = true })
	n.check(ctx, at, do)
	n.cursor(at, n.st.Cell)
	n.onward(do)
}

// cellOf is the cell that is wrong.
func cellOf(c till.NotedCheck) Cell {
	switch c.Code {
	case pos.BadPoints:
		return PointsCell
	case pos.BadNote:
		return NoteCell
	}
	return WhoCell
}

// invite makes a member of a customer whom nobody knows yet, by their e-mail
// or telephone: they can be given points at once.
func (n *Screen) invite(key int, do *screen.Turn) {
	l := n.st.Line()
	do.Ask(screen.Question{
		Title: screen.Say("noted.invite.title", screen.Plain(l.Who)), Text: screen.Say("noted.invite.text"),
		Field:   &screen.Field{Label: screen.Say("noted.invite.field")},
		Choices: []screen.Choice{screen.Yes("ok", "noted.invite.do"), screen.No()},
		Then: func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
			if r.Do == screen.Cancel {
				return nil
			}
			in := till.NewMember{Username: l.Who}
			if text := strings.TrimSpace(r.Text); strings.Contains(text, "@") {
				in.Email = text
			} else {
				in.Phone = text
			}
			if _, err := pos.CleanUsername(l.Who); err != nil { // a name: it needs a username
				in.Name = l.Who
				free, err := n.opt.Till.ProposeUsernames(ctx, in, 1)
				if err != nil {
					return err
				}
				if len(free) > 0 {
					in.Username = free[0]
				}
			}
			m, err := n.opt.Till.InviteMember(ctx, in, do.Who())
			if err != nil {
				return err
			}
			n.choose(ctx, key, m, do)
			return nil
		},
	})
}

// give asks once, and gives the list.
func (n *Screen) give(ctx context.Context, do *screen.Turn) {
	if n.st.Held {
		n.commit(n.tried, do)
		return
	}
	n.settle(ctx, do)
	bad := slices.IndexFunc(n.st.Lines, (*Line).Bad)
	switch {
	case n.st.Rows == 0:
		do.Refuse(pos.Refuse(pos.EmptyList))
	case bad < 0:
		n.confirm(n.st.Lines, nil, do)
	default:
		n.askBad(bad, do)
	}
}

// askBad is asked where rows are wrong: mend them, or give the others.
func (n *Screen) askBad(bad int, do *screen.Turn) {
	l := n.st.Lines[bad]
	do.Sound(screen.RefusedSound)
	n.cursor(bad, cellOf(l.Check))
	n.wrong = true
	if n.st.Bad == n.st.Rows {
		do.Say(screen.Look, "noted.row_wrong", int64(bad+1), Why(l.Check))
		return
	}
	do.Ask(screen.Question{
		Title: screen.Say("noted.bad.title", int64(n.st.Bad)), Text: screen.Say("noted.row_wrong", int64(bad+1), Why(l.Check)),
		Choices: []screen.Choice{screen.Yes("mend", "noted.bad.mend"), {Do: "good", Word: screen.Say("noted.bad.good")}, screen.No()},
		Then: func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
			if r.Do == "good" {
				var good, rest []*Line
				for _, l := range n.st.Lines {
					if l.Bad() {
						rest = append(rest, l)
					} else if !l.Empty() {
						good = append(good, l)
					}
				}
				n.confirm(good, rest, do)
			}
			return nil
		},
	})
}

// confirm says what will be given, and asks once. rest stays as a list of its
// own.
func (n *Screen) confirm(lines, rest []*Line, do *screen.Turn) {
	members, rows := map[pos.ID]bool{}, int64(0)
	for _, l := range lines {
		if !l.Empty() {
			rows++
			members[l.Check.Member.ID] = true
		}
	}
	do.Ask(screen.Question{
		Title: screen.Say("noted.give.title", screen.Points(n.st.Points)), Text: screen.Say("noted.give.text", screen.Say("count.rows", rows), screen.Say("count.members", int64(len(members)))),
		Choices: []screen.Choice{screen.Yes("give", "noted.give"), screen.No()},
		Then: func(ctx context.Context, r screen.Reply, do *screen.Turn) error {
			if r.Do != screen.Cancel {
				n.approved(ctx, lines, rest, do)
			}
			return nil
		},
	})
}

// approved asks for a manager where the list is above what the person may give
// alone.
func (n *Screen) approved(ctx context.Context, lines, rest []*Line, do *screen.Turn) {
	who := do.Who()
	sheet, err := n.opt.Till.CheckNoted(ctx, rowsOf(lines), who)
	if do.Refuse(err) {
		return
	}
	why := WhyOf(sheet.Code, sheet.Detail)
	for _, c := range sheet.Checks {
		if c.Over() {
			why = Why(c)
		}
	}
	may := who.Person.Role.May(pos.Clerk)
	if !may {
		why = WhyOf(pos.LimitPointsList, 0) // a list is no cashier's, whatever the limits are
	}
	if may && sheet.Over == 0 && sheet.Code == "" {
		n.begin(lines, rest, who, do)
		return
	}
	screen.AskManager(ctx, n.opt.Till, do, why, func(_ context.Context, m pos.Person, do *screen.Turn) {
		who := do.Who()
		who.Approved = &m
		n.begin(lines, rest, who, do)
	})
}

// begin is the first try to give rows.
func (n *Screen) begin(lines, rest []*Line, who till.Who, do *screen.Turn) {
	try := notedTry{lines: lines, who: who}
	if len(rest) > 0 {
		var err error
		if try.rest, err = n.opt.Till.NewNotedDraft(); do.Refuse(err) {
			return
		}
		try.rest.Rows = rowsOf(rest)
	}
	n.commit(try, do)
}

// commit gives rows. The list and its id are on the disk before the first try:
// a try that is cut off is repeated, and gives nothing twice. What is left over
// is on the disk as a list of its own before that.
func (n *Screen) commit(try notedTry, do *screen.Turn) {
	d, again := n.draft(try.lines), n.st.Held
	n.st.Busy, n.tried = true, try
	do.Run(func(ctx context.Context) screen.Event {
		if again {
			if err := n.opt.Store.Reopen(ctx); err != nil {
				return notedDone{err: err}
			}
		}
		for _, kept := range []pos.NotedDraft{try.rest, d} {
			if len(kept.Rows) == 0 {
				continue
			}
			if err := n.opt.Till.SaveNotedDraft(ctx, kept); err != nil {
				return notedDone{err: err}
			}
		}
		given, err := n.opt.Till.CommitNoted(ctx, d, try.who)
		return notedDone{given, err}
	})
}

// done says what became of the list, and begins the next one.
func (n *Screen) done(ctx context.Context, e notedDone, do *screen.Turn) {
	held := n.st.Held
	n.st.Busy = false
	if e.err != nil {
		n.failed(ctx, e, do)
		return
	}
	n.st.Held = false
	left, err := n.notGiven(ctx, e, held)
	if do.Refuse(err) {
		return
	}
	list := e.given.NotedList
	n.st.Last = &list
	do.Sound(screen.GoodSound)
	key := "noted.done"
	if e.given.Already {
		key = "noted.done_already"
	}
	do.Say(screen.Go, key, screen.Say("count.rows", list.Rows), screen.Points(list.Points))
	n.loaded = false
	if do.Refuse(n.load(ctx)) {
		return
	}
	if len(left) > 0 {
		n.setLines(append(slices.Clone(n.st.Lines[:len(n.st.Lines)-1]), left...))
		n.cursor(len(n.st.Lines)-1, WhoCell)
		n.save(do)
	}
	n.look(ctx, do)
}

// notGiven are rows that another window's giving of this very list left out.
func (n *Screen) notGiven(ctx context.Context, e notedDone, held bool) (left []*Line, err error) {
	if !e.given.Already || held {
		return nil, nil // it was this window that gave it
	}
	f, err := n.opt.Till.Noted(ctx, e.given.ID)
	if err != nil {
		return nil, err
	}
	for _, l := range n.tried.lines {
		at := slices.IndexFunc(f.Lines, func(g till.NotedListRow) bool {
			return g.Member == l.Check.Member.ID && g.Points == l.Check.Points
		})
		if at >= 0 {
			f.Lines = slices.Delete(f.Lines, at, at+1)
		} else if !l.Empty() {
			left = append(left, &Line{NotedRow: l.NotedRow, Fresh: true})
		}
	}
	return left, nil
}

// failed keeps the list as it is. Where the disk did not say what became of it,
// nothing changes until it is asked again.
func (n *Screen) failed(ctx context.Context, e notedDone, do *screen.Turn) {
	do.Refuse(e.err)
	if pos.TroubleOf(e.err) != "" {
		n.st.Held = true
		do.Say(screen.Stop, "noted.held")
		return
	}
	n.st.Held = false
	if n.tried.rest.Rows = nil; !n.tried.rest.ID.IsZero() { // it is part of this list again
		do.Refuse(n.opt.Till.SaveNotedDraft(ctx, n.tried.rest))
	}
	n.look(ctx, do) // somebody changed a member meanwhile
}
