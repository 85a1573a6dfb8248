package main

import (
	"context"

	"bonuskasse/hardware"
	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// printCards makes a batch of cards, once, of which two are out and one is
// lost.
func (s *shop) printCards(ctx context.Context) error {
	who := till.By(s.bo)
	if _, err := s.till.Card(ctx, "20001"); err == nil {
		return nil
	}
	in := till.NewCards{From: 20001, Count: 12, Kind: pos.BothCard, Symbology: pos.CardCode128, Layout: hardware.CardsA4}
	if _, err := s.till.MakeCards(ctx, in, func(context.Context, hardware.CardJob) error { return nil }, who); err != nil {
		return err
	}
	karen, err := s.till.MemberByUsername(ctx, "karen")
	if err != nil {
		return err
	}
	if err := s.till.IssueCard(ctx, karen.Member.ID, "20001", pos.BothCard, who); err != nil {
		return err
	}
	if _, err := s.till.ReplaceCard(ctx, "20001", "20002", who); err != nil {
		return err
	}
	return s.till.BlockCard(ctx, "20004", who)
}

// design is one of the shop's own.
func (s *shop) design(ctx context.Context) error {
	return s.till.SetCardDesign(ctx, hardware.CardDesign{
		Name: "Guldklubben", Title: "Ribe Te & Kaffe", Ground: "#7a5c13", Ink: "#ffffff", Holder: true, Photo: true, Back: true, Stripe: true,
		Note: "Kortet tilhører Ribe Te & Kaffe.\nMistet kort: ring 75 42 00 00, så spærrer vi det. Bonussen er din, ikke kortets.",
	}, till.By(s.bo))
}

// personal is a batch for two members, who are being chosen.
func personal(g *stage) {
	g.keys(screen.KeyF6, "Ctrl+N", screen.KeyEnter)
	g.answer("ok", -1, "soren")
	g.answer("ok", -1, "karen")
}
