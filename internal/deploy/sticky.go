package deploy

import (
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
