package store

import (
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"bonuskasse/pos/journal"
)

// The till's key is an Ed25519 seed (RFC 8032) in hexadecimal, in a file of its
// own that only its owner may read: a backup of the database does not hold it.

// loadKey reads till.key; a file that is missing or unreadable is nil.
func (s *Store) loadKey() (ed25519.PrivateKey, error) {
	data, err := os.ReadFile(s.path(fileKey))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, trouble(err)
	}
	seed, err := hex.DecodeString(strings.TrimSpace(string(data)))
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, nil
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// makeKey writes a new key. One that cannot be used is kept beside it.
func (s *Store) makeKey() (ed25519.PrivateKey, error) {
	key, err := journal.NewKey(s.opt.Random)
	if err != nil {
		return nil, trouble(err)
	}
	if _, err := os.Stat(s.path(fileKey)); err == nil {
		if err := os.Rename(s.path(fileKey), s.path(fmt.Sprintf("%s.unusable-%d", fileKey, s.opt.Now().UnixMilli()))); err != nil {
			return nil, trouble(err)
		}
	}
	return key, writeKey(s.path(fileKey), key)
}

func writeKey(path string, key ed25519.PrivateKey) error {
	temp := path + ".new"
	if err := os.Remove(temp); err != nil && !errors.Is(err, os.ErrNotExist) {
		return trouble(err)
	}
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return trouble(err)
	}
	_, err = f.WriteString(hex.EncodeToString(key.Seed()) + "\n")
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return trouble(err)
	}
	if err := os.Rename(temp, path); err != nil {
		return trouble(err)
	}
	return syncDir(filepath.Dir(path))
}

// syncDir makes a rename durable. Some file systems cannot, and need not.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return trouble(err)
	}
	defer d.Close()
	d.Sync()
	return nil
}
