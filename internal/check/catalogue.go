package check

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// All returns every rule that the tool has, by ID: those of loading, of single
// specs, between specs, and between revisions.
func All() []diag.Rule {
	all := spec.Rules()
	for _, r := range Rules() {
		all = append(all, diag.Rule{ID: r.ID, Severity: r.Severity, Title: r.Title})
	}
	for _, r := range betweenRules {
		all = append(all, diag.Rule{ID: r.ID, Severity: r.Severity, Title: r.Title})
	}
	all = append(append(append(all, againstRules...), ruleExpired), onlineRules...)
	slices.SortFunc(all, func(a, b diag.Rule) int { return cmp.Compare(a.ID, b.ID) })
	return all
}

var byID = sync.OnceValue(func() map[string]diag.Rule {
	rules := map[string]diag.Rule{}
	for _, r := range All() {
		rules[r.ID] = r
	}
	return rules
})

// Find returns the rule that has an ID.
func Find(id string) (rule diag.Rule, known bool) {
	rule, known = byID()[id]
	return rule, known
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

// Sight is how much has to be looked at for a rule to be decided.
type Sight int

const (
	Beyond  Sight = iota // more than the specs: what was deployed, what others publish
	OneSpec              // a spec with what it extends
	AllSpecs
)

// Needs tells how much has to be looked at for a rule to be decided.
func Needs(id string) Sight {
	switch {
	case slices.ContainsFunc(betweenRules, func(r betweenRule) bool { return r.ID == id }):
		return AllSpecs
	case id == ruleExpired.ID, slices.ContainsFunc(Rules(), func(r Rule) bool { return r.ID == id }),
		slices.ContainsFunc(spec.Rules(), func(r diag.Rule) bool { return r.ID == id }):
		return OneSpec
	}
	return Beyond
}
