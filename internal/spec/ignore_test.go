package spec

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Each text has the ignores that are listed, as LINE rules at columns, reason.
func TestIgnores(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"none":                    {"a: b # a comment\n", nil},
		"behind a value":          {"a: b # mlauth:ignore MLA113 -- as it is\n", []string{"1 MLA113@22 why"}},
		"above":                   {"# mlauth:ignore MLA113 -- as it is\na: b\n", []string{"2 MLA113@17 why"}},
		"above, others between":   {"# mlauth:ignore MLA113 -- as x is\n\n# mlauth:ignore MLA114 -- as y is\n# words\na: b\n", []string{"5 MLA113@17 why", "5 MLA114@17 why"}},
		"at the end":              {"a: b\n# mlauth:ignore MLA113 -- as x is\n", []string{"0 MLA113@17 why"}},
		"several":                 {"a: b # mlauth:ignore MLA113, MLA114 MLA115,MLA116 -- as x is\n", []string{"1 MLA113@22 MLA114@30 MLA115@37 MLA116@44 why"}},
		"no reason":               {"a: b # mlauth:ignore MLA113\n", []string{"1 MLA113@22"}},
		"an empty reason":         {"a: b # mlauth:ignore MLA113 -- \n", []string{"1 MLA113@22"}},
		"a reason without dashes": {"a: b # mlauth:ignore MLA113 because MLA114\n", []string{"1 MLA113@22"}},
		"a strange ID":            {"a: b # mlauth:ignore mla113 x -- as y is\n", []string{"1 mla113@22 x@29 why"}},
		"no rule":                 {"a: b # mlauth:ignore\n", []string{"1"}},
		"no rule but a reason":    {"a: b # mlauth:ignore -- as x is\n", []string{"1 why"}},
		"no space before":         {"a: b #mlauth:ignore MLA113 -- as x is\n", []string{"1 MLA113@21 why"}},
		"after other words":       {"a: b # warns # mlauth:ignore MLA113 -- as x is\n", []string{"1 MLA113@30 why"}},
		"only spoken of":          {"a: b # write mlauth:ignore MLA113 here\n", nil},
		"a longer word":           {"a: b # mlauth:ignored MLA113 -- as x is\n", []string{"0 misspelt@8-22"}},
		"a dash":                  {"a: b # mlauth-ignore MLA113 -- as x is\n", []string{"0 misspelt@8-21"}},
		"above, in capitals":      {"# MLAUTH: IGNORE MLA113 -- as x is\na: b\n", []string{"0 misspelt@3-17"}},
		"another word":            {"a: b #mlauth:disable=MLA113\n", []string{"0 misspelt@7-21"}},
		"a sentence":              {"a: b # mlauth ignores what MLA113 says\nb: c # see MLA113; mlauth-ignore it\n", nil},
		"misspelt, in quotes":     {"a: 'x # mlauth-ignore MLA113 -- as y is'\n", nil},
		"CR LF":                   {"a: b # mlauth:ignore MLA113 -- as x is\r\n", []string{"1 MLA113@22 why"}},
		"wide characters":         {"a: 日本 # mlauth:ignore MLA113 -- as x is\n", []string{"1 MLA113@23 why"}},
		"in quotes":               {"a: \"x # mlauth:ignore MLA113 -- as y is\"\nb: 'x # mlauth:ignore MLA113 -- as y is'\n", nil},
		"in quotes, and behind":   {"a: 'x # mlauth:ignore MLA113 -- as y is' # mlauth:ignore MLA114 -- as z is\n", []string{"1 MLA114@58 why"}},
		"in a key":                {"\"a # mlauth:ignore MLA113 -- as y is\": b\n", nil},
		"in a text of two lines":  {"a: \"x\n  # mlauth:ignore MLA113 -- as y is\"\nb: c\n", nil},
		"in a block":              {"a: |\n  # mlauth:ignore MLA113 -- as x is\n  y # mlauth:ignore MLA113 -- as x is\nb: c\n", nil},
		"in a folded block":       {"a:\n  - >-\n    # mlauth:ignore MLA113 -- as x is\n  - b\n", nil},
		"at the head of a block":  {"a: | # mlauth:ignore MLA113 -- as x is\n  y\n", []string{"1 MLA113@22 why"}},
		"behind a block":          {"a: |\n  y\n# mlauth:ignore MLA113 -- as x is\nb: c\n", []string{"4 MLA113@17 why"}},
		"in brackets":             {"a: [b, # mlauth:ignore MLA113 -- as x is\n  c]\n", []string{"1 MLA113@24 why"}},
		"no comment":              {"a: b#mlauth:ignore\n", nil},
		"an aliased text":         {"a: &x |\n  # mlauth:ignore MLA113 -- as y is\nb: *x # mlauth:ignore MLA114 -- as z is\n", []string{"3 MLA114@23 why"}},
		"no YAML":                 {"a: [ # mlauth:ignore MLA113 -- as x is\n", nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, i := range Ignores("f", []byte(c.text)) {
				words := []string{fmt.Sprint(i.Line)}
				for _, r := range i.Rules {
					words = append(words, fmt.Sprintf("%s@%d", r.ID, r.At.Start.Column))
				}
				if i.Misspelt {
					words = append(words, fmt.Sprintf("misspelt@%d-%d", i.Range.Start.Column, i.Range.End.Column))
				}
				if i.Reason {
					words = append(words, "why")
				}
				got = append(got, strings.Join(words, " "))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
