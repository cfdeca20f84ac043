package deploy

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
)

// What the plan's refresh has found is what a backend holds that writes it down
// at once, as far as it was asked for; an empty list that AWS gives back for none
// is neither a drift nor a move.
func TestWhatARefreshFoundIsWhatTheStateHas(t *testing.T) {
	const urn = "urn:pulumi:demo::mlauth::" + userPoolType + "::userPool"
	inputs := map[string]any{"name": "a", "list": []any{}}
	read := func(name string, users float64, list any) map[string]any {
		return map[string]any{"name": name, "list": list, "users": users}
	}
	refresh := func(outputs map[string]any) *collector {
		c := newCollector(PhasePreview, "demo", newScrubber(), nil)
		c.refreshed(&apitype.StepEventMetadata{
			URN: urn, Type: userPoolType, Op: apitype.OpRefresh,
			Old: &apitype.StepEventStateMetadata{ID: "p", Inputs: inputs, Outputs: read("a", 1, nil)},
			New: &apitype.StepEventStateMetadata{ID: "p", Inputs: inputs, Outputs: outputs},
		})
		return c
	}
	if c := refresh(read("a", 2, []any{})); c.hasDrifted {
		t.Error("nothing drifted")
	}
	c := refresh(read("b", 2, []any{}))
	if !c.hasDrifted {
		t.Fatal("it drifted")
	}
	state := func(id, name string, list any) map[string]string {
		return byName((&snapshot{&apitype.DeploymentV3{Resources: []apitype.ResourceV3{
			{URN: urn, Type: userPoolType, ID: resource.ID(id), Inputs: inputs, Outputs: read(name, 3, list)},
			{URN: urn, Type: userPoolType, ID: "old", Delete: true},
		}}}).asFound())
	}
	for what, want := range map[string]struct {
		state map[string]string
		moved string
	}{
		"written down":    {state("p", "b", nil), ""},
		"changed again":   {state("p", "c", nil), "userPool changed"},
		"another of it":   {state("q", "b", nil), "userPool changed"},
		"with list items": {state("p", "b", []any{"x"}), "userPool changed"},
		"gone":            {nil, "userPool is gone"},
	} {
		if got := moved(byName(c.found), want.state); got != want.moved {
			t.Errorf("%s: %q, want %q", what, got, want.moved)
		}
	}
}

// Of a new stack the run itself puts the stack into the state, while the program
// looks: neither that nor that it is about to is another run's work.
func TestTheRunsOwnStackHasNotMoved(t *testing.T) {
	pending := func(types ...string) *snapshot {
		state := &apitype.DeploymentV3{}
		for _, typ := range types {
			one := apitype.ResourceV3{URN: resource.URN("urn:pulumi:demo::mlauth::" + typ + "::x"), Type: tokens.Type(typ)}
			state.PendingOperations = append(state.PendingOperations, apitype.OperationV2{Resource: one, Type: apitype.OperationTypeCreating})
		}
		return &snapshot{state}
	}
	none := pending().digests()
	if got := moved(none, pending(rootType).without(rootType).digests()); got != "" {
		t.Errorf("the run's own: %s", got)
	}
	if got := moved(none, pending(rootType, userPoolType).without(rootType).digests()); got != unfinished+" was added" {
		t.Errorf("another's: %q", got)
	}
}
