package widget

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// Fyne forgets the renderer of what nobody saw for a minute. The one that is made
// then draws the same words at the same places without being told a size.
func TestARendererMadeAnewStandsWhereItStood(t *testing.T) {
	test.NewTempApp(t)
	for name, w := range map[string]fyne.Widget{
		"para": NewPara("Some words that need more than one line"), "figure": NewFigure("Total"), "empty": NewPanel(NewPara("words")),
	} {
		w.Resize(fyne.NewSize(160, 90))
		before, after := test.WidgetRenderer(w).Objects(), w.CreateRenderer().Objects()
		if len(before) != len(after) || len(before) == 0 {
			t.Errorf("%s: %d objects, then %d", name, len(before), len(after))
			continue
		}
		for i := range before {
			if before[i].Position() != after[i].Position() || before[i].Size() != after[i].Size() {
				t.Errorf("%s: object %d was at %v %v, is at %v %v", name, i, before[i].Position(), before[i].Size(), after[i].Position(), after[i].Size())
			}
			if b, ok := before[i].(*canvas.Text); ok && b.Text != after[i].(*canvas.Text).Text {
				t.Errorf("%s: %q is %q", name, b.Text, after[i].(*canvas.Text).Text)
			}
		}
	}
}
