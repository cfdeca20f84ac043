package cli

import (
	"strings"
	"testing"

	"github.com/mlauth/mlauth-compile/internal/change"
)

// What drift --accept says beside its patch: which value of a fragment the edit
// says otherwise, what no edit says, and what the checks refuse, each once.
func TestAcceptTellsWhatThePatchDoesNot(t *testing.T) {
	t.Chdir("../..")
	c, err := compile(t.Context(), []string{"specs/team-fraud.yaml"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	const pool, client = "aws:cognito/userPool:UserPool", "aws:cognito/userPoolClient:UserPoolClient"
	update := func(resource, typ string, older, newer map[string]any) change.Step {
		return change.Step{Resource: resource, Type: typ, Op: change.OpUpdate, Old: older, New: newer}
	}
	steps := []change.Step{
		update("clients.batch-scorer", client, map[string]any{"preventUserExistenceErrors": "ENABLED"}, map[string]any{"preventUserExistenceErrors": "OTHERWISE"}),
		update("userPool", pool, map[string]any{"passwordPolicy": map[string]any{"minimumLength": 14.0}}, map[string]any{"passwordPolicy": map[string]any{"minimumLength": 16.0}}),
		{Resource: "resourceServers.inference", Type: "aws:cognito/resourceServer:ResourceServer", Op: change.OpDelete},
	}
	var out strings.Builder
	if err := c.accept(&out, "team-fraud", steps); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"+  password: {minLength: 16}\n",
		"\nIt says otherwise, for this spec alone, what a fragment says:\n  base/ml-defaults.yaml:20: userPool.password.minLength\n",
		"\nNo edit of the spec says this; the next deploy brings it back:\n  clients.batch-scorer: preventUserExistenceErrors: ",
		"\nThe checks refuse the edit that says this; the next deploy brings it back:\n  resourceServers.inference is gone\n    ",
		"[MLA402]\n",
	} {
		if strings.Count(out.String(), want) != 1 {
			t.Errorf("it does not say %q once:\n%s", want, out.String())
		}
	}
}
