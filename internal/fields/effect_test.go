package fields_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/mlauth/mlauth-compile/internal/check"
	"github.com/mlauth/mlauth-compile/internal/fields"
	"github.com/mlauth/mlauth-compile/internal/render"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// elsewhere are the fields whose effect is not in what is rendered.
var elsewhere = map[string]string{
	"apiVersion":           "has one value",
	"kind":                 "has one value in a stack",
	"extends":              "what it brings in is; see the tests of internal/spec",
	"metadata.description": "is shown to people alone",

	"acknowledgement.change":   "opens the safety gate; see the tests of internal/deploy",
	"acknowledgement.resource": "opens the safety gate; see the tests of internal/deploy",
	"acknowledgement.id":       "opens the safety gate; see the tests of internal/deploy",
	"acknowledgement.until":    "opens the safety gate; see the tests of internal/deploy",
	"acknowledgement.reason":   "is shown to people alone",
}

// together are the neighbours that change with a field, where no other value is
// valid without: their values, or nothing where they are left out.
var together = map[string]map[string]any{
	"clients.*.hostedLogin":                {"callbackUrls": []any{"https://a.ai/"}},
	"identityPool.allowGuests":             {"roles": map[string]any{"authenticated": map[string]any{}, "guest": map[string]any{}}},
	"identityProviders.*.type":             {"type": "saml", "issuer": nil, "clientId": nil, "clientSecret": nil, "metadata": map[string]any{"url": "https://a.ai/"}},
	"workloads.*.trust.github.pullRequest": {"branch": "main"},
	"workloads.*.trust.github.anyRef":      {"branch": "main"},
	"workloads.*.trust.gitlab.anyRef":      {"branch": "main"},
	"userPool.use.stack":                   {"id": "us-east-1_AbCdEfGhI"},
	"userPool.use.id":                      {"stack": "other"},
}

// A field that nobody can see the effect of is a promise that is not kept:
// changing its value changes what is rendered, or which secret is read.
func TestEveryFieldHasAnEffect(t *testing.T) {
	places := map[string][]place{}
	for _, b := range bases(t) {
		collect(places, fields.Root(), b.tree, place{base: b})
	}
	done := map[string]bool{}
	visitLeaves(fields.Root(), fields.Root(), func(f, owner *fields.Field) {
		key := f.Path
		if owner.Title != "" && owner.Path != "" {
			key = owner.Title + "." + f.Name // once for all the places of its kind
			places[key] = append(places[key], places[f.Path]...)
		}
		done[key] = true
	})
	for _, key := range slices.Sorted(keys(done)) {
		t.Run(key, func(t *testing.T) {
			if elsewhere[key] == "" {
				hasEffect(t, key, places[key])
			}
		})
	}
}

func keys(m map[string]bool) func(func(string) bool) {
	return func(yield func(string) bool) {
		for key := range m {
			if !yield(key) {
				return
			}
		}
	}
}

func visitLeaves(f, owner *fields.Field, visit func(f, owner *fields.Field)) {
	for _, child := range f.Fields {
		if child.Leaf() {
			visit(child, f)
		} else {
			visitLeaves(child, f, visit)
		}
	}
}

func hasEffect(t *testing.T, key string, places []place) {
	t.Helper()
	if len(places) == 0 {
		t.Fatal("no spec uses it; add it to one, or to testdata")
	}
	valid := 0
	for _, p := range places {
		for _, candidate := range candidates(p, key) {
			got, ok := fingerprint(p.base.file, candidate)
			if !ok {
				continue
			}
			valid++
			if got != p.base.rendered {
				return
			}
		}
	}
	t.Errorf("%d other values of %s are taken and none changes what is rendered", valid, key)
}

// base is a spec that fields are changed in.
type base struct {
	file     string
	tree     any
	rendered string
}

// bases are the repository's specs, the templates of init, and what testdata
// adds to them.
func bases(t *testing.T) []*base {
	t.Helper()
	var all []*base
	for _, pattern := range []string{"testdata/*.yaml", "../cli/templates/*.yaml", "../../specs/*.yaml"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: no specs, %v", pattern, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			b := &base{file: "specs/" + filepath.Base(file)}
			if err := yaml.Unmarshal(text, &b.tree); err != nil {
				t.Fatal(err)
			}
			if b.tree.(map[string]any)["extends"] != nil {
				continue // what it says is in several files
			}
			var ok bool
			if b.rendered, ok = fingerprint(b.file, b.tree); !ok {
				t.Fatalf("%s has errors", file)
			}
			all = append(all, b)
		}
	}
	return all
}

// fingerprint is all that a spec does; false when it has errors.
func fingerprint(file string, tree any) (string, bool) {
	text, err := json.Marshal(tree)
	if err != nil {
		return "", false
	}
	s, findings := spec.Compile(file, text)
	if s == nil || findings.HasErrors() {
		return "", false
	}
	s.ReadFiles(readMetadata)
	if check.Specs([]*spec.Spec{s}).HasErrors() {
		return "", false
	}
	recording, err := render.Record(s)
	if err != nil {
		return "", false
	}
	done, err := json.Marshal(recording)
	if err != nil {
		return "", false
	}
	for _, r := range s.SecretRefs() {
		done = fmt.Append(done, "\n", []string{r.Env, r.File, r.SecretsManager, r.Key, r.SSM})
	}
	if s.UserPool != nil && s.UserPool.Use != nil {
		done = fmt.Append(done, "\n", s.UserPool.Use.Stack) // the recording has what it answers
	}
	return string(done), true
}

// readMetadata reads a file of the repository. One that is not there holds what
// the repository's does, for another entity: so that naming it is an effect.
func readMetadata(name string) ([]byte, error) {
	text, err := os.ReadFile(filepath.Join("../..", filepath.FromSlash(name)))
	if err == nil {
		return text, nil
	}
	text, err = os.ReadFile("../../specs/idp/partner-saml.xml")
	return []byte(strings.Replace(string(text), "entityID=\"", "entityID=\"other-", 1)), err
}
