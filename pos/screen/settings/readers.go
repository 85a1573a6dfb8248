package settings

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strconv"

	"bonuskasse/hardware"
	"bonuskasse/pos/screen"
	"bonuskasse/pos/till"
)

// newReaderRow adds a keyboard-like reader, the commonest, to be changed then.
func (s *Screen) newReaderRow() Row {
	return Row{ID: "reader.new", Name: screen.Say("settings.reader.new"), Explain: screen.Say("settings.reader.new.explain"), Do: true,
		act: func(ctx context.Context, do *screen.Turn) {
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
func (s *Screen) readerDetail(i int) []Row {
	r := s.facts.devices.Readers[i]
	s.state.Title = screen.Name(r.Name)
	set := func(change func(*till.ReaderSetup)) func(context.Context, *screen.Turn) error {
		return func(ctx context.Context, do *screen.Turn) error {
			return s.setDevices(ctx, do, func(d *till.Devices) { change(&d.Readers[i]) })
		}
	}
	state := Row{ID: "state", Name: screen.Say("settings.reader.state"), Explain: stateWhy(s.readerState(r.Name), screen.Say("settings.reader.live"))}
	state.Value, state.Mood = stateWords(s.readerState(r.Name))
	rows := []Row{state, s.readerName(r, set), s.readerKind(i, r), s.readerSource(r, set)}
	if r.Kind != till.ReaderWedge {
		rows = append(rows, s.readerPort(r, set))
	}
	if r.Kind == till.ReaderSerial {
		rows = append(rows, s.speedRow("speed", r.Speed, func(d *till.Devices, n int) { d.Readers[i].Speed = n }),
			s.choiceRow("frame", till.Frames(), cmp.Or(r.Frame, "8N1"), "", set, func(r *till.ReaderSetup, v string) { r.Frame = v }))
	}
	prefix := screen.Say("settings.reader.prefix")
	rows = append(rows,
		Row{ID: "prefix", Name: prefix, Value: orNone(r.Prefix), Explain: screen.Say("settings.reader.prefix.explain"),
			act: s.askText(prefix, screen.Say("settings.reader.prefix.explain"), r.Prefix, screen.AnyText, func(ctx context.Context, text string, do *screen.Turn) error {
				return set(func(r *till.ReaderSetup) { r.Prefix = text })(ctx, do)
			})},
		s.choiceRow("suffix", []string{"", "cr", "lf", "crlf", "tab", "etx", "none"}, string(r.Suffix), "settings.suffix.", set,
			func(r *till.ReaderSetup, v string) { r.Suffix = hardware.Suffix(v) }))
	if r.Kind != till.ReaderSerial {
		rows = append(rows, s.choiceRow("layout", till.Layouts(), r.Layout, "settings.layout.", set, func(r *till.ReaderSetup, v string) { r.Layout = v }))
	}
	rows = append(rows, Row{ID: "aim", Name: screen.Say("settings.reader.aim"), Value: yesNo(r.ExpectAIM), Explain: screen.Say("settings.reader.aim.explain"), Do: true,
		act: func(ctx context.Context, do *screen.Turn) {
			do.Refuse(set(func(r *till.ReaderSetup) { r.ExpectAIM = !r.ExpectAIM })(ctx, do))
		}})
	return append(rows, Row{ID: "remove", Name: screen.Say("settings.reader.remove"), Explain: screen.Say("settings.reader.remove.explain"), Do: true,
		act: s.askSure(screen.Say("settings.reader.remove.title", r.Name), screen.Say("settings.reader.remove.explain"), "action.remove", func(ctx context.Context, do *screen.Turn) error {
			s.open = ""
			return s.setDevices(ctx, do, func(d *till.Devices) { d.Readers = slices.Delete(d.Readers, i, i+1) })
		})})
}

type readerChange = func(func(*till.ReaderSetup)) func(context.Context, *screen.Turn) error

func (s *Screen) readerName(r till.ReaderSetup, set readerChange) Row {
	name := screen.Say("settings.reader.name")
	return Row{ID: "name", Name: name, Value: screen.Name(r.Name), Explain: screen.Say("settings.reader.name.explain"),
		act: s.askText(name, screen.Say("settings.reader.name.explain"), r.Name, screen.AnyText, func(ctx context.Context, text string, do *screen.Turn) error {
			return set(func(r *till.ReaderSetup) { r.Name = text })(ctx, do)
		})}
}

// readerKind asks for the port as well, where the new kind needs one.
func (s *Screen) readerKind(i int, r till.ReaderSetup) Row {
	name := screen.Say("settings.reader.kind")
	var rows []screen.Row
	for _, k := range till.ReaderKinds() {
		rows = append(rows, screen.Row{Head: screen.Say("settings.reader." + string(k)), Sub: screen.Say("settings.reader." + string(k) + ".explain")})
	}
	return Row{ID: "kind", Name: name, Value: screen.Say("settings.reader." + string(r.Kind)), Explain: screen.Say("settings.reader." + string(r.Kind) + ".explain"),
		act: s.askOne(name, screen.Sentence{}, rows, slices.Index(till.ReaderKinds(), r.Kind), func(ctx context.Context, at int, do *screen.Turn) error {
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
			s.askPort(screen.Say("settings.reader.port"), screen.Say("settings.reader.port.explain"), r.Port, func(ctx context.Context, port string, do *screen.Turn) error {
				return s.setDevices(ctx, do, change(port))
			})(ctx, do)
			return nil
		})}
}

func (s *Screen) readerSource(r till.ReaderSetup, set readerChange) Row {
	name, explain := screen.Say("settings.reader.source"), screen.Say("settings.reader.source.explain")
	var rows []screen.Row
	for _, src := range r.Kind.Sources() {
		rows = append(rows, screen.Row{Head: screen.Say("settings.source." + string(src))})
	}
	return Row{ID: "source", Name: name, Value: screen.Say("settings.source." + string(r.Source)), Explain: explain,
		act: s.askOne(name, explain, rows, slices.Index(r.Kind.Sources(), r.Source), func(ctx context.Context, at int, do *screen.Turn) error {
			return set(func(r *till.ReaderSetup) { r.Source = r.Kind.Sources()[at] })(ctx, do)
		})}
}

func (s *Screen) readerPort(r till.ReaderSetup, set readerChange) Row {
	name, explain := screen.Say("settings.reader.port"), screen.Say("settings.reader.port.explain")
	return Row{ID: "port", Name: name, Value: screen.Name(path.Base(filepath.ToSlash(r.Port))), Explain: explain,
		act: s.askPort(name, explain, r.Port, func(ctx context.Context, port string, do *screen.Turn) error {
			return set(func(r *till.ReaderSetup) { r.Port = port })(ctx, do)
		})}
}

// choiceRow is one of several words; words is the start of their keys, or ""
// where they stand as they are.
func (s *Screen) choiceRow(id string, values []string, now, words string, set readerChange, put func(*till.ReaderSetup, string)) Row {
	word := func(v string) screen.Sentence {
		switch {
		case words == "":
			return screen.Name(v)
		case v == "":
			return screen.Say(words + "auto")
		}
		return screen.Say(words + v)
	}
	var rows []screen.Row
	for _, v := range values {
		rows = append(rows, screen.Row{Head: word(v)})
	}
	name, explain := screen.Say("settings.reader."+id), screen.Say("settings.reader."+id+".explain")
	return Row{ID: id, Name: name, Value: word(now), Explain: explain,
		act: s.askOne(name, explain, rows, slices.Index(values, now), func(ctx context.Context, at int, do *screen.Turn) error {
			return set(func(r *till.ReaderSetup) { put(r, values[at]) })(ctx, do)
		})}
}

func orNone(text string) screen.Sentence {
	if text == "" {
		return screen.Say("settings.none")
	}
	return screen.Name(text)
}

// numberRows say which numbers are the shop's own, for every reader.
func (s *Screen) numberRows() []Row {
	s.state.Title = screen.Say("settings.numbers")
	n := s.facts.devices.Numbers
	number := func(id string, now int64, put func(*hardware.Profile, int64)) Row {
		name, explain := screen.Say("settings.numbers."+id), screen.Say("settings.numbers."+id+".explain")
		return Row{ID: id, Name: name, Value: screen.Name(strconv.FormatInt(now, 10)), Explain: explain,
			act: s.askNumber(name, explain, now, 0, func(ctx context.Context, v int64, do *screen.Turn) error {
				return s.setDevices(ctx, do, func(d *till.Devices) { put(&d.Numbers, v) })
			})}
	}
	text := func(id, now string, put func(*hardware.Profile, string)) Row {
		name, explain := screen.Say("settings.numbers."+id), screen.Say("settings.numbers."+id+".explain")
		return Row{ID: id, Name: name, Value: orNone(now), Explain: explain,
			act: s.askText(name, explain, now, screen.AnyText, func(ctx context.Context, v string, do *screen.Turn) error {
				return s.setDevices(ctx, do, func(d *till.Devices) { put(&d.Numbers, v) })
			})}
	}
	return []Row{
		number("club_min", n.ClubMin, func(p *hardware.Profile, v int64) { p.ClubMin = v }),
		number("club_max", n.ClubMax, func(p *hardware.Profile, v int64) { p.ClubMax = v }),
		text("ean_prefix", n.EANPrefix, func(p *hardware.Profile, v string) { p.EANPrefix = v }),
		text("qr_url", n.QRURL, func(p *hardware.Profile, v string) { p.QRURL = v }),
		text("coupon_prefix", n.CouponPrefix, func(p *hardware.Profile, v string) { p.CouponPrefix = v }),
		text("own_iin", n.OwnIIN, func(p *hardware.Profile, v string) { p.OwnIIN = v }),
	}
}
