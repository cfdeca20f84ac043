package spec

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

// FuzzParse: whatever the bytes, there is no panic, every finding has a place
// in the text, nothing dangerous goes to the terminal, and the same bytes give
// the same findings.
func FuzzParse(f *testing.F) {
	for _, c := range syntaxCases {
		f.Add([]byte(c.text))
	}
	files, _ := filepath.Glob("testdata/findings/*.yaml")
	for _, file := range files {
		if data, err := os.ReadFile(file); err == nil {
			f.Add(data)
		}
	}
	for _, text := range []string{fullSpec, bomb(9), "\uFEFFa: 1\r\n", "a: &a [*a]", "[&a {x: 1}, {<<: [*a, *a], y: !t z}]", "a: \"\\e[31m\"\n", "? |\n x\n: >\n y\n"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		root, findings := Parse("spec.yaml", data)
		if root != nil {
			checkRanges(t, root)
			findings = append(findings, validateSchema(root)...)
		} else if !findings.HasErrors() {
			t.Fatal("neither a tree nor an error")
		}
		checkFindings(t, findings, data)
		_, first := Compile("spec.yaml", data)
		_, second := Compile("spec.yaml", data)
		if diff := cmp.Diff(first, second); diff != "" {
			t.Fatal(diff)
		}
		checkOutput(t, first, data)
	})
}

func checkOutput(t *testing.T, l diag.List, data []byte) {
	t.Helper()
	shown := Redact("spec.yaml", data)
	var out bytes.Buffer
	if err := diag.WriteText(&out, l, diag.Sources{"spec.yaml": shown}, diag.Look{}); err != nil {
		t.Fatal(err)
	}
	if err := diag.WriteJSON(&out, l, 1); err != nil {
		t.Fatal(err)
	}
	if i := strings.IndexFunc(out.String(), func(r rune) bool { return unicode.IsControl(r) && r != '\n' }); i >= 0 {
		t.Fatalf("a control character is written: %q", out.String()[i:])
	}
	if len(shown) > 0 && bytes.Count(shown, []byte("\n")) != bytes.Count(data, []byte("\n")) {
		t.Fatal("masking changed the lines")
	}
}
