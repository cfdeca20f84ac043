package spec

import (
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/schema"
)

// The schema has the form that jsonschema/v5 gives it, and is held against the
// positioned tree by our own evaluator, which knows where each value stands and says in the
// user's words what is wrong; jsonschema/v5 names unknown and missing fields
// only in the text of its error, at the parent, in map order. That both give
// the same verdict is tested with random mutations. The evaluator knows the
// keywords that the schema uses, and a test fails when it uses another.

var specSchema = sync.OnceValue(func() *jsonschema.Schema {
	s, err := readSchema(schema.JSON)
	if err != nil {
		panic(err) // the schema is part of the program: a test compiles it
	}
	return s
})

// validateSchema explains every violation of the schema, and poisons the
// values that are wrong.
func validateSchema(root *Node) diag.List {
	return explainAll(root, specSchema())
}

func explainAll(root *Node, s *jsonschema.Schema) diag.List {
	return (&explainer{}).all(root, s)
}

func (e *explainer) all(root *Node, s *jsonschema.Schema) diag.List {
	if e.valid(root, s) {
		return nil
	}
	e.explain(root, s)
	findings := distinct(e.findings)
	findings.Sort()
	return findings
}

// annotations are what the schema says beyond what jsonschema/v5 reads, and its
// patterns: Unicode classes take so long to compile that most of a run on one
// small spec would be spent on those that no value of it needs.
type annotations struct {
	pattern      func() *pattern   // nil when there is none
	patternWords string            // x-pattern-words: the pattern in words
	secret       bool              // x-secret: a reference to a secret belongs here
	required     []string          // x-required: required once all files are merged
	without      map[string]string // x-without: fields that people look for here, and what there is instead
}

// Validate is part of jsonschema's extensions; an annotation allows everything.
func (*annotations) Validate(jsonschema.ValidationContext, any) error { return nil }

// readAnnotations returns nil for a schema that has none.
func readAnnotations(written map[string]any) *annotations {
	var a annotations
	if text, ok := written["pattern"].(string); ok {
		a.pattern = sync.OnceValue(func() *pattern { return newPattern(text) })
	}
	a.patternWords, _ = written["x-pattern-words"].(string)
	a.secret, _ = written["x-secret"].(bool)
	if required, ok := written["x-required"]; ok {
		a.required = texts(required)
	}
	if without, ok := written["x-without"].(map[string]any); ok {
		a.without = map[string]string{}
		for field, words := range without {
			a.without[field], _ = words.(string)
		}
	}
	if a.pattern == nil && a.patternWords == "" && !a.secret && a.required == nil && a.without == nil {
		return nil
	}
	return &a
}

var noAnnotations annotations

func annotationsOf(s *jsonschema.Schema) *annotations {
	if a, ok := s.Extensions["mlauth"].(*annotations); ok {
		return a
	}
	return &noAnnotations
}

// target follows $ref, and allOf where it has one schema only: draft-07 lets
// nothing stand beside $ref, so {description, allOf: [{$ref}]} is how a field
// gets a description of its own.
func target(s *jsonschema.Schema) *jsonschema.Schema {
	for {
		switch {
		case s.Ref != nil:
			s = s.Ref
		case len(s.AllOf) == 1 && len(s.Types) == 0 && s.Properties == nil && s.If == nil:
			s = s.AllOf[0]
		default:
			return s
		}
	}
}
