package spec

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

// Each testdata/findings/NAME.yaml gives what NAME.txt says, to the letter.
func TestFindingsAsText(t *testing.T) {
	files, err := filepath.Glob("testdata/findings/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			name := filepath.Base(file)
			root, findings := Parse(name, data)
			if root != nil {
				findings = append(findings, validateSchema(root)...)
			}
			findings.Sort()
			var out bytes.Buffer
			if err := diag.WriteText(&out, findings, diag.Sources{name: Redact(name, data)}, diag.Look{}); err != nil {
				t.Fatal(err)
			}
			golden(t, strings.TrimSuffix(file, ".yaml")+".txt", out.String())
		})
	}
}
