package main

import (
	"context"
	"fmt"
	"io"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

type approvalCmd struct {
	List    approvalListCmd    `cmd:"" help:"Points that wait for a manager, the oldest first."`
	Approve approvalApproveCmd `cmd:"" help:"Give them, once."`
	Refuse  approvalRefuseCmd  `cmd:"" help:"Give nothing, with --reason."`
}

// approvalJSON is the form that scripts rely on.
type approvalJSON struct {
	ID     pos.ID            `json:"approval"`
	Made   pos.Millis        `json:"made"`
	Kind   pos.ProposalKind  `json:"kind"`
	Member string            `json:"member"` // username; empty of one who was erased
	Points int64             `json:"points"`
	Note   string            `json:"note"`
	State  pos.ProposalState `json:"state"`
	Person string            `json:"person,omitempty"`
}

func approvalOut(x till.ProposalRow) approvalJSON {
	return approvalJSON{x.ID, x.Made, x.Kind, x.Username, x.Points, x.Note, x.State, x.Person}
}

func (a *app) approvalLine(w io.Writer, x till.ProposalRow) {
	fmt.Fprintf(w, "%s  %s  %-20s %8s  %s, %s: %s\n", x.ID, assets.Moment(a.Language, x.Made.Time(a.zone)), x.Username, assets.Number(a.Language, x.Points),
		assets.T(a.Language, "approval.kind."+string(x.Kind)), assets.T(a.Language, "approval.state."+string(x.State)), x.Note)
}

func (a *app) printApproval(x till.ProposalRow) error {
	return a.print(approvalOut(x), func(w io.Writer) { a.approvalLine(w, x) })
}

type approvalListCmd struct {
	State string `help:"open, approved, refused or all." enum:"open,approved,refused,all" default:"open"`
}

func (c *approvalListCmd) Run(a *app) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		list, err := t.Proposals(ctx, stateOf[pos.ProposalState](c.State), who)
		if err != nil {
			return err
		}
		return printList(a, list, approvalOut, a.approvalLine, "approval.none")
	})
}

// decide does something with the proposal of an id.
func (a *app) decide(id string, decide func(context.Context, *till.Till, pos.ID, till.Who) (till.ProposalRow, error)) error {
	return a.act(func(ctx context.Context, t *till.Till, who till.Who) error {
		known, err := pos.ParseID(id)
		if err != nil {
			return pos.Refuse(pos.UnknownProposal)
		}
		x, err := decide(ctx, t, known, who)
		if err != nil {
			return err
		}
		return a.printApproval(x)
	})
}

type approvalApproveCmd struct {
	ID string `arg:""`
}

func (c *approvalApproveCmd) Run(a *app) error {
	return a.decide(c.ID, func(ctx context.Context, t *till.Till, id pos.ID, who till.Who) (till.ProposalRow, error) {
		return t.Approve(ctx, id, who)
	})
}

type approvalRefuseCmd struct {
	ID string `arg:""`
}

func (c *approvalRefuseCmd) Run(a *app) error {
	return a.decide(c.ID, func(ctx context.Context, t *till.Till, id pos.ID, who till.Who) (till.ProposalRow, error) {
		return t.Decline(ctx, id, who)
	})
}
