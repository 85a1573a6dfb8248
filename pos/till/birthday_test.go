package till_test

import (
	"testing"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

// TestABirthdayThatNobodyWasThereFor: the till was off on the day, and gives when it
// is on again, once; but not for what was before the member came, or before the
// programme had something for it.
func TestABirthdayThatNobodyWasThereFor(t *testing.T) {
	for _, c := range []struct {
		says, born, joined, on string
		want                   int64
	}{
		{"on the day", "1980-12-24", "2026-12-01", "2026-12-24", 25},
		{"the till was off over Christmas", "1980-12-24", "2026-12-01", "2026-12-28", 25},
		{"over the year's end", "1980-12-31", "2026-12-01", "2027-01-04", 25},
		{"the day after is no birthday yet", "1980-12-25", "2026-12-01", "2026-12-24", 0},
		{"longer than a month is too long", "1980-12-01", "2026-11-25", "2027-01-04", 0},
		{"they came after it", "1980-12-24", "2026-12-27", "2026-12-28", 0},
		{"on the day they came", "1980-12-27", "2026-12-27", "2026-12-28", 25},
		{"before the programme had it", "1980-11-20", "2026-11-01", "2026-11-26", 0},
		{"29 February, in a year without", "1980-02-29", "2027-02-01", "2027-03-02", 25},
		{"not before the 28th", "1980-02-29", "2027-02-01", "2027-02-27", 0},
		{"29 February, in a year with", "1980-02-29", "2028-02-01", "2028-02-28", 0},
		{"on it", "1980-02-29", "2028-02-01", "2028-03-02", 25},
	} {
		t.Run(c.says, func(t *testing.T) {
			k := newKiosk(t, "")
			noon := func(day string) time.Time {
				at, err := time.ParseInLocation(time.DateOnly, day, k.Zone())
				k.must(err)
				return at.Add(12 * time.Hour)
			}
			start, on := noon("2026-11-25"), noon(c.on)
			joins := func() {
				_, err := k.AddMember(t.Context(), till.NewMember{Username: "zoe", Name: "Zoe", Tier: "Bonus 5%", Birthday: c.born}, till.By(pos.System))
				k.must(err)
			}
			if k.now = noon(c.joined); k.now.Before(start) {
				joins()
			}
			if k.now.Before(start) {
				k.now = start
			}
			k.set("birthday_points=25")
			if _, err := k.MemberByUsername(t.Context(), "zoe"); err != nil {
				joins()
			}
			given := 0
			for _, at := range []time.Time{on, on.Add(time.Hour), on.AddDate(0, 0, 1), on.AddDate(0, 0, 20)} {
				if at.After(on.Add(2*time.Hour)) && c.want == 0 {
					break
				}
				k.now = at
				n, err := k.Tick(t.Context(), at)
				k.must(err)
				given += n.Birthdays
			}
			if got := k.holding("zoe"); got != c.want || given != int(c.want/25) {
				t.Errorf("%d points, given %d times; should be %d", got, given, c.want)
			}
		})
	}
}

// TestABirthdayOfWhoseAccountIsAnother: who left an employer whose people have one
// account, or was merged, has had it this year.
func TestABirthdayOfWhoseAccountIsAnother(t *testing.T) {
	born, nobody, system := "1980-12-24", pos.ID{}, till.By(pos.System)
	for _, c := range []struct {
		name   string
		pooled bool
		then   func(k *kiosk, member, other pos.ID)
	}{
		{"left the employer", true, func(k *kiosk, member, _ pos.ID) {
			_, err := k.ChangeMember(t.Context(), member, till.MemberChange{Organisation: &nobody}, system)
			k.must(err)
		}},
		{"merged into another", false, func(k *kiosk, member, other pos.ID) {
			_, err := k.MergeMembers(t.Context(), other, member, system)
			k.must(err)
			_, err = k.ChangeMember(t.Context(), other, till.MemberChange{Birthday: &born}, system)
			k.must(err)
		}},
		{"merged out of the employer's", true, func(k *kiosk, member, other pos.ID) {
			_, err := k.MergeMembers(t.Context(), other, member, system)
			k.must(err)
			_, err = k.ChangeMember(t.Context(), other, till.MemberChange{Birthday: &born}, system)
			k.must(err)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := newKiosk(t, "")
			k.now = time.Date(2026, 12, 1, 12, 0, 0, 0, k.Zone())
			k.set("birthday_points=25")
			pool, err := k.SetOrganisation(t.Context(), pos.Organisation{Name: "Værket", Pooled: true}, system)
			k.must(err)
			works := nobody
			if c.pooled {
				works = pool.ID
			}
			member, err := k.AddMember(t.Context(), till.NewMember{Username: "zoe", Name: "Zoe", Tier: "Bonus 5%", Birthday: born, Organisation: works}, system)
			k.must(err)
			other, err := k.AddMember(t.Context(), till.NewMember{Username: "zoe2", Name: "Zoe", Tier: "Bonus 5%"}, system)
			k.must(err)
			for day, want := range []int{1, 0} {
				k.now = time.Date(2026, 12, 24+day, 12, 0, 0, 0, k.Zone())
				if n, err := k.Tick(t.Context(), k.now); err != nil || n.Birthdays != want {
					t.Errorf("on %s: %d given, and should be %d: %v", k.now.Format(time.DateOnly), n.Birthdays, want, err)
				}
				if day == 0 {
					c.then(k, member.ID, other.ID)
				}
			}
		})
	}
}
