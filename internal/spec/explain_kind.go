package spec

import (
	"fmt"
	"slices"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// kindMissing reports a map that lacks the field that says of which kind it is,
// and would be right with one value of it: a provider with metadata and without
// type: saml. It is one mistake, whatever the kind that it is by default makes
// of the other fields.
func (e *explainer) kindMissing(n *Node, s *jsonschema.Schema) bool {
	if n.Kind != Map {
		return false
	}
	for _, part := range s.AllOf {
		if part.If == nil {
			continue
		}
		field := absent(part.If, false)
		if field == "" || s.Properties[field] == nil || n.Has(field) || misspelt(n, field) {
			continue
		}
		if kind := e.onlyKind(n, s, field); kind != "" {
			e.report(RuleMissingField, n, subject(n), fmt.Sprintf("%s is missing in %s: what is given is of %s %s", field, dotted(n), field, kind),
				fmt.Sprintf("Add %s: %s", field, kind))
			e.poison(n)
			return true
		}
	}
	return false
}

// onlyKind is the one value of a field with which the map is valid; "" when
// there is none, or several.
func (e *explainer) onlyKind(n *Node, s *jsonschema.Schema, field string) string {
	var fitting []string
	for _, kind := range allowedValues(s.Properties[field]) {
		if e.valid(n.with(field, kind), s) {
			fitting = append(fitting, kind)
		}
	}
	if len(fitting) != 1 {
		return ""
	}
	return fitting[0]
}

// with is a map with one more field, a text, to try a schema on. The children
// are shared, and know nothing of it.
func (n *Node) with(field, text string) *Node {
	copied := *n
	copied.more = &more{
		keys:     append(slices.Clip(slices.Clone(n.keys)), newNode(Node{Text: field})),
		children: append(slices.Clip(slices.Clone(n.children)), newNode(Node{Text: text})),
	}
	return &copied
}
