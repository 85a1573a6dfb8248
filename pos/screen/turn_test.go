package screen_test

import (
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
)

// TestAReasonIsMoreThanSpaces: nobody is on record with a reason that says nothing.
func TestAReasonIsMoreThanSpaces(t *testing.T) {
	do := &screen.Turn{Person: pos.Person{ID: pos.ID{1}, Name: "Inga"}}
	for typed, want := range map[string]string{"": "", "  ": "", " tabt kort ": "tabt kort"} {
		who, err := do.Because(screen.Reply{Text: typed})
		if who.Reason != want || who.Person.Name != "Inga" || (pos.CodeOf(err) == pos.NoReason) != (want == "") {
			t.Errorf("%q: %+v, %v", typed, who, err)
		}
	}
}
