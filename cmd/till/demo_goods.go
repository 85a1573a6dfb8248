package main

import "bonuskasse/pos"

// demoGoods are what the demo sells. The numbers are made up, with right check
// digits; prices in øre with VAT.
var demoGoods = []struct {
	sku, gtin, name, category string
	price                     pos.Money
}{
	{"RG-500", "5701234001010", "Rødgrød med fløde 500 g", "Mejeri", 34_95},
	{"AE-075", "5701234001027", "Æblemost 75 cl", "Drikke", 24_95},
	{"KF-250", "5701234001034", "Kaffe, malet 250 g", "Kolonial", 49_95},
	{"TE-100", "5701234001041", "Ribe te 100 g", "Kolonial", 59_00},
	{"CH-100", "5701234001058", "Chokolade mørk 100 g", "Slik", 29_00},
	{"LA-150", "5701234001065", "Lakrids 150 g", "Slik", 32_00},
	{"HO-350", "5701234001072", "Honning 350 g", "Kolonial", 54_00},
	{"MA-400", "5701234001089", "Marmelade, solbær 400 g", "Kolonial", 39_00},
	{"RU-1", "5701234001096", "Rugbrød", "Bager", 32_50},
	{"WI-1", "5701234001102", "Wienerbrød", "Bager", 18_00},
	{"SM-200", "5701234001119", "Smør 200 g", "Mejeri", 23_95},
	{"OS-1", "5701234001126", "Ost, danbo 45+ (kg)", "Mejeri", 189_00},
	{"SI-250", "5701234001133", "Sild i karry 250 g", "Kolonial", 42_00},
	{"OL-033", "5701234001140", "Øl, pilsner 33 cl", "Drikke", 16_00},
	{"VA-050", "5701234001157", "Kildevand 50 cl", "Drikke", 12_00},
	{"SA-100", "5701234001164", "Håndsæbe 100 g", "Bolig", 45_00},
	{"LY-4", "5701234001171", "Stearinlys, 4 stk.", "Bolig", 39_00},
	{"KO-1", "5701234001188", "Krus, blå glasur", "Bolig", 129_00},
	{"VI-1", "5701234001195", "Viskestykke", "Bolig", 59_00},
	{"KU-1", "5701234001201", "Kuglepen", "Papir", 19_50},
	{"NO-1", "5701234001218", "Notesbog A5", "Papir", 49_00},
	{"KT-1", "5701234001225", "Postkort", "Papir", 10_00},
	{"HU-1", "5701234001232", "Kasket", "Tøj", 79_50},
	{"SO-1", "5701234001249", "Uldsokker", "Tøj", 99_00},
	{"TO-1", "5701234001256", "Tørklæde, merino", "Tøj", 349_00},
	{"PO-1", "5701234001263", "Plakat 50 x 70", "Bolig", 199_00},
	// Its number is a club card's too: the till asks.
	{"10008", "5701234001287", "Gavepapir, rulle", "Papir", 25_00},
}

// demoServices take time, and give their points when it is over.
var demoServices = []struct {
	sku, name string
	price     pos.Money
	points    int64
}{
	{"S-KURV", "Gavekurv, pakning", 75_00, 0},
	{"S-SMAG", "Tesmagning, 1 time", 250_00, 25_00},
}

// demoBag is no goods to give discount on, and earns nothing.
const demoBag = "BO-1"

// demoMembers are the club. Card numbers go from 10001.
var demoMembers = []struct {
	username, name, phone, email, language, tier string
	kind                                         pos.CardKind
}{
	{"soren", "Søren Åkjær", "+45 20 11 22 33", "soren@example.dk", "da", pos.FirstTier, pos.BothCard},
	{"aage", "Åge Bjørnsgaard", "+45 20 44 55 66", "", "da", "Guld", pos.BothCard},
	{"ines", "Inès Lefèvre", "+33 6 12 34 56 78", "ines@example.fr", "fr", pos.FirstTier, pos.BonusCard},
	{"karen", "Karen Højgaard", "+45 29 77 88 99", "karen@example.dk", "da", "Guld", pos.BothCard},
	{"liam", "Liam O’Brien", "+353 85 123 4567", "liam@example.ie", "en", pos.FirstTier, pos.BothCard},
	{"maja", "Maja Nørregaard-Christiansen", "+45 31 00 11 22", "maja@example.dk", "da", pos.NoBonusTier, pos.DiscountCard},
	{"peter", "Peter Krogh", "+45 42 12 12 12", "", "da", pos.FirstTier, pos.BothCard},
	{"zoe", "Zoë van Dijk", "+31 6 1234 5678", "zoe@example.nl", "en", pos.FirstTier, pos.BothCard},
}
