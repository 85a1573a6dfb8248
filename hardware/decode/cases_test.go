package decode

import (
	"strings"
	"testing"

	"bonuskasse/hardware"
)

// The cases beside the shared vectors: raw is what the reader sends, want is
// "kind value" for each event, joined by " | ".
type readCase struct{ name, raw, want string }

func check(t *testing.T, source hardware.Source, cases []readCase) {
	t.Helper()
	p, _ := vectors(t)
	for _, c := range cases {
		got, err := Decode(p, source, []byte(c.raw))
		if err != nil {
			t.Fatal(err)
		}
		if words(got) != c.want {
			t.Errorf("%s: %s %q: got %s, want %s", c.name, source, c.raw, words(got), c.want)
		}
		if slow := byteByByte(t, p, source, []byte(c.raw)); words(slow) != c.want {
			t.Errorf("%s byte by byte: got %s, want %s", c.name, words(slow), c.want)
		}
		leaks(t, c.name, got)
	}
}

func words(scans []hardware.Scan) string {
	if len(scans) == 0 {
		return "none"
	}
	var all []string
	for _, s := range scans {
		all = append(all, strings.TrimSpace(s.Kind.String()+" "+s.Value))
	}
	return strings.Join(all, " | ")
}

const pcard = "payment_card_refused"

func TestBarcodeFrames(t *testing.T) {
	check(t, hardware.SerialBarcode, []readCase{
		{"LF", "10001\n", "club_card 10001"},
		{"STX ETX CR LF", "\x0210001\x03\r\n", "club_card 10001"},
		{"STX CR ETX", "\x0210001\r\x03", "club_card 10001"},
		{"STX without ETX", "\x0210001", "garbage"},
		{"spaces around", " 10001  \r", "club_card 10001"},
		{"spaces around goods", " 4006381333931 \r", "product 4006381333931"},
		{"spaces only", "   \r", "none"},
		{"a space that is a check character", "]A1A0S \r", "unknown"},
		{"two frames", "10001\r10002\r", "club_card 10001 | club_card 10002"},
		{"CRLF frames", "10001\r\n10002\r\n", "club_card 10001 | club_card 10002"},
		{"suffix, then none", "10001\r10002", "club_card 10001 | club_card 10002"},
		{"card and goods", "10001\r4006381333931\r", "club_card 10001 | product 4006381333931"},
		{"noise before STX", "\xff\xfe\x0210001\x03", "club_card 10001"},
		{"cut code before STX", "100\x0210001\x03", "garbage | club_card 10001"},
		{"noise, then a code", "\x00\xff\r10001\r", "garbage | club_card 10001"},
		{"overlong, then a code", strings.Repeat("A", 300) + "\r10001\r", "garbage | club_card 10001"},
		{"just within the limit", strings.Repeat("A", 256) + "\r", "unknown"},
		{"just over the limit", strings.Repeat("A", 257) + "\r", "garbage"},
		{"overlong and silent", strings.Repeat("1", 1000), "garbage"},
		{"nothing", "", "none"},
		{"empty STX ETX", "\x02\x03", "none"},
		{"7O1 read as 8N1", "1\xb0\xb0\xb01\r", "garbage"},
		{"no read", "NOREAD\r", "unknown"},
		{"a lone AIM identifier", "]E0\r", "garbage"},
		{"Danish text from a QR", "]Q1Rødgrød\r", "unknown"},
	})
}

func TestBarcodeNumbers(t *testing.T) {
	check(t, hardware.SerialBarcode, []readCase{
		{"last card", "9999999\r", "club_card 9999999"},
		{"above the last", "10000000\r", "unknown"},
		{"far above", "123456789\r", "unknown"},
		{"zero", "00000\r", "unknown"},
		{"padded to 13, no GTIN", "0000000010001\r", "club_card 10001"},
		{"Code 128", "]C010001\r", "club_card 10001"},
		{"Code 39 bare stars", "*10001*\r", "club_card 10001"},
		{"Code 39 check sent", "]A1100012\r", "club_card 10001"},
		{"Code 39 check sent, stars", "]A1*100012*\r", "club_card 10001"},
		{"Code 39 check wrong", "]A1100013\r", "garbage"},
		{"full ASCII check sent", "]A5100012\r", "club_card 10001"},
		{"full ASCII stripped", "]A710001\r", "club_card 10001"},
		{"ITF check stripped", "]I3010001\r", "club_card 10001"},
		{"ITF check sent", "]I1100014\r", "club_card 10001"},
		{"ITF check wrong", "]I1100015\r", "garbage"},
		{"Codabar ends", "]F0A10001B\r", "club_card 10001"},
		{"Codabar check sent", "]F2100015\r", "club_card 10001"},
		{"Code 11 check sent: not verifiable", "]H010001\r", "unknown"},
		{"QR with a bare number", "]Q110001\r", "club_card 10001"},
		{"Data Matrix", "]d110001\r", "club_card 10001"},
		{"an add-on by itself is no card", "]E251995\r", "unknown"},
		{"an EAN symbol is no card", "]E010001\r", "garbage"},
		{"C1 with a bare number", "]C110001\r", "club_card 10001"},
		{"own loyalty number as a barcode", "9208000000100017\r", "club_card 10001"},
		{"own loyalty number, wrong Luhn", "9208000000100018\r", "garbage"},
	})
}

