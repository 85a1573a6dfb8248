package pos

// Category is what holds for the goods of a category. What is nil is as the
// goods say themselves.
type Category struct {
	Name         string `json:"category"`
	Discountable *bool  `json:"discountable"`
	Earns        *bool  `json:"earns"`
	BonusPayable *bool  `json:"bonus_payable"`
	FixedPoints  *int64 `json:"fixed_points"`
}

// IsZero reports whether a category says nothing.
func (c Category) IsZero() bool {
	return c.Discountable == nil && c.Earns == nil && c.BonusPayable == nil && c.FixedPoints == nil
}

// Switches are some of an article's four switches.
type Switches int64

// The switches that a category may set.
const (
	SwitchDiscountable Switches = 1 << iota
	SwitchEarns
	SwitchBonusPayable
	SwitchFixedPoints

	AllSwitches = SwitchDiscountable | SwitchEarns | SwitchBonusPayable | SwitchFixedPoints
)

// In is the article as it is sold in its category: the category's switches
// hold, but for those that the article says itself (Own).
func (p Product) In(c Category) Product {
	for _, s := range []struct {
		which Switches
		from  *bool
		to    *bool
	}{{SwitchDiscountable, c.Discountable, &p.Discountable}, {SwitchEarns, c.Earns, &p.Earns}, {SwitchBonusPayable, c.BonusPayable, &p.BonusPayable}} {
		if s.from != nil && p.Own&s.which == 0 {
			*s.to = *s.from
		}
	}
	if c.FixedPoints != nil && p.Own&SwitchFixedPoints == 0 {
		n := *c.FixedPoints
		p.FixedPoints = &n
	}
	return p
}
