package till

import "bonuskasse/pos"

// NotedReader reads lists of noted points: what was given, and drafts.
type NotedReader interface {
	// NotedList is a list that was given, by its id, or UnknownList.
	NotedList(id pos.ID) (NotedList, error)
	// NotedLists are the newest lists first.
	NotedLists(limit int) ([]NotedList, error)
	// NotedRows are a list's rows in their order.
	NotedRows(id pos.ID) ([]NotedListRow, error)
	// NotedDrafts are the lists that are not given yet, the newest first.
	NotedDrafts() ([]pos.NotedDraft, error)
}

// NotedList is a list of noted points that was given.
type NotedList struct {
	ID     pos.ID     `json:"list"`
	Title  string     `json:"title,omitempty"`
	Rows   int64      `json:"rows"`
	Points int64      `json:"sum_points"`
	Made   pos.Millis `json:"made"`
	By     string     `json:"by"`               // who gave it
	Undone pos.Millis `json:"undone,omitempty"` // when it was taken back; 0: it stands
}

// NotedListRow is a row of a list that was given.
type NotedListRow struct {
	Row      int64  `json:"row"` // from 1
	Member   pos.ID `json:"member"`
	Username string `json:"username"`
	Name     string `json:"name"` // empty where the member was erased
	Points   int64  `json:"points"`
	Note     string `json:"note,omitempty"`
	// Account is whose account got them: the member's own, or a pool's.
	Account pos.ID `json:"account"`
}
