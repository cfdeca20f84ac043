package corpus

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The same number gives the same files, and no two of them are the same.
func TestWrite(t *testing.T) {
	first, again := t.TempDir(), t.TempDir()
	for _, dir := range []string{first, again} {
		if err := Write("../..", dir, 60); err != nil {
			t.Fatal(err)
		}
	}
	files, err := filepath.Glob(filepath.Join(first, "specs", "*.yaml"))
	if err != nil || len(files) != 60 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	seen := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		same, err := os.ReadFile(filepath.Join(again, "specs", filepath.Base(file)))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(text), string(same)); diff != "" {
			t.Error(diff)
		}
		if other := seen[string(text)]; other != "" {
			t.Errorf("%s is the same as %s", file, other)
		}
		seen[string(text)] = file
	}
}
