// Package cards is the screen of F6: the club cards and their states, batches that
// are made of them, and the designs that they are printed in. A file holds what is
// done with one card (deeds), the form of a batch and of a design (form, members,
// design), or the drawing beside the window (work).
//
//	shell.Add(screen.CardsPlace, cards.New(t, press))
//
// It stands on the vocabulary of pos/screen, on pos and pos/till; pos/screen knows
// nothing of it but its place. Till and Press say what it needs of the till, and of
// the program that draws. A card that the shop sells goes to the sale as a
// screen.SellCard.
package cards
