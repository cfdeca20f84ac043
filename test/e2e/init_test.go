package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What init writes deploys as it is, again without a change, rearranged too, and
// is destroyed without remainder. Only the names that are unique in all of AWS are replaced.
func TestTemplates(t *testing.T) {
	files, err := filepath.Glob("../../internal/cli/templates/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no templates: %v", err)
	}
	for _, file := range files {
		template := strings.TrimSuffix(filepath.Base(file), ".yaml")
		t.Run(template, func(t *testing.T) {
			t.Parallel()
			p := newProject(t)
			p.must(0, "init", "--template", template)
			spec := "specs/" + template + ".yaml"
			written, err := os.ReadFile(filepath.Join(p.dir, spec))
			if err != nil {
				t.Fatal(err)
			}
			p.write(spec, throwAway(string(written)))

			p.deployTwice(spec)
			p.noChangeRearranged(t, spec, throwAway(string(written)))
			p.must(0, "destroy", spec)
			nothingLeft(t, p, region(string(written)), spec)
		})
	}
}

// throwAway makes a spec's stack ephemeral.
func throwAway(text string) string {
	if strings.Contains(text, "ephemeral: false") {
		return strings.Replace(text, "ephemeral: false", "ephemeral: true", 1)
	}
	return text + ephemeral
}
