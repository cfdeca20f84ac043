package spec

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/schema"
)

// reference compiles a schema as jsonschema/v5 does by itself. What is required
// of the whole is required of the single file that is a whole.
func reference(t *testing.T, text []byte) *jsonschema.Schema {
	t.Helper()
	var doc any
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	eachSchema(doc, "#", func(s map[string]any, _ string) {
		if whole, ok := s["x-required"].([]any); ok {
			own, _ := s["required"].([]any)
			s["required"] = append(own, whole...)
		}
	})
	text, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.Draft = jsonschema.Draft7
	if err := c.AddResource("s.json", bytes.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("s.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// For random mutations of specs our verdict is that of jsonschema/v5; there is
// a finding exactly when it says no; and each finding has a place.
func TestVerdictIsThatOfJSONSchema(t *testing.T) {
	text, err := os.ReadFile("testdata/vocabulary.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		ours, theirs *jsonschema.Schema
		seeds        []string
	}{
		"language":   {specSchema(), reference(t, schema.JSON), languageSeeds(t)},
		"vocabulary": {vocabulary(), reference(t, text), vocabularySeeds},
	} {
		t.Run(name, func(t *testing.T) {
			valid := 0
			const rounds = 1500
			for i := range rounds {
				m := mutator{rand.New(rand.NewPCG(1, uint64(i)))}
				root, _ := Parse("seed.yaml", []byte(c.seeds[i%len(c.seeds)]))
				value := m.mutate(plainValue(root), 1+m.IntN(3))
				if checkVerdict(t, value, c.ours, c.theirs) {
					valid++
				}
			}
			t.Logf("%d of %d mutations were valid", valid, rounds)
			if valid == 0 || valid == rounds {
				t.Error("the mutations say nothing")
			}
		})
	}
}

func checkVerdict(t *testing.T, value any, ours, theirs *jsonschema.Schema) (valid bool) {
	t.Helper()
	text, err := json.MarshalIndent(value, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	root, findings := Parse("spec.yaml", text)
	if len(findings) > 0 {
		t.Fatalf("%s\n%s", brief(findings), text)
	}
	valid = theirs.Validate(plainValue(root)) == nil
	if got := (&evaluator{}).valid(root, ours); got != valid {
		t.Fatalf("valid is %v, should be %v:\n%s", got, valid, text)
	}
	findings = explainAll(root, ours)
	if (len(findings) == 0) != valid {
		t.Fatalf("valid is %v, findings are %d:\n%s", valid, len(findings), text)
	}
	checkFindings(t, findings, text)
	again, _ := Parse("spec.yaml", text)
	if diff := cmp.Diff(findings, explainAll(again, ours)); diff != "" {
		t.Fatalf("a second time it finds otherwise: %s", diff)
	}
	return valid
}

// checkFindings holds findings to what every finding has: a rule, a message, a
// place inside the text.
func checkFindings(t *testing.T, l diag.List, text []byte) {
	t.Helper()
	lines := bytes.Count(text, []byte("\n")) + 1
	for _, d := range l {
		r := d.Range
		if d.Rule == "" || d.Message == "" || r.File == "" || r.Start.Line < 1 || r.Start.Column < 1 ||
			r.End.Before(r.Start) || r.End.Line > lines {
			t.Fatalf("%+v in:\n%s", d, text)
		}
	}
}

type mutator struct{ *rand.Rand }

// scalars are what values are replaced by: of every type, at and beyond bounds.
var scalars = []any{
	nil, true, false, 0, 1, 2, 3, 5, 10, 11, -1, 0.1, 0.05, 1.5, 2048, 2049, 99, "", "a", "x1", "abc", "ABC", "true", "low", "red", "reserved",
	"machine", "web", "spa", "circle", "square", "v1", "openid", "email", "15m", "a*", "arn:aws:lambda:us-east-1:123456789012:function:f",
	"https://acme.ai/", []any{}, map[string]any{}, []any{"a", "a"}, []any{1, 1.0}, map[string]any{"env": "A"}, map[string]any{"env": "a", "file": ""},
}

func (m mutator) mutate(v any, times int) any {
	for range times {
		v = m.once(v)
	}
	return v
}

// once changes one place of a value, chosen on a random way down.
func (m mutator) once(v any) any {
	switch v := v.(type) {
	case map[string]any:
		keys := slices.Sorted(maps.Keys(v))
		if len(keys) == 0 || m.IntN(8) == 0 {
			v[[]string{"zzz", "name", "type", "a", "scopes", "branch", "tag", "urls"}[m.IntN(8)]] = m.any()
			return v
		}
		key := keys[m.IntN(len(keys))]
		switch m.IntN(8) {
		case 0:
			delete(v, key)
		case 1:
			v[key+"x"] = v[key]
			delete(v, key)
		case 2:
			v[key] = m.any()
		default:
			v[key] = m.once(v[key])
		}
		return v
	case []any:
		if len(v) == 0 {
			return append(v, m.any())
		}
		i := m.IntN(len(v))
		switch m.IntN(5) {
		case 0:
			return slices.Delete(v, i, i+1)
		case 1:
			return append(v, v[i])
		case 2:
			return append(v, m.any())
		default:
			v[i] = m.once(v[i])
			return v
		}
	case string:
		if m.IntN(3) == 0 {
			return v + "x"
		}
	}
	return m.any()
}

// any is a value of its own, so that later changes do not reach the table.
func (m mutator) any() any {
	text, err := json.Marshal(scalars[m.IntN(len(scalars))])
	if err != nil {
		panic(err)
	}
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		panic(fmt.Sprint(err))
	}
	return v
}

// languageSeeds are specs that are right: ours and the repository's.
func languageSeeds(t *testing.T) []string {
	t.Helper()
	seeds := []string{string(typicalSpec(1)), fullSpec}
	files, err := filepath.Glob("../../specs/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no specs", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		seeds = append(seeds, string(data))
	}
	return seeds
}

var vocabularySeeds = []string{
	"{name: abc, count: 1, share: 0.1, most: 5, level: null, version: v1, either: x, list: [1, a], secret: {env: A}}",
	"{name: abc, id: {env: A}, tags: {a: b}, client: {type: machine, scopes: [x]}, shape: {kind: circle, radius: 1.5}}",
	"{name: abc, id: abc, client: {type: web, urls: []}, ref: {any: true}, pair: {a: x}, colour: blue, word: x, open: y}",
	"{name: abc, trust: [{github: {repository: a, branch: b}}, {gitlab: {project: c}}], list: [[1, {a: 2}], {b: [1]}]}",
	"{name: abc, trust: {github: {repository: a}}, shape: {kind: square, side: 2}, ref: {branch: main}}",
}

// fullSpec has fields of every kind that typicalSpec has not.
const fullSpec = `
apiVersion: mlauth/v1
kind: AuthStack
metadata: {name: full, team: t}
aws:
  region: us-east-1
  assumeRole: {roleArn: "arn:aws:iam::123456789012:role/deployer", externalId: abc, sessionName: abc}
  endpointUrl: http://127.0.0.1:5000
userPool:
  signIn: {aliases: [email], firstFactors: [password, webAuthn], webAuthn: {relyingPartyId: acme.ai, userVerification: preferred}}
  attributes: {custom: {a: {type: string, minLength: 1}, b: {type: boolean}, c: {type: number, min: 1}}, verifyBeforeUpdate: []}
  mfa: {mode: required, methods: [totp, email]}
  email: {sesIdentityArn: "arn:aws:ses:us-east-1:123456789012:identity/acme.ai", from: "Acme <a@acme.ai>", replyTo: b@acme.ai}
  triggers: {preTokenGeneration: {arn: "arn:aws:lambda:us-east-1:123456789012:function:f", version: v2}, grantInvoke: false}
  devices: {remember: optIn}
identityProviders:
  abc: {issuer: "https://a.b", clientId: {env: ID}, endpoints: {authorization: "https://a.b/a", token: "https://a.b/t", userInfo: "https://a.b/u", jwks: "https://a.b/j"}}
clients:
  a: {type: spa, hostedLogin: false, authFlows: [userSrp]}
  b: {type: web, rotation: {gracePeriod: 30s}, callbackUrls: ["https://a.b/"], defaultRedirectUrl: "https://a.b/"}
lifecycle: {ephemeral: true}
`

func TestFullSpecIsValid(t *testing.T) {
	if _, findings := Compile("full.yaml", []byte(fullSpec)); len(findings) > 0 {
		t.Fatal(brief(findings))
	}
}

// Whatever field of the language is misspelt, there is one finding, at that
// key, and it names the field.
func TestMisspeltFieldsAreNamed(t *testing.T) {
	tried := 0
	for _, seed := range []string{string(typicalSpec(1)), fullSpec} {
		root, _ := Parse("seed.yaml", []byte(seed))
		eachField(root, specSchema(), func(path, field string) {
			if len(field) < 4 || path == "/metadata/tags" {
				return
			}
			tried++
			value := plainValue(root)
			m := value.(map[string]any)
			for _, step := range splitPointer(path) {
				m = m[step].(map[string]any)
			}
			wrong := field[:2] + field[3:]
			m[wrong] = m[field]
			delete(m, field)
			text, err := json.Marshal(value)
			if err != nil {
				t.Fatal(err)
			}
			mutated, _ := Parse("spec.yaml", text)
			findings := validateSchema(mutated)
			if len(findings) != 1 || findings[0].Rule != RuleUnknownField || findings[0].Path != path+"/"+wrong ||
				findings[0].Remedy != "Did you mean "+field+"?" {
				t.Errorf("%s/%s: %+v", path, wrong, findings)
			}
		})
	}
	if tried < 60 {
		t.Errorf("only %d fields were tried", tried)
	}
}

// eachField visits the fields of a document that the language names, as against
// the keys that users choose.
func eachField(n *Node, s *jsonschema.Schema, visit func(path, field string)) {
	s = target(s)
	if n.Kind != Map {
		return
	}
	for i, child := range n.children {
		if field := n.keys[i].Text; s.Properties[field] != nil {
			visit(n.Path(), field)
			eachField(child, s.Properties[field], visit)
		} else if rest, ok := s.AdditionalProperties.(*jsonschema.Schema); ok {
			eachField(child, rest, visit)
		}
	}
}

func splitPointer(path string) []string {
	if path == "" {
		return nil
	}
	return strings.Split(path[1:], "/")
}
