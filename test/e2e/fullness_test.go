package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// unused are the fields that no spec of the repository sets, with the reason.
var unused = map[string]string{
	"aws/profile":        "names a person's own configuration; see credentials_test.go",
	"aws/assumeRole":     "needs a role for whoever tries the specs; see credentials_test.go",
	"aws/endpointUrl":    "is for emulators, and AWS_ENDPOINT_URL does the same",
	"userPool/use/id":    "needs a pool that is there already",
	"/lifecycle":         "these specs are to be kept; every test adds it",
	"githubTrust/anyRef": "trusts more than a spec should show",
	"gitlabTrust/anyRef": "trusts more than a spec should show",
}

// The repository's specs together use every field of the language.
func TestSpecsTogetherUseEveryField(t *testing.T) {
	var values []any
	for _, pattern := range []string{"../../specs/*.yaml", "../../base/*.yaml", "../../specs/*/*.yaml"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var value map[string]any
			if err := yaml.Unmarshal(text, &value); err != nil {
				t.Fatal(err)
			}
			values = append(values, value)
		}
	}
	f := newFullness(t, unused)
	f.count("", f.schema, values)
	f.report()
}

// fullness counts which fields of the schema some values set. A field of a
// definition counts wherever the definition is used.
type fullness struct {
	t      *testing.T
	schema map[string]any
	left   map[string]string // fields that need not be set, with the reason
	set    map[string]int    // field: how many values set it
}

// newFullness reads the schema.
func newFullness(t *testing.T, left map[string]string) fullness {
	t.Helper()
	text, err := os.ReadFile("../../schema/mlauth.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	f := fullness{t: t, left: left, set: map[string]int{}}
	if err := json.Unmarshal(text, &f.schema); err != nil {
		t.Fatal(err)
	}
	return f
}

func (f fullness) definition(name string) any { return f.schema["definitions"].(map[string]any)[name] }

// count walks a schema beside values that it describes. A branch that some
// values do not take has nothing to say of them.
func (f fullness) count(at string, schema any, values []any) {
	s, ok := schema.(map[string]any)
	if !ok || len(values) == 0 {
		return
	}
	if ref, ok := s["$ref"].(string); ok {
		name := strings.TrimPrefix(ref, "#/definitions/")
		f.count(name, f.definition(name), values)
	}
	properties, _ := s["properties"].(map[string]any)
	for name, property := range properties {
		inner := members(values, name)
		if _, shape := property.(map[string]any); shape {
			f.set[at+"/"+name] += len(inner)
		}
		f.count(at+"/"+name, property, inner)
	}
	f.count(at+"/*", s["additionalProperties"], entries(values))
	f.count(at+"/*", s["items"], entries(values))
	for _, keyword := range []string{"allOf", "anyOf", "oneOf"} {
		parts, _ := s[keyword].([]any)
		for _, part := range parts {
			if branch, ok := part.(map[string]any); ok && branch["if"] == nil {
				f.count(at, branch, values)
			}
		}
	}
}

// report names the fields that no value sets, and what is listed as left out
// without need.
func (f fullness) report() {
	f.t.Helper()
	for field, n := range f.set {
		if n == 0 && f.left[field] == "" {
			f.t.Errorf("%s is not set; set it, or list it as left out with the reason", field)
		}
	}
	for field := range f.left {
		if n, met := f.set[field]; !met || n > 0 {
			f.t.Errorf("%s is listed as left out: there is no such field, or it is set", field)
		}
	}
}

// members are the values of one property.
func members(values []any, name string) []any {
	var found []any
	for _, v := range values {
		if m, ok := v.(map[string]any); ok && m[name] != nil {
			found = append(found, m[name])
		}
	}
	return found
}

// entries are all members of maps and all items of lists.
func entries(values []any) []any {
	var all []any
	for _, v := range values {
		switch v := v.(type) {
		case map[string]any:
			for _, member := range v {
				all = append(all, member)
			}
		case []any:
			all = append(all, v...)
		}
	}
	return all
}
