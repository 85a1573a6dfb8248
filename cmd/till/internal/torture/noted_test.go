package torture

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"bonuskasse/cmd/internal/xvfb"
)

// keyPace is how fast a practised clerk types.
const keyPace = 80 * time.Millisecond

// typist presses keys of the window one after the other, at a clerk's pace.
type typist struct {
	t      *testing.T
	screen *xvfb.Screen
	next   time.Time
	keys   int
}

func (y *typist) press(keys ...string) {
	y.t.Helper()
	for _, key := range keys {
		if wait := time.Until(y.next); wait > 0 {
			time.Sleep(wait)
		} else {
			y.next = time.Now()
		}
		y.next = y.next.Add(keyPace)
		if err := y.screen.Press(key); err != nil {
			y.t.Fatal(err)
		}
		y.keys++
	}
}

func (y *typist) word(text string) { y.press(strings.Split(text, "")...) }

// TestNotedRowsByKeysAlone types slips into F4 at 80 ms a key, with three
// mistakes that are mended by keys alone, and measures from F4 until the list
// stands in the journal. What is given must be what the slips say.
//
//	ROWS=60 go test -v -run Noted ./cmd/till/internal/torture
func TestNotedRowsByKeysAlone(t *testing.T) {
	rows := number(t, "ROWS", 12)
	s := newShop(t)
	people := []string{"soren", "karen", "liam", "ines", "maja", "aage", "birgit", "jens", "ole", "yrsa"}
	for i, p := range people {
		s.ctl("member", "add", "--username", p, "--name", strings.ToUpper(p[:1])+p[1:]+" Hansen", "--phone", fmt.Sprint(20304050+i))
	}
	screen, err := xvfb.Start(1280, 800)
	if err != nil {
		t.Fatal(err)
	}
	defer screen.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	r := s.open(ctx, screen)
	defer r.close()
	if _, err := screen.Still(ctx, r.window.Bounds, 500*time.Millisecond); err != nil {
		t.Fatal(err)
	}

	type slip struct {
		who    string
		points int
	}
	var slips []slip
	for n := range rows {
		slips = append(slips, slip{people[n%len(people)], 10 + 7*n})
	}
	// What is typed for three of them: a username that is nobody's, a letter
	// among the points, and a slip that was typed twice.
	typo, letter, twice := rows/4, rows/2, 3*rows/4

	y := &typist{t: t, screen: screen}
	began := time.Now()
	y.press("F4")
	for n, w := range slips {
		who, points := w.who, fmt.Sprint(w.points)
		switch n {
		case typo:
			who = who[:2] + who[3:] + who[2:3] // ines: inse
		case letter:
			points = points[:1] + "o" + points[1:]
		}
		for range map[bool]int{false: 1, true: 2}[n == twice] {
			y.word(who)
			y.press("KP_Enter")
			y.word(points)
			y.press("KP_Enter")
		}
	}
	// + goes to the first row that is wrong, / offers what can be done.
	y.press("KP_Add", "Enter")
	y.press("/", "1") // the near name; the cursor goes on to the next wrong row
	y.word(fmt.Sprint(slips[letter].points))
	y.press("KP_Enter", "ctrl+d") // and on to the slip that stands twice
	y.press("KP_Add", "Enter")    // the one question
	var lists []struct {
		List string `json:"list"`
		Rows int    `json:"rows"`
		Sum  int    `json:"sum_points"`
	}
	for wait := time.Now(); len(lists) == 0; time.Sleep(20 * time.Millisecond) {
		if err := json.Unmarshal(s.ctl("noted", "list"), &lists); err != nil {
			t.Fatal(err)
		}
		if time.Since(wait) > 10*time.Second {
			keep(t, screen, r, "noted")
			t.Fatal("nothing was given")
		}
	}
	took := time.Since(began)

	var shown struct {
		Lines []struct {
			Username string `json:"username"`
			Points   int    `json:"points"`
		} `json:"lines"`
	}
	if err := json.Unmarshal(s.ctl("noted", "show", lists[0].List), &shown); err != nil {
		t.Fatal(err)
	}
	if len(lists) != 1 || len(shown.Lines) != rows {
		keep(t, screen, r, "noted")
		t.Fatalf("%d lists, of %d rows; want one of %d", len(lists), len(shown.Lines), rows)
	}
	for n, l := range shown.Lines {
		if l.Username != slips[n].who || l.Points != slips[n].points {
			t.Errorf("row %d gave %s %d points, and the slip says %s %d", n+1, l.Username, l.Points, slips[n].who, slips[n].points)
		}
	}
	s.ctl("verify")
	t.Logf("%d rows, %d keys at %v, three mistakes mended: %v until the list was given (%v a row); the keys alone take %v",
		rows, y.keys, keyPace, took.Round(10*time.Millisecond), (took / time.Duration(rows)).Round(time.Millisecond), time.Duration(y.keys)*keyPace)
}

// TestKillNotedWindow kills the window while a list is being given, at random
// moments. Whatever was typed is given once in the end: by the try that was
// killed, or by the next one, which finds the list as it was left.
func TestKillNotedWindow(t *testing.T) {
	lives, seed := max(number(t, "KILLS", 10)/3, 3), number(t, "SEED", 20261124)
	t.Logf("%d lives, SEED=%d", lives, seed)
	dice := rand.New(rand.NewPCG(uint64(seed), 4))
	s := newShop(t)
	s.ctl("member", "add", "--username", "soren", "--name", "Søren Hansen")
	screen, err := xvfb.Start(1280, 800)
	if err != nil {
		t.Fatal(err)
	}
	defer screen.Close()
	live := func(n int) (ended func()) {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		r := s.open(ctx, screen)
		if _, err := screen.Still(ctx, r.window.Bounds, 300*time.Millisecond); err != nil {
			t.Fatal(err)
		}
		y := &typist{t: t, screen: screen}
		y.press("F4")
		y.word("soren")
		y.press("KP_Enter")
		y.word(fmt.Sprint(1000 + n))
		y.press("KP_Enter")
		time.Sleep(300 * time.Millisecond) // the row is on the disk
		y.press("KP_Add", "Enter")
		return func() { r.kill(); cancel() }
	}
	for n := range lives {
		kill := live(n)
		time.Sleep(time.Duration(dice.Int64N(int64(60 * time.Millisecond))))
		kill()
	}
	kill := live(lives)
	time.Sleep(2 * time.Second)
	kill()
	s.ctl("verify")

	var lists []struct {
		List string `json:"list"`
	}
	if err := json.Unmarshal(s.ctl("noted", "list"), &lists); err != nil {
		t.Fatal(err)
	}
	given := map[int]int{}
	for _, l := range lists {
		var shown struct {
			Lines []struct {
				Points int `json:"points"`
			} `json:"lines"`
		}
		if err := json.Unmarshal(s.ctl("noted", "show", l.List), &shown); err != nil {
			t.Fatal(err)
		}
		for _, row := range shown.Lines {
			given[row.Points]++
		}
	}
	for n := range lives + 1 {
		if given[1000+n] != 1 {
			t.Errorf("the row of life %d was given %d times", n+1, given[1000+n])
		}
	}
	t.Logf("%d rows in %d lists", lives+1, len(lists))
}
