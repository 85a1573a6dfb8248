// Package gifts is the screen of F7: the catalogue of rewards that members buy for
// points, what waits to be handed out, and gift cards that are sold, given, printed
// and blocked.
//
//	shell.Add(screen.GiftsPlace, gifts.New(t, devices))
//
// It stands on the vocabulary of pos/screen, on pos, pos/ledger and pos/till;
// pos/screen knows nothing of it but its place. Till says what it needs of the till.
// A gift card that is sold goes to the sale as a screen.SellGift; what one pays is
// the payment's.
package gifts
