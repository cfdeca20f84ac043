package spec

import (
	"slices"
	"strings"
	"testing"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

// Every kind of error that yaml.v3 knows, in our words and at its place.
var syntaxCases = []struct{ text, want string }{
	{"a: 1\n\tb: 2\n", "MLA002 2:1-2 a tab in the indentation"},
	{"a:\n\t- x\n", "MLA002 2:1-2 a tab in the indentation"},
	{"a:\n  b: 1\n\tc: 2\n", "MLA002 3:1-2 a tab in the indentation"},
	{"a: >\n\tb\n", "MLA002 2:1-2 a tab in the indentation"},
	{"a: \"abc\nb: 1\nc: 2\n", "MLA002 1:4-5 a quoted text is not closed"},
	{"x: 1\na: 'abc\nb: 1\n", "MLA002 2:4-5 a quoted text is not closed"},
	{"a: \"abc\nb: \"x\"\nc: 2\n", "MLA002 1:4-5 a quoted text is not closed in its line"},
	{"a: [\"abc]\nb: 1\nc: [\"x y\"]\nd: 2\n", "MLA002 1:5-6 a quoted text is not closed in its line"},
	{"a: \"b\n  c\" # d\ne: it's\nf: 'g\nh: 'i'\nj: [\n", "MLA002 4:4-5 a quoted text is not closed in its line"},
	{"a: \"b\n  c\"\nd: [e\n", "MLA002 3:4-5 a [ that is not closed, or a comma that is missing after it"},
	{"a: \"abc", "MLA002 1:4-5 a quoted text is not closed"},
	{"a: \"x\n---\ny\"\n", "MLA002 1:4-5 a quoted text is not closed before ---"},
	{"a: [1, 2\nb: 1\n", "MLA002 1:4-5 a [ that is not closed, or a comma that is missing after it"},
	{"a: {x: 1\nb: 1\n", "MLA002 1:4-5 a { that is not closed, or a comma that is missing after it"},
	{"[1,2", "MLA002 1:1-2 a [ that is not closed, or a comma that is missing after it"},
	{"x: 1\ny: {a: 1, b: 2]\n", "MLA002 2:4-5 a { that is not closed, or a comma that is missing after it"},
	{"a: ]\n", "MLA002 1:4-5 a value is missing before this"},
	{"}", "MLA002 1:1-2 a value is missing before this"},
	{"x: 1\ny: [a b: }]\n", "MLA002 2:10-11 a value is missing before this"},
	{"a: 1\n b: 2\n", "MLA002 2:2-6 a field cannot begin here"},
	{"a: b: c\n", "MLA002 1:5-6 a second \": \" in one line"},
	{"a\nb: 1\n", "MLA002 1:1-2 a key without its colon"},
	{"a:b\nc: 1\n", "MLA002 1:1-4 a key without its colon"},
	{"x: 1\na\nb: 1\n", "MLA002 2:1-2 a key without its colon"},
	{"a: 1\nb:2\nc: 3\n", "MLA002 2:1-4 a key without its colon"},
	{"a: 1\nb\n", "MLA002 2:1-2 a key without its colon"},
	{"a: 1 : 2\n", "MLA002 1:6-7 a second \": \" in one line"},
	{"- a\nb: 1\n", "MLA002 2:1-5 this belongs neither to the list that begins in line 1 nor to anything around it"},
	{"a: 1\n- b\n", "MLA002 2:1-4 this belongs neither to the map that begins in line 1 nor to anything around it"},
	{"a: 1\n  b: 2\n c: 3\n", "MLA002 2:3-7 a field cannot begin here"},
	{"a:\n    b: 1\n  c: 2\n", "MLA002 3:3-7 this belongs neither to the map that begins in line 1 nor to anything around it"},
	{"x: 1\ny: 2\nz:\n  - a\n  b: 1\n", "MLA002 5:3-7 this belongs neither to the list that begins in line 4 nor to anything around it"},
	{"a:\n  - b\n - c\n", "MLA002 3:2-5 this belongs neither to the map that begins in line 1 nor to anything around it"},
	{"a: |\n  x\n y\n", "MLA002 3:2-3 this belongs neither to the map that begins in line 1 nor to anything around it"},
	{"key: [a, b]]\n", "MLA002 1:12-13 text after the end of a value"},
	{"a: \"b\" c\n", "MLA002 1:8-9 text after the end of a value"},
	{"a: 'it's'\nb: 1\n", "MLA002 1:8-10 text after the end of a value"},
	{"a: &x &y 1\n", "MLA002 1:1-11 this belongs neither to the map that begins in line 1 nor to anything around it"},
	{"\"a\" \"b\"", "MLA002 1:1-8 the document has ended before this"},
	{"a: \"\\q\"\n", "MLA002 1:5-7 a \\ that begins no escape"},
	{"a: \"\\ud800\"\n", "MLA002 1:5-7 an escape that stands for no character"},
	{"a: \"\\u12\"\n", "MLA002 1:5-7 an escape with too few hexadecimal digits"},
	{"a: @x\n", "MLA002 1:4-5 a value cannot begin with this character"},
	{"a: `x`\n", "MLA002 1:4-5 a value cannot begin with this character"},
	{"a: %x\n", "MLA002 1:4-5 a value cannot begin with this character"},
	{"a: & 1\n", "MLA002 1:4-5 & begins an anchor and * an alias, which need a name"},
	{"a: *x\n", "MLA002 1:4-6 this alias names no anchor before it"},
	{"b: &x 1\na: *x\nc: [*y]\n", "MLA002 3:5-7 this alias names no anchor before it"},
	{"a: - b\n", "MLA002 1:4-7 a list cannot begin on the line of its key"},
	{"a: ? b\n", "MLA002 1:4-7 a value cannot begin with ?"},
	{"a: |x\n  b\n", "MLA002 1:4-6 text after the | or > that announces a block of lines"},
	{"a: |0\n  b\n", "MLA002 1:4-6 a block of lines cannot be indented by 0"},
	{"%YAML 2.0\n---\na: 1", "MLA002 1:1-10 this version of YAML is not supported"},
	{"%FOO\n---\na: 1", "MLA002 1:1-5 this % line is not understood"},
	{"a: !<x\n", "MLA002 1:4-7 this tag is not understood"},
	{"a: !e!x 1\n", "MLA002 1:4-8 this tag is not understood"},
	{"a: 1\n...\nfoo\n", "MLA002 3:1-4 the document has ended before this"},
	{"# x\n%YAML 1.1\n%YAML 1.1\n---\na: 1", "MLA002 3:1-10 this % line comes twice"},
	{"# x\n# y\n%YAML 2.0\n---\na: 1", "MLA002 3:1-10 this version of YAML is not supported"},
	{"%", "MLA002 1:1-2 this % line is not understood"},
}

func TestSyntaxErrors(t *testing.T) {
	for _, c := range syntaxCases {
		root, findings := Parse("spec.yaml", []byte(c.text))
		if got := brief(findings); got != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.text, got, c.want)
		}
		if root != nil {
			t.Errorf("%q: a tree in spite of the error", c.text)
		}
		for _, d := range findings {
			if d.Remedy == "" || strings.Contains(d.Message+d.Remedy, "yaml:") {
				t.Errorf("%q: remedy %q", c.text, d.Remedy)
			}
		}
	}
}

