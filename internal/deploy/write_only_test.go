package deploy

import (
	"slices"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/events"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/sig"

	"github.com/mlauth/mlauth-compile/internal/change"
)

func TestOnlyRewrites(t *testing.T) {
	const typ = "aws:cognito/identityProvider:IdentityProvider"
	all := []WriteOnly{{typ, "providerDetails.private_key"}}
	hidden := map[string]any{sig.Key: sig.Secret, "ciphertext": ""}
	state := func(id, key any) *apitype.StepEventStateMetadata {
		details := map[string]any{"key_id": id}
		if key != nil {
			details["private_key"] = key
		}
		return &apitype.StepEventStateMetadata{
			Inputs:  map[string]any{"providerDetails": details},
			Outputs: map[string]any{"providerDetails": map[string]any{"key_id": id}},
		}
	}
	step := func(typ string, op apitype.OpType, older, newer *apitype.StepEventStateMetadata) *apitype.StepEventMetadata {
		return &apitype.StepEventMetadata{Type: typ, Op: op, Old: older, New: newer,
			DetailedDiff: map[string]apitype.PropertyDiff{"providerDetails": {Kind: apitype.DiffUpdate}}}
	}
	drifted := state("a", hidden)
	drifted.Outputs = map[string]any{"providerDetails": map[string]any{"key_id": "by hand"}}
	for name, c := range map[string]struct {
		meta *apitype.StepEventMetadata
		want bool
	}{
		"the key alone":    {step(typ, apitype.OpUpdate, state("a", hidden), state("a", hidden)), true},
		"with its id":      {step(typ, apitype.OpUpdate, state("a", hidden), state("b", hidden)), false},
		"with a hidden id": {step(typ, apitype.OpUpdate, state(hidden, hidden), state(hidden, hidden)), false},
		"changed by hand":  {step(typ, apitype.OpUpdate, drifted, state("a", hidden)), false},
		"of another type":  {step("x", apitype.OpUpdate, state("a", hidden), state("a", hidden)), false},
		"a replacement":    {step(typ, apitype.OpReplace, state("a", hidden), state("a", hidden)), false},
		"without anything": {&apitype.StepEventMetadata{Type: typ, Op: apitype.OpUpdate}, false},
	} {
		if got := onlyRewrites(all, c.meta); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// An update tells of no more than its plan did.
func TestARewriteIsNotTold(t *testing.T) {
	const typ = "aws:cognito/identityProvider:IdentityProvider"
	var told []change.Op
	o := &operation{
		stack: Stack{WriteOnly: []WriteOnly{{typ, "providerDetails.private_key"}}}, scrub: newScrubber(),
		observe: func(e Event) { told = append(told, e.Op) },
	}
	details := func(more map[string]any) map[string]any {
		more["key_id"] = "a"
		return map[string]any{"providerDetails": more}
	}
	asked := details(map[string]any{"private_key": map[string]any{sig.Key: sig.Secret, "ciphertext": ""}})
	older, newer := state("corp", false, asked), state("corp", false, asked)
	older.Outputs = details(map[string]any{})
	m := meta(apitype.OpUpdate, typ, "identityProviders.corp", older, newer)
	m.DetailedDiff = map[string]apitype.PropertyDiff{"providerDetails.private_key": {Kind: apitype.DiffAdd}}
	for _, phase := range []Phase{PhasePreview, PhaseUpdate} {
		c := o.collector(phase)
		for _, event := range []apitype.EngineEvent{pre(m), post(m)} {
			c.handle(events.EngineEvent{EngineEvent: event})
		}
		if steps := c.steps(); len(steps) != 1 || steps[0].Op != change.OpSame || slices.ContainsFunc(told, func(op change.Op) bool { return op != change.OpSame }) {
			t.Errorf("%s: %+v, told %v", phase, steps, told)
		}
	}
}

func TestAdoptedIsAdopted(t *testing.T) {
	for _, c := range []struct {
		ops  []apitype.OpType
		want change.Op
	}{
		{[]apitype.OpType{apitype.OpImport}, change.OpAdopt},
		{[]apitype.OpType{apitype.OpImport, apitype.OpUpdate}, change.OpAdopt},
		{[]apitype.OpType{apitype.OpImport, apitype.OpCreateReplacement, apitype.OpReplace}, change.OpReplace},
	} {
		if got := fold(c.ops); got != c.want {
			t.Errorf("%v is %s", c.ops, got)
		}
	}
	err := judgeAndGate([]change.Step{{Resource: "userPool", Op: change.OpReplace, Adopted: true}})
	if err == nil {
		t.Error("what is adopted would be made anew")
	}
}
