package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What validate takes at AWS's limits, AWS takes: many boundaries to a spec are
// deployed, deployed again without a change, and destroyed without remainder.
func TestBoundaries(t *testing.T) {
	files, err := filepath.Glob("../../internal/check/testdata/ok/boundary_*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no specs: %v", err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(strings.TrimSuffix(name, ".yaml"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			p := newProject(t)
			spec := "specs/" + name
			p.write(spec, string(text)+ephemeral)
			p.must(0, "deploy", spec)
			p.must(0, "preview", "--expect-no-changes", spec)
			p.must(0, "destroy", spec)
			nothingLeft(t, p, region(string(text)), spec)
		})
	}
}
