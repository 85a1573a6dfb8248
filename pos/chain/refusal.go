package chain

import (
	"errors"
	"fmt"
)

// Refused is why the head office does not take something from a till.
type Refused string

// The refusals. A till acts on each (see sync.Agent): none loses anything.
const (
	UnknownTill  Refused = "unknown_till"  // never enrolled, or its token is another's
	Revoked      Refused = "revoked"       // a person has shut the till out
	BadCode      Refused = "bad_code"      // of enrolment: wrong, used, or too old
	Gap          Refused = "gap"           // the batch does not begin where the last one ended
	Fork         Refused = "fork"          // what was sent at a sequence is not what came before
	Fenced       Refused = "fenced"        // the incarnation was replaced
	BadSignature Refused = "bad_signature" // or hash
	BadBatch     Refused = "bad_batch"     // cannot be read
	TooLarge     Refused = "too_large"
	TooNew       Refused = "too_new"   // a version that this head office does not speak
	TooOld       Refused = "too_old"   // a version that it does not speak any more
	Busy         Refused = "busy"      // come again later
	FullDisk     Refused = "disk_full" // at the head office
	Clash        Refused = "clash"     // what the till brings is there already, otherwise
)

// RefusedError is a refusal with what it is about.
type RefusedError struct {
	Why     Refused
	Detail  string
	Applied int64 // of a Gap: where to go on from
}

func (e *RefusedError) Error() string {
	if e.Detail == "" {
		return "chain: " + string(e.Why)
	}
	return fmt.Sprintf("chain: %s: %s", e.Why, e.Detail)
}

// Refuse makes a refusal.
func Refuse(why Refused, detail ...any) error {
	return &RefusedError{Why: why, Detail: fmt.Sprint(detail...)}
}

// WhyOf is why, or "" where err is no refusal.
func WhyOf(err error) Refused {
	var r *RefusedError
	if errors.As(err, &r) {
		return r.Why
	}
	return ""
}
