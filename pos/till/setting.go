package till

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"bonuskasse/pos"
	"bonuskasse/pos/journal/journalpb"
)

// The settings that are no limit, no alarm, no device and no consent.
const (
	LanguageSetting = "language"       // da, en, fr: of the window
	ThemeSetting    = "theme"          // light, dark, contrast
	PaperSetting    = "language.paper" // of papers for guests; empty is the shop's
	AddressSetting  = "shop.address"   // lines under the shop's name on papers
	// BackupSetting is the folder that a copy of the shop goes to each day; empty is
	// none.
	BackupSetting = "shop.backup_folder"
	// IdleSetting is after how many minutes an untouched till locks, where people
	// have PINs; 0 is never.
	IdleSetting = "people.idle_minutes"
)

const (
	usualIdle = 10
	mostIdle  = 24 * 60
)

// themes are how the window can look.
var themes = []string{"light", "dark", "contrast"}

// anybodys are the settings that everybody may change: how the window looks.
var anybodys = map[string]bool{LanguageSetting: true, ThemeSetting: true}

// maxSetting is the longest value of a setting, in bytes.
const maxSetting = 64 << 10

// SettingKeys are the keys of all settings there are, sorted.
func SettingKeys() []string {
	keys := []string{LanguageSetting, ThemeSetting, PaperSetting, AddressSetting, BackupSetting, IdleSetting, OwnSaleSetting,
		GuestCouponSetting, GuestTierSetting, printerKey, numbersKey}
	for i := range MaxReaders {
		keys = append(keys, readerKey(i))
	}
	for _, language := range languages {
		keys = append(keys, ConsentSetting(language))
	}
	for _, name := range AlarmSettings {
		keys = append(keys, AlarmKey(name))
	}
	for _, kind := range pos.MessageKinds {
		keys = append(keys, MessageSetting(kind))
	}
	keys = slices.AppendSeq(keys, maps.Keys(usual))
	slices.Sort(keys)
	return keys
}

// UnknownSetting is the refusal of a key that no setting has, of the shop or of
// its programme.
type UnknownSetting struct {
	Key  string
	Near []string // the keys that it may be meant for, the likeliest first
	// Programme tells that it was to be a key of the programme.
	Programme bool
}

func (e *UnknownSetting) Error() string { return e.Unwrap().Error() }

// Unwrap is the refusal, with the key.
func (e *UnknownSetting) Unwrap() error { return pos.Refuse(pos.UnknownSetting, e.Key) }

// nearKeys are the keys most like one that there is not: as a whole, or in what
// stands after the last dot.
func nearKeys(key string, among []string) []string {
	const most = 3
	last := func(key string) string { return key[strings.LastIndexByte(key, '.')+1:] }
	key = strings.ToLower(key)
	far := map[string]int{}
	var near []string
	for _, k := range among {
		far[k] = min(slips([]rune(key), []rune(k)), 1+slips([]rune(last(key)), []rune(last(k))))
		if far[k] <= 1+len(last(key))/3 {
			near = append(near, k)
		}
	}
	slices.SortStableFunc(near, func(a, b string) int { return cmp.Compare(far[a], far[b]) })
	return near[:min(len(near), most)]
}

// Settings are the shop's settings by key: devices, papers, language, theme.
func (t *Till) Settings(ctx context.Context) (m map[string]string, err error) {
	err = t.store.View(ctx, func(r Reader) error {
		m, err = r.Settings()
		return err
	})
	return m, err
}

// Set changes a setting; see SetAll.
func (t *Till) Set(ctx context.Context, key, value string, who Who) error {
	return t.SetAll(ctx, map[string]string{key: value}, who)
}

// SetAll changes settings, all or none; an empty value takes the usual one back.
// Only the look of the window is everybody's; the rest needs a manager. Rules:
// UnknownSetting (see the type of that name), BadSetting, NotAllowed.
func (t *Till) SetAll(ctx context.Context, set map[string]string, who Who) error {
	keys := slices.Sorted(maps.Keys(set))
	if len(keys) == 0 || slices.ContainsFunc(keys, func(key string) bool { return !anybodys[key] }) {
		if err := who.needs(pos.Manager); err != nil {
			return err
		}
	}
	for _, key := range keys {
		if err := checkSetting(key, set[key]); err != nil {
			return err
		}
	}
	return t.store.Do(ctx, func(tx Tx) error {
		for _, key := range keys {
			body := who.body()
			body.What = &journalpb.Body_SettingSet{SettingSet: &journalpb.SettingSet{Key: key, Value: set[key]}}
			if _, err := tx.Append(t.now(), body, pos.ID{}, 0); err != nil {
				return err
			}
		}
		return nil
	})
}

// IdleLock is how long nobody may touch the till before it locks; 0 is for
// ever.
func IdleLock(settings map[string]string) time.Duration {
	n, ok := readCount(settings[IdleSetting], mostIdle)
	if !ok {
		n = usualIdle
	}
	return time.Duration(n) * time.Minute
}

// checkSetting refuses a setting that there is not, and a value that it cannot
// have.
func checkSetting(key, value string) error {
	if _, there := slices.BinarySearch(SettingKeys(), key); !there {
		return &UnknownSetting{Key: cut(key), Near: nearKeys(cut(key), SettingKeys())}
	}
	if value != "" && (len(value) > maxSetting || !goodSetting(key, value)) {
		return pos.Refuse(pos.BadSetting, key)
	}
	return nil
}

// goodSetting tells whether a setting can have a value.
func goodSetting(key, value string) (good bool) {
	switch {
	case strings.HasPrefix(key, limitPrefix):
		_, good = readLimit(key, value)
	case strings.HasPrefix(key, alarmPrefix):
		_, good = readAlarm(strings.TrimPrefix(key, alarmPrefix), value)
	case strings.HasPrefix(key, readerPrefix):
		var r ReaderSetup
		good = json.Unmarshal([]byte(value), &r) == nil && r.Check() == nil
	case key == printerKey:
		var p PrinterSetup
		good = json.Unmarshal([]byte(value), &p) == nil && p.Check() == nil
	case key == numbersKey:
		d := FirstDevices()
		good = json.Unmarshal([]byte(value), &d.Numbers) == nil && d.Numbers.Check() == nil
	case key == LanguageSetting || key == PaperSetting:
		good = slices.Contains(languages, value)
	case key == ThemeSetting:
		good = slices.Contains(themes, value)
	case strings.HasPrefix(key, messagePrefix):
		good = value == "on" || value == "off"
	case key == OwnSaleSetting:
		good = slices.Contains([]string{OwnSaleManager, OwnSaleNever, OwnSaleAlone}, value)
	case key == GuestCouponSetting:
		good = slices.Contains([]string{CouponOff, CouponAsk, CouponAlways}, value)
	case key == IdleSetting:
		_, good = readCount(value, mostIdle)
	default: // words
		good = true
	}
	return good
}

// readCount is a number from 0 to most.
func readCount(text string, most int64) (int64, bool) {
	n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	return n, err == nil && n >= 0 && n <= most
}
