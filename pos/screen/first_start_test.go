package screen_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
)

// founding makes shops, or cannot.
type founding struct {
	shell  *screen.Shell
	made   []screen.NewShop
	fails  error
	opened int
}

func (f *founding) Found(_ context.Context, in screen.NewShop) error {
	if f.fails == nil {
		f.made = append(f.made, in)
	}
	return f.fails
}

func (f *founding) Speak(ctx context.Context, language string) {
	f.shell.SetLook(ctx, language, "light")
}

func (f *founding) Open() { f.opened++ }

// begin is a machine without a shop, whose system speaks a language.
func begin(t *testing.T, language string) (*founding, func(texts ...string), func() (screen.FirstStartState, string)) {
	t.Helper()
	f := &founding{}
	f.shell = screen.NewShell(screen.Options{Now: time.Now, Language: language, Theme: "light"})
	f.shell.Add(screen.FirstStartPlace, screen.NewFirstStart(f, language, "/srv/shop"))
	f.shell.Start(t.Context(), screen.FirstStartPlace)
	// fill types each row and goes on with Enter; what begins with a hyphen is a key.
	fill := func(texts ...string) {
		for _, text := range texts {
			switch text {
			case "-Left":
				f.shell.Handle(t.Context(), screen.Key{Name: screen.KeyLeft})
				continue
			case "-Right":
				f.shell.Handle(t.Context(), screen.Key{Name: screen.KeyRight})
				continue
			case "-Shift+Tab":
				f.shell.Handle(t.Context(), screen.Key{Name: screen.KeyBackTab})
				continue
			case "":
			default:
				f.shell.Handle(t.Context(), screen.Typed{Text: text})
			}
			f.shell.Handle(t.Context(), screen.Key{Name: screen.KeyEnter})
		}
	}
	now := func() (screen.FirstStartState, string) {
		st, _ := f.shell.Screen(screen.FirstStartPlace).State().(screen.FirstStartState)
		return st, f.shell.State().Notice.Text.Key
	}
	return f, fill, now
}

func TestFirstStartMakesAShop(t *testing.T) {
	for name, c := range map[string]struct {
		language string
		rows     []string
		want     screen.NewShop
	}{
		"a Danish shop by Enter alone": {"da", []string{"", "Torvets Butik", "", "", "Bo Krogh", "2580", "2580"},
			screen.NewShop{Language: "da", Name: "Torvets Butik", Currency: pos.DKK, Manager: "Bo Krogh", PIN: "2580"}},
		"a French one": {"fr", []string{"", "Clinique de Lyon", "", "", "Inès Lefèvre", "135790", "135790"},
			screen.NewShop{Language: "fr", Name: "Clinique de Lyon", Currency: pos.EUR, Manager: "Inès Lefèvre", PIN: "135790"}},
		"the currency follows the language": {"da", []string{"-Right", "", "Tea", "", "", "Bo", "2580", "2580"},
			screen.NewShop{Language: "en", Name: "Tea", Currency: pos.EUR, Manager: "Bo", PIN: "2580"}},
		"but not once it is chosen": {"da", []string{"", "Te", "-Right", "-Left", "", "", "Bo", "2580", "x", "", "2580"},
			screen.NewShop{Language: "da", Name: "Te", Currency: pos.DKK, Manager: "Bo", PIN: "2580"}},
		"back with Shift and Tab": {"da", []string{"", "Tx", "-Shift+Tab", "Te", "", "", "Bo", "2580", "2580"},
			screen.NewShop{Language: "da", Name: "Te", Currency: pos.DKK, Manager: "Bo", PIN: "2580"}},
		"practice, and spaces around": {"da", []string{"", "  Te  ", "", "-Left", "", " Bo ", "2580", "2580"},
			screen.NewShop{Language: "da", Name: "Te", Currency: pos.DKK, Training: true, Manager: "Bo", PIN: "2580"}},
	} {
		t.Run(name, func(t *testing.T) {
			f, fill, now := begin(t, c.language)
			fill(c.rows...)
			if st, says := now(); len(f.made) != 1 || f.made[0] != c.want || f.opened != 1 {
				t.Errorf("made %+v, opened %d times; it says %q at row %d", f.made, f.opened, says, st.At)
			}
		})
	}
}

func TestFirstStartSaysWhatIsMissing(t *testing.T) {
	for name, c := range map[string]struct {
		rows []string
		says string
		at   screen.FirstStartField
	}{
		"no name":           {[]string{"", "", "", "", "Bo", "2580", "2580"}, "error.bad_name", screen.FirstStartName},
		"no manager":        {[]string{"", "Te", "", "", "", "2580", "2580"}, "error.bad_name", screen.FirstStartManager},
		"no PIN":            {[]string{"", "Te", "", "", "Bo", "", ""}, "error.bad_pin", screen.FirstStartPIN},
		"a PIN of letters":  {[]string{"", "Te", "", "", "Bo", "abcd", "abcd"}, "error.bad_pin", screen.FirstStartPIN},
		"a PIN of 3":        {[]string{"", "Te", "", "", "Bo", "258", "258"}, "error.bad_pin", screen.FirstStartPIN},
		"a PIN of 9":        {[]string{"", "Te", "", "", "Bo", "123456789", "123456789"}, "error.bad_pin", screen.FirstStartPIN},
		"two different":     {[]string{"", "Te", "", "", "Bo", "2580", "2581"}, "first_start.differs", screen.FirstStartAgain},
		"a disk that fails": {[]string{"", "Te", "", "", "Bo", "2580", "2580"}, "error.unknown", screen.FirstStartAgain},
	} {
		t.Run(name, func(t *testing.T) {
			f, fill, now := begin(t, "da")
			if name == "a disk that fails" {
				f.fails = errors.New("input/output error")
			}
			fill(c.rows...)
			st, says := now()
			if len(f.made) > 0 || f.opened > 0 || says != c.says || st.Active().Field != c.at || st.Busy {
				t.Errorf("made %d, opened %d, says %q at %s, busy %t", len(f.made), f.opened, says, st.Active().Field, st.Busy)
			}
			if c.says == "first_start.differs" && st.Active().Value != "" {
				t.Error("the wrong second PIN still stands there")
			}
		})
	}
}
