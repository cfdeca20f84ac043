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

// Base is a spec that fields are changed in.
type Base struct {
	File string // as findings name it
	Tree any
	Spec *spec.Spec
	Done string // see Fingerprint
}

// Bases are the repository's specs, the templates of init, and what testdata
// adds to them.
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
			b := &Base{File: "specs/" + filepath.Base(file)}
			if err := yaml.Unmarshal(text, &b.Tree); err != nil {
				t.Fatal(err)
			}
			if b.Tree.(map[string]any)["extends"] != nil {
				continue // what it says is in several files
			}
			if b.Spec = Compile(b.File, b.Tree); b.Spec == nil {
				t.Fatalf("%s has errors", file)
			}
			b.Done = Fingerprint(b.Spec)
			all = append(all, b)
		}
	}
	return all
}

// Compile is the spec that a tree is; nil when it has errors.
func Compile(file string, tree any) *spec.Spec {
	text, err := json.Marshal(tree)
	if err != nil {
		return nil
	}
	s, findings := spec.Compile(file, text)
	if s == nil || findings.HasErrors() {
		return nil
	}
	s.ReadFiles(readMetadata)
	if check.Specs([]*spec.Spec{s}).HasErrors() {
		return nil
	}
	return s
}

// Fingerprint is all that a spec does, in a text; "" for one that cannot be
// rendered.
func Fingerprint(s *spec.Spec) string {
	recording, err := render.Record(s)
	if err != nil {
		return ""
	}
	done, err := json.Marshal(recording)
	if err != nil {
		return ""
	}
	for _, r := range s.SecretRefs() {
		done = fmt.Append(done, "\n", []string{r.Env, r.File, r.SecretsManager, r.Key, r.SSM})
	}
	if s.UserPool != nil && s.UserPool.Use != nil {
		done = fmt.Append(done, "\n", s.UserPool.Use.Stack) // the recording has what it answers
	}
	return string(done)
}

// readMetadata reads a file of the repository. One that is not there holds what
// the repository's does, for another entity: so that naming it is an effect.
func readMetadata(name string) ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err == nil {
		return text, nil
	}
	text, err = os.ReadFile(root + "/specs/idp/partner-saml.xml")
	return []byte(strings.Replace(string(text), "entityID=\"", "entityID=\"other-", 1)), err
}
