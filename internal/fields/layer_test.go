package fields

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
	"gopkg.in/yaml.v3"

	"github.com/mlauth/mlauth-compile/schema"
)

// schema/mlauth-layer.schema.json follows from the schema of a whole spec.
func TestLayerFile(t *testing.T) {
	const file = "../../schema/mlauth-layer.schema.json"
	text, err := Layer()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(text, schema.Layer) && !*update {
		t.Errorf("%s is not what the schema says; go test ./internal/fields -update writes it anew", file)
	}
}

// The schema takes the repository's fragments, specs that extend them and every
// whole spec; nulls, and parts of what the whole requires. It takes no unknown
// field, no wrong type, and no null in a list.
func TestLayer(t *testing.T) {
	text, err := Layer()
	if err != nil {
		t.Fatal(err)
	}
	s := jsonschema.MustCompileString("layer.json", string(text))
	for _, pattern := range []string{"../../base/*.yaml", "../../specs/*.yaml"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("no files like %s: %v", pattern, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Validate(value(t, string(text))); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
	}
	const header = "apiVersion: mlauth/v1\nkind: AuthStack\nextends: x.yaml\n"
	for _, good := range []string{
		"userPool: null", "userPool: {tier: null, password: {minLength: null}, signIn: null}", "clients: {a: null, b: {tokens: {access: 1h}}}",
		"resourceServers: {a: {scopes: {b: null}}}", "workloads: {a: {trust: null}}", "metadata: {tags: {a: null}}",
	} {
		if err := s.Validate(value(t, header+good)); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, bad := range []string{"usserPool: {}", "userPool: {tier: premium}", "userPool: {verify: [null]}", "userPool: {password: {minLength: 2}}", "clients: {a: 1}"} {
		if s.Validate(value(t, header+bad)) == nil {
			t.Errorf("%s passes", bad)
		}
	}
	if s.Validate(value(t, "userPool: {}")) == nil {
		t.Error("a file passes that does not say what it is")
	}
}

// value is a YAML text as JSON has it.
func value(t *testing.T, text string) any {
	t.Helper()
	var v, out any
	if err := yaml.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	encoded, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(encoded, &out); err != nil {
		t.Fatal(err)
	}
	return out
}