func TestGoods(t *testing.T) {
	check(t, hardware.SerialBarcode, []readCase{
		{"EAN-13", "4006381333931\r", "product 4006381333931"},
		{"EAN-13 wrong check", "4006381333930\r", "garbage"},
		{"EAN-13 wrong check that passes Luhn: a Visa of 13", "4006381333932\r", pcard},
		{"the same in an EAN symbol, which holds no card", "]E04006381333932\r", "garbage"},
		{"EAN-13 wrong check, AIM", "]E04006381333930\r", "garbage"},
		{"EAN-8", "96385074\r", "product 0000096385074"},
		{"EAN-8 wrong check, AIM", "]E496385075\r", "garbage"},
		{"UPC-A", "036000291452\r", "product 0036000291452"},
		{"UPC-A padded", "0036000291452\r", "product 0036000291452"},
		{"UPC-A wrong check", "036000291453\r", "garbage"},
		{"UPC-E, number system 1", "]E014252611\r", "product 0142100005261"},
		{"UPC-E that is an EAN-8 too, by AIM", "]E012345601\r", "product 0123000004561"},
		{"UPC-E, no AIM, above the cards", "14252611\r", "product 0142100005261"},
		{"UPC-E by AIM", "]E004252614\r", "product 0042100005264"},
		{"GTIN-14", "14006381333938\r", "product 14006381333938"},
		{"GTIN-14 with 0", "04006381333931\r", "product 4006381333931"},
		{"ITF-14", "]I114006381333938\r", "product 14006381333938"},
		{"ITF-14 wrong check", "]I114006381333939\r", "garbage"},
		{"ISBN", "9780306406157\r", "product 9780306406157"},
		{"ISBN and price", "978030640615751995\r", "product 9780306406157"},
		{"ISSN and issue, AIM", "]E3977123456700312\r", "product 9771234567003"},
		{"in-store 20", "2012345678903\r", "product 2012345678903"},
		{"own prefix, AIM", "]E02900000100015\r", "club_card 10001"},
		{"own prefix, number below the first", "2900000000018\r", "unknown"},
		{"coupon 981", "9812345678902\r", "coupon 9812345678902"},
		{"refund receipt", "9800000000007\r", "unknown"},
	})
}

func TestGS1(t *testing.T) {
	check(t, hardware.SerialBarcode, []readCase{
		{"GTIN last", "]C1172512311012AB\x1d0104006381333931\r", "product 4006381333931"},
		{"weight", "]C1010400638133393131030012753922599\r", "product 4006381333931"},
		{"GTIN wrong", "]C10104006381333932\r", "garbage"},
		{"DataMatrix", "]d2010400638133393121SER\x1d17251231\r", "product 4006381333931"},
		{"FNC1 as GS, no AIM", "\x1d010400638133393110LOT\r", "product 4006381333931"},
		{"no AIM", "010400638133393110LOT7\r", "product 4006381333931"},
		{"brackets", "(01)04006381333931(10)LOT7\r", "product 4006381333931"},
		{"brackets, GSRN", "(8018)579000000000100015\r", "club_card 10001"},
		{"GTIN-14 inside", "]C10114006381333938\r", "product 14006381333938"},
		{"GSRN no AIM", "8018579000000000100015\r", "club_card 10001"},
		{"bare GSRN", "579000000000100015\r", "club_card 10001"},
		{"GSRN wrong check", "]C18018579000000000100016\r", "garbage"},
		{"GSRN of another company", "]C18018401234500000000010\r", "unknown"},
		{"GSRN below the first", "]C18018579000000000000018\r", "unknown"},
		{"provider", "]C18017579000000000100015\r", "unknown"},
		{"provider no AIM", "8017579000000000100015\r", "unknown"},
		{"GSRN after a batch", "]C110AB\x1d8018579000000000100015\r", "club_card 10001"},
		{"SSCC", "]C100340123450000000018\r", "unknown"},
		{"GCN", "]C12559901234567899001\r", "coupon 9901234567899001"},
		{"serial that looks like a card number", "]C10104006381333931214111111111111111\r", "product 4006381333931"},
		{"DataBar Expanded", "]e00104006381333931\x1d10X\r", "product 4006381333931"},
		{"contents are not goods", "]C102040063813339313710\r", "unknown"},
		{"Digital Link", "]Q1https://id.gs1.org/01/04006381333931/10/LOT\r", "product 4006381333931"},
		{"Digital Link at the brand's", "https://brand.example/p/01/04006381333931?17=251231\r", "product 4006381333931"},
		{"Digital Link wrong check", "https://id.gs1.org/01/04006381333932\r", "unknown"},
	})
}

