package spec

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

// explainer goes down the tree beside the schema and makes a finding of each
// violation. What it reports it poisons, so that one mistake gives one
// finding, whichever way round the schema looks at it.
type explainer struct {
	findings diag.List
	poisoned []*Node // in the order of reporting, so that a trial can be undone
	lacks    string  // the field whose absence is that condition
	when     string  // the condition under which the schema applies: "type is machine"
	around   fieldsOfNode
	layer    bool // the value is a part of what is merged: see layer.go
	list     listExample
	naming   bool // the value is a map's key
	private  bool // inside a secret reference: no value is quoted, no value's length shown
}

// fieldsOfNode are the schemas of a node's fields. A condition that requires a
// field does not describe it: the schema around the condition does.
type fieldsOfNode struct {
	node   *Node
	fields map[string]*jsonschema.Schema
}

// listExample is an example of a list's item, where the items' own schema has
// none.
type listExample struct {
	node    *Node // the list
	example any
}

func (e *explainer) valid(n *Node, s *jsonschema.Schema) bool { return e.evaluator().valid(n, s) }

func (e *explainer) evaluator() *evaluator { return &evaluator{layer: e.layer} }

func (e *explainer) report(rule string, n *Node, at diag.Range, message, remedy string, related ...diag.Related) {
	e.findings = append(e.findings, diag.Diagnostic{
		Rule: rule, Range: at, Path: n.Path(), Message: message, Remedy: remedy,
		Related: append(related, n.Uses()...),
	})
}

// wrong reports a finding against the value itself.
func (e *explainer) wrong(rule string, n *Node, message, remedy string, related ...diag.Related) {
	at := n.Range()
	if e.private && n.key != nil {
		at = n.key.Range()
	}
	e.report(rule, n, at, message, remedy, related...)
	e.poison(n)
}

func (e *explainer) poison(n *Node) {
	if !n.poisoned {
		n.poisoned = true
		e.poisoned = append(e.poisoned, n)
	}
}

// explain reports what is wrong with a value that does not fit a schema.
func (e *explainer) explain(n *Node, s *jsonschema.Schema) {
	switch {
	case n.poisoned || e.valid(n, s):
		return
	case s.Always != nil:
		e.notHere(n)
		return
	case annotationsOf(s).secret && !e.private:
		e.secret(n, s)
		return
	case !hasType(n, s.Types):
		e.wrongType(n, s.Types, s)
		return
	case !isConst(n, s) || !inEnum(n, s):
		e.notAmong(n, allowedValues(s))
		return
	}
	if !e.layer && e.kindMissing(n, s) {
		return
	}
	e.contentOf(n, s)
	if len(s.Properties) > 0 && e.around.node != n {
		e.around = fieldsOfNode{n, s.Properties}
	}
	e.combinedOf(n, s)
}

func (e *explainer) contentOf(n *Node, s *jsonschema.Schema) {
	switch {
	case n.Kind == Map:
		e.fields(n, s)
	case n.Kind == List:
		e.items(n, s)
	case n.Type == String:
		e.text(n, s)
	case n.number != nil:
		e.number(n, s)
	}
}

func (e *explainer) combinedOf(n *Node, s *jsonschema.Schema) {
	if s.Ref != nil {
		e.explain(n, s.Ref)
	}
	for _, part := range s.AllOf {
		e.explain(n, part)
	}
	if s.Not != nil && !n.poisoned && !e.layer && e.evaluator().verdict(n, s.Not) == fits {
		e.forbidden(n, s)
	}
	if len(s.AnyOf) > 0 && !n.poisoned && !slices.ContainsFunc(s.AnyOf, func(b *jsonschema.Schema) bool { return e.valid(n, b) }) {
		e.choose(n, s, s.AnyOf, "at least one of")
	}
	if len(s.OneOf) > 0 && !n.poisoned && !e.evaluator().one(n, s.OneOf) {
		if fit := e.evaluator().matching(n, s.OneOf); len(fit) > 1 {
			e.ambiguous(n, fit)
		} else {
			e.choose(n, s, s.OneOf, "exactly one of")
		}
	}
	if branch := e.evaluator().branch(n, s); branch != nil && !unsure(n, s.If) {
		e.underCondition(n, s, branch)
	}
}

// unsure tells whether a condition asks for a field that may be there under a
// misspelt name.
func unsure(n *Node, condition *jsonschema.Schema) bool {
	asked := slices.Concat(condition.Required, slices.Sorted(maps.Keys(condition.Properties)))
	return slices.ContainsFunc(asked, func(field string) bool { return !n.Has(field) && misspelt(n, field) })
}

// underCondition explains a then or else, with the condition in its words.
func (e *explainer) underCondition(n *Node, s, branch *jsonschema.Schema) {
	defer func(when, lacks string) { e.when, e.lacks = when, lacks }(e.when, e.lacks)
	e.lacks = absent(s.If, branch == s.Else)
	words := conditionWords(n, s.If)
	switch {
	case words == "":
	case branch == s.Else:
		e.when = " unless " + words
	default:
		e.when = " when " + words
	}
	e.explain(n, branch)
}

// absent is the one field whose absence leads to a branch of a condition; ""
// when something else does.
func absent(condition *jsonschema.Schema, otherwise bool) string {
	if otherwise && condition.Properties == nil && len(condition.Required) == 1 {
		return condition.Required[0]
	}
	if not := condition.Not; !otherwise && not != nil && not.Properties == nil && len(not.Required) == 1 {
		return not.Required[0]
	}
	return ""
}

// notHere reports a field that a false schema stands for. What else is wrong
// inside it no longer matters.
func (e *explainer) notHere(n *Node) {
	inside := n.Path() + "/"
	e.findings = slices.DeleteFunc(e.findings, func(d diag.Diagnostic) bool { return strings.HasPrefix(d.Path, inside) })
	at := n.Range()
	if n.key != nil {
		at = n.key.Range()
	}
	e.report(RuleNotHere, n, at, fmt.Sprintf("%s is not allowed%s", label(n), e.whenOr(" here")), e.unwantedRemedy())
	e.poison(n)
}

func (e *explainer) whenOr(other string) string {
	if e.when != "" {
		return e.when
	}
	return other
}
