package till

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"

	"bonuskasse/pos"
)

// argon2id parameters as OWASP's Password Storage Cheat Sheet gives them for a
// small machine: 19 MiB, two passes, one lane.
const (
	pinMemoryKiB = 19 * 1024
	pinPasses    = 2
	pinKeyLen    = 32
	pinSaltLen   = 16
)

// CheckPIN refuses what cannot be a PIN: one is 4 to 8 digits.
func CheckPIN(pin string) error {
	if len(pin) < pos.MinPIN || len(pin) > pos.MaxPIN || strings.Trim(pin, "0123456789") != "" {
		return pos.Refuse(pos.BadPIN)
	}
	return nil
}

// HashPIN is argon2id (RFC 9106) of a PIN (CheckPIN), in PHC string form.
func HashPIN(pin string, random io.Reader) (string, error) {
	if err := CheckPIN(pin); err != nil {
		return "", err
	}
	salt := make([]byte, pinSaltLen)
	if _, err := io.ReadFull(random, salt); err != nil {
		return "", fmt.Errorf("salt: %w", err)
	}
	key := argon2.IDKey([]byte(pin), salt, pinPasses, pinMemoryKiB, 1, pinKeyLen)
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, pinMemoryKiB, pinPasses,
		b64.EncodeToString(salt), b64.EncodeToString(key)), nil
}

func checkPIN(hash, pin string) bool {
	var version, memory, passes int
	parts := strings.Split(hash, "$")
	if len(parts) != 6 {
		return false
	}
	if _, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=1", &version, &memory, &passes); err != nil {
		return false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	want, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil || memory < 8 || memory > 1<<20 || passes < 1 || passes > 10 {
		return false
	}
	got := argon2.IDKey([]byte(pin), salt, uint32(passes), uint32(memory), 1, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1
}

// PINTries are a person's wrong PINs since the last right one.
type PINTries struct {
	Wrong int64
	Until pos.Millis // no PIN is looked at before
}

const (
	pinFreeTries = 5
	pinFirstWait = 10 * time.Second
	pinLastWait  = 10 * time.Minute
)

// again counts one more try: from the fifth on, the next must wait, from ten
// seconds to ten minutes.
func (n PINTries) again(now time.Time) PINTries {
	n.Wrong++
	if over := n.Wrong - pinFreeTries; over >= 0 {
		n.Until = pos.At(now.Add(min(pinFirstWait<<min(over, 10), pinLastWait)))
	}
	return n
}

// wait is how long no PIN is looked at. What is longer than any wait is of a
// clock that was set back since.
func (n PINTries) wait(now time.Time) time.Duration {
	if w := time.Duration(n.Until-pos.At(now)) * time.Millisecond; w > 0 && w <= pinLastWait {
		return w
	}
	return 0
}

// SignIn checks a person's PIN. Too many wrong ones make it wait: PINLocked
// with the seconds as its detail. A try is on disk before it is looked at, so
// neither two programs nor the end of one give more of them.
func (t *Till) SignIn(ctx context.Context, id pos.ID, pin string) (p pos.Person, err error) {
	err = t.store.Do(ctx, func(tx Tx) error {
		if p, err = tx.Person(id); err != nil {
			return err
		}
		tries, err := tx.PINTries(id)
		if err != nil {
			return err
		}
		now := t.now()
		if w := tries.wait(now); w > 0 {
			return pos.Refuse(pos.PINLocked, int64((w+time.Second-1)/time.Second))
		}
		return tx.SetPINTries(id, tries.again(now))
	})
	if err != nil {
		return pos.Person{}, err
	}
	if !p.Active || p.PINHash == "" || !checkPIN(p.PINHash, pin) {
		return pos.Person{}, pos.Refuse(pos.WrongPIN)
	}
	return p, t.store.Do(ctx, func(tx Tx) error { return tx.SetPINTries(id, PINTries{}) })
}
