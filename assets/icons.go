package assets

import (
	"embed"
	"slices"
	"strings"
)

//go:embed icons/*.svg
var iconFiles embed.FS

// Icon gives the SVG of an icon (24 by 24, drawn in currentColor), or nil when
// there is none of that name. Its word is the key "icon." + name: an icon
// stands beside a word, always.
func Icon(name string) []byte {
	raw, err := iconFiles.ReadFile("icons/" + name + ".svg")
	if err != nil {
		return nil
	}
	return raw
}

// Icons lists the names of the icons, sorted.
func Icons() []string {
	entries, err := iconFiles.ReadDir("icons")
	if err != nil {
		panic(err) // embedded at build time
	}
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".svg"))
	}
	slices.Sort(names)
	return names
}
