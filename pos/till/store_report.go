package till

import "bonuskasse/pos"

// ReportReader reads what reports are made of: each answer in one pass over what
// it is about, however many days that is.
type ReportReader interface {
	// PointMoves are what came to members and went in a span, the newest first.
	PointMoves(from, to pos.Millis, limit int) ([]PointsRow, error)
	// SaleSums tells what each receipt of a span adds to its day, in the order of
	// the journal. An error of each ends it.
	SaleSums(from, to pos.Millis, each func(SaleSum) error) error
	// Customers tells of each member who joined before the end of a span, who bought
	// most first; the first ones (named) with what they are called.
	Customers(from, to pos.Millis, named int, each func(CustomerRow) error) error
	// CardsByBatch and CouponsByBatch count by batch, the newest first; batches
	// without any are left out, and of coupons those of which nothing is to be told.
	CardsByBatch(from, to pos.Millis) ([]CardsRow, error)
	CouponsByBatch(from, to, now pos.Millis) ([]CouponsRow, error)
}
