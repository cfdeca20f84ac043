package spec

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

// bomb expands to 10 to the power of levels.
func bomb(levels int) string {
	var b strings.Builder
	b.WriteString("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n")
	for i := 1; i < levels; i++ {
		fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d,", i-1), 10), ","))
	}
	return b.String()
}

func TestNastyFiles(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"empty":                {"", "MLA004 1:1-1 the file is empty"},
		"only comments":        {"# nothing\n\n# here\n", "MLA004 1:1-1 the file is empty"},
		"only a marker":        {"---\n", "MLA004 1:1-1 the file is empty"},
		"only spaces":          {"  \n \n", "MLA004 1:1-1 the file is empty"},
		"only a mark":          {"\uFEFF", "MLA004 1:1-1 the file is empty\nMLA008 1:1-1 the file begins with a byte-order mark"},
		"two documents":        {"a: 1\n---\nb: 2\n", "MLA005 2:1-4 a second document begins here"},
		"empty, then another":  {"---\n---\nb: 2\n", "MLA005 2:1-4 a second document begins here"},
		"trailing marker":      {"a: 1\n---\n", "MLA005 2:1-4 a second document begins here"},
		"byte-order mark":      {"\uFEFFa: 1\n", "MLA008 1:1-1 the file begins with a byte-order mark"},
		"mark inside":          {"a: \uFEFF1\n", "MLA001 1:4-5 a byte-order mark inside the text"},
		"CR LF":                {"a: 1\r\nb: 2\r\n", "MLA009 1:5-5 lines end in CR LF"},
		"CR":                   {"a: 1\rb: 2\r", "MLA001 1:5-6 a carriage return without a line feed"},
		"NUL":                  {"a: \x00\n", "MLA001 1:4-5 the file holds a NUL byte: it is not a text file"},
		"binary":               {"\x7fELF\x02\x01\x01\x00", "MLA001 1:1-2 the control character U+007F"},
		"PNG":                  {"\x89PNG\r\n\x1a\n", "MLA001 1:1-1 the file is not UTF-8: this byte belongs to no character"},
		"Latin-1":              {"a: caf\xe9\n", "MLA001 1:7-8 the file is not UTF-8: this byte belongs to no character"},
		"UTF-16 with mark":     {"\xff\xfea\x00:\x00", "MLA001 1:1-1 the file is UTF-16, not UTF-8"},
		"UTF-16 without":       {"\x00a\x00:\x00 \x00b", "MLA001 1:1-1 the file is UTF-16, not UTF-8"},
		"UTF-32":               {"\xff\xfe\x00\x00a\x00\x00\x00", "MLA001 1:1-1 the file is UTF-32, not UTF-8"},
		"escape sequence":      {"a: \x1b[31m\n", "MLA001 1:4-5 the control character U+001B"},
		"line separator":       {"a: b\u2028c\n", "MLA001 1:5-6 the line separator U+2028, which YAML and editors count differently"},
		"too large":            {strings.Repeat("# 10 MB of comments\n", 500_000), "MLA003 1:1-1 the file has more than 1048576 bytes, the most that a spec may have"},
		"too many values":      {"[" + strings.Repeat("1,", 60_000) + "]", "MLA003 1:100000-100000 the file has more than 50000 values"},
		"duplicate key":        {"a: {b: 1, b: 2}\n", "MLA006 1:11-12 b is given twice"},
		"three times":          {"a: 1\na: 2\na: 3\n", "MLA006 2:1-2 a is given twice\nMLA006 3:1-2 a is given twice"},
		"duplicate, quoted":    {"a: 1\n\"a\": 2\n", "MLA006 2:1-4 a is given twice"},
		"alias of itself":      {"a: &a [1, *a]\n", "MLA007 1:11-13 this alias stands inside the value that it names"},
		"aliases of another":   {"a: &a {b: &b [*a]}\n", "MLA007 1:15-17 this alias stands inside the value that it names"},
		"alias bomb":           {bomb(9), "MLA007 5:22-25 aliases expand this file to more than 50000 values"},
		"deep in brackets":     {strings.Repeat("[", 80) + strings.Repeat("]", 80), "MLA018 1:66-96 values are nested more than 64 deep here"},
		"very deep":            {strings.Repeat("[", 20_000), "MLA018 1:65-65 values are nested thousands deep"},
		"number as key":        {"1: x\n", "MLA019 1:1-2 a key must be a string, not a whole number"},
		"bool as key":          {"true: x\n", "MLA019 1:1-5 a key must be a string, not true or false"},
		"no key":               {"? \n: x\n", "MLA019 1:2-2 a key is missing here"},
		"list as key":          {"? [a]\n: x\n", "MLA019 1:3-6 a key must be a string, not a list"},
		"custom tag":           {"a: !Ref b\n", "MLA020 1:4-8 tags are not supported"},
		"binary tag":           {"a: !!binary aGk=\n", "MLA020 1:4-12 tags are not supported"},
		"tag on a map":         {"a: !!set {b}\n", "MLA020 1:4-9 tags are not supported"},
		"infinity":             {"a: -.inf\n", "MLA020 1:4-9 infinity and not-a-number are not supported"},
		"beyond 64 bits":       {"a: 9223372036854775808\n", "MLA015 1:4-23 the number is too large"},
		"beyond, with a point": {"a: 1e300\n", "MLA015 1:4-9 the number is too large"},
		"merging a scalar":     {"a: {<<: 1}\n", "MLA020 1:5-7 << takes a map or a list of maps, not a whole number"},
		"merging twice":        {"x: &x {a: 1}\ny: {<<: *x, <<: *x}\n", "MLA006 2:13-15 << is given twice"},
	} {
		start := time.Now()
		_, findings := Parse("spec.yaml", []byte(c.text))
		if took := time.Since(start); took > soon {
			t.Errorf("%s: took %v", name, took)
		}
		if got := brief(findings); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
	}
}

