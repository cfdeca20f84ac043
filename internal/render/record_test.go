package render_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mlauth/mlauth-compile/internal/render"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var update = flag.Bool("update", false, "write the golden files anew")

// program records the program of a spec that is made of a head and the given
// rest.
func program(t *testing.T, rest string) *render.Recording {
	t.Helper()
	head := "apiVersion: mlauth/v1\nkind: AuthStack\nmetadata: {name: trap, team: tests}\naws: {region: us-east-1}\n"
	return record(t, "specs/trap.yaml", head+rest)
}

func record(t *testing.T, file, text string) *render.Recording {
	t.Helper()
	read := func(name string) ([]byte, error) { return os.ReadFile(filepath.Join("..", "..", name)) }
	loader := spec.NewLoader(read, nil)
	s, findings := loader.Compile(file, []byte(text))
	if findings = append(findings, loader.Findings()...); len(findings) > 0 {
		t.Fatalf("the spec of this test has findings: %+v", findings)
	}
	s.ReadFiles(read)
	recording, err := render.Record(s)
	if err != nil {
		t.Fatal(err)
	}
	return recording
}

// find returns a resource by its path in the spec.
func find(t *testing.T, r *render.Recording, name string) render.Resource {
	t.Helper()
	for _, resource := range r.Resources {
		if resource.Name == name {
			return resource
		}
	}
	t.Fatalf("the program has no resource %q", name)
	return render.Resource{}
}

// at walks into a property by keys.
func at(t *testing.T, v any, path ...string) any {
	t.Helper()
	for _, key := range path {
		m, ok := v.(map[string]any)
		if !ok {
			t.Fatalf("%v is no object on the way to %v", v, path)
		}
		v = m[key]
	}
	return v
}

func same(t *testing.T, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("difference (-want +got):\n%s", diff)
	}
}

// Every spec of the repository renders to its golden program, twice the same.
func TestSpecsRenderToTheirGoldens(t *testing.T) {
	files, err := filepath.Glob("../../specs/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no specs: %v", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".yaml")
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			first := encode(t, record(t, "specs/"+filepath.Base(file), string(text)))
			if second := encode(t, record(t, "specs/"+filepath.Base(file), string(text))); !bytes.Equal(first, second) {
				t.Error("two recordings of one spec differ")
			}
			golden := filepath.Join("testdata", "golden", name+".json")
			if *update {
				if err := os.WriteFile(golden, first, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(first)); diff != "" {
				t.Errorf("the program changed; if that is meant, run go test ./internal/render -update\n%s", diff)
			}
		})
	}
}

func encode(t *testing.T, r *render.Recording) []byte {
	t.Helper()
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
