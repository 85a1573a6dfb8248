package settings_test

import (
	"io/fs"
	"testing"

	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/screentest"
	"bonuskasse/pos/screen/settings"
)

// TestGoodsComeFromAList: the good lines are in, and each bad one is told with its
// reason; a file that is not there is one sentence.
func TestGoodsComeFromAList(t *testing.T) {
	s := newTestShop(t)
	files := &screentest.Folder{}
	s.Shell.Screen(screen.SettingsPlace).(*settings.Screen).Brings(files)
	s.SignIn("Bo")
	s.section("shop")
	bring := func(text string, err error) string {
		files.Text, files.Err = text, err
		s.enter("goods")
		s.Answer("ok", 1, "")
		return s.Shell.State().Notice.Text.Key
	}
	if says := bring("", fs.ErrNotExist); says != "error.no_such_file" {
		t.Errorf("a file that is gone: %q", says)
	}
	if bring("sku,barcode,name,price\nT1,5700000000019,Æblemost,2495\nT2,,Rødgrød,kr\nT3,,,1000\nT4,,Flødebolle,800\n", nil); s.Asked() != "settings.goods.taken" {
		t.Errorf("it asks %q", s.Asked())
	}
	q := s.Shell.State().Question
	if q == nil || len(q.Rows) != 2 || q.Title.Args[0] != int64(2) || q.Title.Args[1] != int64(4) {
		t.Fatalf("the bad lines: %+v", q)
	}
	s.Answer("ok", 0, "")
	if s.Said() != "settings.goods.taken" {
		t.Errorf("it says %q", s.Said())
	}
	for sku, name := range map[string]string{"T1": "Æblemost", "T4": "Flødebolle"} {
		list, err := s.Till.FindProducts(t.Context(), sku, 5)
		must(t, err)
		if len(list) != 1 || list[0].Name != name {
			t.Errorf("%s is %+v", sku, list)
		}
	}
	if says := bring("sku;barcode;name;price\nT5;5700000000026;Crème brûlée;4500\n", nil); says != "settings.goods.taken" || s.Shell.State().Question != nil {
		t.Errorf("a list with no fault says %q, and asks %+v", says, s.Shell.State().Question)
	}
}
