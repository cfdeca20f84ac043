package render

import (
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// tags are those of every resource that takes tags; the user's lie above ours.
func tags(s *spec.Spec) pulumi.StringMap {
	m := s.Metadata
	all := map[string]string{
		"mlauth:stack":       m.Name,
		"mlauth:team":        m.Team,
		"mlauth:environment": m.Environment,
		"mlauth:spec":        s.File,
		"managed-by":         "mlauth-compile",
	}
	maps.Copy(all, m.Tags)
	return pulumi.ToStringMap(all)
}

// optional is nil for the empty string. It is only for properties that take
// effect as absent; see the package's words on sending everything.
func optional(text string) pulumi.StringPtrInput {
	if text == "" {
		return nil
	}
	return pulumi.String(text)
}

// list sends a list, an empty one as empty.
func list(items []string) pulumi.StringArray {
	return pulumi.ToStringArray(items)
}

// set sends what AWS treats as a set in sorted order, so that order in a spec
// is no difference.
func set(items []string) pulumi.StringArray {
	return list(slices.Sorted(slices.Values(items)))
}

// words translates each item by a table; what the table does not hold stays.
func words(items []string, table map[string]string) []string {
	out := make([]string, len(items))
	for i, item := range items {
		out[i] = word(item, table)
	}
	return out
}

func word(item string, table map[string]string) string {
	if translated, ok := table[item]; ok {
		return translated
	}
	return item
}

// upper is AWS's spelling of many enumerations.
func upper(text string) pulumi.String { return pulumi.String(strings.ToUpper(text)) }

// sortedKeys makes every walk over a map the same walk.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
