package till

import "bonuskasse/pos"

// LadderReader reads what the ladder and the programme's categories need.
type LadderReader interface {
	// ReviewsDue are members whose ladder window is over, the longest overdue
	// first.
	ReviewsDue(at pos.Millis, limit int) ([]DueReview, error)
	// Category is what holds for the goods of a category; of one that says
	// nothing it is empty.
	Category(name string) (pos.Category, error)
	// Categories are all that say something, and those of goods, by name.
	Categories() ([]pos.Category, error)
}

// DueReview is a member whose ladder window is over.
type DueReview struct {
	Member pos.ID
	At     pos.Millis // when it was
}
