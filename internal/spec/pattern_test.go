package spec

import (
	"encoding/json"
	"math/rand/v2"
	"regexp"
	"regexp/syntax"
	"strings"
	"testing"

	"github.com/mlauth/mlauth-compile/schema"
)

// Every pattern of the schemas fits exactly what the regular expression does, of
// texts that are much like those that fit.
func TestPatternsAreRegularExpressions(t *testing.T) {
	patterns := map[string]bool{`^a*a$`: true, `^a?b$`: true, `^ab+c{2}$`: true, `^é[^a]+$`: true, `^(?i)a$`: true, `^$`: true, `a`: true}
	for _, text := range [][]byte{schema.JSON, schema.Repository} {
		var doc any
		if err := json.Unmarshal(text, &doc); err != nil {
			t.Fatal(err)
		}
		eachSchema(doc, "#", func(s map[string]any, _ string) {
			if p, ok := s["pattern"].(string); ok {
				patterns[p] = true
			}
		})
	}
	r := rand.New(rand.NewPCG(1, 2))
	simple, fit := 0, 0
	for text := range patterns {
		p, re := newPattern(text), regexp.MustCompile(text)
		if p.runs != nil {
			simple++
		}
		parsed, err := syntax.Parse(text, syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		for range 300 {
			sample := similar(r, parsed)
			if want := re.MatchString(sample); p.fits(sample) != want {
				t.Errorf("%s fits %q: %v, and as a regular expression %v", text, sample, !want, want)
			} else if want {
				fit++
			}
		}
	}
	if simple < len(patterns)/3 || fit < 1000 {
		t.Errorf("%d of %d patterns are simple, and %d samples fitted", simple, len(patterns), fit)
	}
}

// similar is a text that an expression matches, or nearly.
func similar(r *rand.Rand, re *syntax.Regexp) string {
	var b strings.Builder
	var write func(re *syntax.Regexp)
	write = func(re *syntax.Regexp) {
		times := 1
		switch re.Op {
		case syntax.OpLiteral:
			b.WriteString(string(re.Rune))
			return
		case syntax.OpCharClass:
			i := 2 * r.IntN(len(re.Rune)/2)
			b.WriteRune(re.Rune[i] + rune(r.IntN(int(re.Rune[i+1]-re.Rune[i])+1)))
			return
		case syntax.OpAlternate:
			write(re.Sub[r.IntN(len(re.Sub))])
			return
		case syntax.OpStar, syntax.OpQuest, syntax.OpPlus:
			times = r.IntN(4)
		case syntax.OpRepeat:
			times = re.Min + r.IntN(max(re.Max, re.Min)+2-re.Min)
		}
		for range times {
			for _, sub := range re.Sub {
				write(sub)
			}
		}
	}
	write(re)
	text := []byte(b.String())
	if len(text) > 0 && r.IntN(3) == 0 { // one byte of it is another
		text[r.IntN(len(text))] = []byte("aZ0-_ /:.*\n\x00\x80é")[r.IntN(15)]
	}
	return string(text)
}
