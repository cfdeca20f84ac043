package accept_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mlauth/mlauth-compile/internal/accept"
	"github.com/mlauth/mlauth-compile/internal/change"
	"github.com/mlauth/mlauth-compile/internal/check"
	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/render"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

const file = "specs/a.yaml"

// compile takes a text as a spec of the repository, with its fragments.
func compile(text []byte) *spec.Spec {
	s, err := compileOrSay(text)
	if err != nil {
		return nil
	}
	return s
}

func compileOrSay(text []byte) (*spec.Spec, error) {
	read := func(name string) ([]byte, error) { return os.ReadFile(filepath.Join("..", "..", name)) }
	loader := spec.NewLoader(read, nil)
	s, findings := loader.Compile(file, text)
	if s == nil || findings.HasErrors() || loader.Findings().HasErrors() {
		return nil, errors.New("no spec")
	}
	s.ReadFiles(read)
	for _, d := range check.Specs([]*spec.Spec{s}) {
		if d.Severity == diag.Error {
			return s, errors.New(d.Message)
		}
	}
	return s, nil
}

// drift is what happened in AWS when it went from what one text says to what
// another does.
func drift(t *testing.T, from, to string) []change.Step {
	t.Helper()
	return change.Compare(recorded(t, from), recorded(t, to), nil)
}

func recorded(t *testing.T, text string) []change.Resource {
	t.Helper()
	s := compile([]byte(text))
	if s == nil {
		t.Fatalf("not valid:\n%s", text)
	}
	recording, err := render.Record(s)
	if err != nil {
		t.Fatal(err)
	}
	var all []change.Resource
	for _, r := range recording.Resources {
		all = append(all, change.Resource{Name: r.Name, Type: r.Type, Properties: r.Properties})
	}
	return all
}