func TestAddresses(t *testing.T) {
	check(t, hardware.SerialBarcode, []readCase{
		{"own", "https://club.example/c/10001\r", "club_card 10001"},
		{"own, ECI", "]Q2\\000026https://club.example/c/10001\r", "club_card 10001"},
		{"host in capitals", "HTTPS://CLUB.EXAMPLE/c/10001\r", "club_card 10001"},
		{"alphanumeric QR", "]Q1HTTPS://CLUB.EXAMPLE/C/10001\r", "club_card 10001"},
		{"other path case", "https://club.example/C/10001\r", "unknown"},
		{"number out of range", "https://club.example/c/10000\r", "unknown"},
		{"http", "http://club.example/c/10001\r", "unknown"},
		{"user name", "https://club.example@evil.test/c/10001\r", "unknown"},
		{"user name before own host", "https://evil@club.example/c/10001\r", "unknown"},
		{"port", "https://club.example:8443/c/10001\r", "unknown"},
		{"query", "https://club.example/c/10001?to=evil.test\r", "unknown"},
		{"inside another", "https://evil.test/?u=https://club.example/c/10001\r", "unknown"},
		{"letters", "https://club.example/c/10001x\r", "unknown"},
		{"no number", "https://club.example/c/\r", "unknown"},
		{"no such host", "https://clubXexample/c/10001\r", "unknown"},
		{"Cyrillic host", "https://сlub.example/c/10001\r", "unknown"},
		{"Kelvin sign is no k", "https://club.example/c/10001\u212a\r", "unknown"},
	})
}

func TestPaymentCardsInBarcodes(t *testing.T) {
	check(t, hardware.SerialBarcode, []readCase{
		{"PAN in Code 128", "]C04111111111111111\r", pcard},
		{"PAN in a QR with words", "]Q1card 4111 1111 1111 1111 end\r", pcard},
		{"Visa of 13, no GTIN", "4222222222222\r", pcard},
		{"Diners of 14, no GTIN", "30569309025904\r", pcard},
		{"UnionPay of 19", "6212345678900000003\r", pcard},
		{"PAN as coupon", "CPN-4111111111111111\r", pcard},
		{"track 2 in a QR", "]Q1;4111111111111112=25121010000?\r", pcard},
		{"EMVCo, no AIM", "hQVDUFYwMWETTwegAAAAAxAQUApWSVNBIERFQklU\r", pcard},
		{"PAN and expiry in a QR", "]Q1card 4111 1111 1111 1111 12/25\r", pcard},
		{"PAN run into the date", "]C04111111111111111251210100000\r", pcard},
		{"cut frame still refuses", "\x024111111111111111", pcard},
		{"not in a scheme", "]C09999999999999995\r", "unknown"},
		{"wrong Luhn", "]C04111111111111112\r", "unknown"},
	})
}

