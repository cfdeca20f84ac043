package spec

import (
	"fmt"
	"maps"
	"slices"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

// choose explains a value that fits none of several schemas: against the one
// that was most likely meant.
func (e *explainer) choose(n *Node, s *jsonschema.Schema, branches []*jsonschema.Schema, howMany string) {
	if names := requiredOnly(branches); names != nil && n.Kind == Map {
		if slices.ContainsFunc(n.keys, func(key *Node) bool { return key.poisoned }) {
			return // an unknown field, which is reported, was most likely meant to be one of them
		}
		e.report(RuleExclusive, n, subject(n), fmt.Sprintf("%s needs %s %s%s", label(n), howMany, joinWords(names, "and"), e.when),
			"Add "+joinWords(names, "or")+".")
		return
	}
	typed := slices.DeleteFunc(slices.Clone(branches), func(b *jsonschema.Schema) bool { return !hasType(n, typesOf(b)) })
	if len(typed) == 0 {
		e.wrongType(n, allTypes(branches), exampleOnly(s))
		return
	}
	if values := allEnums(typed); values != nil && n.Kind == Scalar {
		e.notAmong(n, values)
		return
	}
	if n.Kind == Map {
		typed = e.discriminate(n, e.byKey(n, typed))
	}
	if len(typed) > 0 {
		e.explain(n, e.nearest(n, typed))
	}
}

// exampleOnly is what a schema shows, without what it says.
func exampleOnly(s *jsonschema.Schema) *jsonschema.Schema {
	return &jsonschema.Schema{Examples: s.Examples, MinLength: -1, MaxLength: -1}
}

// requiredOnly are the names of branches that each say only that one field is
// required; nil when the branches are of another kind.
func requiredOnly(branches []*jsonschema.Schema) []string {
	for _, b := range branches {
		if b.Types != nil || b.Properties != nil || b.AdditionalProperties != nil || b.AllOf != nil || b.AnyOf != nil || b.OneOf != nil || b.Ref != nil {
			return nil
		}
	}
	return keysOf(branches)
}

// keysOf are the names of fields that tell branches apart: each requires one,
// and each another; nil when that is not so.
func keysOf(branches []*jsonschema.Schema) []string {
	var names []string
	for _, b := range branches {
		required := target(b).Required
		if len(required) != 1 || slices.Contains(names, required[0]) {
			return nil
		}
		names = append(names, required[0])
	}
	return names
}

// byKey keeps the branch whose field is given. Where none is, or several are,
// that is the mistake; it is reported, and no branch returned.
func (e *explainer) byKey(n *Node, branches []*jsonschema.Schema) []*jsonschema.Schema {
	names := keysOf(branches)
	if len(names) < 2 {
		return branches
	}
	given := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !n.Has(name) })
	if len(given) > 1 {
		if !exclude(branches, given) {
			return branches
		}
		e.together(n, given)
		return nil
	}
	for _, key := range n.keys {
		if len(given) == 0 {
			if near := diag.Nearest(key.Text, names); near != "" {
				given = []string{near}
			}
		}
	}
	if len(given) == 0 {
		e.report(RuleExclusive, n, subject(n), fmt.Sprintf("%s needs exactly one of %s%s", label(n), joinWords(names, "and"), e.when),
			"Add "+joinWords(names, "or")+".")
		return nil
	}
	at := slices.Index(names, given[0])
	return branches[at : at+1]
}

// exclude tells whether no branch knows two of the fields.
func exclude(branches []*jsonschema.Schema, fields []string) bool {
	for _, b := range branches {
		b = target(b)
		known := slices.DeleteFunc(slices.Clone(fields), func(f string) bool { return b.Properties[f] == nil })
		if b.AdditionalProperties != false || len(known) > 1 {
			return false
		}
	}
	return true
}

// typesOf are the JSON types that a schema allows; none when it allows all.
func typesOf(s *jsonschema.Schema) []string {
	s = target(s)
	switch {
	case len(s.Types) > 0:
		return s.Types
	case s.Properties != nil || s.Required != nil:
		return []string{"object"}
	case annotationsOf(s).pattern != nil:
		return []string{"string"}
	}
	return nil
}