// soon is far above what anything takes on a machine that does other things too,
// and far below what it would if the time grew with the square of the length.
const soon = 30 * time.Second

// However a megabyte is spent, reading, explaining, masking and showing it ends
// soon.
func TestHostileFilesAreQuick(t *testing.T) {
	fill := func(begin, each, end string) string {
		return begin + strings.Repeat(each, (MaxBytes-len(begin)-len(end))/len(each)) + end
	}
	numbered := func(begin, each, end string, most int) string {
		var b strings.Builder
		b.WriteString(begin)
		for i := 0; i < most && b.Len() < MaxBytes-100; i++ {
			fmt.Fprintf(&b, each, i)
		}
		return b.String() + end
	}
	for name, text := range map[string]string{
		"unknown fields in one line": numbered("{é: 1", ", x%d: 1", "}", 8_000),
		"unknown fields":             numbered("", "x%d: {y: 1}\n", "", 8_000),
		"duplicate keys":             fill("", "a: 1\n", "")[:100_000],
		"wrong clients in one line":  numbered("{é: 1, clients: {", "c%d: {type: machine, callbackUrls: [a]}, ", "}}", 3_000),
		"repeated items":             fill("clients: {a: {type: machine, scopes: [", "a,", "]}}")[:30_000] + "]}}",
		"misspelt fields":            numbered("metadata: {", "tea%d: x, ", "}", 8_000),
		"unclosed brackets":          fill("", "a: [1,\n", ""),
		"unclosed quotes":            fill("", "a: \"x\n", ""),
		"one long word":              fill("", "x", ""),
		"one long value":             fill("a: ", "é", ""),
		"tabs":                       fill("a:\n", "\t", "b"),
		"comments":                   fill("a: 1\n", "# c\n", "b"),
		"rules in one line":          fill("a: 1 # ", "MLA", ""),
		"anchors":                    numbered("", "- &a%d 1\n", "", 24_000),
		"secrets":                    numbered("{", "secret%d: x, ", "}", 8_000),
		"secrets without a tree":     fill("", "secret: x, ", "{"),
	} {
		start := time.Now()
		data := []byte(text)
		_, findings := Compile("spec.yaml", data)
		Ignores("spec.yaml", data)
		if len(findings) == 0 {
			t.Errorf("%s: no findings", name)
		}
		var out strings.Builder
		if err := diag.WriteText(&out, findings, diag.Sources{"spec.yaml": Redact("spec.yaml", data)}, diag.Look{}); err != nil {
			t.Fatal(err)
		}
		took := time.Since(start)
		t.Logf("%-28s %8d bytes, %6d findings, %v", name, len(data), len(findings), took)
		if took > soon {
			t.Errorf("%s: took %v", name, took)
		}
	}
}

