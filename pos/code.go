package pos

import (
	"errors"
	"fmt"
)

// Code names a rule that refused something. It is stable: scripts compare it,
// translations are looked up by it, and it never holds what a person typed.
type Code string

// The codes of the rules, in the order of the rooms that give them.
const (
	BonusOverCap   Code = "bonus_over_cap"
	BonusNotAStep  Code = "bonus_not_a_step"
	ReturnOverSold Code = "return_over_sold"
	BadQuantity    Code = "bad_quantity"
	AmountTooLarge Code = "amount_too_large"
	BadAmount      Code = "bad_amount"
	BadRate        Code = "bad_rate"
	BadSetting     Code = "bad_setting"
	UnknownSetting Code = "unknown_setting"
	BadFile        Code = "bad_file"

	EmptySale      Code = "empty_sale"
	UnknownBarcode Code = "unknown_barcode"
	UnknownCard    Code = "unknown_card"
	UnknownMember  Code = "unknown_member"
	UnknownTier    Code = "unknown_tier"
	UnknownReceipt Code = "unknown_receipt"
	UnknownLine    Code = "unknown_line"
	UnknownPerson  Code = "unknown_person"
	CardBlocked    Code = "card_blocked"
	CardTaken      Code = "card_taken"
	CardsTaken     Code = "cards_taken" // of a batch; detail: the number, and the first that is free
	BadCardNumber  Code = "bad_card_number"
	CardNotIssued  Code = "card_not_issued"
	CardNotHeld    Code = "card_not_held"
	CardOutOfRange Code = "card_out_of_range"
	NoCardNumbers  Code = "no_card_numbers"
	CardNotOurs    Code = "card_not_ours"
	CardsUsedUp    Code = "cards_used_up"
	NoEANPrefix    Code = "no_ean_prefix"
	NoCardFee      Code = "no_card_fee"
	BadCount       Code = "bad_count"
	UnknownDesign  Code = "unknown_design"
	BadPicture     Code = "bad_picture"
	MemberBlocked  Code = "member_blocked"
	UsernameTaken  Code = "username_taken"
	BadUsername    Code = "bad_username"
	BadName        Code = "bad_name"
	NoMember       Code = "no_member"
	TenderTooSmall Code = "tender_too_small"
	TenderTooLarge Code = "tender_too_large"
	BonusNotOwned  Code = "bonus_not_usable_now"
	ChainOwned     Code = "chain_owned"
	OtherChain     Code = "other_chain"
	BadEnrolCode   Code = "bad_enrol_code"
	// BadOfficeAddress: it is no https:// address of a head office.
	BadOfficeAddress Code = "bad_office_address"
	// PointsElsewhere: another till holds rights over points that are to be moved.
	PointsElsewhere Code = "points_elsewhere"
	RightsElsewhere Code = "rights_elsewhere" // with who has them
	WrongPIN        Code = "wrong_pin"
	PINLocked       Code = "pin_locked"
	BadPIN          Code = "bad_pin"
	NotAllowed      Code = "not_allowed"
	NotTraining     Code = "not_training"
	NoReason        Code = "no_reason"
	AlreadyThere    Code = "already_there"
	LastManager     Code = "last_manager"

	BadPoints      Code = "bad_points"
	OwnAccount     Code = "own_account"
	AlarmOfOneself Code = "alarm_of_oneself"
	UnknownBatch   Code = "unknown_batch"
	BatchInUse     Code = "batch_in_use"
	UnknownCoupon  Code = "unknown_coupon"
	NoneFree       Code = "none_free"
	CouponUsed     Code = "coupon_used"
	CouponVoid     Code = "coupon_void"
	CouponExpired  Code = "coupon_expired"
	UnknownList    Code = "unknown_list"

	LadderDown      Code = "ladder_down"
	LadderTwice     Code = "ladder_twice"
	ProgramInPast   Code = "program_in_past"
	ProgramOverlaps Code = "program_overlaps"
	UnknownVersion  Code = "unknown_version"

	MomentInPast         Code = "moment_in_past"
	UnknownAppointment   Code = "unknown_appointment"
	AppointmentEnded     Code = "appointment_ended"
	AppointmentAhead     Code = "appointment_ahead"
	OtherAppointment     Code = "other_appointment"
	AppointmentFar       Code = "appointment_far"
	RepeatingAppointment Code = "repeating_appointment"
	UnknownService       Code = "unknown_service"
	NoFixedPoints        Code = "no_fixed_points"
	NoUID                Code = "no_uid"
	BadMoment            Code = "bad_moment"
	UnknownReward        Code = "unknown_reward"
	OutOfStock           Code = "out_of_stock"
	UnknownGiftCard      Code = "unknown_gift_card"
	GiftCardShort        Code = "gift_card_short"
	UnknownProposal      Code = "unknown_proposal"
	ProposalDecided      Code = "proposal_decided"
	AlreadyProposed      Code = "already_proposed"
	NoReviewPoints       Code = "no_review_points"
	NoSubject            Code = "no_subject"
	BadStars             Code = "bad_stars"
	BadTemplate          Code = "bad_template"
	BadBrace             Code = "bad_brace"
	UnknownVariable      Code = "unknown_variable"
	UnknownShift         Code = "unknown_shift"
	ShiftEmpty           Code = "shift_empty"
	DrawerOff            Code = "drawer_off" // detail: what is too much, or below zero missing
	UnknownMessage       Code = "unknown_message"
	MessageNotWaiting    Code = "message_not_waiting"
	NoUsername           Code = "no_username"
	TwoMembers           Code = "two_members"
	TwiceInList          Code = "twice_in_list"
	BadNote              Code = "bad_note"
	ListNotGood          Code = "list_not_good"
	EmptyList            Code = "empty_list"

	OwnSale      Code = "own_sale"
	UnknownAlarm Code = "unknown_alarm"
	UnknownLot   Code = "unknown_lot"
	// NothingToSettle: it is no thing to settle, or it was settled.
	NothingToSettle Code = "nothing_to_settle"

	ReceiptIsRefund Code = "receipt_is_refund"
	MendBonusUsed   Code = "mend_bonus_used"
	MendCoupon      Code = "mend_coupon"
	MendSame        Code = "mend_same"
	MendWaiting     Code = "mend_waiting" // its detail is a moment

	LimitDiscount   Code = "limit_discount_bp"
	LimitRefund     Code = "limit_refund"
	LimitRedeem     Code = "limit_redeem_points"
	LimitCoupon     Code = "limit_coupon_points"
	LimitPointsRow  Code = "limit_points_row"
	LimitPointsList Code = "limit_points_list"

	BadPhone            Code = "bad_phone"
	BadEmail            Code = "bad_email"
	BadBirthday         Code = "bad_birthday"
	NoReach             Code = "no_reach"
	SameMember          Code = "same_member"
	UnknownOrganisation Code = "unknown_organisation"
	PoolNotEmpty        Code = "pool_not_empty"
	BadPhoto            Code = "bad_photo"
	PhotoTooLarge       Code = "photo_too_large"
	UnknownColumn       Code = "unknown_column"

	PaymentCard Code = "payment_card_refused"
	ScanAgain   Code = "scan_again"
)

