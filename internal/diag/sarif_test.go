package diag

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

var sampleTool = Tool{
	Name: "mlauth-compile", Version: "v1.2.3", URI: "https://example.com/mlauth",
	Rules: []RulePage{
		{Rule{"MLA006", Error, "A map has a key once."}, "https://example.com/checks#mla006", "Which of {two} would [win](1) is open."},
		{Rule{"MLA009", Info, "Lines end in LF alone."}, "https://example.com/checks#mla009", ""},
	},
}

// nasty are findings whose texts mean something to who reads a format.
var nasty = List{
	{Rule: "MLA006", Range: at("100% a:b,c\r\n.yaml", 1, 2, 1, 3), Message: "100% :: , \r\n::error::x", Remedy: "write {env: …} or [a](b) \\"},
	{Rule: "MLA006", Range: at("/abs olute/#1?.yaml", 1, 2, 1, 2), Message: "{0} [x] \x1b[31m"},
	{Rule: "MLA006", Range: at("a:b/é \xff.yaml", 3, 1, 4, 7), Message: "two lines", Related: []Related{{at("b,c.yaml", 9, 1, 9, 2), "first [given](here)"}}},
}

func sarifSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := os.ReadFile("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat = true
	if err := c.AddResource("sarif.json", bytes.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	return c.MustCompile("sarif.json")
}

func TestWriteSARIF(t *testing.T) {
	schema := sarifSchema(t)
	for file, l := range map[string]List{"testdata/findings.sarif": sample, "testdata/nasty.sarif": nasty, "testdata/none.sarif": nil} {
		var out bytes.Buffer
		if err := WriteSARIF(&out, l, sampleTool); err != nil {
			t.Fatal(err)
		}
		golden(t, file, out.Bytes())
		var log any
		if err := json.Unmarshal(out.Bytes(), &log); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(log); err != nil {
			t.Errorf("%s: %#v", file, err)
		}
	}
	if schema.Validate(map[string]any{"version": "2.1.0", "runs": []any{map[string]any{}}}) == nil {
		t.Error("the schema takes a run without a tool")
	}
}

// Of too many findings the worst are kept, and the log says that some are not.
func TestSARIFIsCut(t *testing.T) {
	var l List
	for i := range MaxSARIF + 10 {
		d := Diagnostic{Rule: "MLA009", Severity: Info, Range: at("a.yaml", i+1, 1, i+1, 2), Message: "x"}
		if i >= MaxSARIF {
			d.Severity = Error
		}
		l = append(l, d)
	}
	var out bytes.Buffer
	if err := WriteSARIF(&out, l, sampleTool); err != nil {
		t.Fatal(err)
	}
	var log sarifLog
	if err := json.Unmarshal(out.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	results := log.Runs[0].Results
	if len(results) != MaxSARIF || results[len(results)-1].Level != "error" {
		t.Errorf("%d results, the last of level %s", len(results), results[len(results)-1].Level)
	}
	if said := log.Runs[0].Invocations[0].Notifications; len(said) != 1 || !strings.HasPrefix(said[0].Message.Text, "10 more findings") {
		t.Errorf("it says %v", said)
	}
}

// A finding keeps its fingerprint when it moves, and has one of its own.
func TestFingerprints(t *testing.T) {
	d := Diagnostic{Rule: "MLA101", Range: at("a.yaml", 3, 1, 3, 2), Path: "/userPool", Message: "x"}
	moved := d
	moved.Range = at("a.yaml", 9, 4, 9, 5)
	if (fingerprints{}).of(d) != (fingerprints{}).of(moved) {
		t.Error("it changes when the finding moves")
	}
	seen, prints := map[string]bool{}, fingerprints{}
	others := []Diagnostic{d, d, {Rule: "MLA102", Range: d.Range, Path: d.Path}, {Rule: d.Rule, Range: at("b.yaml", 3, 1, 3, 2), Path: d.Path}, {Rule: d.Rule, Range: d.Range}}
	for _, other := range others {
		seen[prints.of(other)] = true
	}
	if len(seen) != len(others) {
		t.Errorf("%d findings have %d fingerprints", len(others), len(seen))
	}
}

func TestWriteGitHub(t *testing.T) {
	var out bytes.Buffer
	if err := WriteGitHub(&out, append(append(List{}, sample...), nasty...)); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/github.txt", out.Bytes())
	if lines := strings.Count(out.String(), "\n"); lines != len(sample)+len(nasty) {
		t.Errorf("%d lines for %d findings", lines, len(sample)+len(nasty))
	}
}

// Of a file with very many findings the worst are shown as text, and the rest
// is counted; other files are not affected.
func TestTextIsLimited(t *testing.T) {
	var l List
	for i := range maxShown + 7 {
		l = append(l, Diagnostic{Rule: "MLA009", Severity: Warning, Range: at("a.yaml", i+1, 1, i+1, 2), Message: "less"})
	}
	l[maxShown+6].Severity, l[maxShown+6].Message = Error, "worst"
	l = append(l, Diagnostic{Rule: "MLA009", Range: at("b.yaml", 1, 1, 1, 2), Message: "other"})
	var out bytes.Buffer
	if err := WriteText(&out, l, nil, Look{}); err != nil {
		t.Fatal(err)
	}
	got := out.String()
	for text, want := range map[string]int{": less [": maxShown - 1, ": worst [": 1, ": other [": 1, "a.yaml: 7 more findings; ": 1, "b.yaml: ": 0} {
		if n := strings.Count(got, text); n != want {
			t.Errorf("%q comes %d times, not %d", text, n, want)
		}
	}
	if !strings.HasSuffix(got, "b.yaml:1:1: error: other [MLA009]\n") {
		t.Error("the order is lost: ", got[len(got)-200:])
	}
}

// Whoever reads a log and puts its placeholders in, of which there are none, has
// the texts as they were: no brace is doubled that is not halved again, and none
// stands alone.
func TestSARIFBracesComeBack(t *testing.T) {
	braces := []string{"{", "}", "{}", "{0}", "{{use}}", "userPool: {use: {stack: ml}}", "}{", "no brace"}
	for _, text := range braces {
		written := sarifText(text).Text
		if alone := strings.NewReplacer("{{", "", "}}", "").Replace(written); strings.ContainsAny(alone, "{}") {
			t.Errorf("%q became %q, with a brace that begins a placeholder", text, written)
		}
		if back := strings.NewReplacer("{{", "{", "}}", "}").Replace(written); back != text {
			t.Errorf("%q became %q, which reads %q", text, written, back)
		}
	}
	var text, github bytes.Buffer
	l := List{{Rule: "MLA006", Range: at("a.yaml", 1, 1, 1, 2), Message: "write {a: {b: c}}", Remedy: "Write {env: …}."}}
	if err := errors.Join(WriteText(&text, l, nil, Look{}), WriteGitHub(&github, l)); err != nil {
		t.Fatal(err)
	}
	for _, out := range []string{text.String(), github.String()} {
		if !strings.Contains(out, "write {a: {b: c}}") || !strings.Contains(out, "Write {env: …}.") {
			t.Errorf("only SARIF doubles braces: %s", out)
		}
	}
}
