package render_test

import (
	"bytes"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"github.com/mlauth/mlauth-compile/internal/render"
	"github.com/mlauth/mlauth-compile/internal/spec"
	"github.com/mlauth/mlauth-compile/test/rearrange"
)

// The order of a spec's maps, and of the lists that AWS treats as sets, is no
// difference: nothing that is rendered changes with it.
func TestOrderIsNoDifference(t *testing.T) {
	eachSpec(t, func(t *testing.T, file string, text []byte) {
		want := recordWith(t, file, text, nil)
		for seed := range uint64(5) {
			shuffled, err := rearrange.Shuffled(text, seed)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, recordWith(t, file, shuffled, nil)); diff != "" {
				t.Fatalf("seed %d: another order is another program:\n%s\n%s", seed, diff, shuffled)
			}
		}
	})
}

// Moving a spec into a fragment that it extends is no difference either, be it
// all or one section.
func TestMovingIntoAFragmentIsNoDifference(t *testing.T) {
	eachSpec(t, func(t *testing.T, file string, text []byte) {
		want := recordWith(t, file, text, nil)
		rest, fragment, err := rearrange.Divided(text)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, recordWith(t, file, rest, fragment)); diff != "" {
			t.Errorf("all in a fragment is another program:\n%s", diff)
		}
		var tree map[string]yaml.Node
		if err := yaml.Unmarshal(text, &tree); err != nil {
			t.Fatal(err)
		}
		if _, extends := tree["extends"]; extends {
			return // it extends fragments as it is
		}
		for _, section := range []string{"aws", "userPool", "identityProviders", "resourceServers", "clients", "groups", "identityPool", "iamOidcProviders", "workloads", "publish"} {
			part, there := tree[section]
			if !there {
				continue
			}
			rest := map[string]any{"extends": "moved.yaml"}
			for key, value := range tree {
				if key != section {
					rest[key] = &value
				}
			}
			moved := map[string]any{"apiVersion": "mlauth/v1", "kind": "AuthFragment", section: &part}
			got := recordWith(t, file, marshal(t, rest), marshal(t, moved))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s in a fragment is another program:\n%s", section, diff)
			}
		}
	})
}

func eachSpec(t *testing.T, check func(t *testing.T, file string, text []byte)) {
	t.Helper()
	files, err := filepath.Glob("../../specs/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no specs: %v", err)
	}
	templates, err := filepath.Glob("../cli/templates/*.yaml")
	if err != nil || len(templates) == 0 {
		t.Fatalf("no templates: %v", err)
	}
	for _, path := range append(files, templates...) {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".yaml"), func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			check(t, "specs/"+filepath.Base(path), text)
		})
	}
}

// recordWith records a spec of the repository, with specs/moved.yaml beside its
// fragments where there is one.
func recordWith(t *testing.T, file string, text, moved []byte) *render.Recording {
	t.Helper()
	read := func(name string) ([]byte, error) {
		if path.Base(name) == rearrange.FragmentFile && moved != nil {
			return moved, nil
		}
		return os.ReadFile(filepath.Join("..", "..", name))
	}
	loader := spec.NewLoader(read, nil)
	s, findings := loader.Compile(file, text)
	if findings = append(findings, loader.Findings()...); findings.HasErrors() {
		t.Fatalf("%+v\n%s", findings, text)
	}
	s.ReadFiles(read)
	recording, err := render.Record(s)
	if err != nil {
		t.Fatal(err)
	}
	return recording
}

func marshal(t *testing.T, value any) []byte {
	t.Helper()
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	if err := encoder.Encode(value); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
