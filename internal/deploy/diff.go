package deploy

import (
	"reflect"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/sig"

	"github.com/mlauth/mlauth-compile/internal/change"
)

// changesOf lists the property differences of an engine step, sorted by path.
func changesOf(meta *apitype.StepEventMetadata) []change.Difference {
	var changes []change.Difference
	for path, diff := range meta.DetailedDiff {
		c := detailedChange(meta, path, diff)
		parts := change.Narrow(c)
		if len(parts) == 0 { // the values are hidden, or are the same to us
			parts = []change.Difference{c}
		}
		changes = append(changes, parts...)
	}
	// A provider that gives no details names the top-level properties only.
	if meta.DetailedDiff == nil {
		for _, key := range meta.Diffs {
			changes = append(changes, plainChange(meta, key))
		}
	}
	slices.SortFunc(changes, func(a, b change.Difference) int { return strings.Compare(a.Path, b.Path) })
	return changes
}

func detailedChange(meta *apitype.StepEventMetadata, path string, diff apitype.PropertyDiff) change.Difference {
	kind, replaces := strings.CutSuffix(string(diff.Kind), "-replace")
	c := change.Difference{Path: path, Kind: change.Kind(kind), Replaces: replaces}
	if meta.Old != nil {
		before := meta.Old.Outputs
		if diff.InputDiff {
			before = meta.Old.Inputs
		}
		c.Old = lookup(before, path)
		// Outputs hold what AWS fills in beside what was asked for; the earlier
		// inputs say more plainly what is different, where they are.
		if asked := lookup(meta.Old.Inputs, path); asked != nil && meta.New != nil && !reflect.DeepEqual(asked, lookup(meta.New.Inputs, path)) {
			c.Old = asked
		}
	}
	if meta.New != nil {
		c.New = lookup(meta.New.Inputs, path)
	}
	return c
}

func plainChange(meta *apitype.StepEventMetadata, key string) change.Difference {
	c := change.Difference{Path: key, Kind: change.Updated, Replaces: slices.Contains(meta.Keys, key)}
	if meta.Old != nil {
		c.Old = lookup(meta.Old.Inputs, key)
	}
	if meta.New != nil {
		c.New = lookup(meta.New.Inputs, key)
	}
	switch {
	case c.Old == nil && c.New != nil:
		c.Kind = change.Added
	case c.Old != nil && c.New == nil:
		c.Kind = change.Removed
	}
	return c
}

// lookup finds the value at a property path, nil where there is none.
func lookup(properties map[string]any, path string) any {
	parsed, err := resource.ParsePropertyPath(path)
	if err != nil {
		return nil
	}
	var at any = properties
	for _, element := range parsed {
		switch container := at.(type) {
		case map[string]any:
			if isSecret(container) {
				return secretMark
			}
			key, ok := element.(string)
			if !ok {
				return nil
			}
			at = container[key]
		case []any:
			index, ok := element.(int)
			if !ok || index < 0 || index >= len(container) {
				return nil
			}
			at = container[index]
		default:
			return nil
		}
	}
	return plain(at)
}

// plain turns the engine's way of writing a value into a plain one: a secret
// becomes its mark, a value not known yet becomes nil.
func plain(value any) any {
	switch v := value.(type) {
	case string:
		if v == plugin.UnknownStringValue {
			return nil
		}
		return v
	case []any:
		out := make([]any, len(v))
		for i, element := range v {
			out[i] = plain(element)
		}
		return out
	case map[string]any:
		if isSecret(v) {
			return secretMark
		}
		out := make(map[string]any, len(v))
		for key, element := range v {
			out[key] = plain(element)
		}
		return out
	default:
		return value
	}
}

// isSecret recognises the envelope of a secret value.
func isSecret(value map[string]any) bool { return value[sig.Key] == sig.Secret }

// holdsSecret reports whether there is a secret anywhere in a plain value.
func holdsSecret(value any) bool {
	switch v := value.(type) {
	case string:
		return v == secretMark
	case []any:
		return slices.ContainsFunc(v, holdsSecret)
	case map[string]any:
		for _, element := range v {
			if holdsSecret(element) {
				return true
			}
		}
	}
	return false
}
