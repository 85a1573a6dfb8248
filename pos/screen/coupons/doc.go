// Package coupons is the screen of F5: coupons that are made, one or a batch, on
// receipt paper or on sheets, and that are looked for, counted to members, printed
// again and made void. A file holds what is done with coupons (deeds), the search for
// a member's (find), or the sheets that are drawn beside the window (print).
//
//	shell.Add(screen.CouponsPlace, coupons.New(t, devices, sheets))
//
// It stands on the vocabulary of pos/screen, on pos and pos/till; pos/screen knows
// nothing of it but its place. Till and Sheets say what it needs of the till, and of
// the program that draws. A coupon that is scanned on another screen is that screen's.
package coupons
