package deploy

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"

	"github.com/mlauth/mlauth-compile/internal/change"
)

var stickyTrigger = change.Sticky{Type: "pool", Path: "lambdaConfig.preTokenGeneration", Field: "triggers.preTokenGeneration", Remedy: "Do this"}

func stepFrom(older, newer map[string]any) *apitype.StepEventMetadata {
	return &apitype.StepEventMetadata{
		Type: "pool", Old: &apitype.StepEventStateMetadata{Inputs: older}, New: &apitype.StepEventStateMetadata{Inputs: newer},
	}
}

func TestDroppedPropertiesAreFound(t *testing.T) {
	with := map[string]any{"lambdaConfig": map[string]any{"preSignUp": "a", "preTokenGeneration": "b"}}
	without := map[string]any{"lambdaConfig": map[string]any{"preSignUp": "a"}}
	gone := map[string]any{}
	for name, c := range map[string]struct {
		older, newer map[string]any
		found        map[string]any // by a refresh; nil for none
		want         int
	}{
		"dropped beside others":          {with, without, nil, 1},
		"dropped with its parent":        {with, gone, nil, 0},
		"was never there":                {without, without, nil, 0},
		"is still there":                 {with, with, nil, 0},
		"appears for the first time":     {without, with, nil, 0},
		"taken out by hand before":       {with, without, without, 0},
		"emptied by hand before":         {with, without, map[string]any{"lambdaConfig": map[string]any{"preTokenGeneration": ""}}, 0},
		"dropped, and nothing by a hand": {with, without, with, 1},
	} {
		if got := dropped([]change.Sticky{stickyTrigger}, stepFrom(c.older, c.newer), c.found); len(got) != c.want {
			t.Errorf("%s: %d dropped properties, want %d", name, len(got), c.want)
		}
	}
}

func TestAPlanThatDropsWhatStaysIsRefused(t *testing.T) {
	for op, refused := range map[change.Op]bool{change.OpSame: true, change.OpUpdate: true, change.OpReplace: false, change.OpDelete: false} {
		step := change.Step{Resource: "userPool", Type: userPoolType, Op: op, Dropped: []change.Sticky{stickyTrigger}}
		step.Old, step.New = map[string]any{}, map[string]any{}
		plan := &Plan{Steps: []change.Step{step}} // of an ephemeral stack as well
		plan.judge(Stack{Today: today})
		err := gate(plan, Stack{Today: today})
		if (err != nil) != refused {
			t.Errorf("%s: refused is %v", op, err != nil)
		}
		if err != nil && (asError(t, err).ExitCode() != 1 || !strings.Contains(err.Error(), "userPool.triggers.preTokenGeneration is left out") || !strings.Contains(err.Error(), "Do this.")) {
			t.Errorf("the failure does not name field and remedy: %v", err)
		}
	}
}

func TestConfirmIsAskedOnlyAboutChanges(t *testing.T) {
	asked := 0
	no := Stack{Name: "s", Confirm: func(*Plan) bool { asked++; return false }}
	if err := confirmed(no, &Plan{Steps: []change.Step{{Op: change.OpSame}}}); err != nil || asked != 0 {
		t.Errorf("asked %d times about no change: %v", asked, err)
	}
	if err := confirmed(no, &Plan{Steps: []change.Step{{Op: change.OpUpdate}}}); err == nil || asked != 1 {
		t.Errorf("no is not an answer: asked %d times, %v", asked, err)
	}
}
