package screentest

import (
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"sync"
	"testing/fstest"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
	"bonuskasse/store"
)

// stock is a shop that was filled: the files of its store, its people, and when.
type stock struct {
	files  fs.FS
	people map[string]pos.Person
	now    time.Time
}

// stocked is filled once, and each test gets a copy: a PIN's hash is meant to take
// its time.
var stocked = sync.OnceValues(func() (full stock, err error) {
	dir, err := os.MkdirTemp("", "shop-")
	if err != nil {
		return full, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	s := &Shop{Now: time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)}
	ctx, opt := context.Background(), store.Options{Random: rand.NewChaCha8([32]byte{3}), Now: s.Clock}
	shop := till.Shop{Name: "Ribe Te", Currency: pos.DKK, Language: "da", TillNo: 2, TimeZone: "Europe/Copenhagen"}
	err = store.Init(ctx, dir, shop, opt, func(tx till.Tx) error { return till.FirstFacts(tx, s.Now, pos.DKK) })
	if err != nil {
		return full, err
	}
	st, err := store.Open(ctx, dir, opt)
	if err != nil {
		return full, err
	}
	t, err := till.New(ctx, st, till.Options{Now: opt.Now, Random: opt.Random})
	if err == nil {
		full.people, err = fill(ctx, t)
		t.Close()
	}
	if err = errors.Join(err, st.Close()); err != nil {
		return full, err
	}
	full.now = s.Now
	full.files, err = keep(os.DirFS(dir))
	return full, err
})

// fill hires the people, and puts in the goods and the member.
func fill(ctx context.Context, t *till.Till) (people map[string]pos.Person, err error) {
	boss := till.By(pos.System)
	people = map[string]pos.Person{}
	for name, role := range map[string]pos.Role{"Bo": pos.Manager, "Inga": pos.Cashier} {
		if people[name], err = t.SetPerson(ctx, pos.Person{Name: name, Role: role, Active: true}, PIN, boss); err != nil {
			return people, err
		}
	}
	five := int64(5)
	err = t.SetProducts(ctx, []pos.Product{
		{SKU: "te", Barcodes: []string{"5701234001041"}, Name: "Ribe te", Price: 50_00, VATBp: 2500, Kind: pos.Goods, Discountable: true, Earns: true, BonusPayable: true},
		{SKU: "ost", Name: "Ost", Price: 189_00, VATBp: 2500, Kind: pos.Goods, Discountable: true, Earns: true, BonusPayable: true},
		{SKU: "maskine", Name: "Espressomaskine", Price: 2499_00, VATBp: 2500, Kind: pos.Goods, Earns: true, BonusPayable: true},
		{SKU: "pose", Name: "Pose", Price: 5_00, VATBp: 2500, Kind: pos.Goods, Earns: true, FixedPoints: &five},
	}, boss)
	if err != nil {
		return people, err
	}
	_, err = t.AddMember(ctx, till.NewMember{Username: "soren", Name: "Søren Åkjær", Tier: pos.FirstTier, Card: "10001"}, boss)
	return people, err
}

// keep reads a folder into memory.
func keep(dir fs.FS) (fs.FS, error) {
	files := fstest.MapFS{}
	return files, fs.WalkDir(dir, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(dir, path)
		files[path] = &fstest.MapFile{Data: data, Mode: 0o600}
		return err
	})
}