func TestTyped(t *testing.T) {
	check(t, hardware.Keyboard, []readCase{
		{"card", "10001\r", "club_card 10001"},
		{"card with spaces", "10 001\r", "club_card 10001"},
		{"goods", "4006381333931\r", "product 4006381333931"},
		{"goods that pass Luhn", "4006381333924\r", "product 4006381333924"},
		{"coupon", "CPN-7F3K9Q2M\r", "coupon CPN-7F3K9Q2M"},
		{"coupon in small letters", "cpn-7f3k9q2m\r", "coupon CPN-7F3K9Q2M"},
		{"coupon, capitals begun too late", "cPN-7F3K9Q2M\r", "unknown"},
		{"coupon prefix alone", "cpn-\r", "unknown"},
		{"PAN", "4111111111111111\r", pcard},
		{"PAN with spaces", "4111 1111 1111 1111\r", pcard},
		{"PAN with points", "4111.1111.1111.1111\r", pcard},
		{"PAN with spaces of a web page", "4111\u00a01111\u00a01111\u00a01111\r", pcard},
		{"PAN with narrow spaces", "4111\u202f1111\u202f1111\u202f1111\r", pcard},
		{"PAN with two spaces, in words", "kort 4111  1111  1111  1111 ok\r", pcard},
		{"PAN with dashes of a letter", "4111–1111–1111–1111\r", pcard},
		{"PAN with strokes", "4111/1111/1111/1111\r", pcard},
		{"PAN and expiry behind a space of a web page", "4111\u00a01111\u00a01111\u00a01111\u00a012/25\r", pcard},
		{"PAN behind zeros", "0004111111111111111\r", pcard},
		{"goods behind a zero, that pass Luhn", "04006381333924\r", "product 4006381333924"},
		{"French telephones with points", "06.12.34.56.78\r", "unknown"},
		{"Amex with spaces", "3782 822463 10005\r", pcard},
		{"PAN and expiry", "4111111111111111 12/25 123\r", pcard},
		{"PAN and security code", "4111 1111 1111 1111 123\r", pcard},
		{"Amex and security code", "3782-822463-10005-1234\r", pcard},
		{"PAN behind another number", "kort 12 4111111111111111\r", pcard},
		{"PAN behind a date", "2026-11-27 4111111111111111\r", pcard},
		{"telephones in pairs", "12 55 55 55 55 55 55 44 44\r", "unknown"},
		{"telephone", "+491511234567\r", "unknown"},
		{"words", "søren\r", "unknown"},
		{"spaces only", "   \r", "none"},
		{"dash only", "-\r", "unknown"},
	})
}

func TestLayouts(t *testing.T) {
	check(t, "wedge_text:fr", []readCase{
		{"French, AIM", "$Cà&ààà&\r", "club_card 10001"},
		{"French, goods", "'ààç-\"(&&&&\r", "unknown"},
		{"French, keypad digits pass through", "10001\r", "club_card 10001"},
		{"French track 1", "5B'&&&&&&&&&&&&&&&6DOE!JOHN6é(&é&à&àààà§\r", pcard},
		{"French keypad PAN", "4111111111111111\r", pcard},
		{"French club swipe", "m&ààà&§\r", "club_card 10001"},
		{"French coupon", "CPN)è\"\r", "coupon CPN-73"},
	})
	check(t, "wedge_text:dk", []readCase{
		{"own IIN, = swallowed with the digit behind it", "æ92080000001000179121010000_\r", "garbage"},
		{"own IIN, then a payment card", "æ92080000001000179121010000_æ41111111111111115121010000_\r", pcard},
		{"Danish plain", "10001\r", "club_card 10001"},
		{"Danish URL", "https>--club.example-c-10001\r", "unknown"},
		{"Danish URL, colon is AE", "httpsÆ--club.example-c-10001\r", "club_card 10001"},
		{"Danish coupon, minus is plus", "CPN+7F3K9Q2M\r", "coupon CPN-7F3K9Q2M"},
		{"Danish track 1", "%B4111111111111111&DOE-JOHN&25121010000_\r", pcard},
		{"Danish club swipe", "æ10001_\r", "club_card 10001"},
		{"Danish AIM that composed", "Ë04006381333931\r", "product 4006381333931"},
		{"Danish AIM let through", "¨C010001\r", "club_card 10001"},
	})
	check(t, "wedge_text:dk+aim", []readCase{
		{"composed AIM", "Ë04006381333931\r", "product 4006381333931"},
		{"AIM lost", "010001\r", "garbage"},
		{"PAN without AIM", "4111111111111111\r", pcard},
		{"club swipe has no AIM", "æ10001_\r", "club_card 10001"},
	})
	check(t, "wedge_text:us", []readCase{
		{"tab", "10001\t", "club_card 10001"},
		{"PAN", "4111111111111111\r", pcard},
		{"swipe", ";10001?\r", "club_card 10001"},
		{"cut swipe", ";10001\r", "garbage"},
	})
}

