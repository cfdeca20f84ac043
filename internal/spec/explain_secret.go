package spec

import (
	"fmt"
	"maps"
	"slices"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// secret explains what stands where a secret reference belongs. What is no
// reference is taken for the secret itself: it is not shown, nor its place,
// from which its length could be read. Redact masks it in the source line.
func (e *explainer) secret(n *Node, s *jsonschema.Schema) {
	known := slices.Sorted(maps.Keys(s.Properties))
	reference := n.Kind == Map && len(n.children) > 0
	for _, key := range n.keys {
		reference = reference && slices.Contains(known, key.Text)
	}
	if reference {
		e.private = true
		e.explain(n, s)
		e.private = false
		return
	}
	at := subject(n)
	if n.key == nil {
		at.End = at.Start
	}
	ways := requiredOnly(s.OneOf)
	if ways == nil {
		ways = known
	}
	for i, key := range ways {
		ways[i] = fmt.Sprintf("{%s: …}", key)
	}
	message := fmt.Sprintf("%s must say where the secret is found, not be the secret", label(n))
	if n.Kind == Scalar && n.Type == Null {
		message = fmt.Sprintf("%s is empty; it must say where the secret is found", label(n))
	}
	e.report(RuleLiteralSecret, n, at, message,
		fmt.Sprintf("Write %s; a secret that was committed or shared must be replaced.", joinWords(ways, "or")))
	e.poison(n)
}
