// Package pos holds the nouns of the till: Sale, LineItem, Tender, Receipt,
// Member, Card, Product, Person, Money, and the exact arithmetic under them.
//
// It does no I/O, reads no clock and imports the standard library only. Money
// is an integer of minor units (øre, cent), points are integers, rates are
// basis points (500 = 5 %), quantities are thousandths (1275 = 1.275 kg).
//
//	gross := pos.HalfUpMulDiv(1275, 12900, 1000) // 1.275 kg at 129.00
//
// The rules that say what a sale earns and what bonus may pay are in
// pos/loyalty; accounts, postings and lots are in pos/ledger.
package pos
