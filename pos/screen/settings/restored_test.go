package settings_test

import (
	"context"
	"testing"

	"bonuskasse/pos"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/screen/settings"
	"bonuskasse/pos/till"
)

// restored is a till that found itself restored from a backup.
type restored struct {
	*till.Till
	enrolled bool
	reason   string
}

func (r *restored) Shop(ctx context.Context) (till.Shop, error) {
	shop, err := r.Till.Shop(ctx)
	shop.MaySpend, shop.Enrolled = r.reason != "", r.enrolled
	return shop, err
}

func (r *restored) Adopt(_ context.Context, who till.Who) error {
	if who.Reason == "" {
		return pos.Refuse(pos.NoReason)
	}
	r.reason = who.Reason
	return nil
}

func TestRestoredTillIsAdoptedForAReason(t *testing.T) {
	s := newTestShop(t)
	r := &restored{Till: s.Till}
	s.Shell.Add(screen.SettingsPlace, settings.New(r, s.Desk, s, nil))
	s.section("shop")
	if row := s.row("spend"); row.Value.Key != "action.no" || row.Mood != screen.Look {
		t.Fatalf("it says that it may spend: %+v", row)
	}
	s.enter("spend")
	s.Answer("save", -1, "")
	if q := s.Shell.State().Question; q == nil || q.Wrong.Key != "error.no_reason" {
		t.Fatalf("without a reason: %+v", q)
	}
	s.Answer("save", -1, "the old disk is dead")
	if r.reason != "the old disk is dead" || s.row("spend").Value.Key != "action.yes" {
		t.Errorf("reason %q, may spend %q", r.reason, s.row("spend").Value.Key)
	}
}

func TestRestoredTillOfAChainWaitsForTheHeadOffice(t *testing.T) {
	s := newTestShop(t)
	r := &restored{Till: s.Till, enrolled: true}
	s.Shell.Add(screen.SettingsPlace, settings.New(r, s.Desk, s, nil))
	s.section("shop")
	if row := s.row("spend"); row.Explain.Key != "settings.shop.may_spend.office" {
		t.Errorf("it says %+v", row)
	}
	if s.enter("spend"); s.Asked() != "" {
		t.Error("a person may adopt a till that has a head office")
	}
}
