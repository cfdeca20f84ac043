package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The specs of the checker's tests that stand just within the rules, many
// boundaries to a spec, deploy: what validates is what AWS takes. They say the
// same to AWS the second time, and leave nothing.
func TestBoundaries(t *testing.T) {
	files, err := filepath.Glob("../../internal/check/testdata/ok/boundary_*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no specs: %v", err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(strings.TrimSuffix(strings.TrimPrefix(name, "boundary_"), ".yaml"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			p := newProject(t)
			spec := "specs/" + name
			p.write(spec, string(text)+ephemeral)
			storeSecrets(t, p, string(text))
			p.deployTwice(spec)
			p.must(0, "destroy", spec)
			nothingLeft(t, p, region(string(text)), spec)
		})
	}
}
