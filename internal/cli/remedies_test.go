package cli

import (
	"os"
	"path/filepath"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

// Every finding says what to do, in a sentence; but for an info, which may be
// all that there is to say.
func TestFindingsSayWhatToDo(t *testing.T) {
	seen := 0
	hold := func(where string, l diag.List) {
		for _, d := range l {
			seen++
			first, _ := utf8.DecodeRuneInString(d.Remedy)
			if d.Severity == diag.Info && d.Remedy == "" || unicode.IsUpper(first) {
				continue
			}
			t.Errorf("%s, %s: %s\nhas the remedy %q", where, d.Rule, d.Message, d.Remedy)
		}
	}
	for _, s := range checksPage(t) {
		for _, f := range append(s.fails, s.passes...) {
			t.Run(s.id, func(t *testing.T) { hold("docs/checks.md, "+s.id, runExample(t, f)) })
		}
	}
	for _, pattern := range []string{"../check/testdata/*/*.yaml", "../spec/testdata/findings/*.yaml"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatal("no cases", err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			t.Run(filepath.Base(file), func(t *testing.T) { hold(file, runExample(t, fence{text: string(text)})) })
		}
	}
	if seen < 500 {
		t.Errorf("only %d findings were looked at", seen)
	}
}