func TestStripes(t *testing.T) {
	check(t, hardware.SerialMSR, []readCase{
		{"track 1 only", "%B4111111111111111^DOE/JOHN^25121010000000000?\r", pcard},
		{"track 1, Luhn wrong", "%B4111111111111112^DOE/JOHN^25121010000000000?\r", pcard},
		{"track 1, Amex with spaces", "%B3782 822463 10005^DOE/J^2512101?\r", pcard},
		{"track 2, Luhn wrong", ";4111111111111112=25121010000000000?\r", pcard},
		{"Diners of 14", ";30569309025904=25121010000000000?\r", pcard},
		{"UnionPay of 19", ";6212345678900000003=25121010000?\r", pcard},
		{"Maestro of 12", ";501800000009=25121010000?\r", pcard},
		{"Dankort of 11", ";76009244561=25121010000?\r", pcard},
		{"Visa of 13", ";4222222222222=25121010000?\r", pcard},
		{"another chain's card, like a payment track", ";9999990000100017=99121010000?\r", pcard},
		{"PAN between sentinels of no known scheme", ";9999999999999995?\r", pcard},
		{"separator D", "4111111111111112D25121010000\r", pcard},
		{"with LRC", ";4111111111111111=25121010000000000?0\r", pcard},
		{"track 2 without CR", ";4111111111111111=25121010000000000?", pcard},
		{"per-track CR", "%B4111111111111111^DOE/JOHN^2512101?\r;4111111111111111=2512101?\r", pcard + " | " + pcard},
		{"cut before the PAN's end", ";411111", "garbage"},
		{"cut after the PAN", ";4111111111111111", pcard},
		{"bare and silent", "41111", "garbage"},
		{"start lost", "0001?\r", "garbage"},
		{"club on track 1", "%10001?\r", "club_card 10001"},
		{"club on track 1 with name", "%B10001^DOE/JANE^?\r", "club_card 10001"},
		{"club on 1 and 2", "%10001?;10001?\r", "club_card 10001"},
		{"name on 1, club on 2", "%DOE/JANE?;10001?\r", "club_card 10001"},
		{"club on all three", "%10001?;10001?+10001?\r", "club_card 10001"},
		{"padded", ";0000010001?\r", "club_card 10001"},
		{"further fields", ";10001=9912?\r", "club_card 10001"},
		{"bare", "10001\r", "club_card 10001"},
		{"without CR", ";10001?", "club_card 10001"},
		{"below the first", ";10000?\r", "unknown"},
		{"E on 1, good on 2", "%E?;10001?\r", "club_card 10001"},
		{"good on 1, E on 2", "%10001?;E?\r", "club_card 10001"},
		{"E on all", "%E?;E?+E?\r", "read_error"},
		{"blank tracks", "%?;?\r", "read_error"},
		{"E on 1, payment on 2", "%E?;4111111111111111=25121010000?\r", pcard},
		{"LRC of track 1", "%10001?*\r", "club_card 10001"},
		{"LRC of track 1 wrong", "%10001?A\r", "garbage"},
		{"LRC of track 3", "+10001?4\r", "club_card 10001"},
		{"LRC of track 3 wrong", "+10001?5\r", "garbage"},
		{"LRC on both", "%10001?*;10001?4\r", "club_card 10001"},
		{"LRC wrong on one", "%10001?*;10001?5\r", "garbage"},
		{"one number, one out of range", ";10001?+99?\r", "garbage"},
		{"same card swiped twice, glued", ";10001?;10001?\r", "club_card 10001"},
		{"two cards", ";10001?\r;10002?\r", "club_card 10001 | club_card 10002"},
		{"own IIN, Luhn wrong", ";9208000000100018?\r", "garbage"},
		{"own IIN, out of range", ";9208000000000019=9912?\r", "unknown"},
		{"own IIN on track 1", "%B9208000000100017^DOE/JANE^9912101?\r", "club_card 10001"},
		{"own IIN, its expiry and what follows like a Mastercard", ";9208000000100017=2712101000000001?\r", "club_card 10001"},
		{"the same on track 1", "%B9208000000100017^DOE/JANE^2712101000000001?\r", "club_card 10001"},
		{"the same without sentinels", "9208000000100017=2712101000000001\r", "club_card 10001"},
		{"the same, then a payment number", ";9208000000100017=2712101000000001?;4111111111111111?\r", pcard},
		{"another card with such fields", ";77=2712101000000001?\r", pcard},
		{"own card, then a payment card", ";9208000000100017?;4111111111111111=2512101?\r", pcard},
		{"coupon on track 1", "%CPN-7F3K?\r", "coupon CPN-7F3K"},
		{"letters on track 1", "%ABC123?\r", "unknown"},
		{"STX ETX around", "\x02;10001?\x03\r", "club_card 10001"},
		{"encrypted, then a swipe after silence is another read", "\x02\xb6\x01\x80\x1f\x0d\x03", "garbage"},
		{"noise", "\xff\xfe\x00\r", "garbage"},
	})
	check(t, hardware.WedgeMSR, []readCase{
		{"two tracks of a club card", "%10001?;10001?\r", "club_card 10001"},
		{"PAN with dashes", "4111-1111-1111-1111\r", pcard},
		{"PAN, Luhn wrong: unknown and not told", "4111111111111112\r", "unknown"},
	})
}

