package spec

import (
	"math/big"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// evaluator tells whether a value fits a schema. It gives no reasons and
// allocates nothing for a spec that is right, which most are. A poisoned value
// fits everything.
type evaluator struct {
	skipped bool // a poisoned value was met: "fits" may only mean "not known"
	layer   bool // the value is a part of what is merged: see layer.go
}

func (e *evaluator) valid(n *Node, s *jsonschema.Schema) bool {
	if n.poisoned {
		e.skipped = true
		return true
	}
	if e.layer && removes(n) {
		return true
	}
	if s.Always != nil {
		return *s.Always
	}
	if !hasType(n, s.Types) || !isConst(n, s) || !inEnum(n, s) {
		return false
	}
	return e.content(n, s) && e.combined(n, s)
}

func (e *evaluator) content(n *Node, s *jsonschema.Schema) bool {
	switch {
	case n.Kind == Map:
		return e.object(n, s)
	case n.Kind == List:
		return e.array(n, s)
	case n.Type == String:
		return lengthFits(n.Text, s) && patternFits(n.Text, s)
	case n.number != nil:
		return numberFits(n, s)
	}
	return true
}

func (e *evaluator) object(n *Node, s *jsonschema.Schema) bool {
	if len(n.children) < s.MinProperties && !e.layer || s.MaxProperties >= 0 && len(n.children) > s.MaxProperties {
		return false
	}
	if !hasAll(n, requiredFields(n, s, e.layer)) {
		return false
	}
	for i, child := range n.children {
		key := n.keys[i]
		if key.poisoned {
			e.skipped = true
			continue
		}
		if s.PropertyNames != nil && !e.valid(key, s.PropertyNames) {
			return false
		}
		if field := fieldSchema(s, key.Text); field == nil {
			if s.AdditionalProperties == false {
				return false
			}
		} else if !e.valid(child, field) {
			return false
		}
	}
	return true
}

// fieldSchema is the schema of a field; nil when any value is allowed, or none.
func fieldSchema(s *jsonschema.Schema, key string) *jsonschema.Schema {
	if field, ok := s.Properties[key]; ok {
		return field
	}
	rest, _ := s.AdditionalProperties.(*jsonschema.Schema)
	return rest
}

func (e *evaluator) array(n *Node, s *jsonschema.Schema) bool {
	if s.MinItems >= 0 && len(n.children) < s.MinItems || s.MaxItems >= 0 && len(n.children) > s.MaxItems {
		return false
	}
	if items, ok := s.Items.(*jsonschema.Schema); ok {
		defer func(before bool) { e.layer = before }(e.layer)
		e.layer = false // a list is never merged: it comes whole
		for _, child := range n.children {
			if !e.valid(child, items) {
				return false
			}
		}
	}
	return !s.UniqueItems || !hasRepeat(n)
}

func (e *evaluator) combined(n *Node, s *jsonschema.Schema) bool {
	if s.Ref != nil && !e.valid(n, s.Ref) || s.Not != nil && !e.layer && e.verdict(n, s.Not) == fits {
		return false
	}
	for _, part := range s.AllOf {
		if !e.valid(n, part) {
			return false
		}
	}
	if len(s.AnyOf) > 0 && !slices.ContainsFunc(s.AnyOf, func(b *jsonschema.Schema) bool { return e.valid(n, b) }) {
		return false
	}
	if len(s.OneOf) > 0 && !e.one(n, s.OneOf) {
		return false
	}
	branch := e.branch(n, s)
	return branch == nil || e.valid(n, branch)
}

// one tells whether the value fits exactly one of the branches; where a
// poisoned value leaves it open, it does.
func (e *evaluator) one(n *Node, branches []*jsonschema.Schema) bool {
	if e.layer { // what decides between them may be in another file
		return slices.ContainsFunc(branches, func(b *jsonschema.Schema) bool { return e.valid(n, b) })
	}
	sure, open := 0, 0
	for _, b := range branches {
		switch e.verdict(n, b) {
		case fits:
			sure++
		case unknown:
			open++
		}
	}
	return sure <= 1 && sure+open >= 1
}

// branch is the schema that if, then and else lead to; nil when there is none,
// or when a poisoned value leaves open which.
func (e *evaluator) branch(n *Node, s *jsonschema.Schema) *jsonschema.Schema {
	if s.If == nil || e.layer && n.parent != nil {
		return nil
	}
	switch e.verdict(n, s.If) {
	case fits:
		return s.Then
	case fitsNot:
		return s.Else
	default:
		return nil
	}
}

type verdict int

const (
	fitsNot verdict = iota
	unknown         // a poisoned value decides it
	fits
)

func (e *evaluator) verdict(n *Node, s *jsonschema.Schema) verdict {
	before := e.skipped
	e.skipped = false
	defer func() { e.skipped = e.skipped || before }()
	switch {
	case !e.valid(n, s):
		return fitsNot
	case e.skipped:
		return unknown
	default:
		return fits
	}
}

// matching are the branches that the value fits for sure.
func (e *evaluator) matching(n *Node, branches []*jsonschema.Schema) []*jsonschema.Schema {
	var fit []*jsonschema.Schema
	for _, branch := range branches {
		if e.verdict(n, branch) == fits {
			fit = append(fit, branch)
		}
	}
	return fit
}

func hasType(n *Node, types []string) bool {
	if len(types) == 0 {
		return true
	}
	for _, t := range types {
		if isType(n, t) {
			return true
		}
	}
	return false
}

func isType(n *Node, t string) bool {
	switch t {
	case "object":
		return n.Kind == Map
	case "array":
		return n.Kind == List
	}
	if n.Kind != Scalar {
		return false
	}
	switch t {
	case "string":
		return n.Type == String
	case "boolean":
		return n.Type == Bool
	case "null":
		return n.Type == Null
	case "number":
		return n.number != nil
	default: // integer
		_, whole := n.integer()
		return whole
	}
}

func lengthFits(t string, s *jsonschema.Schema) bool {
	if s.MinLength < 0 && s.MaxLength < 0 {
		return true
	}
	length := utf8.RuneCountInString(t)
	return length >= s.MinLength && (s.MaxLength < 0 || length <= s.MaxLength)
}

func patternFits(t string, s *jsonschema.Schema) bool {
	pattern := annotationsOf(s).pattern
	return pattern == nil || pattern().fits(t)
}

func numberFits(n *Node, s *jsonschema.Schema) bool {
	if s.Minimum == nil && s.Maximum == nil {
		return true
	}
	v := exact(n)
	return (s.Minimum == nil || v.Cmp(s.Minimum) >= 0) && (s.Maximum == nil || v.Cmp(s.Maximum) <= 0)
}

// exact is a number as its decimal digits say, as jsonschema/v5 takes it: 0.1
// is a tenth, not the nearest binary fraction.
func exact(n *Node) *big.Rat {
	if v, ok := n.number.(int64); ok {
		return new(big.Rat).SetInt64(v)
	}
	v, _ := n.number.(float64)
	r, _ := new(big.Rat).SetString(strconv.FormatFloat(v, 'g', -1, 64))
	return r
}
