package screen

import (
	"bonuskasse/pos"
)

// CustomerPhase is what the customer's window is at.
type CustomerPhase uint8

// The phases.
const (
	Welcome CustomerPhase = iota // nobody is buying
	Buying                       // lines and a sum
	Thanked                      // the sale is done
)

// CustomerState is the customer's window: what is bought, what it comes to,
// what it earns, and thanks. It shows no more of a member than the first name
// and the bonus, because others stand in line.
type CustomerState struct {
	Phase    CustomerPhase
	Language string // the member's, else the window's
	Theme    string
	Currency pos.Currency
	Shop     string
	Training bool
	Basket
}

// CustomerOf is the customer's window for what the cashier's window shows. It
// follows the sale and knows nothing else: a locked till, a question, another
// screen change nothing on it.
func CustomerOf(st ShellState) CustomerState {
	c := CustomerState{
		Language: st.Language, Theme: st.Theme, Currency: st.Currency, Shop: st.Strip.Shop,
		Training: st.Strip.Training, Basket: st.Basket,
	}
	if st.Basket.Language != "" {
		c.Language = st.Basket.Language
	}
	switch {
	case st.Basket.Thanks != nil:
		c.Phase = Thanked
	case len(st.Basket.Lines) > 0 || st.Basket.Member != "":
		c.Phase = Buying
	}
	return c
}
