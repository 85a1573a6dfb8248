package hardwaretest

import (
	"time"

	"bonuskasse/hardware"
)

// ReceiptQR and ReceiptCode are what the codes on Receipt say.
const (
	ReceiptQR   = "https://klub.example/k/7Q2M-K4TD-XX9C"
	ReceiptCode = "0002-001042"
)

// Receipt is a Danish receipt with everything a receipt has: the paper that
// the printers' tests print and that people look at.
func Receipt() hardware.Document {
	d := hardware.Document{
		Title: "Bon 1042", Lang: "da",
		Made: time.Date(2025, 11, 3, 13, 42, 7, 0, time.UTC),
		Meta: map[string]string{"receipt": "1042", "till": "2"},
	}
	d.Add(
		hardware.OpenDrawer(hardware.KickSale),
		hardware.TextLine("Café Ærø").Centre().Double().Strong(),
		hardware.TextLine("Smørgade 12 · 5970 Ærøskøbing").Centre(),
		hardware.TextLine("CVR 12 34 56 78").Centre(),
		hardware.Feed(1),
		hardware.Row("Bon 1042   Kasse 2", "03.11.2025 14:42"),
		hardware.TextLine("Ekspedient: Inga Søgård"),
		hardware.Rule(),
		hardware.Row3("Rødgrød med fløde", "3 x 100,00", "300,00"),
		hardware.Row("Økologisk æblemost fra Fejø, ufiltreret, 75 cl", "24,95"),
		hardware.Row("Crème brûlée à l'œuf", "48,00"),
		hardware.Row3("Kasket", "1 x 79,50", "79,50"),
		hardware.Row("  Klubrabat 10 %", "-7,95"),
		hardware.Rule(),
		hardware.Row("Subtotal", "444,50"),
		hardware.Row("Indløst bonus (11 145 point)", "-111,45"),
		hardware.Row("Afrunding", "-0,05"),
		hardware.Row("At betale DKK", "333,00").Double().Strong(),
		hardware.DoubleRule(),
		hardware.Row("Kontant", "400,00"),
		hardware.Row("Retur", "-67,00"),
		hardware.Row("Heraf moms 25 %", "66,60"),
		hardware.Row("I euro ca.", "44,64 €"),
		hardware.Feed(1),
		hardware.TextLine("Søren Åkjær · klubkort 10001").Strong(),
		hardware.Row("Optjent bonus", "16,15"),
		hardware.Row("Din bonus nu", "28,55").Tall().Strong(),
		hardware.TextLine("120 point udløber 30. november."),
		hardware.Feed(1),
		hardware.TextLine("Se din bonus her:").Centre(),
		hardware.QR(ReceiptQR),
		hardware.TextLine("Tak for besøget - på gensyn!").Centre(),
		hardware.Feed(1),
		hardware.Code(ReceiptCode),
		hardware.Cut(),
	)
	return d
}
