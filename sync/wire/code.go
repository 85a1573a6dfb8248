package wire

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"
)

// A code of enrolment is ten characters by which the head office knows the till.
// Fifteen more, its mark, are of the head office's certificate: by them the till
// knows the head office, and nobody has to type a fingerprint beside it. They
// are 75 bits of a SHA-256, and a code is good for a day.
const (
	codeLength = 10
	markLength = 15
	group      = 5
)

// Crockford is the alphabet of codes that people type.
var Crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// plain is a code as it was made, of one as people type it.
func plain(typed string) string {
	return strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(typed))
}

// MarkOf is the mark of a certificate (DER).
func MarkOf(certificate []byte) string {
	sum := sha256.Sum256(certificate)
	return Crockford.EncodeToString(sum[:])[:markLength]
}

// MarkedCode is a code with a certificate's mark behind it, in groups of five.
func MarkedCode(code string, certificate []byte) string {
	all := plain(code) + MarkOf(certificate)
	var groups []string
	for len(all) > group {
		groups, all = append(groups, all[:group]), all[group:]
	}
	return strings.Join(append(groups, all), "-")
}

// SplitCode takes the mark off a code as people type it; a code of any other
// length than a marked one's has none, and stays as it is.
func SplitCode(typed string) (code, mark string) {
	all := plain(typed)
	if len(all) != codeLength+markLength {
		return typed, ""
	}
	return all[:codeLength], all[codeLength:]
}
