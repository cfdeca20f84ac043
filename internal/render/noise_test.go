package render_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"github.com/mlauth/mlauth-compile/internal/render"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// ordered are the lists whose order means something; the others are sets.
var ordered = []string{"recovery", "rules", "extends"}

// The order of a spec's maps, and of the lists that AWS treats as sets, is no
// difference: nothing that is rendered changes with it.
func TestOrderIsNoDifference(t *testing.T) {
	eachSpec(t, func(t *testing.T, file string, text []byte) {
		want := recordWith(t, file, text, nil)
		for seed := range uint64(5) {
			var tree yaml.Node
			if err := yaml.Unmarshal(text, &tree); err != nil {
				t.Fatal(err)
			}
			shuffle(rand.New(rand.NewPCG(seed, 0)), &tree, "")
			shuffled, err := yaml.Marshal(&tree)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, recordWith(t, file, shuffled, nil)); diff != "" {
				t.Fatalf("seed %d: another order is another program:\n%s\n%s", seed, diff, shuffled)
			}
		}
	})
}

func shuffle(r *rand.Rand, n *yaml.Node, key string) {
	switch n.Kind {
	case yaml.MappingNode:
		if !anchored(n) { // an alias has to stay behind its anchor
			pairs := slices.Collect(slices.Chunk(n.Content, 2))
			r.Shuffle(len(pairs), func(i, j int) { pairs[i], pairs[j] = pairs[j], pairs[i] })
			n.Content = slices.Concat(pairs...)
		}
		for i := 0; i < len(n.Content); i += 2 {
			shuffle(r, n.Content[i+1], n.Content[i].Value)
		}
	case yaml.SequenceNode:
		if !slices.Contains(ordered, key) {
			r.Shuffle(len(n.Content), func(i, j int) { n.Content[i], n.Content[j] = n.Content[j], n.Content[i] })
		}
		fallthrough
	default:
		for _, child := range n.Content {
			shuffle(r, child, "")
		}
	}
}

func anchored(n *yaml.Node) bool {
	return n.Anchor != "" || slices.ContainsFunc(n.Content, anchored)
}

// Moving parts of a spec into a fragment that it extends is no difference
// either.
func TestMovingIntoAFragmentIsNoDifference(t *testing.T) {
	eachSpec(t, func(t *testing.T, file string, text []byte) {
		want := recordWith(t, file, text, nil)
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
	for _, path := range files {
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
		if name == "specs/moved.yaml" && moved != nil {
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
