package limits

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// boundaries are the specs of internal/check/testdata/ok that have as many
// values at their limits as go together; test/e2e deploys them.
var boundaries = map[string]func(found []probe) (probe, bool){
	"boundary_longest":  func(found []probe) (probe, bool) { return pick(found, false, "longest", "most", "largest") },
	"boundary_shortest": func(found []probe) (probe, bool) { return pick(found, true, "shortest", "fewest", "smallest") },
}

// pick is the probe of one of these names, or, of a list of words, the first or
// the last.
func pick(found []probe, first bool, names ...string) (probe, bool) {
	var words []probe
	for _, p := range found {
		if p.taken && slices.Contains(names, p.name) {
			return p, true
		}
		if p.taken && p.shows != "" {
			words = append(words, p)
		}
	}
	switch {
	case len(words) == 0:
		return probe{}, false
	case first:
		return words[0], true
	}
	return words[len(words)-1], true
}

// apart are the places, and with a / at the end the parts of a spec, whose
// limit is in no spec that is deployed.
var apart = map[string]string{
	"userPool/triggers/":                "AWS's model takes longer ARNs of functions and keys than there are",
	"workloads/":                        "AWS's model takes longer ARNs of policies than there are, and deploying asks for the policies",
	"groups/analysts/role":              "AWS's model takes longer ARNs of roles than there are",
	"publish/secretsManager/kmsKeyArn":  "AWS's model takes longer ARNs of keys than there are",
	"identityPool/clients/app/roleFrom": "both words are in the mappings of ten clients",
	"identityProviders":                 "a provider of one type takes the place of the one that is filled",
}

// long is the length from which a value would only make a large file.
const long = 2048

func TestBoundarySpecsAreThoseOfTheTable(t *testing.T) {
	for name, choose := range boundaries {
		var tree any = map[string]any{}
		for _, name := range []string{"pool", "clients", "access"} {
			tree = merged(tree, base(t, name))
		}
		tree, _ = place(tree, "metadata/name", strings.ReplaceAll(name, "_", "-"))
		if _, findings := validated(t, tree); len(findings) > 0 {
			t.Fatalf("the bases do not go together: %s", said(findings))
		}
		placed := 0
		for _, r := range namesLast() {
			if r.base == "used" || isApart(r.at) {
				continue
			}
			if p, ok := choose(r.try(limitsOf(t, r))); ok && size(p.value) <= long {
				if with := combined(t, tree, r, p); with != nil {
					tree, placed = with, placed+1
				} else {
					t.Logf("%s: %s does not go with the others", name, r.at)
				}
			}
		}
		t.Logf("%s: %d values at their limits", name, placed)
		compare(t, name, tree)
	}
}

// namesLast is the table with the places last whose names change.
func namesLast() []reach {
	ordered := slices.Clone(table)
	slices.SortStableFunc(ordered, func(a, b reach) int {
		return strings.Count(a.at, "@") - strings.Count(b.at, "@")
	})
	return ordered
}

func isApart(at string) bool {
	for place := range apart {
		if at == place || strings.HasSuffix(place, "/") && strings.HasPrefix(at, place) {
			return true
		}
	}
	return false
}

func size(value any) int {
	text, _ := value.(string)
	return utf8.RuneCountInString(text)
}

// combined is a spec with one more value, or nil where that is not valid.
func combined(t *testing.T, tree any, r reach, p probe) (with any) {
	t.Helper()
	defer func() {
		if recover() != nil { // another value has taken the place
			with = nil
		}
	}()
	with = copied(t, tree)
	for _, at := range slices.Sorted(maps.Keys(p.with)) {
		with, _ = place(with, at, copied(t, p.with[at]))
	}
	for _, at := range append([]string{r.at}, r.also...) {
		with, _ = place(with, at, copied(t, p.value))
	}
	if _, findings := validated(t, with); len(findings) > 0 {
		return nil
	}
	return with
}

// merged is a spec over another.
func merged(under, over any) any {
	below, isMap := under.(map[string]any)
	above, areMaps := over.(map[string]any)
	if !isMap || !areMaps {
		return over
	}
	for key, value := range above {
		below[key] = merged(below[key], value)
	}
	return below
}

func compare(t *testing.T, name string, tree any) {
	t.Helper()
	var text bytes.Buffer
	fmt.Fprintf(&text, "# As many values at AWS's limits as go together. Written by go test ./test/limits -update.\n")
	encoder := yaml.NewEncoder(&text)
	encoder.SetIndent(2)
	if err := encoder.Encode(tree); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("../../internal/check/testdata/ok", name+".yaml")
	if *update {
		if err := os.WriteFile(file, text.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if was, err := os.ReadFile(file); err != nil || !bytes.Equal(was, text.Bytes()) {
		t.Errorf("%s is not what the table says; go test ./test/limits ./internal/check -update writes it anew", file)
	}
}
