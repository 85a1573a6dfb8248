package theme

// Sizes in Fyne's pixels, on a grid of 8. A finger needs 48.
const (
	Grid   float32 = 8
	Half   float32 = 4  // between things that belong together
	Gap    float32 = 8  // between things
	Margin float32 = 16 // round a panel's content
	Touch  float32 = 48 // the smallest thing a finger is asked to hit
	Big    float32 = 64 // what is hit in every sale: PAY, the PIN pad
	Strip  float32 = 40 // the status strip; nothing in it needs a finger
	Radius float32 = 6
	Border float32 = 1
	Focus  float32 = 3 // the ring round what has the focus
)

// Text sizes: two to read, one between for a screen's heads, two for money.
const (
	Small  float32 = 16 // labels, second lines, the strip
	Normal float32 = 20 // lines, fields, buttons
	Head   float32 = 28 // the head of a question or a panel
	Money  float32 = 40 // a sum
	Due    float32 = 56 // the amount due
)
