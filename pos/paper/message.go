package paper

import (
	"bonuskasse/assets"
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// MessageText is what a kind of messages says where the shop has no words of its
// own.
func (Papers) MessageText(kind pos.MessageKind, language string) pos.MessageText {
	subject, text := assets.Message(language, string(kind))
	return pos.MessageText{Subject: subject, Text: text}
}

// MessageValues are the variables of a message, as its language writes them.
func (Papers) MessageValues(f till.MessageFacts) map[string]string {
	points := func(n int64) string { return assets.N(f.Language, "count.points", n) }
	v := map[string]string{
		"name": f.Member.Name, "username": f.Member.Username, "shop": f.Shop.Name, "balance": points(f.Balance), "tier": f.Tier,
		"points": points(f.Points), "level": f.Level, "expires": assets.T(f.Language, "message.never"),
		"code": pos.GroupCouponCode(f.Code), "amount": assets.Money(f.Language, string(f.Shop.Currency), int64(f.Amount)),
	}
	if v["reason"] = f.Reason; f.Preview && f.Reason == "" {
		v["reason"] = assets.T(f.Language, "message.sample_reason")
	}
	if f.ExpiresAt > 0 {
		v["expires"] = assets.Date(f.Language, f.ExpiresAt.Time(f.Zone))
	}
	return v
}
