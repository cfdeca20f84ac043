package spec

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

func (e *explainer) fields(n *Node, s *jsonschema.Schema) {
	for i, child := range n.children {
		key := n.keys[i]
		if key.poisoned {
			continue
		}
		if s.PropertyNames != nil {
			e.keyName(key, s.PropertyNames)
		}
		if field := fieldSchema(s, key.Text); field != nil {
			e.explain(child, field)
		} else if s.AdditionalProperties == false {
			e.unknownField(n, child, key, s)
		}
	}
	e.missingFields(n, s)
	e.fieldCount(n, s)
}

// keyName reports a key that is not as the schema wants keys to be.
func (e *explainer) keyName(key *Node, s *jsonschema.Schema) {
	before := len(e.findings)
	e.naming = true
	e.explain(key, s)
	e.naming = false
	for i := before; i < len(e.findings); i++ {
		e.findings[i].Message = "the name " + e.findings[i].Message
	}
}

func (e *explainer) unknownField(n, child, key *Node, s *jsonschema.Schema) {
	message := fmt.Sprintf("unknown field %s", shorten(key.Text))
	if where := dotted(n); where != "" {
		message += " in " + where
	}
	e.report(RuleUnknownField, child, key.Range(), message, fieldRemedy(n, key, s))
	e.poison(key)
	if meant := meantSection(n, key.Text, s); meant != "" {
		n.readAs(meant, child)
		e.explain(child, s.Properties[meant])
		return
	}
	e.poison(child)
}

// meantSection is the section that a misspelt one at the top was most likely
// meant to be. It is read as that: much of a spec hangs on each, and would be
// found wrong in the absence of one.
func meantSection(n *Node, key string, s *jsonschema.Schema) string {
	if n.parent != nil {
		return ""
	}
	return diag.Nearest(key, freeFields(n, s))
}

// freeFields are the fields of a map that are not given.
func freeFields(n *Node, s *jsonschema.Schema) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(s.Properties)), n.Has)
}

// fieldRemedy names the nearest field that is not given yet, or else all that
// are allowed when they are few.
func fieldRemedy(n, key *Node, s *jsonschema.Schema) string {
	const few = 8
	if instead := annotationsOf(s).without[key.Text]; instead != "" {
		return instead
	}
	known := slices.Sorted(maps.Keys(s.Properties))
	if near := diag.Nearest(key.Text, freeFields(n, s)); near != "" {
		return fmt.Sprintf("Did you mean %s?", near)
	}
	if near := diag.Nearest(key.Text, known); near != "" {
		if given := n.Key(near).Range().File; given != key.Range().File {
			return fmt.Sprintf("Did you mean %s? The fields of %s are merged into it.", near, given)
		}
		return fmt.Sprintf("Remove it: %s is given already.", near)
	}
	if len(known) == 0 {
		return "Remove it: no field is allowed here."
	}
	if len(known) <= few {
		return "Allowed here: " + joinWords(known, "and") + "."
	}
	return "To see what is allowed here: mlauth-compile explain " + dotted(n)
}

// missingFields reports required fields at the key of the map that lacks them,
// in one finding. One that an unknown field was most likely meant to be is not
// missed too.
func (e *explainer) missingFields(n *Node, s *jsonschema.Schema) {
	missing := slices.DeleteFunc(slices.Clone(requiredFields(n, s, e.layer)), func(field string) bool {
		return n.Has(field) || misspelt(n, field)
	})
	if len(missing) == 0 {
		return
	}
	message := joinWords(missing, "and") + plural(len(missing), " is missing", " are missing")
	if where := dotted(n); where != "" {
		message += " in " + where
	}
	if e.when != "" {
		message += plural(len(missing), ": it is required", ": they are required") + e.when
	}
	e.report(RuleMissingField, n, subject(n), message, e.missingRemedy(n, missing, s))
}

// misspelt tells whether a key that was reported was most likely meant to be
// the field.
func misspelt(n *Node, field string) bool {
	return slices.ContainsFunc(n.keys, func(key *Node) bool {
		return key.poisoned && diag.Nearest(key.Text, []string{field}) != ""
	})
}

// missingRemedy shows an example of each field that is missing.
func (e *explainer) missingRemedy(n *Node, missing []string, s *jsonschema.Schema) string {
	var examples []string
	for _, field := range missing {
		sub := s.Properties[field]
		if sub == nil && e.around.node == n {
			sub = e.around.fields[field]
		}
		if sub != nil {
			if text := exampleOf(sub); text != "" {
				examples = append(examples, field+": "+text)
			}
		}
	}
	add := plural(len(missing), "Add it", "Add them")
	if len(examples) == 0 {
		return add + "."
	}
	return add + ", for example: " + strings.Join(examples, ", ")
}

// subject is where a finding about a whole map or list is shown: at its key,
// or at its first line.
func subject(n *Node) diag.Range {
	if n.key != nil {
		return n.key.Range()
	}
	start, end := n.span()
	if n.parent == nil {
		end = start
	}
	return n.doc.between(start, min(end, n.doc.lineEnd(n.doc.pos(start).Line-1)))
}

func (e *explainer) fieldCount(n *Node, s *jsonschema.Schema) {
	count := len(n.children)
	if (count >= s.MinProperties || e.layer) && (s.MaxProperties < 0 || count <= s.MaxProperties) {
		return
	}
	e.report(RuleOutOfRange, n, subject(n), fmt.Sprintf("%s must have %s%s; it has %d", label(n),
		bounds(s.MinProperties, s.MaxProperties, "field"), e.when, count), e.sizeRemedy(n, s, s.MaxProperties))
}

func (e *explainer) items(n *Node, s *jsonschema.Schema) {
	if items, ok := s.Items.(*jsonschema.Schema); ok {
		defer func(layer bool, list listExample) { e.layer, e.list = layer, list }(e.layer, e.list)
		e.layer, e.list = false, listExample{n, firstOf(s)}
		for _, child := range n.children {
			e.explain(child, items)
		}
	}
	if count := len(n.children); count < s.MinItems || s.MaxItems >= 0 && count > s.MaxItems {
		e.report(RuleOutOfRange, n, subject(n), fmt.Sprintf("%s must have %s%s; it has %d", label(n),
			bounds(s.MinItems, s.MaxItems, "item"), e.when, count), e.sizeRemedy(n, s, s.MaxItems))
	}
	if s.UniqueItems {
		e.repeats(n)
	}
}

// firstOf is the first item of a list's example.
func firstOf(s *jsonschema.Schema) any {
	if len(s.Examples) > 0 {
		if items, _ := s.Examples[0].([]any); len(items) > 0 {
			return items[0]
		}
	}
	return nil
}

func (e *explainer) repeats(n *Node) {
	seen := make(map[string]*Node, len(n.children))
	for _, item := range n.children {
		key := identity(item)
		first, repeated := seen[key]
		if !repeated {
			seen[key] = item
			continue
		}
		if !item.poisoned && !first.poisoned {
			e.wrong(RuleOutOfRange, item, fmt.Sprintf("%s is listed twice in %s", shorten(item.written()), label(n)),
				"Remove one of the two.", diag.Related{Range: first.Range(), Message: "first listed here"})
		}
	}
}
