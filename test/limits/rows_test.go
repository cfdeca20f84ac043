package limits

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"sync"
	"testing"
	"unicode/utf8"
)

// row is one member of an operation's input, as AWS's API model limits it. Min
// and Max are lengths, numbers of items, or values.
type row struct {
	Path, Type, Pattern string
	Min, Max            *int
	Enum                []string
}

// rows are all of them, by OPERATION PATH.
var rows = sync.OnceValue(func() map[string]row {
	text, err := os.ReadFile("testdata/aws-api-constraints.json")
	if err != nil {
		panic(err)
	}
	var file struct{ Operations map[string][]row }
	if err := json.Unmarshal(text, &file); err != nil {
		panic(err)
	}
	all := map[string]row{}
	for operation, list := range file.Operations {
		for _, r := range list {
			all[operation+" "+r.Path] = r
		}
	}
	return all
})

// fact is what is known to differ from a row, or is missing in the model: it
// goes before the row.
type fact struct {
	why      string // with its source
	min, max *int
	pattern  string
}

// limits are what holds for a value: that of every row that it reaches, and of
// the facts.
type limits struct {
	min, max int
	patterns []*regexp.Regexp
	enum     []string
}

// unlimited stands for a maximum that AWS does not say.
const unlimited = 1 << 62

func limitsOf(t *testing.T, r reach) limits {
	t.Helper()
	l := limits{max: unlimited}
	for _, name := range r.rows {
		known, ok := rows()[name]
		if !ok {
			t.Fatalf("AWS's model has no row %q", name)
		}
		l.narrow(known.Min, known.Max)
		if known.Pattern != "" {
			l.patterns = append(l.patterns, whole(known.Pattern))
		}
		l.enum = append(l.enum, known.Enum...)
	}
	for _, f := range r.facts {
		if f.min != nil {
			l.min = *f.min
		}
		if f.max != nil {
			l.max = *f.max
		}
		if f.pattern != "" {
			l.patterns = []*regexp.Regexp{whole(f.pattern)}
		}
	}
	slices.Sort(l.enum)
	l.enum = slices.Compact(l.enum)
	return l
}

func (l *limits) narrow(least, most *int) {
	if least != nil {
		l.min = max(l.min, *least)
	}
	if most != nil {
		l.max = min(l.max, *most)
	}
}

// javaEscape is a character as Java's patterns write it, and Go's do not.
var javaEscape = regexp.MustCompile(`\\u([0-9A-Fa-f]{4})`)

// whole is a pattern that must match all of a text, as AWS's do.
func whole(pattern string) *regexp.Regexp {
	return regexp.MustCompile(`\A(?:` + javaEscape.ReplaceAllString(pattern, `\x{$1}`) + `)\z`)
}

// takes is AWS's verdict on a text.
func (l limits) takes(text string) bool {
	n := utf8.RuneCountInString(text)
	if n < l.min || n > l.max {
		return false
	}
	return !slices.ContainsFunc(l.patterns, func(p *regexp.Regexp) bool { return !p.MatchString(text) })
}
