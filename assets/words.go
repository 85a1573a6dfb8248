package assets

import (
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Languages are the codes of the languages the till speaks (ISO 639-1), the
// first being the one it starts with.
func Languages() []string { return []string{"da", "en", "fr"} }

//go:embed lang/*.json
var langFiles embed.FS

// words are read when a language is first spoken: a till speaks one.
var words = perLanguage(func(lang string) (table map[string]string) {
	raw, err := langFiles.ReadFile("lang/" + lang + ".json")
	if err != nil {
		panic(err) // embedded at build time
	}
	if err := json.Unmarshal(raw, &table); err != nil {
		panic(fmt.Sprintf("lang/%s.json: %v", lang, err))
	}
	return table
})

// perLanguage loads something once for each language; for one that the till does
// not speak it is the zero value.
func perLanguage[T any](load func(lang string) T) func(lang string) T {
	loaders := map[string]func() T{}
	for _, lang := range Languages() {
		loaders[lang] = sync.OnceValue(func() T { return load(lang) })
	}
	return func(lang string) (none T) {
		if load := loaders[lang]; load != nil {
			return load()
		}
		return none
	}
}

// T gives the words of key in lang, with {0}, {1}, … replaced by args. An int
// or int64 is written with the language's grouping (1.240); pass a string
// where that is wrong: a year, a till's number, a receipt's number.
func T(lang, key string, args ...any) string {
	text, ok := words(lang)[key]
	if !ok {
		if text, ok = words("en")[key]; !ok {
			text = key
		}
	}
	return fill(lang, text, args)
}

// N is T for a key that has the two forms key.one and key.other; n chooses
// between them and is {0}. French counts 0 as one ("0 article"), Danish and
// English as many (Unicode CLDR 45, plural rules, integers).
func N(lang, key string, n int64, args ...any) string {
	form := key + ".other"
	if n == 1 || n == -1 || (lang == "fr" && n == 0) {
		form = key + ".one"
	}
	return T(lang, form, append([]any{n}, args...)...)
}

// Has tells whether lang itself has key, with no fallback.
func Has(lang, key string) bool {
	_, ok := words(lang)[key]
	return ok
}

// Keys lists the keys of lang, sorted.
func Keys(lang string) []string {
	table := words(lang)
	keys := make([]string, 0, len(table))
	for key := range table {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// Code gives the sentence for an error's code, "error." + code, and the
// general one when the code is new to this language file; the code itself is
// then in the sentence, so that a person can name it on the phone.
//
// Where the detail, args[0], has a sentence of its own ("error.bad_setting.cap_bp"),
// it is that.
func Code(lang, code string, args ...any) string {
	if len(args) > 0 {
		if detail, ok := args[0].(string); ok && detail != "" && Has("en", "error."+code+"."+detail) {
			return T(lang, "error."+code+"."+detail, args...)
		}
	}
	if key := "error." + code; Has(lang, key) || Has("en", key) {
		return T(lang, key, args...)
	}
	return T(lang, "error.unknown", code)
}

// fill replaces the placeholders in one pass, so that a name holding "{1}"
// stays a name.
func fill(lang, text string, args []any) string {
	if len(args) == 0 || !strings.Contains(text, "{") {
		return text
	}
	var out strings.Builder
	gap := false // a placeholder was filled with nothing
	for i := 0; i < len(text); {
		if n, size := placeholder(text[i:]); size > 0 && n < len(args) {
			word := write(lang, args[n])
			gap = gap || word == ""
			out.WriteString(word)
			i += size
			if strings.HasSuffix(word, ".") && i < len(text) && text[i] == '.' {
				i++ // "99,00 kr." ends a sentence with its own point
			}
			continue
		}
		out.WriteByte(text[i])
		i++
	}
	if gap {
		return closeGap.Replace(out.String())
	}
	return out.String()
}

// closeGap mends a sentence whose detail is not known: "Card  is not known"
// and "a colleague who may ()".
var closeGap = strings.NewReplacer(" ()", "", "  ", " ", " "+nbsp, nbsp, " .", ".", " :", ":")

// placeholder reads "{n}" at the start of text: its number, and its length or 0.
func placeholder(text string) (n, size int) {
	if len(text) < 3 || text[0] != '{' {
		return 0, 0
	}
	for i := 1; i < len(text); i++ {
		switch c := text[i]; {
		case c >= '0' && c <= '9' && i <= 2:
			n = n*10 + int(c-'0')
		case c == '}' && i > 1:
			return n, i + 1
		default:
			return 0, 0
		}
	}
	return 0, 0
}

func write(lang string, arg any) string {
	switch v := arg.(type) {
	case string:
		return v
	case int:
		return Number(lang, int64(v))
	case int64:
		return Number(lang, v)
	}
	return fmt.Sprint(arg)
}
