package cli

import (
	"fmt"
	"testing"

	"github.com/mlauth/mlauth-compile/internal/change"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// An entry counts for the spec that says it, or extends what says it, and for
// no other; on its days, for its resource.
func TestWhoseAcknowledgementCounts(t *testing.T) {
	const holds, gone = "2026-11-24", "2026-11-23"
	entry := func(resource, until string) string {
		return fmt.Sprintf("lifecycle: {acknowledge: [{change: delete, resource: %s, until: %q, reason: r}]}\n", resource, until)
	}
	fragments := map[string]string{
		"base/holds.yaml":   entry("clients.b", holds),
		"base/gone.yaml":    entry("clients.b", gone),
		"base/another.yaml": entry("clients.a", holds),
		"base/behind.yaml":  "extends: holds.yaml\n",
	}
	read := func(name string) ([]byte, error) {
		return []byte("apiVersion: mlauth/v1\nkind: AuthFragment\n" + fragments[name]), nil
	}
	effect := change.Effect{Class: change.BreaksCallers, Change: change.Deletes, Resource: "clients.b"}
	for text, want := range map[string]bool{
		entry("clients.b", holds):      true,
		"extends: base/holds.yaml\n":   true,
		"extends: base/behind.yaml\n":  true,
		"":                             false, // extends it no longer
		"extends: []\n":                false,
		"extends: base/gone.yaml\n":    false,
		"extends: base/another.yaml\n": false,
		entry("clients.b", gone):       false,
		"extends: [base/holds.yaml]\nlifecycle: {acknowledge: null}\n": false,
		"extends: [base/holds.yaml, base/gone.yaml]\n":                 false, // lists replace
		"extends: [base/holds.yaml]\n" + entry("clients.a", holds):     false,
		"extends: [base/gone.yaml, base/holds.yaml]\n":                 true,
	} {
		whole := "apiVersion: mlauth/v1\nkind: AuthStack\nmetadata: {name: a, team: b}\naws: {region: us-east-1}\nuserPool: {}\nclients: {a: {type: spa}}\n" + text
		s, _ := spec.NewLoader(read, &spec.Repository{}).Compile("a.yaml", []byte(whole))
		if s == nil {
			t.Fatalf("%s is no spec", text)
		}
		if got := change.Acknowledged(effect, acknowledged(s), holds); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

// mlauth.yaml acknowledges nothing, for any stack.
func TestARepositoryAcknowledgesNothing(t *testing.T) {
	text := "apiVersion: mlauth/v1\nkind: AuthRepository\ndefaults:\n  lifecycle: {acknowledge: [{change: delete, resource: clients.b, until: \"2999-12-31\", reason: r}]}\n"
	settings, findings := spec.CompileRepository(spec.RepositoryFile, []byte(text))
	if !findings.HasErrors() {
		t.Error("it is taken")
	}
	s, _ := spec.NewLoader(nil, settings).Compile("a.yaml", []byte("apiVersion: mlauth/v1\nkind: AuthStack\nmetadata: {name: a, team: b}\naws: {region: us-east-1}\nuserPool: {}\n"))
	if s == nil || len(s.Lifecycle.Acknowledge) > 0 {
		t.Errorf("the spec has it: %+v", s)
	}
}
