package change

import (
	"fmt"
	"slices"
	"strings"
)

// weakening is a property that guards something, or lets something in, and how
// to tell that it does less of the one or more of the other.
type weakening struct {
	property string
	// weaker compares the values before and after; detail, where there is any, is
	// what came or went, for the %s in the reason.
	weaker func(older, newer any) (detail string, yes bool)
	reason string
}

// weakenings are told from one property alone, by type.
var weakenings = map[string][]weakening{
	userPoolType: poolWeakenings, clientType: clientWeakenings, riskType: riskWeakenings,
	identityPoolType: identityPoolWeakenings, roleType: roleWeakenings, oidcType: {
		{"clientIdLists", gains, "the account trusts tokens for another audience: %s"},
	},
}

// widened is what a step lets in that was kept out: it compares what can be
// reached before and after.
func (p *plan) widened(s Step) []Effect {
	var effects []Effect
	for _, w := range weakenings[s.Type] {
		if detail, yes := w.weaker(value(s.Old, w.property), value(s.New, w.property)); yes {
			effects = append(effects, widening(s, fieldOf(s.Type, w.property), w.say(detail)))
		}
	}
	switch s.Type {
	case userPoolType:
		effects = append(effects, changedTriggers(s)...)
	case clientType:
		effects = append(effects, p.widenedClient(s)...)
	case providerType:
		effects = append(effects, widenedProvider(s)...)
	case groupType:
		effects = append(effects, p.widenedGroup(s)...)
	case identityPoolType:
		effects = append(effects, p.widenedIdentityPool(s)...)
	case attachmentType:
		effects = append(effects, p.widenedRoles(s)...)
	case tagsType:
		effects = append(effects, mapped(s, "principalTags", "identityPool", "principalTags",
			"policies that look at the tag %s decide by another claim")...)
	case roleType:
		effects = append(effects, p.widenedRole(s)...)
	}
	return effects
}

func (w weakening) say(detail string) string {
	if !strings.Contains(w.reason, "%s") {
		return w.reason
	}
	return fmt.Sprintf(w.reason, detail)
}

func widening(s Step, field, reason string) Effect {
	path := s.Resource
	if field != "" {
		path += "." + field
	}
	return Effect{Class: WidensAccess, Resource: s.Resource, Property: field, Reason: path + ": " + reason}
}

// mapped says of each entry of a map that is new or has another value. The
// resource is the one that a user knows the map by.
func mapped(s Step, property, resource, field, reason string) []Effect {
	var effects []Effect
	older, _ := value(s.Old, property).(map[string]any)
	newer, _ := value(s.New, property).(map[string]any)
	for _, name := range sortedKeys(newer) {
		if is, ok := newer[name].(string); ok && is != older[name] {
			e := widening(Step{Resource: resource}, field+"."+name, fmt.Sprintf(reason, name))
			effects = append(effects, e)
		}
	}
	return effects
}

func turnedOn(older, newer any) (string, bool)  { return "", older != true && newer == true }
func turnedOff(older, newer any) (string, bool) { return "", older == true && newer == false }

func shrinks(older, newer any) (string, bool) {
	was, okWas := number(older)
	is, okIs := number(newer)
	return fmt.Sprintf("%g instead of %g", is, was), okWas && okIs && is < was
}

func grows(older, newer any) (string, bool) {
	was, okWas := number(older)
	is, okIs := number(newer)
	return fmt.Sprintf("%g instead of %g", is, was), okWas && okIs && is > was
}

// gains and loses compare lists as sets.
func gains(older, newer any) (string, bool) {
	added := missing(newer, older)
	for i, word := range added {
		added[i] = inSpec(word)
	}
	return enumerate(added), len(added) > 0
}

func loses(older, newer any) (string, bool) {
	gone := missing(older, newer)
	return enumerate(gone), len(gone) > 0
}

func goes(older, newer any) (string, bool)  { return "", older != nil && newer == nil }
func comes(older, newer any) (string, bool) { return "", older == nil && newer != nil }

// falls compares by rank, the weakest first.
func falls(ranks ...string) func(older, newer any) (string, bool) {
	return func(older, newer any) (string, bool) {
		was, _ := older.(string)
		is, _ := newer.(string)
		return is, slices.Index(ranks, is) < slices.Index(ranks, was)
	}
}
