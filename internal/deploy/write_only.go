package deploy

import (
	"maps"
	"reflect"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// WriteOnly is a property that AWS takes and never gives back. The provider
// reads it as gone, and the engine would set it anew with every update.
type WriteOnly struct {
	Type string // Pulumi type of the resource
	Path string // the property
}

// onlyRewrites reports whether a step is an update of a write-only property and
// of nothing else. It stands for no change: a new value comes with a change of
// another property, such as the id of a key.
func onlyRewrites(all []WriteOnly, meta *apitype.StepEventMetadata) bool {
	if meta.Op != apitype.OpUpdate || meta.Old == nil || meta.New == nil {
		return false
	}
	for _, w := range all {
		if w.Type == meta.Type && w.alone(meta) {
			return true
		}
	}
	return false
}

// alone compares what stands beside the property with what was asked for before
// and with what AWS has. Where a secret stands there, nobody can say: the
// engine hides its values.
func (w WriteOnly) alone(meta *apitype.StepEventMetadata) bool {
	object, key := w.Path[:strings.LastIndex(w.Path, ".")], w.Path[strings.LastIndex(w.Path, ".")+1:]
	for _, c := range changesOf(meta) {
		if c.Path != w.Path && c.Path != object {
			return false
		}
	}
	beside := func(properties map[string]any) any {
		members, _ := lookup(properties, object).(map[string]any)
		members = maps.Clone(members)
		delete(members, key)
		return members
	}
	wanted := beside(meta.New.Inputs)
	return !holdsSecret(wanted) && reflect.DeepEqual(beside(meta.Old.Inputs), wanted) && reflect.DeepEqual(beside(meta.Old.Outputs), wanted)
}
