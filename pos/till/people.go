package till

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/argon2"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

// argon2id parameters as OWASP's Password Storage Cheat Sheet gives them for a
// small machine: 19 MiB, two passes, one lane.
const (
	pinMemoryKiB = 19 * 1024
	pinPasses    = 2
	pinKeyLen    = 32
	pinSaltLen   = 16
)

// HashPIN is argon2id (RFC 9106) of a PIN, in PHC string form. A PIN is 4 to
// 12 digits.
func HashPIN(pin string, random io.Reader) (string, error) {
	if len(pin) < 4 || len(pin) > 12 || strings.Trim(pin, "0123456789") != "" {
		return "", pos.Refuse(pos.BadPIN)
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

// pinGuard slows guessing down: after five wrong PINs of a person, a wait that
// doubles from ten seconds to ten minutes.
type pinGuard struct {
	mu    sync.Mutex
	tries map[pos.ID]pinTries
}

type pinTries struct {
	wrong int
	until time.Time
}

const pinFreeTries = 5

func (g *pinGuard) wait(id pos.ID, now time.Time) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return max(g.tries[id].until.Sub(now), 0)
}

func (g *pinGuard) note(id pos.ID, right bool, now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.tries == nil {
		g.tries = map[pos.ID]pinTries{}
	}
	if right {
		delete(g.tries, id)
		return
	}
	t := g.tries[id]
	t.wrong++
	if over := t.wrong - pinFreeTries; over >= 0 {
		t.until = now.Add(min(10*time.Second<<min(over, 10), 10*time.Minute))
	}
	g.tries[id] = t
}

// People are those who work at the till.
func (t *Till) People(ctx context.Context) (list []pos.Person, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		list, err = r.People()
		return err
	})
	return list, err
}

// SignIn checks a person's PIN. Too many wrong ones make it wait: PINLocked
// with the seconds as its detail.
func (t *Till) SignIn(ctx context.Context, id pos.ID, pin string) (p pos.Person, err error) {
	if w := t.pins.wait(id, t.now()); w > 0 {
		return p, pos.Refuse(pos.PINLocked, int64((w+time.Second-1)/time.Second))
	}
	err = t.store.View(ctx, func(r Reader) error {
		p, err = r.Person(id)
		return err
	})
	if err != nil {
		return p, err
	}
	right := p.Active && p.PINHash != "" && checkPIN(p.PINHash, pin)
	t.pins.note(id, right, t.now())
	if !right {
		return pos.Person{}, pos.Refuse(pos.WrongPIN)
	}
	return p, nil
}

// SetPerson makes or changes a person. An empty pin keeps the old one; a new
// person needs one. The last active manager cannot be demoted or removed.
func (t *Till) SetPerson(ctx context.Context, p pos.Person, pin string, who Who) (pos.Person, error) {
	if err := who.needs(pos.Manager); err != nil {
		return p, err
	}
	name, err := pos.CleanName(p.Name)
	if err != nil {
		return p, err
	}
	p.Name = name
	if p.Role.Rank() == 0 {
		return p, pos.Refuse(pos.BadSetting, "role")
	}
	if p.ID.IsZero() {
		if p.ID, err = t.newID(); err != nil {
			return p, err
		}
		p.Active = true
	}
	if pin != "" {
		if p.PINHash, err = HashPIN(pin, t.random); err != nil {
			return p, err
		}
	}
	return p, t.store.Do(ctx, func(tx Tx) error {
		if err := keepAManager(tx, &p); err != nil {
			return err
		}
		e := &journalpb.PersonSet{Person: p.ID[:], Name: p.Name, Role: string(p.Role), PinHash: p.PINHash, Active: p.Active}
		if !p.Member.IsZero() {
			e.Member = p.Member[:]
		}
		body := who.body()
		body.What = &journalpb.Body_PersonSet{PersonSet: e}
		_, err := tx.Append(t.now(), body, pos.ID{}, 0)
		return err
	})
}

// keepAManager refuses a change that would leave the shop without a manager,
// and keeps the old PIN where no new one was given.
func keepAManager(r Reader, p *pos.Person) error {
	people, err := r.People()
	if err != nil {
		return err
	}
	others, was := 0, false
	for _, o := range people {
		manager := o.Active && o.Role == pos.Manager
		if o.ID == p.ID {
			was = manager
			if p.PINHash == "" {
				p.PINHash = o.PINHash
			}
		} else if manager {
			others++
		}
	}
	if p.PINHash == "" {
		return pos.Refuse(pos.BadPIN)
	}
	if was && others == 0 && (!p.Active || p.Role != pos.Manager) {
		return pos.Refuse(pos.LastManager)
	}
	return nil
}
