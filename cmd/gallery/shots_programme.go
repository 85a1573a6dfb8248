package main

import (
	"maps"
	"slices"

	"bonuskasse/pos"
	"bonuskasse/pos/loyalty"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/settings"
)

// settingsRow opens a section of Settings and chooses the rows, one level down
// after another.
func settingsRow(name string, ids ...string) func(*stage) error {
	return func(g *stage) error {
		if err := section(name)(g); err != nil {
			return err
		}
		for i, id := range ids {
			g.choose(id)
			if i < len(ids)-1 {
				g.keys(screen.KeyEnter)
			}
		}
		return nil
	}
}

// choose puts the arrows on a row of Settings.
func (g *stage) choose(id string) {
	st, _ := g.shell.Screen(screen.SettingsPlace).State().(settings.State)
	at := slices.IndexFunc(st.Rows, func(r settings.Row) bool { return r.ID == id })
	if st.Chosen != at || !st.Inside {
		g.send(screen.Picked{At: at})
	}
}

// entered is a drive, and Enter on what it has chosen.
func entered(drive func(*stage) error) func(*stage) error {
	return func(g *stage) error {
		err := drive(g)
		g.keys(screen.KeyEnter)
		return err
	}
}

// programmeShots are Settings' pages about the programme, beside the first one.
var programmeShots = []shot{
	{name: "settings-versions", drive: entered(settingsRow("programme", "versions"))},
	{name: "settings-floor", drive: func(g *stage) error {
		err := section("programme")(g)
		for _, x := range [][2]string{{"floor_limit_points", "5000"}, {"floor_cap_points", "50000"}, {"floor_override_points", "20000"}} {
			g.choose(x[0])
			g.keys(screen.KeyEnter)
			g.answer("save", -1, x[1])
		}
		g.choose("loss")
		return err
	}},
	{name: "settings-compare", drive: func(g *stage) error {
		err := entered(settingsRow("programme", "versions"))(g)
		g.answer("compare", 0, "")
		return err
	}},
	{name: "settings-plan", drive: func(g *stage) error {
		err := entered(settingsRow("programme", "cap_bp"))(g)
		g.answer("save", -1, "50")
		g.choose("plan")
		g.keys(screen.KeyEnter)
		g.send(screen.Typed{Text: "1.12.2026"})
		return err
	}},
	{name: "settings-example-customer", drive: func(g *stage) error {
		err := entered(settingsRow("programme", "customer"))(g)
		g.answer("save", -1, "ines")
		return err
	}},
	{name: "settings-article", drive: articleRow("earns")},
	{name: "settings-categories", drive: settingsRow("programme", "categories", "category:Aviser")},
	{name: "settings-category", drive: settingsRow("programme", "categories", "category:Aviser", "earns")},
}

// articleRow opens the rules of an article and chooses one.
func articleRow(id string) func(*stage) error {
	return func(g *stage) error {
		err := entered(settingsRow("programme", "article"))(g)
		g.answer("save", -1, stock[4].name)
		g.choose(id)
		return err
	}
}

// switchShots are one picture for every switch: its row, what it means, and
// what the programme gives.
func switchShots() (list []shot) {
	for _, key := range slices.Sorted(maps.Keys(loyalty.Default(pos.DKK).Keys())) {
		list = append(list, shot{name: "switch-" + key, drive: settingsRow("programme", key)})
	}
	for _, key := range []string{"discountable", "earns", "bonus_payable", "fixed_points"} {
		list = append(list, shot{name: "switch-category-" + key, drive: settingsRow("programme", "categories", "category:Aviser", key)},
			shot{name: "switch-article-" + key, drive: articleRow(key)})
	}
	return list
}
