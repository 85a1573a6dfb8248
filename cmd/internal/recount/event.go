package main

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
)

// event is a line of the export.
type event struct {
	Seq         int64  `json:"seq"`
	Clock       int64  `json:"clock"`
	Type        string `json:"type"`
	Member      string `json:"member"` // hexadecimal
	RightsDelta int64  `json:"rights_delta"`
	Payload     facts  `json:"payload"`
}

// num is an integer as protobuf's JSON writes one of 64 bits: in quotes.
type num int64

func (n *num) UnmarshalJSON(b []byte) error {
	v, err := strconv.ParseInt(strings.Trim(string(b), `"`), 10, 64)
	*n = num(v)
	return err
}

// id is 16 bytes: base 64 in a payload, kept as hexadecimal.
type id string

func (i *id) UnmarshalJSON(b []byte) error {
	var text string
	if err := json.Unmarshal(b, &text); err != nil {
		return err
	}
	raw, err := base64.StdEncoding.DecodeString(text)
	*i = id(hex.EncodeToString(raw))
	return err
}

// facts is a payload: one of them is there.
type facts struct {
	ProgramSet      *programSet  `json:"program_set"`
	TierSet         *tier        `json:"tier_set"`
	MemberSet       *memberSet   `json:"member_set"`
	MemberTierSet   *tierGiven   `json:"member_tier_set"`
	CardSet         *cardSet     `json:"card_set"`
	Organisation    *orgSet      `json:"organisation_set"`
	MembersImported *imported    `json:"members_imported"`
	Merged          *merged      `json:"member_merged"`
	Erased          *erased      `json:"member_erased"`
	Sale            *sale        `json:"sale_completed"`
	Refund          *refund      `json:"sale_refunded"`
	Mended          *mended      `json:"sale_mended"`
	Awarded         *awarded     `json:"service_awarded"`
	Expired         *expired     `json:"lots_expired"`
	Given           *given       `json:"points_given"`
	Taken           *taken       `json:"points_taken"`
	Coupons         *couponsMade `json:"coupons_made"`
	Registered      *registered  `json:"coupon_registered"`
	CouponVoided    *codeOnly    `json:"coupon_voided"`
	Appointment     *appointment `json:"appointment_set"`
	RewardSet       *reward      `json:"reward_set"`
	RewardBought    *bought      `json:"reward_bought"`
	GiftCardMade    *giftMade    `json:"gift_card_made"`
	GiftCardMended  *giftMended  `json:"gift_card_corrected"`
	Adopted         *struct{}    `json:"incarnation_adopted"`
	Started         *struct{}    `json:"incarnation_started"`
}

type programSet struct {
	Version   num    `json:"version"`
	ValidFrom num    `json:"valid_from"`
	JSON      []byte `json:"program_json"`
}

type tier struct {
	Name       string `json:"name"`
	RateBp     num    `json:"rate_bp"`
	DiscountBp num    `json:"discount_bp"`
	Threshold  num    `json:"threshold"`
	Default    bool   `json:"default"`
}

type memberSet struct {
	Member       id     `json:"member"`
	Tier         string `json:"tier"`
	Status       string `json:"status"`
	Organisation id     `json:"organisation"`
	ReferredBy   id     `json:"referred_by"`
}

type tierGiven struct {
	Member   id     `json:"member"`
	Tier     string `json:"tier"`
	Pinned   bool   `json:"pinned"`
	ByLadder bool   `json:"by_ladder"`
	ReviewAt num    `json:"review_at"`
}

type cardSet struct {
	Number string `json:"number"`
	Kind   string `json:"kind"`
	State  string `json:"state"`
	Member id     `json:"member"`
}

type orgSet struct {
	Organisation id   `json:"organisation"`
	Pooled       bool `json:"pooled"`
}

type imported struct {
	Members []struct {
		Member memberSet  `json:"member"`
		Cards  []cardSet  `json:"cards"`
		Lots   []givenLot `json:"lots"`
	} `json:"members"`
}

type merged struct {
	Alias id `json:"alias"`
	Keep  id `json:"keep"`
}

type erased struct {
	Member id `json:"member"`
}

type line struct {
	Kind         string `json:"kind"`
	Qty          num    `json:"qty_milli"`
	UnitPrice    num    `json:"unit_price"`
	VATBp        num    `json:"vat_bp"`
	ManualBp     num    `json:"manual_discount_bp"`
	Discountable bool   `json:"discountable"`
	Earns        bool   `json:"earns"`
	BonusPayable bool   `json:"bonus_payable"`
	FixedPoints  *num   `json:"fixed_points"`
	Voided       bool   `json:"voided"`
	Gross        num    `json:"gross"`
	Discount     num    `json:"discount"`
	Net          num    `json:"net"`
	BonusValue   num    `json:"bonus_value"`
	PointsUsed   num    `json:"points_used"`
	Promo        num    `json:"promo_gift_card"`
	Earned       num    `json:"points_earned"`
	Scheduled    num    `json:"points_scheduled"`
	GiftCard     string `json:"gift_card"`
}

type tender struct {
	Kind   string `json:"kind"`
	Amount num    `json:"amount"`
	Change num    `json:"change"`
}

type cardUse struct {
	Code   string `json:"code"`
	Amount num    `json:"amount"`
}

