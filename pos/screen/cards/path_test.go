package cards_test

import (
	"testing"

	"bonuskasse/hardware"
	"bonuskasse/pos/screen"
)

// TestChooseAFolder is the table of how a folder is come to. The form shows
// which one holds; "" asks on.
func TestChooseAFolder(t *testing.T) {
	type step struct {
		row   int
		typed string
	}
	for name, x := range map[string]struct {
		steps []step
		want  string
		wrong string
	}{
		"as it is":                    {steps: []step{{0, ""}}, want: "/papers"},
		"typed whole, not there yet":  {steps: []step{{0, "/cards"}}, want: "/cards"},
		"typed from where it is":      {steps: []step{{0, "2026"}}, want: "/papers/2026"},
		"up, down, and this one":      {steps: []step{{1, ""}, {1, ""}, {2, ""}, {0, ""}}, want: "/home/kasse"},
		"a row and a path: the path":  {steps: []step{{1, "/home"}}, want: "/home"},
		"a file is no folder":         {steps: []step{{0, "/home/kasse/soren.jpg"}}, wrong: "error.bad_folder"},
		"a folder that is given up":   {steps: []step{{1, ""}}},
		"more rows than are there":    {steps: []step{{99, ""}}, want: "/papers"},
		"what is quoted":              {steps: []step{{0, `"/home"`}}, want: "/home"},
		"a file, and then its folder": {steps: []step{{0, "/home/kasse/soren.jpg"}, {0, "/home/kasse"}}, want: "/home/kasse"},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := newTestShop(t)
			s.Keys("Ctrl+N")
			s.change("folder", "", 0, "")
			for _, step := range x.steps {
				s.Answer("ok", step.row, step.typed)
			}
			q := s.Shell.State().Question
			if x.wrong != "" && (q == nil || q.Wrong.Key != x.wrong) || x.wrong == "" && (q == nil) != (x.want != "") {
				t.Fatalf("asked %+v", q)
			}
			if x.want == "" {
				s.Answer(screen.Cancel, -1, "")
				x.want = "/papers"
			}
			for _, r := range s.state().Form.Rows {
				if r.Do == "folder" && r.Value.Args[0] != x.want {
					t.Errorf("the folder is %v", r.Value.Args[0])
				}
			}
		})
	}
}

// TestFolderNotThereYet: it is kept by Enter, and has a way up.
func TestFolderNotThereYet(t *testing.T) {
	s, _ := newTestShop(t)
	s.Keys("Ctrl+N")
	s.change("folder", "ok", 0, "/papers/2026/maj")
	s.change("folder", "", 0, "")
	if q := s.Shell.State().Question; q == nil || len(q.Rows) != 2 || q.Rows[0].Sub.Args[0] != "/papers/2026/maj" {
		t.Fatalf("%+v", q)
	}
	s.Answer("ok", 1, "")
	s.Answer("ok", 1, "")
	if q := s.Shell.State().Question; q == nil || q.Rows[0].Sub.Args[0] != "/papers" {
		t.Fatalf("%+v", q)
	}
}

// TestOpenAFile walks to a picture by the arrows; what is not there is said, and
// a scan is refused and leaves the question as it was.
func TestOpenAFile(t *testing.T) {
	s, _ := newTestShop(t)
	s.Keys("Ctrl+T")
	s.Answer("ok", 0, "")
	s.Answer("ok", -1, "Guld")
	s.change("logo", "ok", 1, "") // the folder of pictures
	q := s.Shell.State().Question
	if q == nil || len(q.Rows) != 2 || q.Start != 1 || q.Text.Args[1].(screen.Sentence).Args[0] != "/home/kasse/billeder" {
		t.Fatalf("%+v", q)
	}
	if s.Send(screen.Scanned{Scan: hardware.Scan{Kind: hardware.KindClubCard, Value: "10001", At: s.Now}}) || s.Said() != "error.scan_behind_question" {
		t.Errorf("a scan: said %q", s.Said())
	}
	s.Answer("ok", -1, "nowhere.png")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.no_such_file" {
		t.Fatalf("%+v", q)
	}
	s.Answer("ok", 1, "") // there is a file of that name, and no picture in it
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.bad_picture" {
		t.Fatalf("%+v", q)
	}
	s.Answer("ok", 0, "") // up again
	if q := s.Shell.State().Question; q == nil || len(q.Rows) != 3 {
		t.Fatalf("%+v", q)
	}
}
