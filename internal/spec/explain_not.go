package spec

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// forbidden reports a value that fits a schema's "not".
func (e *explainer) forbidden(n *Node, s *jsonschema.Schema) {
	not := s.Not
	for _, branch := range not.AnyOf {
		if e.valid(n, branch) {
			not = branch
			break
		}
	}
	values := allowedValues(not)
	switch {
	case n.Kind == Map && len(not.Required) == 1 && not.Properties == nil:
		if child := n.Get(not.Required[0]); child != nil {
			e.notHere(child)
		}
	case n.Kind == Map && len(not.Required) > 1 && not.Properties == nil:
		e.together(n, not.Required)
	case n.Kind == Map && conditionWords(n, not) != "":
		e.report(RuleNotHere, n, subject(n), fmt.Sprintf("%s is not allowed%s", conditionWords(n, not), e.whenOr(" here")), "Take it out, or change what it goes with.")
	case len(values) > 0:
		e.wrong(RuleNotAllowed, n, fmt.Sprintf("%s must not be %s%s", label(n), joinWords(values, "or"), e.when), e.another(n, s))
	case annotationsOf(not).patternWords != "":
		e.wrong(RulePattern, n, fmt.Sprintf("%s must not be %s%s", label(n), annotationsOf(not).patternWords, e.when), e.another(n, s))
	default:
		e.wrong(RuleNotHere, n, fmt.Sprintf("this value of %s is not allowed%s", label(n), e.whenOr(" here")), e.another(n, s))
	}
}

// conditionWords says the schema of an "if" of the value that it was held
// against: "type is machine and custom is given". It is empty when the schema
// has no such words.
func conditionWords(n *Node, s *jsonschema.Schema) string {
	if n.Kind != Map {
		return ""
	}
	var words []string
	for _, field := range slices.Sorted(maps.Keys(s.Properties)) {
		allowed := allowedValues(target(s.Properties[field]))
		if len(allowed) == 0 {
			continue
		}
		if v := n.Get(field); v.IsString() && slices.Contains(allowed, v.Text) {
			allowed = []string{v.Text}
		}
		words = append(words, field+" is "+joinWords(allowed, "or"))
	}
	for _, field := range s.Required {
		if s.Properties[field] == nil {
			words = append(words, field+" is given")
		}
	}
	if s.Not != nil && len(s.Not.Required) > 0 && s.Not.Properties == nil {
		words = append(words, joinWords(s.Not.Required, "and")+plural(len(s.Not.Required), " is", " are")+" not given")
	}
	for _, part := range s.AllOf {
		if w := conditionWords(n, part); w != "" {
			words = append(words, w)
		}
	}
	return strings.Join(words, " and ")
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