// Refusal is the error of a rule: the sale, the member, the shop are as they
// were. Detail is for the sentence a person reads (a number, a name), never
// for comparing, and never holds anything of a payment card.
type Refusal struct {
	Code   Code
	Detail string
}

func (r *Refusal) Error() string {
	if r.Detail == "" {
		return string(r.Code)
	}
	return string(r.Code) + ": " + r.Detail
}

// Refuse makes a Refusal; the detail is built as by fmt.Sprint.
func Refuse(code Code, detail ...any) error {
	return &Refusal{Code: code, Detail: fmt.Sprint(detail...)}
}

// CodeOf is the code of the rule that refused, or "" if err is no refusal.
func CodeOf(err error) Code {
	var r *Refusal
	if errors.As(err, &r) {
		return r.Code
	}
	return ""
}

// NeedsManager reports whether a manager's approval would lift the refusal in
// err: what is above a limit, or another role's to do.
func NeedsManager(err error) bool {
	switch CodeOf(err) {
	case NotAllowed, OwnSale, LimitDiscount, LimitRefund, LimitRedeem, LimitCoupon, LimitPointsRow, LimitPointsList:
		return true
	}
	return false
}

// Trouble is an error of the machine, not of a rule: nothing the cashier did
// was wrong. Its code picks the sentence a person reads; Err is for the log.
type Trouble struct {
	Code Code
	Err  error
}

func (t *Trouble) Error() string { return fmt.Sprintf("%s: %v", t.Code, t.Err) }

// Unwrap gives the cause.
func (t *Trouble) Unwrap() error { return t.Err }

// The troubles a till knows by name.
const (
	DatabaseNewer   Code = "database_newer"
	DatabaseBusy    Code = "database_busy"
	DatabaseDamaged Code = "database_damaged"
	DiskFull        Code = "disk_full"
	DiskTrouble     Code = "disk_trouble"
	ReadOnlyFolder  Code = "folder_read_only"
	NoShop          Code = "no_shop_here"
	OutcomeUnknown  Code = "outcome_unknown"
)

// TroubleOf is the code of the trouble in err, or "".
func TroubleOf(err error) Code {
	var t *Trouble
	if errors.As(err, &t) {
		return t.Code
	}
	return ""
}
