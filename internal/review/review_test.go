package review

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/mlauth/mlauth-compile/internal/change"
)

var update = flag.Bool("update", false, "write the golden files anew")

// sample has a stack of each outcome, an effect of each class, and texts that a
// terminal or Markdown would obey.
var sample = Report{Command: "preview", Stacks: []Stack{
	{
		Name: "fraud-scoring", File: "specs/fraud-scoring.yaml",
		Steps: []change.Step{
			{Resource: "clients.console", Type: "aws:cognito/userPoolClient:UserPoolClient", Op: change.OpUpdate, ID: "4kq8", Protected: true, Changes: []change.Difference{
				{Path: "callbackUrls[1]", Kind: change.Added, New: "https://new.acme.ai/cb"},
				{Path: "name", Kind: change.Updated, Old: "console", New: "console | `x` \x1b[31m<b>@all"},
			}},
			{Resource: "clients.old", Type: "aws:cognito/userPoolClient:UserPoolClient", Op: change.OpDelete, ID: "9zz1", Protected: true},
			{Resource: "groups.same", Type: "aws:cognito/userGroup:UserGroup", Op: change.OpSame},
			{Resource: "identityProviders.corp", Type: "aws:cognito/identityProvider:IdentityProvider", Op: change.OpUpdate, ID: "p", Changes: []change.Difference{
				{Path: "providerDetails.client_secret", Kind: change.Updated, Old: "[secret]", New: "[secret]"},
			}},
			{Resource: "resourceServers.inference", Type: "aws:cognito/resourceServer:ResourceServer", Op: change.OpUpdate, Changes: []change.Difference{
				{Path: "scopes", Kind: change.Updated, Old: []any{"a", "b"}, New: []any{"a"}},
			}},
			{Resource: "userPool", Type: "aws:cognito/userPool:UserPool", Op: change.OpReplace, ID: "us-east-1_AbCdEfGhI", Protected: true, Changes: []change.Difference{
				{Path: "usernameAttributes", Kind: change.Updated, Replaces: true, Old: []any{"email"}, New: []any{"phone_number"}},
			}},
			{Resource: "workloads.trainer", Type: "aws:iam/role:Role", Op: change.OpCreate},
		},
		Effects: []Effect{
			{Effect: change.Effect{Class: change.LosesUsers, Change: "replace", Resource: "userPool", ID: "us-east-1_AbCdEfGhI", Property: "usernameAttributes", Reason: "every user and password is lost"}, Refused: true, Entry: `- {change: replace, resource: userPool, id: "us-east-1_AbCdEfGhI", until: "2026-12-08", reason: "…"}`},
			{Effect: change.Effect{Class: change.BreaksCallers, Change: "delete", Resource: "clients.old", Reason: "whoever uses its id gets no token"}, Acknowledged: true},
			{Effect: change.Effect{Class: change.BreaksCallers, Change: "remove", Resource: "resourceServers.inference.scopes.b", Reason: "tokens with b are refused"}, Refused: true, Entry: `- {change: remove, resource: resourceServers.inference.scopes.b, until: "2026-12-08", reason: "…"}`},
			{Effect: change.Effect{Class: change.WidensAccess, Resource: "clients.console", Property: "callbackUrls", Reason: "logins are sent to new.acme.ai too"}},
			{Effect: change.Effect{Class: change.LosesUsers, Change: "ephemeral", Resource: "lifecycle", Reason: "the protection of the stack ends"}, Refused: true, Entry: `- {change: ephemeral, resource: lifecycle, until: "2026-12-08", reason: "…"}`},
		},
		Notes: []string{"an entry of lifecycle.acknowledge matches nothing:\nclients.gone"},
	},
	{Name: "model-api", File: "specs/model-api.yaml", Steps: []change.Step{{Resource: "userPool", Op: change.OpSame}}},
	{Name: "new-stack", File: "specs/new-stack.yaml", New: true, Steps: []change.Step{{Resource: "userPool", Op: change.OpCreate}}},
	{Name: "other", File: "specs/other.yaml", Failure: "wrong AWS account: 1 | 2", Remedy: "Use ```other``` credentials."},
}}

func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (run with -update to write it)", err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs: %s", file, diff)
	}
}

func TestText(t *testing.T) {
	for file, color := range map[string]bool{"testdata/text.txt": false, "testdata/color.txt": true} {
		var out bytes.Buffer
		for _, s := range sample.Stacks {
			if err := sample.WriteText(&out, s, color); err != nil {
				t.Fatal(err)
			}
		}
		golden(t, file, out.Bytes())
	}
}

func TestMarkdown(t *testing.T) {
	var out bytes.Buffer
	if err := sample.WriteMarkdown(&out); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/comment.md", out.Bytes())
	if strings.ContainsAny(out.String(), "\x1b\u202e") {
		t.Error("control characters are left")
	}
}

func TestDriftHasItsOwnWords(t *testing.T) {
	r := Report{Command: "drift", Stacks: []Stack{
		{Name: "a", Steps: []change.Step{{Resource: "clients.a", Op: change.OpDelete}, {Resource: "userPool", Op: change.OpUpdate}}},
		{Name: "b", Steps: []change.Step{{Resource: "userPool", Op: change.OpSame}}},
	}}
	var out bytes.Buffer
	for _, s := range r.Stacks {
		if err := r.WriteText(&out, s, false); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.WriteMarkdown(&out); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/drift.txt", out.Bytes())
}

// The JSON form is what its schema says, and the schema knows every class,
// operation and outcome.
func TestJSONIsAsItsSchemaSays(t *testing.T) {
	schema, err := jsonschema.Compile("../../schema/mlauth-plan.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []Report{sample, {Command: "drift"}} {
		var out bytes.Buffer
		if err := r.WriteJSON(&out); err != nil {
			t.Fatal(err)
		}
		var value any
		if err := json.Unmarshal(out.Bytes(), &value); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%#v", err)
		}
		if r.Command == "preview" {
			golden(t, "testdata/plan.json", out.Bytes())
		}
	}
	if schema.Validate(map[string]any{"schemaVersion": 2.0}) == nil {
		t.Error("the schema takes anything")
	}
}

func TestOutcome(t *testing.T) {
	impossible := Effect{Effect: change.Effect{Class: change.Impossible}, Refused: true}
	for name, c := range map[string]struct {
		stack Stack
		want  Outcome
	}{
		"nothing":    {Stack{Steps: []change.Step{{Op: change.OpSame}, {Op: change.OpRead}}}, Unchanged},
		"change":     {Stack{Steps: []change.Step{{Op: change.OpUpdate}}}, Changes},
		"impossible": {Stack{Effects: []Effect{impossible}}, Stopped},
		"failed":     {Stack{Failure: "no"}, Failed},
	} {
		if got := c.stack.Outcome(); got != c.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}
