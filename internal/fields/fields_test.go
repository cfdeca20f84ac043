package fields

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/mlauth/mlauth-compile/schema"
)

var update = flag.Bool("update", false, "write docs/spec.md anew")

// Every field says what it is, with an example; every leaf says what it becomes
// on AWS.
func TestEveryFieldIsDescribed(t *testing.T) {
	Root().Walk(func(f *Field) {
		if f.Path == "" || f.Name == AnyName {
			return // said of the map as a whole
		}
		if f.Description == "" || f.Type == "" || f.Example == "" {
			t.Errorf("%s: description %q, type %q, example %q; each must be there", f.Path, f.Description, f.Type, f.Example)
		}
		if f.Leaf() && f.AWS == "" {
			t.Errorf("%s: x-aws must say which AWS property it becomes, or none and why", f.Path)
		}
	})
}

func TestEveryFieldIsFoundByItsPaths(t *testing.T) {
	Root().Walk(func(f *Field) {
		for _, path := range []string{f.Path, strings.ReplaceAll(f.Path, AnyName, "some-name"), strings.ReplaceAll(f.Path, "[]", "")} {
			if got, err := Find(path); err != nil || got.Path != f.Path {
				t.Errorf("%s: found %v, %v", path, got, err)
			}
		}
		if f.Name == AnyName {
			return
		}
		if got, err := Find(f.Short()); err != nil || got.Path != f.Path {
			t.Errorf("%s: found %v, %v", f.Short(), got, err)
		}
	})
}

func TestMisspeltPaths(t *testing.T) {
	for path, want := range map[string]string{
		"userPol":                    "did you mean userPool?",
		"clients.tokns.access":       "did you mean clients.tokens.access?",
		"clients.console.tpye":       "did you mean clients.console.type?",
		"clients.callbackUrl":        "did you mean clients.callbackUrls? For whatever is called callbackUrl: clients.*",
		"callbackUrls":               "did you mean clients.callbackUrls?",
		"metadata.name.more":         "metadata.name has no fields of its own",
		"userPool.signUp.zzzzzzzzzz": "userPool.signUp has selfService",
	} {
		if _, err := Find(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
}

// What conditions of the schema ask is said of the field that they are about.
func TestConditionsInWords(t *testing.T) {
	for path, want := range map[string]string{
		"identityProviders.issuer":                 "only with type oidc",
		"identityProviders.privateKey":             "required with type apple",
		"identityProviders.clientSecret.key":       "only with secretsManager",
		"userPool.domain.certificateArn":           "required with custom",
		"userPool.email.from":                      "only with sesIdentityArn",
		"userPool.tier":                            "only without use",
		"userPool.attributes.custom.minLength":     "only with type string",
		"clients.callbackUrls":                     "not with hostedLogin false",
		"userPool.messages.verification.emailBody": "with mode link: text that contains {##text##}, where the link goes",
		"publish":                    "at least one of ssm, secretsManager",
		"identityPool.clients.rules": "exactly one of equals, contains, startsWith, notEquals",
	} {
		f, err := Find(path)
		if err != nil {
			t.Error(err)
		} else if !strings.Contains(strings.Join(f.Limits, "\n"), want) {
			t.Errorf("%s: %q, want %q", path, f.Limits, want)
		}
	}
}

// Examples and defaults are shown as YAML that means what the schema has.
func TestExamplesAreYAML(t *testing.T) {
	root, err := parseObject(schema.JSON)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	eachExample(root, func(value any) {
		seen++
		var want, got any
		decode(t, []byte(asJSON(t, value)), &want)
		decode(t, []byte(flow(value)), &got)
		if !reflect.DeepEqual(want, got) {
			t.Errorf("%s is %v, not %v", flow(value), got, want)
		}
	})
	if seen < 300 {
		t.Errorf("%d examples and defaults", seen)
	}
}

func decode(t *testing.T, text []byte, into *any) {
	t.Helper()
	if err := yaml.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

func asJSON(t *testing.T, value any) string {
	t.Helper()
	switch v := value.(type) {
	case *object:
		var members []string
		for _, key := range v.keys {
			members = append(members, asJSON(t, key)+": "+asJSON(t, v.values[key]))
		}
		return "{" + strings.Join(members, ", ") + "}"
	case []any:
		var items []string
		for _, item := range v {
			items = append(items, asJSON(t, item))
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func eachExample(value any, visit func(any)) {
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			eachExample(item, visit)
		}
	case *object:
		for _, example := range v.list("examples") {
			visit(example)
		}
		if _, isField := v.get("default").(*object); v.has("default") && !isField {
			visit(v.get("default"))
		}
		for _, key := range v.keys {
			eachExample(v.values[key], visit)
		}
	}
}

// docs/spec.md is what the schema says. Run with -update to write it anew.
func TestDocumentationIsThatOfTheSchema(t *testing.T) {
	const file = "../../docs/spec.md"
	want := []byte(Markdown())
	if *update {
		if err := os.WriteFile(file, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what the schema says; go test ./internal/fields -update writes it anew", file)
	}
}

// Every link of docs/spec.md leads to one heading.
func TestLinksOfTheDocumentation(t *testing.T) {
	text := Markdown()
	headings := map[string]int{}
	for _, h := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(text, -1) {
		headings[anchor(h[1])]++
	}
	for at, n := range headings {
		if n > 1 {
			t.Errorf("%d headings make #%s", n, at)
		}
	}
	for _, link := range regexp.MustCompile(`\]\(#([^)]*)\)`).FindAllStringSubmatch(text, -1) {
		if headings[link[1]] == 0 {
			t.Errorf("no heading makes #%s", link[1])
		}
	}
}
