package main

import (
	"context"
	"fmt"
	"io"

	"bonuskasse/cmd/internal/verbs"
	"bonuskasse/pos"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/screen/settings"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

type programCmd struct {
	Show    verbs.ProgramShow    `cmd:"" help:"Print the programme that holds now, or a version: --version N."`
	List    verbs.ProgramList    `cmd:"" help:"Print all versions."`
	Set     verbs.ProgramSet     `cmd:"" help:"Make a new version of the programme."`
	Compare verbs.ProgramCompare `cmd:"" help:"Say what differs between two versions."`
	Loss    verbs.ProgramLoss    `cmd:"" help:"Say what the tills of the chain can lose at most while they are apart, by the floor limits."`
	Preview programPreviewCmd    `cmd:"" help:"Say what a purchase would give a member."`
}

type programPreviewCmd struct {
	Amount int64  `required:"" help:"What the purchase comes to, minor units."`
	Member string `required:"" help:"Username." placeholder:"U"`
}

func (c *programPreviewCmd) Run(a *app) error {
	return a.open(func(ctx context.Context, t *till.Till, _ *store.Store) error {
		s, err := t.MemberByUsername(ctx, c.Member)
		if err != nil {
			return err
		}
		v, err := t.Preview(ctx, s.Member.ID, pos.Money(c.Amount))
		if err != nil {
			return err
		}
		out := struct {
			Member  string `json:"member"`
			Tier    string `json:"tier"`
			Version int64  `json:"version"`
			loyalty.Trial
		}{s.Member.Username, v.Tier.Name, v.Program.Version, v.Trial}
		return a.print(out, func(w io.Writer) {
			for _, sentence := range settings.TrialWords(v.Tier.Name, v.Trial) {
				fmt.Fprintln(w, a.say(sentence))
			}
		})
	})
}
