package coupons

import (
	"context"
	"slices"
	"strings"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// queryMember is what one member used. Where a name is several members' it is
// the likeliest's until a person chooses.
func (c *Screen) queryMember(ctx context.Context, q till.CouponQuery, text string) (till.CouponQuery, screen.Sentence, error) {
	if !c.meant.ID.IsZero() {
		q.Member = c.meant.ID
		return q, screen.Say("coupons.by.member", c.meant.Name), nil
	}
	list, err := c.till.FindMembers(ctx, text, screen.MostMembers)
	if err == nil && len(list) == 0 {
		err = pos.Refuse(pos.UnknownCoupon)
	}
	if err != nil {
		return q, screen.Sentence{}, err
	}
	q.Member = list[0].ID
	if onlyOne(list, text) {
		return q, screen.Say("coupons.by.member", list[0].Name), nil
	}
	c.several = list
	return q, screen.Say("coupons.by.several", list[0].Name, int64(len(list))), nil
}

// onlyOne reports whether the first of those who were found is meant: nobody else
// was, or it is their username.
func onlyOne(list []pos.Member, text string) bool {
	return len(list) == 1 || strings.EqualFold(list[0].Username, text)
}

// askWhich asks whose coupons are wanted where a name is several members'.
func (c *Screen) askWhich(do *screen.Turn) {
	do.Ask(screen.WhichMember(screen.Say("coupons.by.which"), c.several, func(ctx context.Context, m pos.Member, do *screen.Turn) error {
		c.meant, c.st.Open = m, nil
		c.search(ctx, do)
		if c.st.Chosen < 0 {
			c.sayNone(do)
		}
		return nil
	}))
}

// sayNone says what was looked for and not found.
func (c *Screen) sayNone(do *screen.Turn) {
	found := c.st.Found
	switch {
	case strings.HasPrefix(found.Key, "error."):
		do.Say(screen.Look, found.Key, found.Args...)
	case c.st.Filter != "":
		do.Say(screen.Look, "coupons.none.state")
	case found.Key == "coupons.by.member":
		do.Say(screen.Look, "coupons.none.member", found.Args...)
	case !found.IsZero():
		do.Say(screen.Look, "coupons.none")
	default:
		return // the list says how to make one
	}
	do.Sound(screen.RefusedSound)
}

// closeOther closes a coupon that the list does not show: what is done next is
// meant for one of those that were looked for.
func (c *Screen) closeOther() {
	if c.st.Open != nil && !slices.ContainsFunc(c.st.Rows, func(r till.CouponRow) bool { return r.Code == c.st.Open.Code }) {
		c.st.Open = nil
	}
}
