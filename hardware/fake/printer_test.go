package fake_test

import (
	"context"
	"testing"
	"time"

	"bonuskasse/hardware"
	"bonuskasse/hardware/fake"
	"bonuskasse/hardware/hardwaretest"
)

func TestMemory(t *testing.T) {
	hardwaretest.TestPrinter(t, func(t *testing.T) *hardwaretest.PrinterRig {
		m := fake.NewMemory("memory", time.Now)
		trouble := func(why hardware.Reason) func(bool) {
			return func(on bool) {
				if on {
					m.Trouble(why)
				} else {
					m.Trouble(hardware.NoReason)
				}
			}
		}
		return &hardwaretest.PrinterRig{
			Printer: m, Columns: 42, CanConfirm: true, HasDrawer: true,
			Papers: func() (texts []string) {
				for _, p := range m.Printed() {
					texts = append(texts, hardwaretest.PaperText(p.Document, 42))
				}
				return texts
			},
			Await:    func(context.Context, int) error { return nil },
			Kicks:    func() int { return len(m.Kicks()) },
			Off:      trouble(hardware.Unplugged),
			PaperOut: trouble(hardware.PaperOut),
			PaperLow: trouble(hardware.PaperLow),
			Cover:    trouble(hardware.CoverOpen),
		}
	})
}

func TestMemoryLoses(t *testing.T) {
	m := fake.NewMemory("memory", time.Now)
	m.Open(t.Context())
	m.Lose()
	for range 2 {
		if r, err := m.Print(t.Context(), "job", hardwaretest.Receipt()); r != hardware.SentUnconfirmed || err == nil {
			t.Errorf("%s, %v", r, err)
		}
	}
	if r, err := m.Print(t.Context(), "next", hardwaretest.Receipt()); r != hardware.Confirmed || len(m.Printed()) != 2 {
		t.Errorf("%s, %v", r, err)
	}
}
