package deploy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"

	"github.com/mlauth/mlauth-compile/internal/change"
)

// dropped returns what a step leaves out that would stay. A property whose
// parent goes with it does not stay.
func dropped(all []change.Sticky, meta *apitype.StepEventMetadata) []change.Sticky {
	if meta.Old == nil || meta.New == nil {
		return nil
	}
	var found []change.Sticky
	for _, s := range all {
		if s.Type != meta.Type {
			continue
		}
		keys := strings.Split(s.Path, ".")
		_, was := valueAt(meta.Old.Inputs, keys)
		_, is := valueAt(meta.New.Inputs, keys)
		_, parent := valueAt(meta.New.Inputs, keys[:len(keys)-1])
		if was && !is && parent {
			found = append(found, s)
		}
	}
	return found
}

func valueAt(inputs map[string]any, keys []string) (any, bool) {
	var value any = inputs
	for _, key := range keys {
		object, ok := value.(map[string]any)
		if !ok {
			return nil, false
		}
		if value, ok = object[key]; !ok {
			return nil, false
		}
	}
	return value, value != nil
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
