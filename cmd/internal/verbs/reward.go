package verbs

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// RewardSet makes or changes a reward.
type RewardSet struct {
	SKU    string     `arg:"" help:"What it is known by."`
	Name   *string    `help:"Name."`
	Kind   *string    `help:"gift_card, or thing: what is handed out."`
	Points *int64     `help:"What it costs."`
	Amount *pos.Money `help:"Of a gift card: what it is worth, minor units."`
	Stock  string     `help:"How many there are, or none: no end." placeholder:"N|none"`
	Off    bool       `help:"It is not offered any more."`
	On     bool       `help:"It is offered again."`
}

func (c *RewardSet) Run(d Desk) error {
	return d.Act(func(ctx context.Context, t *till.Till, who till.Who) error {
		w, err := t.Reward(ctx, c.SKU)
		if pos.CodeOf(err) == pos.UnknownReward {
			w, err = pos.Reward{SKU: c.SKU, Kind: pos.ThingReward, Active: true}, nil
		}
		if err != nil {
			return err
		}
		if c.Name != nil {
			w.Name = *c.Name
		}
		if c.Kind != nil {
			w.Kind = pos.RewardKind(*c.Kind)
		}
		if c.Points != nil {
			w.Points = *c.Points
		}
		if c.Amount != nil {
			w.Amount = *c.Amount
		}
		switch c.Stock {
		case "":
		case "none":
			w.Stock = nil
		default:
			n, err := strconv.ParseInt(c.Stock, 10, 64)
			if err != nil {
				return Usage("--stock is a number, or none")
			}
			w.Stock = &n
		}
		w.Active = (w.Active || c.On) && !c.Off
		if err := t.SetReward(ctx, w, who); err != nil {
			return err
		}
		return d.Print(w, func(out io.Writer) { rewardText(d, out, w, "") })
	})
}

func rewardText(d Desk, out io.Writer, w pos.Reward, why string) {
	fmt.Fprintf(out, "%-12s %-24s %8s  %s\n", w.SKU, w.Name, assets.Number(d.Lang(), w.Points), why)
}

// RewardList is the catalogue.
type RewardList struct {
	Member string `help:"Username."`
}

func (c *RewardList) Run(d Desk) error {
	return d.Open(func(ctx context.Context, t *till.Till) error {
		member, err := AnyMember(ctx, t, c.Member)
		if err != nil {
			return err
		}
		list, err := t.Rewards(ctx, member)
		if err != nil {
			return err
		}
		return d.Print(EmptyNotNull(list), func(w io.Writer) {
			for _, o := range list {
				why := ""
				switch o.Why {
				case "":
				case pos.PointsMissing:
					why = assets.Code(d.Lang(), string(o.Why), assets.N(d.Lang(), "count.points", o.Missing))
				default:
					why = assets.Code(d.Lang(), string(o.Why), o.Name)
				}
				rewardText(d, w, o.Reward, why)
			}
		})
	})
}

// AnyMember is the member of a username; where none is named, it is nobody.
func AnyMember(ctx context.Context, t *till.Till, username string) (pos.ID, error) {
	if username == "" {
		return pos.ID{}, nil
	}
	s, err := t.MemberByUsername(ctx, username)
	return s.Member.ID, err
}
