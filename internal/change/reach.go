package change

import (
	"slices"
	"strings"
)

// access is the smallest thing that a policy lets happen: one principal, one
// action, one resource, one value for each condition.
type access struct {
	principal, action, resource string
	conditions                  []condition
}

// gained is what the policies after a change allow and those before did not.
// Statements in another order, split, merged or narrowed gain nothing. What was
// denied and no longer is counts.
func gained(before, after []statement) []access {
	return append(uncovered(after, before, "Allow"), uncovered(before, after, "Deny")...)
}

// uncovered is the access in statements of an effect that no statement of the
// same effect among others covers.
func uncovered(statements, others []statement, effect string) []access {
	var found []access
	for _, s := range statements {
		if s.effect != effect {
			continue
		}
		for _, a := range s.accesses() {
			if !slices.ContainsFunc(others, func(o statement) bool { return o.effect == effect && o.covers(a) }) {
				found = append(found, a)
			}
		}
	}
	return found
}

// accesses takes a statement apart.
func (s statement) accesses() []access {
	var list []access
	variants := variantsOf(s.conditions)
	for _, principal := range s.principals {
		for _, action := range s.actions {
			for _, resource := range s.resources {
				for _, conditions := range variants {
					list = append(list, access{principal, action, resource, conditions})
				}
			}
		}
	}
	return list
}

// most is how many combinations of condition values are looked at one by one.
const most = 1000

// variantsOf are the combinations of one value for each condition that is met
// by any of its values.
func variantsOf(conditions []condition) [][]condition {
	variants := [][]condition{nil}
	for _, c := range conditions {
		choices := []condition{c}
		if c.anyOf() && len(variants)*len(c.values) <= most {
			choices = nil
			for _, v := range c.values {
				choices = append(choices, condition{c.operator, c.key, []string{v}})
			}
		}
		var next [][]condition
		for _, variant := range variants {
			for _, choice := range choices {
				next = append(next, append(slices.Clone(variant), choice))
			}
		}
		variants = next
	}
	return variants
}

// covers reports whether all of an access is in the statement.
func (s statement) covers(a access) bool {
	return coveredBy(s.principals, a.principal, false) && coveredBy(s.actions, a.action, true) && coveredBy(s.resources, a.resource, false) &&
		!slices.ContainsFunc(s.conditions, func(c condition) bool {
			return !slices.ContainsFunc(a.conditions, func(narrower condition) bool { return narrower.implies(c) })
		})
}

func coveredBy(patterns []string, pattern string, fold bool) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		if fold {
			return includes(strings.ToLower(p), strings.ToLower(pattern))
		}
		return includes(p, pattern)
	})
}

// includes reports whether a pattern with * and ? matches all that another
// does.
func includes(pattern, other string) bool {
	if pattern == other {
		return true
	}
	if strings.HasPrefix(pattern, opposite) || strings.HasPrefix(other, opposite) {
		return false
	}
	return matches(pattern, other)
}

// matches lets a * of the pattern stand for anything, wildcards of the other
// included, and a ? for one character that is no *. It remembers the last * and
// comes back to it, so that it is done in the product of the lengths.
func matches(pattern, other string) bool {
	star, resume := -1, 0
	i, j := 0, 0
	for j < len(other) {
		switch {
		case i < len(pattern) && pattern[i] == '*':
			star, resume = i, j
			i++
		case i < len(pattern) && other[j] != '*' && (pattern[i] == other[j] || pattern[i] == '?'):
			i++
			j++
		case star >= 0:
			resume++
			i, j = star+1, resume
		default:
			return false
		}
	}
	return strings.Trim(pattern[i:], "*") == ""
}
