package check_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mlauth/mlauth-compile/internal/check"
	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// FuzzCheck: whatever a spec and the fragment that it may extend hold, loading,
// merging and every rule end without a panic, each finding has a rule that
// there is and a place in one of the two, and the same texts give the same
// words. It is the inner part of what internal/cli fuzzes, many times as fast.
func FuzzCheck(f *testing.F) {
	const fragment = "apiVersion: mlauth/v1\nkind: AuthFragment\nuserPool: {tier: plus}\nclients: {app: {tokens: {access: 15m}}}\n"
	for _, pattern := range []string{"../../specs/*.yaml", "../cli/templates/*.yaml", "testdata/*/*.yaml"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			f.Fatalf("no specs like %s: %v", pattern, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(text, []byte(fragment))
			f.Add(bytes.Replace(text, []byte("\nkind: AuthStack\n"), []byte("\nkind: AuthStack\nextends: ../base/f.yaml\n"), 1), []byte(fragment))
		}
	}
	f.Fuzz(func(t *testing.T, text, fragment []byte) {
		found := checked(text, fragment)
		if diff := cmp.Diff(found, checked(text, fragment)); diff != "" {
			t.Fatalf("a second time it finds otherwise (-first +second):\n%s", diff)
		}
		sources := diag.Sources{"specs/a.yaml": text, "base/f.yaml": fragment}
		for _, d := range found {
			lines := bytes.Count(sources[d.Range.File], []byte("\n")) + 1
			if _, known := check.Find(d.Rule); !known || sources[d.Range.File] == nil || d.Message == "" || d.Range.Start.Line < 1 ||
				d.Range.Start.Column < 1 || d.Range.End.Before(d.Range.Start) || d.Range.End.Line > lines {
				t.Fatalf("%+v", d)
			}
		}
		var out bytes.Buffer
		if err := diag.WriteText(&out, found, sources, diag.Look{Color: true}); err != nil {
			t.Fatal(err)
		}
		if err := diag.WriteJSON(&out, found, 1); err != nil {
			t.Fatal(err)
		}
	})
}

// checked is all that is found in a spec and its fragment, in order.
func checked(text, fragment []byte) diag.List {
	loader := spec.NewLoader(func(name string) ([]byte, error) {
		if name == "base/f.yaml" {
			return fragment, nil
		}
		return nil, os.ErrNotExist
	}, nil)
	s, found := loader.Compile("specs/a.yaml", text)
	found = append(found, loader.Findings()...)
	if s != nil {
		s.ReadFiles(func(string) ([]byte, error) { return nil, os.ErrNotExist })
		found = append(found, check.Specs([]*spec.Spec{s})...)
	}
	found.Sort()
	return found
}