func find(t *testing.T, text string, steps []change.Step) *accept.Result {
	t.Helper()
	r, err := accept.Find(file, []byte(text), compileOrSay, steps)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func console(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../specs/model-console.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A change in AWS comes back as the edit that a person would make, and all else
// stays as it is written.
func TestTheEditIsTheOneThatAPersonWouldMake(t *testing.T) {
	text := console(t)
	for name, c := range map[string][2]string{ // a piece of the spec, and what it becomes
		"list":               {"https://console.acme.ai/silent]", "https://console.acme.ai/silent, https://elsewhere.example.com/]"},
		"list, one less":     {"[https://console.acme.ai/oauth2/callback, https://console.acme.ai/silent]", "[https://console.acme.ai/oauth2/callback]"},
		"scope of ours":      {"scopes: [openid, console/view, console/label]", "scopes: [openid, console/view]"},
		"scope in addition":  {"scopes: [openid, email, profile, console/view]", "scopes: [openid, email, profile, console/view, console/label]"},
		"duration":           {"access: 30m", "access: 45m"},
		"duration, new unit": {"refresh: 12h", "refresh: 5d"},
		"text":               {"name: Console for phones", "name: Phones"},
		"list, one other":    {"identifiers: [acme.com, acme.ai]", "identifiers: [acme.com, acme.dev]"},
		"boolean":            {"hideUserExistence: true", "hideUserExistence: false"},
		"enum list":          {"authFlows: [userSrp]", "authFlows: [userSrp, userPassword]"},
		"map, other value":   {"\"custom:clearance\": clearance", "\"custom:clearance\": level"},
		"map, one less":      {"      given_name: given_name\n", ""},
		"scope's text":       {"view: See models and metrics", "view: See them"},
		"providers":          {"[corp-sso, partner-idp]", "[partner-idp]"},
		"gone":               {"\n  labeller:\n    type: spa\n    hostedLogin: false # signs in through the SDK: no OAuth, no callbacks\n    authFlows: [userSrp]\n    writeAttributes: [nickname]", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if strings.Count(text, c[0]) != 1 {
				t.Fatalf("%q is %d times in the spec", c[0], strings.Count(text, c[0]))
			}
			want := strings.Replace(text, c[0], c[1], 1)
			r := find(t, text, drift(t, text, want))
			if string(r.Text) != want || len(r.Rest) > 0 {
				t.Errorf("rest %v\n%s", r.Rest, accept.Unified(file, []byte(want), r.Text))
			}
		})
	}
}

// What the spec leaves to a default is said by the edit.
func TestAFieldIsAdded(t *testing.T) {
	text := console(t)
	steps := drift(t, text, strings.Replace(text, "  domain: {prefix", "  password: {minLength: 20}\n  domain: {prefix", 1))
	r := find(t, text, steps)
	want := strings.Replace(text, "  domain: {prefix: acme-model-console}\n", "  domain: {prefix: acme-model-console}\n  password: {minLength: 20}\n", 1)
	if string(r.Text) != want {
		t.Errorf("rest %v\n%s", r.Rest, accept.Unified(file, []byte(text), r.Text))
	}
}

// What no field says is listed, and the text stays as it is.
func TestWhatNoFieldSays(t *testing.T) {
	text := console(t)
	steps := []change.Step{{Resource: "clients.console", Type: "aws:cognito/userPoolClient:UserPoolClient", Op: change.OpUpdate,
		Old: map[string]any{"preventUserExistenceErrors": "ENABLED"}, New: map[string]any{"preventUserExistenceErrors": "OTHERWISE"}}}
	if r := find(t, text, steps); string(r.Text) != text || len(r.Rest) != 1 || len(r.Settled) > 0 {
		t.Errorf("rest %v\n%s", r.Rest, accept.Unified(file, []byte(text), r.Text))
	}
}

// What a field could say, and the checks refuse, is listed with what they have
// against it.
func TestWhatTheChecksRefuseIsTold(t *testing.T) {
	text := console(t)
	pool := change.Step{Resource: "userPool", Type: "aws:cognito/userPool:UserPool", Op: change.OpDelete}
	reads := drift(t, text, strings.Replace(text, "readAttributes: [email,", "readAttributes: [email, name,", 1))
	reads[slices.IndexFunc(reads, change.Step.Changed)].New["readAttributes"] = []any{"email", "custom:team", "custom:old-team"}
	for want, steps := range map[string][]change.Step{
		"retired": reads,
		"pool":    {pool},
	} {
		r := find(t, text, steps)
		if string(r.Text) != text || len(r.Rest) > 0 || len(r.Refused) != 1 || !strings.Contains(r.Refused[0].Why, want) {
			t.Errorf("refused %v, rest %v\n%s", r.Refused, r.Rest, accept.Unified(file, []byte(text), r.Text))
		}
	}
}

// What a fragment says is said otherwise in the spec: the fragment is of others
// too. The edit names what it covers.
func TestAFragmentIsLeftAlone(t *testing.T) {
	bytes, err := os.ReadFile("../../specs/team-fraud.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := string(bytes)
	const end = "  inference: {identifier: \"https://fraud.acme.ai\"}\n"
	for want, covers := range map[string]string{ // the spec, and which line of base/ml-defaults.yaml it covers
		strings.Replace(text, "acme-team-fraud}\n", "acme-team-fraud}\n  password: {minLength: 16}\n", 1): "/userPool/password/minLength",
		strings.Replace(text, end, end+"clients: {batch-scorer: {tokens: {access: 30m}}}\n", 1):           "/clients/batch-scorer/tokens/access",
		strings.Replace(text, end, end+"clients: {release-bot: null}\n", 1):                               "/clients/release-bot",
		strings.Replace(text, "team: risk-ml}", "team: risk-ml, tags: {cost-center: \"4712\"}}", 1):       "/metadata/tags/cost-center",
	} {
		r := find(t, text, drift(t, text, want))
		if string(r.Text) != want || len(r.Rest) > 0 {
			t.Errorf("rest %v\n%s", r.Rest, accept.Unified(file, []byte(want), r.Text))
			continue
		}
		if len(r.Covered) != 1 || r.Covered[0].Path() != covers || r.Covered[0].Range().File != "base/ml-defaults.yaml" {
			t.Errorf("covered: %v, not %s", r.Covered, covers)
		}
	}
}

// One resource of several with another tag is no reason to give it to all.
func TestATagOfOneResourceIsNotForAll(t *testing.T) {
	text := console(t)
	changed := drift(t, text, strings.Replace(text, "team: risk-ml", "team: vision", 1))
	if r := find(t, text, changed); len(r.Rest) > 0 || !strings.Contains(string(r.Text), "team: vision") {
		t.Errorf("rest %v\n%s", r.Rest, accept.Unified(file, []byte(text), r.Text))
	}
	trainer, err := os.ReadFile("../../specs/github-trainer.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text = string(trainer)
	changed = drift(t, text, strings.Replace(text, "team: risk-ml", "team: vision", 1))
	one := slices.DeleteFunc(changed, func(s change.Step) bool { return s.Resource != "workloads.checks" })
	if r := find(t, text, one); string(r.Text) != text || len(r.Rest) != 1 {
		t.Errorf("rest %v\n%s", r.Rest, accept.Unified(file, []byte(text), r.Text))
	}
}

// An edit has consequences where a default follows from the field: they are
// told, where the checks do not let them be pinned.
func TestWhatFollowsIsTold(t *testing.T) {
	text := console(t)
	steps := []change.Step{{Resource: "identityProviders.corp-sso", Type: "aws:cognito/identityProvider:IdentityProvider", Op: change.OpUpdate,
		Old: map[string]any{"attributeMapping": map[string]any{"email": "email"}},
		New: map[string]any{"attributeMapping": map[string]any{"email": "email", "nickname": "alias"}}}}
	r := find(t, text, steps)
	if len(r.Rest) > 0 || !strings.Contains(string(r.Text), "      nickname: alias\n") {
		t.Errorf("rest %v\n%s", r.Rest, accept.Unified(file, []byte(text), r.Text))
	}
	for _, d := range r.Beside {
		if d.Path != "writeAttributes" {
			t.Errorf("beside: %v", d)
		}
	}
	if len(r.Beside) != 3 {
		t.Errorf("%d consequences", len(r.Beside))
	}
}
