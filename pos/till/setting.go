package till

import (
	"strconv"
	"strings"
	"time"

	"bonuskasse/pos"
)

// IdleSetting is after how many minutes an untouched till locks, where people
// have PINs; 0 is never.
const IdleSetting = "people.idle_minutes"

const (
	usualIdle = 10
	mostIdle  = 24 * 60
)

// IdleLock is how long nobody may touch the till before it locks; 0 is for
// ever.
func IdleLock(settings map[string]string) time.Duration {
	n, ok := readCount(settings[IdleSetting], mostIdle)
	if !ok {
		n = usualIdle
	}
	return time.Duration(n) * time.Minute
}

// checkSetting refuses the values that a setting cannot have, of the settings
// that a rule reads. Empty takes the usual one back.
func checkSetting(key, value string) error {
	good := true
	switch {
	case strings.HasPrefix(key, limitPrefix):
		if _, known := usual[key]; !known {
			return pos.Refuse(pos.BadSetting, key)
		}
		_, good = readLimit(key, value)
	case strings.HasPrefix(key, alarmPrefix):
		name := strings.TrimPrefix(key, alarmPrefix)
		if alarmNumber(new(pos.AlarmRules), name) == nil {
			return pos.Refuse(pos.BadSetting, key)
		}
		_, good = readAlarm(name, value)
	case key == OwnSaleSetting:
		good = value == OwnSaleManager || value == OwnSaleNever || value == OwnSaleAlone
	case strings.HasPrefix(key, messagePrefix):
		if knownTemplate(pos.MessageKind(strings.TrimPrefix(key, messagePrefix)), languages[0]) != nil {
			return pos.Refuse(pos.BadSetting, key)
		}
		good = value == "on" || value == "off"
	case key == IdleSetting:
		_, good = readCount(value, mostIdle)
	}
	if value != "" && !good {
		return pos.Refuse(pos.BadSetting, key)
	}
	return nil
}

// readCount is a number from 0 to most.
func readCount(text string, most int64) (int64, bool) {
	n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	return n, err == nil && n >= 0 && n <= most
}
