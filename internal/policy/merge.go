package policy

import (
	"cmp"
	"slices"
	"strings"
)

// merge returns the smallest document that says the same, in a stable order. Two
// statements become one where all but one of their lists are equal: a request
// that the one or the other speaks of is a request that the union speaks of.
func merge(statements []Statement) Document {
	merged := make([]Statement, len(statements))
	for i, s := range statements {
		merged[i] = s.normal()
	}
	if len(merged) < 2 {
		return merged
	}
	for before := -1; before != len(merged); {
		before = len(merged)
		merged = join(merged, sameButResources, func(into *Statement, s Statement) {
			into.Resources = append(into.Resources, s.Resources...)
		})
		merged = join(merged, sameButValues, addValues)
		merged = join(merged, sameButActions, func(into *Statement, s Statement) {
			into.Actions = append(into.Actions, s.Actions...)
		})
	}
	slices.SortFunc(merged, func(a, b Statement) int {
		return cmp.Or(cmp.Compare(a.Effect, b.Effect), strings.Compare(key(a.Actions, a.Resources, a.Conditions, a.Principal),
			key(b.Actions, b.Resources, b.Conditions, b.Principal)))
	})
	return merged
}

// join adds each statement to the first of its group.
func join(statements []Statement, group func(Statement) string, add func(into *Statement, s Statement)) []Statement {
	place := map[string]int{}
	var out []Statement
	for _, s := range statements {
		k := group(s)
		i, known := place[k]
		if !known {
			place[k] = len(out)
			out = append(out, s)
			continue
		}
		add(&out[i], s)
	}
	for i := range out {
		out[i] = out[i].normal()
	}
	return out
}

func sameButResources(s Statement) string {
	return key(s.Effect, s.Principal, s.Actions, s.Conditions)
}

func sameButActions(s Statement) string {
	return key(s.Effect, s.Principal, s.Resources, s.Conditions)
}

// sameButValues groups statements whose conditions differ in the values of one
// key. The values of a key are alternatives, but for the operators that deny
// and for those of sets, and where several keys are free they belong together.
func sameButValues(s Statement) string {
	operator, name, free := freeKey(s.Conditions)
	if !free {
		return key(s)
	}
	return key(s.Effect, s.Principal, s.Actions, s.Resources, operator, name, rest(s.Conditions, operator, name))
}

// freeKeys are those that statements differ in: what is listed, and who asks.
var freeKeys = []string{":sub", "s3:prefix", "kms:ResourceAliases", "bedrock:InferenceProfileArn"}

func freeKey(c Conditions) (operator, name string, ok bool) {
	for _, operator := range sortedKeys(c) {
		for _, name := range sortedKeys(c[operator]) {
			suits := slices.ContainsFunc(freeKeys, func(k string) bool { return strings.HasSuffix(name, k) })
			if suits && slices.Contains([]string{"StringEquals", "StringLike", "ForAnyValue:StringEquals", "ForAnyValue:StringLike"}, operator) {
				return operator, name, true
			}
		}
	}
	return "", "", false
}

// rest are the conditions without one key.
func rest(c Conditions, operator, name string) Conditions {
	out := Conditions{}
	for o, keys := range c {
		for k, values := range keys {
			if o == operator && k == name {
				continue
			}
			if out[o] == nil {
				out[o] = map[string][]string{}
			}
			out[o][k] = values
		}
	}
	return out
}

func addValues(into *Statement, s Statement) {
	if operator, name, free := freeKey(s.Conditions); free {
		into.Conditions[operator][name] = append(into.Conditions[operator][name], s.Conditions[operator][name]...)
	}
}
