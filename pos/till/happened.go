package till

import "bonuskasse/pos/ledger"

// Happened are the words for an event that moved points, as a member reads them:
// the key of a sentence, and the key of what stands in it, "" where nothing does.
// Type is the event's; origin is where points that were given came from, or whose
// they were that were taken, "" for others.
func Happened(typ, origin string) (key, of string) {
	from := "origin." + origin
	if origin == "" {
		return "history." + typ, ""
	}
	if typ != "points_taken" {
		return from, ""
	}
	switch ledger.Origin(origin) {
	case ledger.FromAdjustment, ledger.FromMend: // the same words both ways
		return from, ""
	case ledger.FromNoted, ledger.FromMerge:
		return "history.taken." + origin, ""
	}
	return "history.taken_back", from
}
