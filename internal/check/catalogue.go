package check

import (
	"cmp"
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// All returns every rule that the tool has, by ID: those of loading, of single
// specs, and between specs.
func All() []diag.Rule {
	all := spec.Rules()
	for _, r := range Rules() {
		all = append(all, diag.Rule{ID: r.ID, Severity: r.Severity, Title: r.Title})
	}
	for _, r := range betweenRules {
		all = append(all, diag.Rule{ID: r.ID, Severity: r.Severity, Title: r.Title})
	}
	slices.SortFunc(all, func(a, b diag.Rule) int { return cmp.Compare(a.ID, b.ID) })
	return all
}

// Find returns the rule that has an ID.
func Find(id string) (rule diag.Rule, known bool) {
	all := All()
	i, known := slices.BinarySearchFunc(all, id, func(r diag.Rule, id string) int { return cmp.Compare(r.ID, id) })
	if !known {
		return diag.Rule{}, false
	}
	return all[i], true
}

// NearestID is the ID that was most likely meant, or "": of the same family,
// which the first digit names, if one is near enough there.
func NearestID(id string) string {
	var all, family []string
	for _, r := range All() {
		all = append(all, r.ID)
		if len(id) > 3 && strings.EqualFold(r.ID[:4], id[:4]) {
			family = append(family, r.ID)
		}
	}
	return cmp.Or(diag.Nearest(id, family), diag.Nearest(id, all))
}
