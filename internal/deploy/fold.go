package deploy

import (
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/mlauth/mlauth-compile/internal/change"
)

// The types of the engine's own that are no resources of the user's: the stack
// and the settings of the provider.
const (
	rootType       = "pulumi:pulumi:Stack"
	providerPrefix = "pulumi:providers:"
)

// fold makes one operation out of the engine's steps for a resource.
func fold(ops []apitype.OpType) change.Op {
	result := change.OpSame
	if leaves(ops) {
		return change.OpDelete
	}
	for _, op := range ops {
		switch op {
		case apitype.OpReplace, apitype.OpCreateReplacement, apitype.OpDeleteReplaced,
			apitype.OpReadReplacement, apitype.OpImportReplacement:
			return change.OpReplace
		case apitype.OpCreate:
			result = change.OpCreate
		case apitype.OpImport:
			result = change.OpAdopt
		case apitype.OpUpdate:
			if result != change.OpAdopt { // what is taken over is brought to what the program says
				result = change.OpUpdate
			}
		case apitype.OpDelete:
			result = change.OpDelete
		case apitype.OpRead:
			result = change.OpRead
		}
	}
	return result
}

// leaves reports that something goes before what it hangs on, which is deleted
// and made anew, and does not come again: the program has it no more.
func leaves(ops []apitype.OpType) bool {
	return slices.Contains(ops, apitype.OpDeleteReplaced) && slices.Contains(ops, apitype.OpRemovePendingReplace)
}

// finished reports whether the engine has come to the last of its steps for a
// resource: a replacement is over when both its halves are.
func finished(op change.Op, ops []apitype.OpType) bool {
	if op != change.OpReplace {
		return true
	}
	return slices.Contains(ops, apitype.OpDeleteReplaced) && slices.Contains(ops, apitype.OpCreateReplacement)
}

// ours reports whether a type is a resource of the user's.
func ours(typ string) bool {
	return typ != rootType && !strings.HasPrefix(typ, providerPrefix)
}

func logicalName(urn string) string { return resource.URN(urn).Name() }
