package deploy

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"

	"github.com/mlauth/mlauth-compile/internal/change"
)

// dropped returns what a step leaves out that would stay. Before is what was
// asked for as a refresh has found it, nil where there was none.
func dropped(all []change.Sticky, meta *apitype.StepEventMetadata, before map[string]any) []change.Sticky {
	if meta.Old == nil || meta.New == nil {
		return nil
	}
	if before == nil {
		before = meta.Old.Inputs
	}
	return change.Dropped(all, meta.Type, before, meta.New.Inputs)
}
