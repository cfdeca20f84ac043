package deploy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"

	"github.com/mlauth/mlauth-compile/internal/change"
)

// dropped returns what a step leaves out that would stay.
func dropped(all []change.Sticky, meta *apitype.StepEventMetadata) []change.Sticky {
	if meta.Old == nil || meta.New == nil {
		return nil
	}
	return change.Dropped(all, meta.Type, meta.Old.Inputs, meta.New.Inputs)
}

// refuseDropped stops a plan that would not do what the program says. A
// resource that is deleted or replaced takes its properties with it.
func refuseDropped(steps []change.Step, stack Stack) error {
	var names, lines []string
	for _, step := range steps {
		if step.Op != change.OpSame && step.Op != change.OpUpdate {
			continue
		}
		for _, s := range step.Dropped {
			names = append(names, step.Resource)
			lines = append(lines, fmt.Sprintf("%s.%s: %s.", step.Resource, s.Field, s.Remedy))
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return &Error{
		Kind: Failed, Stack: stack.Name, Resources: slices.Compact(names),
		Summary: "the spec leaves out what AWS cannot take back: it would stay as it is",
		Remedy:  strings.Join(lines, "\n") + "\nNothing was changed.",
	}
}
