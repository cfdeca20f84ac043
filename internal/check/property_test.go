package check_test

import (
	"bytes"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/mlauth/mlauth-compile/internal/check"
	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var (
	seed   = flag.Uint64("seed", 0, "the seed of random mistakes; 0 for one of its own")
	rounds = flag.Int("rounds", 800, "how many random mistakes are made")
)

// A valid spec with one mistake has an error on the line of the mistake or next
// to it, or one that points there.
func TestMistakesAreFoundWhereTheyAre(t *testing.T) {
	first := *seed
	if first == 0 {
		first = uint64(time.Now().UnixNano())
	}
	t.Logf("go test ./internal/check -run %s -seed %d -rounds %d", t.Name(), first, *rounds)
	specs := validSpecs(t)
	made := map[string]int{}
	for i := range *rounds {
		r := rand.New(rand.NewPCG(first, uint64(i)))
		file := specs[r.IntN(len(specs))]
		if m, text, e := wrong(r, file); text != nil {
			made[m.name]++
			foundAt(t, file.name, m, text, e)
		}
	}
	for _, m := range mistakes {
		t.Logf("%4d times %s", made[m.name], m.name)
		if made[m.name] == 0 && *rounds >= 800 {
			t.Errorf("nothing was done like: %s", m.name)
		}
	}
}

// file is a valid spec.
type file struct {
	name string
	text []byte
	all  []entry
}

func validSpecs(t *testing.T) []file {
	t.Helper()
	var found []file
	for _, pattern := range []string{"../../specs/*.yaml", "../cli/templates/*.yaml"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("no specs like %s: %v", pattern, err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if l := errorsOf("specs/"+filepath.Base(name), text); len(l) > 0 {
				t.Fatalf("%s: %+v", name, l)
			}
			found = append(found, file{"specs/" + filepath.Base(name), text, entries(text)})
		}
	}
	return found
}

// wrong makes a mistake in a file that changes what it says, if it finds a
// place for it.
func wrong(r *rand.Rand, f file) (mistake, []byte, entry) {
	m := mistakes[r.IntN(len(mistakes))]
	for range 50 {
		e := f.all[r.IntN(len(f.all))]
		text := m.make(r, e)
		if text != nil && !same(f.text, text) && !harmless(m, e, f) {
			return m, text, e
		}
	}
	return m, nil, entry{}
}

// same reports that two texts say the same.
func same(a, b []byte) bool {
	var before, after any
	return yaml.Unmarshal(a, &before) == nil && yaml.Unmarshal(b, &after) == nil && reflect.DeepEqual(before, after)
}

// harmless reports what is a mistake in most places, and not in this one: a
// number may be below zero, and null takes away what a fragment says.
func harmless(m mistake, e entry, f file) bool {
	limit := e.field.Path == "userPool.attributes.custom.*.min" || e.field.Path == "userPool.attributes.custom.*.max"
	return m.name == belowZero && limit || m.name == nothing && bytes.Contains(f.text, []byte("\nextends:"))
}

// errorsOf are the errors that validate finds in a spec.
func errorsOf(name string, text []byte) diag.List {
	return slices.DeleteFunc(findingsOf(name, text), func(d diag.Diagnostic) bool { return d.Severity != diag.Error })
}

func findingsOf(name string, text []byte) diag.List {
	loader := spec.NewLoader(readRepository, nil)
	s, findings := loader.Compile(name, text)
	findings = append(findings, loader.Findings()...)
	if s != nil {
		s.ReadFiles(readRepository)
		findings = append(findings, check.Specs([]*spec.Spec{s})...)
	}
	return findings
}

func readRepository(name string) ([]byte, error) {
	return os.ReadFile(filepath.Join("../..", filepath.FromSlash(name)))
}

func foundAt(t *testing.T, name string, m mistake, text []byte, e entry) {
	t.Helper()
	first, last := e.line(), e.line()
	if e.parent != nil && m.name == forgotten {
		first = e.parent.Line
	}
	found := errorsOf(name, text)
	for _, d := range found {
		ranges := []diag.Range{d.Range}
		for _, related := range d.Related {
			ranges = append(ranges, related.Range)
		}
		for _, at := range ranges {
			if at.File == name && at.Start.Line <= last+1 && at.End.Line >= first-1 {
				return
			}
		}
	}
	t.Errorf("%s at line %d of %s (%s) is found elsewhere, or not: %+v\n%s", m.name, e.line(), name, e.field.Path, found, text)
}