func TestTags(t *testing.T) {
	check(t, hardware.RFIDWedge, []readCase{
		{"2H4H, same tag", "111,27706\r", "rfid_uid 6F6C3A"},
		{"4H4H", "00142,27997\r", "rfid_uid 008E6D5D"},
		{"both forms", "0009334109 142,27997\r", "rfid_uid 008E6D5D"},
		{"both forms disagree", "0009334109 142,27998\r", "garbage"},
		{"10H13D", "0025779137885\r", "rfid_uid 06008E6D5D"},
		{"8 hex", "8e6d5d01\r", "rfid_uid 8E6D5D01"},
		{"random UID", "08A1B2C3\r", "rfid_uid 08A1B2C3"},
		{"10-byte UID", "04A224D2B3648001FF7E\r", "rfid_uid 04A224D2B3648001FF7E"},
		{"colons", "04:A2:24:D2:B3:64:80\r", "rfid_uid 04A224D2B36480"},
		{"ISO 15693", "E004010012345678\r", "rfid_uid E004010012345678"},
		{"largest 8H10D", "4294967295\r", "rfid_uid FFFFFFFF"},
		{"ten decimals that are hex", "4294967296\r", "rfid_uid 4294967296"},
		{"odd length", "04A22\r", "garbage"},
		{"words", "HELLO\r", "unknown"},
		{"out of range", "256,27997\r", "unknown"},
		{"PAN", "4111111111111111\r", pcard},
		{"two tags", "0009334109\r0040856634\r", "rfid_uid 008E6D5D | rfid_uid 026F6C3A"},
	})
	check(t, hardware.RFIDSerial, []readCase{
		{"ASCII block", "\x0206008E6D5DB8\x03", "rfid_uid 06008E6D5D"},
		{"ASCII block with CR LF", "\x0206008E6D5DB8\r\n\x03", "rfid_uid 06008E6D5D"},
		{"MIFARE, counted whole", "\x02\x09\x01\x8e\x6d\x5d\x01\xb7\x03", "rfid_uid 8E6D5D01"},
		{"counted without STX", "\x02\x09\x02\x06\x00\x8e\x6d\x5d\xb3\x03", "rfid_uid 06008E6D5D"},
		{"random", "\x02\x09\x01\x08\x11\x22\x33\x00\x03", "rfid_uid 08112233"},
		{"BCC wrong", "\x02\x0a\x02\x06\x00\x8e\x6d\x5d\xb1\x03", "garbage"},
		{"ETX and CR inside", "\x02\x0a\x02\x03\x0d\x02\x0a\x5d\x53\x03", "rfid_uid 030D020A5D"},
		{"cut", "\x02\x0a\x02\x06", "garbage"},
		{"two blocks", "\x02\x0a\x02\x06\x00\x8e\x6d\x5d\xb0\x03\x02\x0a\x02\x06\x00\x8e\x6d\x5d\xb0\x03", "rfid_uid 06008E6D5D | rfid_uid 06008E6D5D"},
		{"bad block, then a good one", "\x02\x0a\x02\x06\x00\x8e\x6d\x5d\xb1\x03\x02\x0a\x02\x06\x00\x8e\x6d\x5d\xb0\x03", "garbage | rfid_uid 06008E6D5D"},
		{"plain line", "0009334109\r\n", "rfid_uid 008E6D5D"},
		{"noise", "\xff\xf0\r", "garbage"},
		{"STX alone", "\x02", "none"},
	})
}