type sale struct {
	Sale         id        `json:"sale"`
	Receipt      string    `json:"receipt"`
	Completed    num       `json:"completed"`
	Member       id        `json:"member"`
	Card         string    `json:"card"`
	Program      num       `json:"program"`
	Tier         string    `json:"tier"`
	Lines        []line    `json:"lines"`
	Tenders      []tender  `json:"tenders"`
	Subtotal     num       `json:"subtotal"`
	PointsUsed   num       `json:"points_used"`
	BonusValue   num       `json:"bonus_value"`
	Payable      num       `json:"payable"`
	Rounding     num       `json:"rounding"`
	ToPay        num       `json:"to_pay"`
	Change       num       `json:"change"`
	AccrualBase  num       `json:"accrual_base"`
	Earned       num       `json:"points_earned"`
	Scheduled    num       `json:"points_scheduled"`
	ExpiresAt    num       `json:"expires_at"`
	DueAt        num       `json:"scheduled_due_at"`
	BalanceAfter num       `json:"balance_after"`
	Account      id        `json:"account"`
	GiftCards    []cardUse `json:"gift_cards"`
	LadderBase   num       `json:"ladder_base"`
}

type refundLine struct {
	Line           num `json:"line"`
	Qty            num `json:"qty_milli"`
	Net            num `json:"net"`
	PointsBack     num `json:"points_back"`
	PromoBack      num `json:"promo_gift_card_back"`
	MoneyBack      num `json:"money_back"`
	Reversed       num `json:"points_reversed"`
	Scheduled      num `json:"scheduled_reversed"`
	BonusValueBack num `json:"bonus_value_back"`
}

type refund struct {
	Receipt      string       `json:"receipt"`
	Completed    num          `json:"completed"`
	Sale         id           `json:"sale"`
	Member       id           `json:"member"`
	Lines        []refundLine `json:"lines"`
	Tenders      []tender     `json:"tenders"`
	Net          num          `json:"net"`
	PointsBack   num          `json:"points_back"`
	BonusBack    num          `json:"bonus_value_back"`
	MoneyBack    num          `json:"money_back"`
	Rounding     num          `json:"rounding"`
	Reversed     num          `json:"points_reversed"`
	NotBefore    num          `json:"restored_not_before"`
	BalanceAfter num          `json:"balance_after"`
	HeldBack     num          `json:"held_back"`
	Account      id           `json:"account"`
	GiftCards    []cardUse    `json:"gift_cards"`
	LadderBase   num          `json:"ladder_base"`
	Waits        id           `json:"waits"`
}

type mended struct {
	Sale       id    `json:"sale"`
	Member     id    `json:"member"`
	Account    id    `json:"account"`
	WasMember  id    `json:"was_member"`
	Completed  num   `json:"completed"`
	Lines      []num `json:"lines"`
	LadderBase num   `json:"ladder_base"`
}

type awarded struct {
	Member      id  `json:"member"`
	Sale        id  `json:"sale"`
	Line        num `json:"line"`
	Points      num `json:"points"`
	At          num `json:"at"`
	ExpiresAt   num `json:"expires_at"`
	Appointment id  `json:"appointment"`
}

type expired struct {
	Member id            `json:"member"`
	AsOf   num           `json:"as_of"`
	Points num           `json:"points"`
	Of     []expiredFrom `json:"of"`
}

type expiredFrom struct {
	Member id  `json:"member"`
	Points num `json:"points"`
}

type givenLot struct {
	Points    num  `json:"points"`
	AccruedAt num  `json:"accrued_at"`
	ExpiresAt num  `json:"expires_at"`
	Paid      bool `json:"paid"`
}

type given struct {
	Member  id         `json:"member"`
	Origin  string     `json:"origin"`
	Lots    []givenLot `json:"lots"`
	Source  id         `json:"source"`
	Row     num        `json:"row"`
	Code    string     `json:"code"`
	Debt    num        `json:"debt"`
	Pending []struct {
		Sale        id  `json:"sale"`
		Line        num `json:"line"`
		Points      num `json:"points"`
		DueAt       num `json:"due_at"`
		Appointment id  `json:"appointment"`
	} `json:"pending"`
	Whom id `json:"whom"`
}

type taken struct {
	Member id     `json:"member"`
	Origin string `json:"origin"`
	Points num    `json:"points"`
	Source id     `json:"source"`
	Row    num    `json:"row"`
	Code   string `json:"code"`
	All    bool   `json:"all"`
	Stays  bool   `json:"waiting_stays"` // what waits is not of all
}

type couponsMade struct {
	Points     num        `json:"points"`
	ValidUntil num        `json:"valid_until"`
	Coupons    []codeOnly `json:"coupons"`
}

type codeOnly struct {
	Code string `json:"code"`
}

type registered struct {
	Code   string `json:"code"`
	Member id     `json:"member"`
}

type appointment struct {
	Appointment id     `json:"appointment"`
	Member      id     `json:"member"`
	EndsAt      num    `json:"ends_at"`
	DueAt       num    `json:"due_at"`
	Points      num    `json:"points"`
	State       string `json:"state"`
	Sale        id     `json:"sale"` // it was rung up with
}

type reward struct {
	SKU    string `json:"sku"`
	Kind   string `json:"kind"`
	Points num    `json:"points"`
	Amount num    `json:"amount"`
	Stock  *num   `json:"stock"`
}

type bought struct {
	Purchase id     `json:"purchase"`
	Member   id     `json:"member"`
	Account  id     `json:"account"`
	SKU      string `json:"sku"`
	Points   num    `json:"points"`
	At       num    `json:"at"`
}

type giftMade struct {
	Code         string `json:"code"`
	Kind         string `json:"kind"`
	Amount       num    `json:"amount"`
	ValidUntil   num    `json:"valid_until"`
	PayableUntil num    `json:"payable_until"`
	Sale         id     `json:"sale"`
	Purchase     id     `json:"purchase"`
}

type giftMended struct {
	Code    string `json:"code"`
	Amount  num    `json:"amount"`
	Blocked bool   `json:"blocked"`
}
