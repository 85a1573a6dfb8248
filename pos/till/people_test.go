package till_test

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// TestRoles holds the verbs to the table that people read: each verb that says
// who it is done by stands there once, and refuses whom the table does.
func TestRoles(t *testing.T) {
	table := readRoles(t)
	s := newCardShop(t)
	for verb := range reflect.TypeFor[*till.Till]().Methods() {
		last := verb.Type.NumIn() - 1
		if verb.Type.In(last) != reflect.TypeFor[till.Who]() {
			continue
		}
		cells, listed := table[verb.Name]
		if !listed {
			t.Errorf("%s is not in docs/people.md", verb.Name)
			continue
		}
		delete(table, verb.Name)
		for i, role := range []pos.Role{pos.Cashier, pos.Clerk, pos.Manager} {
			who := till.By(pos.Person{ID: pos.ID{byte(i + 1)}, Name: "Inga", Role: role, Active: true})
			if got := refusedByRole(t, s.Till, verb, who); got != (cells[i] == "two") {
				t.Errorf("%s by a %s: refused %v, the table says %q", verb.Name, role, got, cells[i])
			}
			who.Approved = &pos.Person{ID: pos.ID{9}, Name: "Bo", Role: pos.Manager, Active: true}
			if refusedByRole(t, s.Till, verb, who) {
				t.Errorf("%s by a %s is refused though a manager stands by it", verb.Name, role)
			}
		}
	}
	for verb := range table {
		t.Errorf("docs/people.md has %s, which is no verb", verb)
	}
}

// refusedByRole calls a verb with nothing in it: whoever may do it is refused
// for that, or not at all, but not for their role.
func refusedByRole(t *testing.T, app *till.Till, verb reflect.Method, who till.Who) (refused bool) {
	t.Helper()
	args := []reflect.Value{reflect.ValueOf(app), reflect.ValueOf(t.Context())}
	for i := 2; i < verb.Type.NumIn()-1; i++ {
		in := verb.Type.In(i)
		if in.Kind() == reflect.Pointer {
			args = append(args, reflect.New(in.Elem()))
			continue
		}
		args = append(args, reflect.Zero(in))
	}
	out := verb.Func.Call(append(args, reflect.ValueOf(who)))
	err, _ := out[len(out)-1].Interface().(error)
	return pos.CodeOf(err) == pos.NotAllowed
}

// readRoles is what docs/people.md says of each verb: a cell a role.
func readRoles(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile("../../docs/people.md")
	if err != nil {
		t.Fatal(err)
	}
	table := map[string][]string{}
	name := regexp.MustCompile("`([A-Z]\\w+)`")
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) != 5 {
			continue
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		for _, verb := range name.FindAllStringSubmatch(cells[1], -1) {
			if table[verb[1]] != nil {
				t.Errorf("docs/people.md has %s twice", verb[1])
			}
			table[verb[1]] = cells[2:]
			for _, cell := range cells[2:] {
				if cell != "alone" && cell != "limits" && cell != "two" {
					t.Errorf("docs/people.md says %q of %s", cell, verb[1])
				}
			}
		}
	}
	return table
}
