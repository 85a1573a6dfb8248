// Package options is what the programs share of reading their settings: files,
// environment and flags, in that order of rising power.
//
//	kong.New(&c, kong.Configuration(options.TOML, options.Files()...), kong.Vars{"version": options.Version(version)})
package options

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"

	"github.com/BurntSushi/toml"
	"github.com/alecthomas/kong"

	"bonuskasse/assets"
	"bonuskasse/pos"
)

// Files are read where they are there, the later ones stronger.
func Files() []string {
	files := []string{"/etc/bonuskasse/till.toml"}
	if dir, err := os.UserConfigDir(); err == nil {
		files = append(files, filepath.Join(dir, "bonuskasse", "till.toml"))
	}
	if f := os.Getenv("BONUSKASSE_CONFIG"); f != "" {
		files = append(files, f)
	}
	return files
}

// TOML gives flags their values from a TOML file, by their long names.
func TOML(r io.Reader) (kong.Resolver, error) {
	values := map[string]any{}
	if _, err := toml.NewDecoder(r).Decode(&values); err != nil {
		return nil, fmt.Errorf("config file: %w", err)
	}
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		return values[flag.Name], nil
	}), nil
}

// Version is what --version prints: the number that the build was given, or
// the commit it was built from.
func Version(built string) string {
	if built != "dev" {
		return built
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 {
				return "dev " + s.Value[:12]
			}
		}
	}
	return built
}

// Language is the language of a sentence that is said before any shop is open:
// the first of these that there are words in, then the machine's, then English.
func Language(wanted ...string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); len(v) >= 2 {
			wanted = append(wanted, v[:2])
		}
	}
	for _, lang := range wanted {
		if slices.Contains(assets.Languages(), lang) {
			return lang
		}
	}
	return "en"
}

// HomeZone is where a shop with this currency most likely is.
func HomeZone(c pos.Currency) string {
	switch c {
	case pos.EUR:
		return "Europe/Paris"
	case "SEK":
		return "Europe/Stockholm"
	case "NOK":
		return "Europe/Oslo"
	case "GBP":
		return "Europe/London"
	case "CHF":
		return "Europe/Zurich"
	case "USD":
		return "America/New_York"
	}
	return "Europe/Copenhagen"
}