func allTypes(branches []*jsonschema.Schema) []string {
	var types []string
	for _, b := range branches {
		for _, t := range typesOf(b) {
			if !slices.Contains(types, t) {
				types = append(types, t)
			}
		}
	}
	return types
}

// allEnums are the values of branches that are lists of values, all of them.
func allEnums(branches []*jsonschema.Schema) []string {
	var values []string
	for _, b := range branches {
		allowed := allowedValues(target(b))
		if len(allowed) == 0 {
			return nil
		}
		values = append(values, allowed...)
	}
	return values
}

// discriminate keeps the branches that agree with the field that tells them
// apart: one that is a const or enum in each. Where that field is wrong in all
// of them it is the mistake; it is reported, and nil returned.
func (e *explainer) discriminate(n *Node, branches []*jsonschema.Schema) []*jsonschema.Schema {
	if len(branches) < 2 {
		return branches
	}
	for _, field := range slices.Sorted(maps.Keys(target(branches[0]).Properties)) {
		value := n.Get(field)
		if value == nil || value.Kind != Scalar {
			continue
		}
		var agreeing, described []*jsonschema.Schema
		for _, b := range branches {
			sub := target(b).Properties[field]
			if sub == nil || len(allowedValues(target(sub))) == 0 {
				break
			}
			described = append(described, sub)
			if e.valid(value, sub) {
				agreeing = append(agreeing, b)
			}
		}
		if len(described) < len(branches) {
			continue
		}
		if len(agreeing) == 0 {
			e.notAmong(value, allEnums(described))
			return nil
		}
		return agreeing
	}
	return branches
}

// nearest is the branch against which the value has the least wrong with it;
// the first of equally good ones.
func (e *explainer) nearest(n *Node, branches []*jsonschema.Schema) *jsonschema.Schema {
	best, least := branches[0], -1
	if len(branches) == 1 {
		return best
	}
	for _, b := range branches {
		trial := &explainer{when: e.when, private: e.private, layer: e.layer}
		trial.explain(n, b)
		for _, p := range trial.poisoned {
			p.poisoned = false
		}
		if c := cost(trial.findings); least < 0 || c < least {
			best, least = b, c
		}
	}
	return best
}

// cost weighs findings by how sure they speak against a branch: a field that
// it does not know speaks more than a value that it does not like.
func cost(findings diag.List) int {
	total := 0
	for _, d := range findings {
		switch d.Rule {
		case RuleWrongType:
			total += 4
		case RuleUnknownField, RuleMissingField, RuleExclusive:
			total += 3
		default:
			total += 2
		}
	}
	return total
}

// ambiguous reports a value that fits several schemas of which it may fit one.
func (e *explainer) ambiguous(n *Node, fit []*jsonschema.Schema) {
	names := requiredOnly(fit)
	if names == nil || n.Kind != Map {
		e.report(RuleExclusive, n, subject(n), fmt.Sprintf("%s can be read in %d ways%s", label(n), len(fit), e.when), "Leave out what is not meant.")
		return
	}
	e.together(n, names)
}

// together reports fields that exclude each other, at the last of them.
func (e *explainer) together(n *Node, names []string) {
	keys := make([]*Node, 0, len(names))
	for _, name := range names {
		keys = append(keys, n.Key(name))
	}
	slices.SortStableFunc(keys, func(a, b *Node) int { return int(a.index - b.index) })
	ordered := make([]string, len(keys))
	for i, k := range keys {
		ordered[i] = k.Text
	}
	first, last := keys[0], keys[len(keys)-1]
	remedy := "Keep one of them."
	if file := first.Range().File; file != last.Range().File {
		remedy += fmt.Sprintf(" In %s, %s: null removes what %s gives.", last.Range().File, first.Text, file)
	}
	e.report(RuleExclusive, n.children[last.index], last.Range(), fmt.Sprintf("%s cannot be given together%s", joinWords(ordered, "and"), e.when),
		remedy, diag.Related{Range: first.Range(), Message: ordered[0] + " is given here"})
}