// The same errors far down in a file are found in their line.
func TestSyntaxErrorsFarDown(t *testing.T) {
	before := strings.Repeat("# a comment\n", 40)
	for _, c := range syntaxCases {
		if strings.HasPrefix(c.text, "%") {
			continue // these are directives are directives only at the top
		}
		_, findings := Parse("spec.yaml", []byte(before+c.text))
		if len(findings) != 1 {
			t.Errorf("%q: %s", c.text, brief(findings))
			continue
		}
		findings[0].Range.Start.Line -= 40
		findings[0].Range.End.Line -= 40
		got := findings[0]
		if want := strings.SplitN(c.want, " ", 3)[1]; strings.SplitN(brief(findings), " ", 3)[1] != want {
			t.Errorf("%q: at %v, want %s", c.text, got.Range, want)
		}
	}
}

// A field that is indented less than its neighbours is told at the first of
// them, which points back at it.
func TestIndentationPointsBack(t *testing.T) {
	for _, text := range []string{
		"x: 1\na:\n b:\n    c: 1\n    d: 2\n  e: 3\nf: 4\n",
		"# x\na:\n b:\n    # c\n    c: {d: 1}\n\n  e: {d: 3}\nf: 4\n",
	} {
		_, findings := Parse("spec.yaml", []byte(text))
		if len(findings) != 1 || !slices.ContainsFunc(findings[0].Related, func(r diag.Related) bool { return r.Range.Start.Line == 3 }) {
			t.Errorf("%q: %+v", text, findings)
		}
	}
}

// Where an error is searched for line by line, it takes no time to speak of.
func TestLargeSyntaxErrorIsQuick(t *testing.T) {
	large := strings.Repeat("a:\n  - [b, c]\n", 30_000) + "x: [1,\n"
	quoted := strings.Repeat("a: [\"b\", 'c']\n", 60_000) + "x: [1,\n"
	for _, text := range []string{large, quoted} {
		if _, findings := Parse("spec.yaml", []byte(text)); len(findings) != 1 {
			t.Error(brief(findings))
		}
	}
}
