package screen

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strconv"

	"bonuskasse/hardware"
	"bonuskasse/pos/till"
)

// newReaderRow adds a keyboard-like reader, the commonest, to be changed then.
func (s *Settings) newReaderRow() SettingRow {
	return SettingRow{ID: "reader.new", Name: Say("settings.reader.new"), Explain: Say("settings.reader.new.explain"), Do: true,
		act: func(ctx context.Context, do *Turn) {
			name := ""
			for n := len(s.facts.devices.Readers) + 1; ; n++ {
				name = fmt.Sprintf("%s %d", "USB", n)
				if !slices.ContainsFunc(s.facts.devices.Readers, func(r till.ReaderSetup) bool { return r.Name == name }) {
					break
				}
			}
			at := len(s.facts.devices.Readers)
			err := s.setDevices(ctx, do, func(d *till.Devices) {
				d.Readers = append(d.Readers, till.ReaderSetup{Name: name, Kind: till.ReaderWedge, Source: hardware.WedgeText})
			})
			if !do.Refuse(err) {
				s.openRow("reader:"+strconv.Itoa(at))(ctx, do)
			}
		}}
}

// readerDetail is one reader.
func (s *Settings) readerDetail(i int) []SettingRow {
	r := s.facts.devices.Readers[i]
	s.state.Title = Name(r.Name)
	set := func(change func(*till.ReaderSetup)) func(context.Context, *Turn) error {
		return func(ctx context.Context, do *Turn) error {
			return s.setDevices(ctx, do, func(d *till.Devices) { change(&d.Readers[i]) })
		}
	}
	state := SettingRow{ID: "state", Name: Say("settings.reader.state"), Explain: stateWhy(s.readerState(r.Name), Say("settings.reader.live"))}
	state.Value, state.Mood = stateWords(s.readerState(r.Name))
	rows := []SettingRow{state, s.readerName(r, set), s.readerKind(i, r), s.readerSource(r, set)}
	if r.Kind != till.ReaderWedge {
		rows = append(rows, s.readerPort(r, set))
	}
	if r.Kind == till.ReaderSerial {
		rows = append(rows, s.speedRow("speed", r.Speed, func(d *till.Devices, n int) { d.Readers[i].Speed = n }),
			s.choiceRow("frame", till.Frames(), cmp.Or(r.Frame, "8N1"), "", set, func(r *till.ReaderSetup, v string) { r.Frame = v }))
	}
	prefix := Say("settings.reader.prefix")
	rows = append(rows,
		SettingRow{ID: "prefix", Name: prefix, Value: orNone(r.Prefix), Explain: Say("settings.reader.prefix.explain"),
			act: s.askText(prefix, Say("settings.reader.prefix.explain"), r.Prefix, AnyText, func(ctx context.Context, text string, do *Turn) error {
				return set(func(r *till.ReaderSetup) { r.Prefix = text })(ctx, do)
			})},
		s.choiceRow("suffix", []string{"", "cr", "lf", "crlf", "tab", "etx", "none"}, string(r.Suffix), "settings.suffix.", set,
			func(r *till.ReaderSetup, v string) { r.Suffix = hardware.Suffix(v) }))
	if r.Kind != till.ReaderSerial {
		rows = append(rows, s.choiceRow("layout", till.Layouts(), r.Layout, "settings.layout.", set, func(r *till.ReaderSetup, v string) { r.Layout = v }))
	}
	rows = append(rows, SettingRow{ID: "aim", Name: Say("settings.reader.aim"), Value: yesNo(r.ExpectAIM), Explain: Say("settings.reader.aim.explain"), Do: true,
		act: func(ctx context.Context, do *Turn) {
			do.Refuse(set(func(r *till.ReaderSetup) { r.ExpectAIM = !r.ExpectAIM })(ctx, do))
		}})
	return append(rows, SettingRow{ID: "remove", Name: Say("settings.reader.remove"), Explain: Say("settings.reader.remove.explain"), Do: true,
		act: s.askSure(Say("settings.reader.remove.title", r.Name), Say("settings.reader.remove.explain"), "action.remove", func(ctx context.Context, do *Turn) error {
			s.open = ""
			return s.setDevices(ctx, do, func(d *till.Devices) { d.Readers = slices.Delete(d.Readers, i, i+1) })
		})})
}

type readerChange = func(func(*till.ReaderSetup)) func(context.Context, *Turn) error

func (s *Settings) readerName(r till.ReaderSetup, set readerChange) SettingRow {
	name := Say("settings.reader.name")
	return SettingRow{ID: "name", Name: name, Value: Name(r.Name), Explain: Say("settings.reader.name.explain"),
		act: s.askText(name, Say("settings.reader.name.explain"), r.Name, AnyText, func(ctx context.Context, text string, do *Turn) error {
			return set(func(r *till.ReaderSetup) { r.Name = text })(ctx, do)
		})}
}

