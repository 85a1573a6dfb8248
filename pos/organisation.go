package pos

// Organisation is a corporate client. Its employees are members; their bonus is
// each one's own, or pooled: one account under the organisation's id.
type Organisation struct {
	ID     ID     `json:"id"`
	Name   string `json:"name"`
	Number string `json:"number,omitempty"` // CVR, SIRET
	Pooled bool   `json:"pooled"`
	Active bool   `json:"active"` // offered for new employees
}
