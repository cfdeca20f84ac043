package vary

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/mlauth/mlauth-compile/internal/check"
	"github.com/mlauth/mlauth-compile/internal/render"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// root is the repository, from the folder of a package that is tested: all that
// use this one are two folders deep.
const root = "../.."

// Base is a spec that fields are changed in, and what it does.
type Base struct {
	File      string // as findings name it
	Text      string // as it was read; "" for one that was made here
	Tree      any
	Spec      *spec.Spec
	Recording *render.Recording
	Done      string // all that the spec does, in a text
}

// Bases are the repository's specs, the templates of init, and what testdata
// adds to them; of those that extend others, all that they say.
func Bases(t testing.TB) []*Base {
	t.Helper()
	var all []*Base
	for _, folder := range []string{"internal/fields/testdata", "internal/cli/templates", "specs"} {
		files, err := filepath.Glob(filepath.Join(root, folder, "*.yaml"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: no specs, %v", folder, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			name := "specs/" + filepath.Base(file)
			b := New(name, parse(t, name, text))
			if b == nil {
				t.Fatalf("%s has errors", file)
			}
			b.Text = string(text)
			all = append(all, b)
		}
	}
	return all
}

// parse is the tree of a spec, with what it extends merged into it.
func parse(t testing.TB, name string, text []byte) any {
	t.Helper()
	var tree any
	err := yaml.Unmarshal(text, &tree)
	if err == nil && tree.(map[string]any)["extends"] != nil {
		s, findings := spec.NewLoader(readFile, nil).Compile(name, text)
		if s == nil || findings.HasErrors() {
			t.Fatalf("%s has errors", name)
		}
		tree = nil
		err = yaml.Unmarshal(s.Merged(), &tree)
	}
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func readFile(name string) ([]byte, error) {
	return os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
}

// New is the spec that a tree is; nil when it has errors, beside the spec whose
// pool it uses too, or cannot be rendered.
func New(file string, tree any) *Base {
	text, err := json.Marshal(tree)
	if err != nil {
		return nil
	}
	s, findings := spec.Compile(file, text)
	if s == nil || findings.HasErrors() {
		return nil
	}
	s.ReadFiles(ReadMetadata)
	if check.Specs([]*spec.Spec{s}, owners(s)...).HasErrors() {
		return nil
	}
	recording, err := render.Record(s)
	if err != nil {
		return nil
	}
	return &Base{File: file, Tree: tree, Spec: s, Recording: recording, Done: done(s, recording)}
}

// owners is the repository's spec whose pool another one uses, where it is there.
func owners(s *spec.Spec) []*spec.Spec {
	if !s.UsesPool() || s.UserPool.Use.Stack == "" {
		return nil
	}
	name := "specs/" + s.UserPool.Use.Stack + ".yaml"
	text, err := readFile(name)
	if err != nil {
		return nil
	}
	owner, _ := spec.NewLoader(readFile, nil).Compile(name, text)
	if owner == nil {
		return nil
	}
	return []*spec.Spec{owner}
}

// done is all that a spec does.
func done(s *spec.Spec, recording *render.Recording) string {
	done, err := json.Marshal(recording)
	if err != nil {
		panic(err) // it is made of what JSON has
	}
	for _, r := range s.SecretRefs() {
		done = fmt.Append(done, "\n", []string{r.Env, r.File, r.SecretsManager, r.Key, r.SSM})
	}
	return string(done)
}

// ReadMetadata reads a file of the repository. One that is not there holds what
// the repository's does, for another entity: so that naming it is an effect.
func ReadMetadata(name string) ([]byte, error) {
	text, err := readFile(name)
	if err == nil {
		return text, nil
	}
	text, err = readFile("specs/idp/partner-saml.xml")
	return []byte(strings.Replace(string(text), "entityID=\"", "entityID=\"other-", 1)), err
}
