package main

import (
	"time"

	"bonuskasse/hardware"
)

// testSlip is the paper that the test in Settings prints.
func testSlip() hardware.Document {
	d := hardware.Document{Title: "Test", Lang: "da", Made: time.Now()}
	d.Add(
		hardware.TextLine("Bonuskasse").Centre().Double(),
		hardware.Rule(),
		hardware.TextLine("æøå ÆØÅ éèêç œ €"),
		hardware.Row("Rødgrød", "300,00"),
		hardware.Row("À payer", "324,95").Tall().Strong(),
		hardware.Code("10001"),
		hardware.Feed(1),
		hardware.Cut(),
	)
	return d
}
