package screen

// SaleKeys are the keys of the sale. A test presses each of them.
var SaleKeys = []KeyUse{
	{Key: KeyEnter, Do: "enter", Word: "help.sale.enter"},
	{Key: "*", Do: "times", Word: "help.sale.times"},
	{Key: "%", Do: "discount", Word: "help.sale.discount"},
	{Key: "+", Also: KeyEnd, Do: "pay", Word: "help.sale.pay"},
	{Key: "Ctrl+Z", Do: "void_last", Word: "help.sale.void_last"},
	{Key: KeyUp, Also: KeyDown, Do: "walk", Word: "help.sale.walk"},
	{Key: KeyDelete, Do: "void_line", Word: "help.sale.void_line"},
	{Key: KeyF11, Do: "suspend", Word: "help.sale.suspend"},
	{Key: "Ctrl+R", Do: "return", Word: "help.sale.return"},
	{Key: "Ctrl+P", Do: "reprint", Word: "help.sale.reprint"},
	{Key: "Ctrl+D", Do: "drawer", Word: "help.sale.drawer"},
	{Key: "Ctrl+M", Do: "member_remove", Word: "help.sale.member_remove"},
	{Key: KeyEscape, Do: "escape", Word: "help.sale.escape"},
}

// PaymentKeys are the keys of the payment.
var PaymentKeys = []KeyUse{
	{Key: "1", Do: string(ByCash), Word: "help.payment.cash"},
	{Key: "2", Do: string(ByBankCard), Word: "help.payment.bank_card"},
	{Key: "3", Do: string(ByBonus), Word: "help.payment.bonus"},
	{Key: "4", Do: string(ByGiftCard), Word: "help.payment.gift_card"},
	{Key: "5", Do: string(ByMobile), Word: "help.payment.mobile"},
	{Key: KeyUp, Also: KeyDown, Do: "unit", Word: "help.payment.unit"},
	{Key: KeyEnter, Do: "enter", Word: "help.payment.enter"},
	{Key: WhyKey, Do: "why", Word: "help.payment.why"},
	{Key: KeyEscape, Do: "back", Word: "help.payment.back"},
}

// MemberKeys are the keys of the look-up.
var MemberKeys = []KeyUse{
	{Key: KeyUp, Also: KeyDown, Do: "walk", Word: "help.member.walk"},
	{Key: KeyEnter, Do: "enter", Word: "help.member.enter"},
	{Key: KeyEnd, Also: "Ctrl+S", Do: "use", Word: "help.member.use"},
	{Key: KeyPageUp, Also: KeyPageDown, Do: "page", Word: "help.member.page"},
	{Key: "Ctrl+L", Do: "tab", Word: "help.member.tab"},
	{Key: "Ctrl+J", Do: "adjust", Word: "help.member.adjust"},
	{Key: "Ctrl+A", Do: "appointments", Word: "help.member.appointments"},
	{Key: "Ctrl+N", Do: "join", Word: "help.member.join"},
	{Key: "Ctrl+K", Do: "issue", Word: "help.member.issue"},
	{Key: "Ctrl+D", Do: "block", Word: "help.member.block"},
	{Key: "Ctrl+T", Do: "tier", Word: "help.member.tier"},
	{Key: WhyKey, Do: "why", Word: "help.member.why"},
	{Key: "Ctrl+E", Do: "more", Word: "help.member.more"},
	{Key: KeyEscape, Do: "back", Word: "help.member.back"},
}

// Keys is what Help shows of the sale.
func (s *Sale) Keys() []KeyUse { return SaleKeys }

// Keys is what Help shows of the payment.
func (p *Payment) Keys() []KeyUse { return PaymentKeys }

// Keys is what Help shows of the look-up.
func (m *Member) Keys() []KeyUse { return MemberKeys }
