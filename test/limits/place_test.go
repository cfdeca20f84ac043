package limits

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/mlauth/mlauth-compile/internal/check"
	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/render"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// bases are the specs of testdata/base, as JSON: a tree of one's own is read
// from it.
var bases = sync.OnceValue(func() map[string][]byte {
	files, err := filepath.Glob("testdata/base/*.yaml")
	if err != nil || len(files) == 0 {
		panic(fmt.Sprint("no specs: ", err))
	}
	found := map[string][]byte{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			panic(err)
		}
		var tree any
		if err := yaml.Unmarshal(text, &tree); err != nil {
			panic(err)
		}
		if found[strings.TrimSuffix(filepath.Base(file), ".yaml")], err = json.Marshal(tree); err != nil {
			panic(err)
		}
	}
	return found
})

// base is a copy of a spec to change.
func base(t *testing.T, name string) any {
	t.Helper()
	text, ok := bases()[name]
	if !ok {
		t.Fatalf("there is no base %s", name)
	}
	return copied(t, json.RawMessage(text))
}

// copied is a value that nobody else changes.
func copied(t *testing.T, value any) any {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var own any
	if err := json.Unmarshal(text, &own); err != nil {
		t.Fatal(err)
	}
	return own
}

// place puts a value into a tree, and says under which JSON pointer a finding
// about it may stand.
func place(tree any, at string, value any) (changed any, pointer string) {
	step, rest, deeper := strings.Cut(at, "/")
	switch parent := tree.(type) {
	case []any:
		i, err := strconv.Atoi(step)
		if err != nil || i > len(parent) {
			panic(fmt.Sprintf("%s is no item", at))
		}
		if i == len(parent) {
			parent = append(parent, nil)
		}
		if deeper {
			parent[i], pointer = place(parent[i], rest, value)
		} else {
			parent[i] = value
		}
		return parent, "/" + step + pointer
	case map[string]any:
		if key, is := strings.CutPrefix(step, "@"); is {
			was, ok := parent[key]
			if !ok {
				panic(fmt.Sprintf("%s is not there", at))
			}
			delete(parent, key)
			parent[value.(string)] = was
			return parent, ""
		}
		if !deeper {
			parent[step] = value
			return parent, "/" + step
		}
		if parent[step] == nil {
			parent[step] = map[string]any{}
		}
		parent[step], pointer = place(parent[step], rest, value)
		return parent, "/" + step + pointer
	}
	panic(fmt.Sprintf("there is no place %s", at))
}

// validated is what validate says of a tree, errors alone.
func validated(t *testing.T, tree any) (*spec.Spec, diag.List) {
	t.Helper()
	text, err := json.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	text = bytes.ReplaceAll(text, []byte("\u007f"), []byte(`\u007f`)) // which JSON takes as it is, and YAML does not
	s, findings := spec.NewLoader(nil, nil).Compile("specs/limits.yaml", text)
	if s != nil {
		s.ReadFiles(metadata)
		findings = append(findings, check.Specs([]*spec.Spec{s})...)
	}
	findings = slices.DeleteFunc(findings, func(d diag.Diagnostic) bool { return d.Severity != diag.Error })
	findings.Sort()
	return s, findings
}

// verdict puts a probe into its base and holds validate's word against AWS's.
func verdict(t *testing.T, r reach, p probe) {
	t.Helper()
	tree := base(t, r.base)
	for _, at := range slices.Sorted(maps.Keys(p.with)) {
		tree, _ = place(tree, at, copied(t, p.with[at]))
	}
	var pointers []string
	for _, at := range append([]string{r.at}, r.also...) {
		var pointer string
		tree, pointer = place(tree, at, p.value)
		pointers = append(pointers, pointer)
	}
	s, findings := validated(t, tree)
	switch {
	case p.taken && len(findings) > 0:
		t.Errorf("AWS takes it, validate does not: %s", said(findings))
	case !p.taken && len(findings) == 0:
		t.Errorf("AWS refuses it, validate does not: %s", short(p.value))
	case !p.taken:
		for _, d := range findings {
			if d.Path != r.near && !slices.ContainsFunc(pointers, func(at string) bool { return strings.HasPrefix(d.Path, at) }) {
				t.Errorf("the finding is not at %v: %s", pointers, said(findings))
			}
		}
	case p.shows != "":
		recorded(t, s, p.shows)
	}
}

// recorded looks for a text in what is rendered: the value reached AWS.
func recorded(t *testing.T, s *spec.Spec, want string) {
	t.Helper()
	recording, err := render.Record(s)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(recording)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), want) {
		t.Errorf("%s is not in what is rendered", short(want))
	}
}

func said(findings diag.List) string {
	var lines []string
	for _, d := range findings {
		lines = append(lines, fmt.Sprintf("%s %s: %s", d.Path, d.Rule, d.Message))
	}
	return strings.Join(lines, "\n")
}

func metadata(string) ([]byte, error) { return os.ReadFile("../../specs/idp/partner-saml.xml") }
