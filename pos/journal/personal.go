package journal

import (
	"crypto/aes"
	"crypto/cipher"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"

	"google.golang.org/protobuf/proto"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

// A journal is never edited, and a person has a right to be forgotten (GDPR,
// article 17). So what names a person stands in it sealed: AES-256-GCM (NIST SP
// 800-38D) under a key of the member's own, which is kept outside the journal.
// Erasing the key erases the person; hashes, signatures and postings stay whole.

// PersonalKey opens what names one member.
type PersonalKey [32]byte

// NewPersonalKey makes a key from a source of randomness.
func NewPersonalKey(random io.Reader) (k PersonalKey, err error) {
	_, err = io.ReadFull(random, k[:])
	return k, err
}

var (
	// ErrUnsealed is given for an event that would tell a name in the clear.
	ErrUnsealed = errors.New("journal: personal data is not sealed")
	// ErrPersonal is given where a key does not open what it should.
	ErrPersonal = errors.New("journal: personal data does not open with its key")
)

// SealPersonal seals everything in a body that names a person. The clear form
// stays beside it for whoever folds the body; New leaves it out. A list of
// members is sealed on all processors; key and random are asked by one at a time.
func SealPersonal(body *journalpb.Body, random io.Reader, key func(member pos.ID) (PersonalKey, error)) error {
	type job struct {
		secret
		key   PersonalKey
		nonce [nonceSize]byte
	}
	var jobs []job
	err := secrets(body, func(s secret) (err error) {
		if !s.clear() {
			return nil
		}
		j := job{secret: s}
		if j.key, err = key(s.owner()); err != nil {
			return err
		}
		if _, err = io.ReadFull(random, j.nonce[:]); err != nil {
			return fmt.Errorf("seal personal data: %w", err)
		}
		jobs = append(jobs, j)
		return nil
	})
	if err != nil {
		return err
	}
	work := func(jobs []job) error {
		for _, j := range jobs {
			plain, err := j.plain()
			if err != nil {
				return err
			}
			if *j.sealed(), err = seal(j.key, j.owner(), plain, j.nonce); err != nil {
				return err
			}
		}
		return nil
	}
	const few = 32 // are not worth a second goroutine
	n := min(runtime.GOMAXPROCS(0), 1+len(jobs)/few)
	failed := make([]error, n)
	var wg sync.WaitGroup
	for part := 1; part < n; part++ {
		wg.Go(func() { failed[part] = work(jobs[part*len(jobs)/n : (part+1)*len(jobs)/n]) })
	}
	failed[0] = work(jobs[:len(jobs)/n])
	wg.Wait()
	return errors.Join(failed...)
}

// OpenPersonal opens everything in a body that names a person. Where a key is
// gone (known is false) the person was erased, and nothing is said of them.
func OpenPersonal(body *journalpb.Body, key func(member pos.ID) (k PersonalKey, known bool, err error)) error {
	return secrets(body, func(s secret) error {
		if len(*s.sealed()) == 0 {
			return nil
		}
		k, known, err := key(s.owner())
		if err != nil || !known {
			return err
		}
		plain, err := open(k, s.owner(), *s.sealed())
		if err != nil {
			return err
		}
		return s.open(plain)
	})
}

// Owners calls work with each member whom a body tells something sealed of.
func Owners(body *journalpb.Body, work func(pos.ID)) error {
	return secrets(body, func(s secret) error {
		if len(*s.sealed()) > 0 {
			work(s.owner())
		}
		return nil
	})
}

// HidePersonal takes what was opened out of a body again.
func HidePersonal(body *journalpb.Body) {
	_ = secrets(body, func(s secret) error { // it has no error of its own
		if len(*s.sealed()) > 0 {
			s.hide()
		}
		return nil
	})
}

// nonceSize is that of GCM.
const nonceSize = 12

func seal(k PersonalKey, owner pos.ID, plain []byte, nonce [nonceSize]byte) ([]byte, error) {
	gcm, err := cipherOf(k)
	if err != nil {
		return nil, err
	}
	out := append(make([]byte, 0, nonceSize+len(plain)+gcm.Overhead()), nonce[:]...)
	return gcm.Seal(out, nonce[:], plain, owner[:]), nil
}

func open(k PersonalKey, owner pos.ID, sealed []byte) ([]byte, error) {
	gcm, err := cipherOf(k)
	if err != nil {
		return nil, err
	}
	if len(sealed) < nonceSize {
		return nil, ErrPersonal
	}
	plain, err := gcm.Open(nil, sealed[:nonceSize], sealed[nonceSize:], owner[:])
	if err != nil {
		return nil, ErrPersonal
	}
	return plain, nil
}

func cipherOf(k PersonalKey) (cipher.AEAD, error) {
	block, err := aes.NewCipher(k[:])
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// secret is one message that names a person.
type secret interface {
	owner() pos.ID
	plain() ([]byte, error)
	clear() bool // something is in the clear
	sealed() *[]byte
	open(plain []byte) error
	hide() (show func())
}

// secrets calls work for each of them in a body. A new message that names a
// person is added here, and nowhere else.
func secrets(body *journalpb.Body, work func(secret) error) error {
	switch w := body.GetWhat().(type) {
	case *journalpb.Body_MemberSet:
		return work((*memberSecret)(w.MemberSet))
	case *journalpb.Body_PhotoSet:
		return work((*photoSecret)(w.PhotoSet))
	case *journalpb.Body_PointsGiven:
		g := w.PointsGiven
		return work(&noteSecret{firstOf(g.Whom, g.Member), &g.Note, &g.Sealed})
	case *journalpb.Body_PointsTaken:
		g := w.PointsTaken
		return work(&noteSecret{firstOf(g.Whom, g.Member), &g.Note, &g.Sealed})
	case *journalpb.Body_ProposalMade:
		g := w.ProposalMade
		return work(&noteSecret{g.Member, &g.Note, &g.Sealed})
	case *journalpb.Body_MembersImported:
		for _, n := range w.MembersImported.Members {
			if n.Member == nil {
				continue
			}
			if err := work((*memberSecret)(n.Member)); err != nil {
				return err
			}
		}
	}
	return nil
}

// firstOf is whom, where somebody is named: the member of a pool.
func firstOf(whom, member []byte) []byte {
	if len(whom) > 0 {
		return whom
	}
	return member
}

type memberSecret journalpb.MemberSet

func (s *memberSecret) owner() pos.ID   { return pos.IDFromBytes(s.Member) }
func (s *memberSecret) sealed() *[]byte { return &s.Sealed }
func (s *memberSecret) clear() bool     { return s.Personal != nil }

func (s *memberSecret) plain() ([]byte, error) {
	return proto.Marshal(s.Personal)
}

func (s *memberSecret) open(plain []byte) error {
	s.Personal = new(journalpb.Personal)
	return proto.Unmarshal(plain, s.Personal)
}

func (s *memberSecret) hide() func() {
	was := s.Personal
	s.Personal = nil
	return func() { s.Personal = was }
}

type photoSecret journalpb.PhotoSet

func (s *photoSecret) owner() pos.ID          { return pos.IDFromBytes(s.Member) }
func (s *photoSecret) sealed() *[]byte        { return &s.Sealed }
func (s *photoSecret) plain() ([]byte, error) { return s.Jpeg, nil }
func (s *photoSecret) clear() bool            { return s.Jpeg != nil }

func (s *photoSecret) open(plain []byte) error {
	s.Jpeg = plain
	return nil
}

func (s *photoSecret) hide() func() {
	was := s.Jpeg
	s.Jpeg = nil
	return func() { s.Jpeg = was }
}

// noteSecret is what was written beside points: it may say anything.
type noteSecret struct {
	member []byte
	note   *string
	bytes  *[]byte
}

func (s *noteSecret) owner() pos.ID   { return pos.IDFromBytes(s.member) }
func (s *noteSecret) sealed() *[]byte { return s.bytes }
func (s *noteSecret) clear() bool     { return *s.note != "" }

func (s *noteSecret) plain() ([]byte, error) { return []byte(*s.note), nil }

func (s *noteSecret) open(plain []byte) error {
	*s.note = string(plain)
	return nil
}

func (s *noteSecret) hide() func() {
	was := *s.note
	*s.note = ""
	return func() { *s.note = was }
}

// encode is a body as it is stored: without what is in the clear.
func encode(body *journalpb.Body) ([]byte, error) {
	var hidden []func()
	defer func() {
		for _, show := range hidden {
			show()
		}
	}()
	err := secrets(body, func(s secret) error {
		if s.clear() && len(*s.sealed()) == 0 {
			return ErrUnsealed
		}
		hidden = append(hidden, s.hide())
		return nil
	})
	if err != nil {
		return nil, err
	}
	return proto.Marshal(body)
}