// readerKind asks for the port as well, where the new kind needs one.
func (s *Settings) readerKind(i int, r till.ReaderSetup) SettingRow {
	name := Say("settings.reader.kind")
	var rows []Row
	for _, k := range till.ReaderKinds() {
		rows = append(rows, Row{Head: Say("settings.reader." + string(k)), Sub: Say("settings.reader." + string(k) + ".explain")})
	}
	return SettingRow{ID: "kind", Name: name, Value: Say("settings.reader." + string(r.Kind)), Explain: Say("settings.reader." + string(r.Kind) + ".explain"),
		act: s.askOne(name, Sentence{}, rows, slices.Index(till.ReaderKinds(), r.Kind), func(ctx context.Context, at int, do *Turn) error {
			kind := till.ReaderKinds()[at]
			change := func(port string) func(*till.Devices) {
				return func(d *till.Devices) {
					r := &d.Readers[i]
					r.Kind, r.Port = kind, port
					if !slices.Contains(kind.Sources(), r.Source) {
						r.Source = kind.Sources()[0]
					}
				}
			}
			if kind == till.ReaderWedge {
				return s.setDevices(ctx, do, change(""))
			}
			s.askPort(Say("settings.reader.port"), Say("settings.reader.port.explain"), r.Port, func(ctx context.Context, port string, do *Turn) error {
				return s.setDevices(ctx, do, change(port))
			})(ctx, do)
			return nil
		})}
}

func (s *Settings) readerSource(r till.ReaderSetup, set readerChange) SettingRow {
	name, explain := Say("settings.reader.source"), Say("settings.reader.source.explain")
	var rows []Row
	for _, src := range r.Kind.Sources() {
		rows = append(rows, Row{Head: Say("settings.source." + string(src))})
	}
	return SettingRow{ID: "source", Name: name, Value: Say("settings.source." + string(r.Source)), Explain: explain,
		act: s.askOne(name, explain, rows, slices.Index(r.Kind.Sources(), r.Source), func(ctx context.Context, at int, do *Turn) error {
			return set(func(r *till.ReaderSetup) { r.Source = r.Kind.Sources()[at] })(ctx, do)
		})}
}

func (s *Settings) readerPort(r till.ReaderSetup, set readerChange) SettingRow {
	name, explain := Say("settings.reader.port"), Say("settings.reader.port.explain")
	return SettingRow{ID: "port", Name: name, Value: Name(path.Base(filepath.ToSlash(r.Port))), Explain: explain,
		act: s.askPort(name, explain, r.Port, func(ctx context.Context, port string, do *Turn) error {
			return set(func(r *till.ReaderSetup) { r.Port = port })(ctx, do)
		})}
}

// choiceRow is one of several words; words is the start of their keys, or ""
// where they stand as they are.
func (s *Settings) choiceRow(id string, values []string, now, words string, set readerChange, put func(*till.ReaderSetup, string)) SettingRow {
	word := func(v string) Sentence {
		switch {
		case words == "":
			return Name(v)
		case v == "":
			return Say(words + "auto")
		}
		return Say(words + v)
	}
	var rows []Row
	for _, v := range values {
		rows = append(rows, Row{Head: word(v)})
	}
	name, explain := Say("settings.reader."+id), Say("settings.reader."+id+".explain")
	return SettingRow{ID: id, Name: name, Value: word(now), Explain: explain,
		act: s.askOne(name, explain, rows, slices.Index(values, now), func(ctx context.Context, at int, do *Turn) error {
			return set(func(r *till.ReaderSetup) { put(r, values[at]) })(ctx, do)
		})}
}

func orNone(text string) Sentence {
	if text == "" {
		return Say("settings.none")
	}
	return Name(text)
}

// numberRows say which numbers are the shop's own, for every reader.
func (s *Settings) numberRows() []SettingRow {
	s.state.Title = Say("settings.numbers")
	n := s.facts.devices.Numbers
	number := func(id string, now int64, put func(*hardware.Profile, int64)) SettingRow {
		name, explain := Say("settings.numbers."+id), Say("settings.numbers."+id+".explain")
		return SettingRow{ID: id, Name: name, Value: Name(strconv.FormatInt(now, 10)), Explain: explain,
			act: s.askNumber(name, explain, now, 0, func(ctx context.Context, v int64, do *Turn) error {
				return s.setDevices(ctx, do, func(d *till.Devices) { put(&d.Numbers, v) })
			})}
	}
	text := func(id, now string, put func(*hardware.Profile, string)) SettingRow {
		name, explain := Say("settings.numbers."+id), Say("settings.numbers."+id+".explain")
		return SettingRow{ID: id, Name: name, Value: orNone(now), Explain: explain,
			act: s.askText(name, explain, now, AnyText, func(ctx context.Context, v string, do *Turn) error {
				return s.setDevices(ctx, do, func(d *till.Devices) { put(&d.Numbers, v) })
			})}
	}
	return []SettingRow{
		number("club_min", n.ClubMin, func(p *hardware.Profile, v int64) { p.ClubMin = v }),
		number("club_max", n.ClubMax, func(p *hardware.Profile, v int64) { p.ClubMax = v }),
		text("ean_prefix", n.EANPrefix, func(p *hardware.Profile, v string) { p.EANPrefix = v }),
		text("qr_url", n.QRURL, func(p *hardware.Profile, v string) { p.QRURL = v }),
		text("coupon_prefix", n.CouponPrefix, func(p *hardware.Profile, v string) { p.CouponPrefix = v }),
		text("own_iin", n.OwnIIN, func(p *hardware.Profile, v string) { p.OwnIIN = v }),
	}
}