func TestPlainYAML(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want any
	}{
		"types": {"{a: 1, b: 1.5, c: true, d: null, e: x, f: '1', g: 0x1F, h: 1_000, i: 0o17, j: -3, k: TRUE, l: ~}", map[string]any{
			"a": int64(1), "b": 1.5, "c": true, "d": nil, "e": "x", "f": "1", "g": int64(31), "h": int64(1000), "i": int64(15), "j": int64(-3), "k": true, "l": nil,
		}},
		"no booleans":     {"[yes, no, on, off, y, n]", []any{"yes", "no", "on", "off", "y", "n"}},
		"no dates":        {"[2026-12-31, 2026-12-31T10:00:00Z]", []any{"2026-12-31", "2026-12-31T10:00:00Z"}},
		"string by tag":   {"!!str 1", "1"},
		"alias":           {"{a: &x [1, {b: 2}], c: *x}", map[string]any{"a": []any{int64(1), map[string]any{"b": int64(2)}}, "c": []any{int64(1), map[string]any{"b": int64(2)}}}},
		"alias as key":    {"{a: &x b, *x : 1}", map[string]any{"a": "b", "b": int64(1)}},
		"merge":           {"{a: &a {x: 1, y: 2}, b: {y: 3, <<: *a}}", map[string]any{"a": map[string]any{"x": int64(1), "y": int64(2)}, "b": map[string]any{"x": int64(1), "y": int64(3)}}},
		"merge of two":    {"[&a {x: 1}, &b {x: 2, y: 2}, {<<: [*a, *b]}]", []any{map[string]any{"x": int64(1)}, map[string]any{"x": int64(2), "y": int64(2)}, map[string]any{"x": int64(1), "y": int64(2)}}},
		"no merge":        {`{"<<": 1, a: <<}`, map[string]any{"<<": int64(1), "a": "<<"}},
		"anchor twice":    {"[&a 1, *a, &a 2, *a]", []any{int64(1), int64(1), int64(2), int64(2)}},
		"marker, comment": {"%YAML 1.1\n--- # a spec\na: 1\n...\n# the end\n", map[string]any{"a": int64(1)}},
	} {
		root, findings := Parse("spec.yaml", []byte(c.text))
		if diff := cmp.Diff(c.want, plainValue(root)); diff != "" || len(findings) > 0 {
			t.Errorf("%s: %s\n%s", name, diff, brief(findings))
		}
	}
}

func TestEntriesInSourceOrder(t *testing.T) {
	root, _ := Parse("spec.yaml", []byte("x: &x {m: 1, c: 2}\ny: {<<: *x, b: 1, a: 2, c: 3}\n"))
	var keys []string
	for e := range root.Get("y").Entries() {
		keys = append(keys, e.Key.Text+"="+e.Value.Text)
	}
	if got := strings.Join(keys, " "); got != "b=1 a=2 c=3 m=1" {
		t.Error(got)
	}
}

func TestPathsAndAbsentNodes(t *testing.T) {
	root, _ := Parse("spec.yaml", []byte("a/b:\n  - {c~d: &x {e: 1}}\nf: *x\n"))
	n := root.Get("a/b").Items()[0].Get("c~d").Get("e")
	if got := n.Path(); got != "/a~1b/0/c~0d/e" {
		t.Error(got)
	}
	if got := root.Get("f").Get("e").Path(); got != "/f/e" {
		t.Error(got)
	}
	var none *Node
	if none.Get("x").Has("y") || none.Key("x") != nil || none.Len() != 0 || none.Items() != nil || none.Path() != "" ||
		none.Poisoned() || none.Uses() != nil || none.IsString() || none.OwnKey() != nil || none.Range() != (diag.Range{}) {
		t.Error("a node that is not there has something")
	}
}

// What an alias names is reported where it is written, and where it is used.
func TestUsesOfAliases(t *testing.T) {
	root, _ := Parse("spec.yaml", []byte("a: &x {b: 1}\nc: {<<: *x}\nd: *x\n"))
	for _, path := range []string{"c", "d"} {
		n := root.Get(path).Get("b")
		uses := n.Uses()
		if n.Range().Start.Line != 1 || len(uses) != 1 || uses[0].Range.Start.Line == 1 {
			t.Error(path, n.Range(), uses)
		}
	}
}

func TestPoisonReachesDown(t *testing.T) {
	root, _ := Parse("spec.yaml", []byte("a: {b: 1}\nc: 1\n"))
	root.Get("a").Poison()
	if !root.Get("a").Get("b").Poisoned() || root.Get("c").Poisoned() || root.Poisoned() {
		t.Error("poison is in the wrong places")
	}
}

func TestPathsOfFindings(t *testing.T) {
	for text, want := range map[string]string{
		"a: {b: [{c: 1, c: 2}]}":       "/a/b/0/c",
		"a: {b: !x 1}":                 "/a/b",
		"a: [.inf]":                    "/a/0",
		"a: {1: x}":                    "/a",
		"a: {<<: 1}":                   "/a",
		"a: &a {b: *a}":                "/a/b",
		"x: &x {b: !x 1}\nc: {<<: *x}": "/x/b",
	} {
		_, findings := Parse("spec.yaml", []byte(text))
		if len(findings) != 1 || findings[0].Path != want {
			t.Errorf("%q: %+v, want %s", text, findings, want)
		}
	}
}
