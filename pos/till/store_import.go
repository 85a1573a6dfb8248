package till

import "bonuskasse/pos"

// ImportReader is what an import asks of a shop: about many at once, since a
// question costs more than an answer.
type ImportReader interface {
	// TakenUsernames are those of the usernames (pos.CleanUsername) that are a
	// member's.
	TakenUsernames(among []string) ([]string, error)
	// KnownCards are the cards of those of the numbers (pos.CleanCardNumber) that
	// the shop knows.
	KnownCards(among []string) ([]pos.Card, error)
	// NamesByPhone are the names of the members whose phone is one of these
	// words (pos.PhoneWord).
	NamesByPhone(among []string) (map[string][]string, error)
}
