package chain

import (
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

// homeVisits are the latest purchases that say where a member shops.
const homeVisits = 10

// Home is the till where a member shops: the one with the most of the latest
// purchases, and of those with as many the one that was visited last. It is zero
// before the first purchase.
func Home(events []Event) (till pos.ID) {
	var visits []EventKey
	for i := range events {
		if _, sale := events[i].Body.GetWhat().(*journalpb.Body_SaleCompleted); sale {
			visits = append(visits, KeyOf(&events[i].Event))
		}
	}
	slices.SortFunc(visits, func(a, b EventKey) int { return b.Compare(a) })
	count := map[pos.ID]int{}
	for _, v := range visits[:min(len(visits), homeVisits)] {
		count[v.Till]++
	}
	for _, v := range visits { // the latest first
		if count[v.Till] > count[till] {
			till = v.Till
		}
	}
	return till
}
