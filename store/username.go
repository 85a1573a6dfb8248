package store

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

// Two tills that are apart can give two members one username. Then the member
// who was made first has it, and the others have it with something of their own
// behind, on every till alike, until a person chooses another.

// besideName is a username with something of the member's own behind it.
func besideName(username string, id pos.ID) string {
	return fmt.Sprintf("%s.%x", username, id[len(id)-2:])
}

// wantedName is the username that besideName was made from.
func wantedName(username string, id pos.ID) string {
	return strings.TrimSuffix(username, besideName("", id))
}

// inChain tells whether other tills may have made members.
func (f *fold) inChain() (bool, error) {
	if f.pulling || f.replay != nil {
		return true, nil
	}
	var one int64
	return f.s.get("SELECT 1 FROM joined", nil, &one)
}

// saveInChain saves a member whose username another may have.
func (f *fold) saveInChain(a *account, w *journalpb.MemberSet) error {
	var had string
	if _, err := f.s.get("SELECT coalesce(username, '') FROM member WHERE no = ?", args(a.no), &had); err != nil {
		return err
	}
	w = proto.Clone(w).(*journalpb.MemberSet)
	w.Personal = personalOf(w)
	want := wantedName(w.Personal.Username, a.id)
	w.Personal.Username = ""
	if err := f.saveMember(a, w); err != nil {
		return err
	}
	if had = wantedName(had, a.id); had != want {
		if err := f.shareName(had, nil); err != nil {
			return err
		}
	}
	return f.shareName(want, a)
}

// shareName gives a username to the first of those who want it; also is one who
// has none now.
func (f *fold) shareName(name string, also *account) error {
	if name == "" {
		return nil
	}
	type wants struct {
		a   *account
		has string
	}
	var all []wants
	err := f.s.each("SELECT m.no, a.id, m.username FROM member m JOIN account a ON a.no = m.no WHERE m.username = ? OR m.username BETWEEN ? AND ?",
		args(name, name+".0", name+".g"), func(r *row) error {
			x := wants{a: new(account)}
			var id []byte
			if err := r.Scan(&x.a.no, &id, &x.has); err != nil {
				return err
			}
			if x.a.id = pos.IDFromBytes(id); x.has == name || wantedName(x.has, x.a.id) == name {
				all = append(all, x)
			}
			return nil
		})
	if err != nil {
		return err
	}
	if also != nil {
		all = append(all, wants{a: also})
	}
	slices.SortFunc(all, func(x, y wants) int { return bytes.Compare(x.a.id[:], y.a.id[:]) })
	// From the end: who gives the name up does so before the first takes it.
	for i := len(all) - 1; i >= 0; i-- {
		x := all[i]
		now := name
		if i > 0 {
			now = besideName(name, x.a.id)
		}
		if x.has == now {
			continue
		}
		before, err := f.wordsOf(x.a.no)
		if err != nil {
			return err
		}
		if err := f.s.exec("UPDATE member SET username = ? WHERE no = ?", now, x.a.no); err != nil {
			return err
		}
		if x.a == also {
			continue // its caller finds its words
		}
		if err := f.index(x.a, before); err != nil {
			return err
		}
	}
	return nil
}
