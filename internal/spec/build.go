package spec

import (
	"fmt"
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

// style is how a value is written.
type style uint8

const (
	stylePlain style = iota
	styleSingle
	styleDouble
	styleBlock   // a literal or folded block scalar
	styleFlow    // a collection in brackets
	styleIndents // a collection by indentation
)

// builder copies yaml.v3's tree into ours: aliases expanded, merge keys
// applied, types resolved, everything bounded.
type builder struct {
	doc      *document
	findings diag.List
	subjects []*Node // of the findings: their paths are known when the tree is built
	count    int
	full     bool         // a bound was met: nothing more is built
	open     []*yaml.Node // the collections with anchors that are being built
	uses     []place      // the aliases that are being expanded, the outermost first
	slab     []Node       // nodes are allocated at once, and those of aliases in batches
	holders  []more       // the same of what collections have more
}

func build(doc *document, y *yaml.Node) (*Node, diag.List) {
	values, collections := size(y)
	b := &builder{doc: doc, slab: make([]Node, min(values, maxNodes)), holders: make([]more, min(collections, maxNodes))}
	root := b.node(y, 0)
	for i, n := range b.subjects {
		b.findings[i].Path = n.Path()
	}
	if b.full {
		return nil, b.findings
	}
	return root, b.findings
}

// size is the number of values and keys, and of the collections among them,
// without those that aliases repeat.
func size(y *yaml.Node) (values, collections int) {
	values = 1
	if y.Kind == yaml.MappingNode || y.Kind == yaml.SequenceNode {
		collections = 1
	}
	for _, child := range y.Content {
		v, c := size(child)
		values, collections = values+v, collections+c
	}
	return values, collections
}

func (b *builder) report(rule string, n *Node, at diag.Range, message, remedy string, related ...diag.Related) {
	b.findings = append(b.findings, diag.Diagnostic{
		Rule: rule, Range: at, Message: message, Remedy: remedy, Related: related,
	})
	b.subjects = append(b.subjects, n)
}

func (b *builder) alloc(y *yaml.Node) *Node {
	const batch = 64
	if len(b.slab) == 0 {
		b.slab = make([]Node, batch)
	}
	n := &b.slab[0]
	b.slab = b.slab[1:]
	n.doc, n.at, n.style, n.more = b.doc, place{int32(y.Line), int32(y.Column)}, styleOf(y), &nothing
	b.count++
	return n
}

// hold gives a collection room for what it holds.
func (b *builder) hold(n *Node, children, keys int) {
	const batch = 16
	if len(b.holders) == 0 {
		b.holders = make([]more, batch)
	}
	n.more = &b.holders[0]
	b.holders = b.holders[1:]
	room := make([]*Node, children+keys)
	n.children, n.keys = room[:0:children], room[children:children:children+keys]
}

func styleOf(y *yaml.Node) style {
	s := stylePlain
	switch {
	case y.Kind != yaml.ScalarNode && y.Style&yaml.FlowStyle != 0:
		s = styleFlow
	case y.Kind != yaml.ScalarNode:
		s = styleIndents
	case y.Style&yaml.SingleQuotedStyle != 0:
		s = styleSingle
	case y.Style&yaml.DoubleQuotedStyle != 0:
		s = styleDouble
	case y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		s = styleBlock
	}
	return s
}

// node builds a value. It never returns nil: what cannot be built is a
// poisoned null.
func (b *builder) node(y *yaml.Node, depth int) *Node {
	if y.Kind == yaml.AliasNode {
		return b.alias(y, depth)
	}
	n := b.alloc(y)
	n.Type = Null
	if !b.roomFor(n, depth) {
		n.poisoned = true
		return n
	}
	if !b.tagAllowed(y) {
		at := b.doc.offset(n.at)
		b.report(RuleUnsupported, n, b.doc.between(at, b.doc.nameEnd(at)), "tags are not supported", "Leave the tag out; text that begins with ! needs quotes.")
		n.poisoned = true
	}
	if y.Kind == yaml.ScalarNode {
		b.scalar(n, y)
		return n
	}
	if y.Anchor != "" {
		b.open = append(b.open, y)
		defer func() { b.open = b.open[:len(b.open)-1] }()
	}
	if y.Kind == yaml.MappingNode {
		n.Kind = Map
		b.fields(n, y, depth)
		return n
	}
	n.Kind = List
	b.hold(n, len(y.Content), 0)
	for _, item := range y.Content {
		if b.full {
			break
		}
		n.attach(nil, b.node(item, depth+1))
	}
	return n
}

// roomFor keeps the tree within its bounds.
func (b *builder) roomFor(n *Node, depth int) bool {
	switch {
	case b.full:
		return false
	case b.count > maxNodes && len(b.uses) > 0:
		b.full = true
		b.report(RuleAlias, n, b.doc.aliasRange(b.uses[0]),
			fmt.Sprintf("aliases expand this file to more than %d values", maxNodes), "Write out what is needed, without aliases of aliases.")
		return false
	case b.count > maxNodes:
		b.full = true
		b.report(RuleTooLarge, n, n.Range(), fmt.Sprintf("the file has more than %d values", maxNodes), "Divide it into several specs.")
		return false
	case depth > maxDepth:
		b.full = true
		b.report(RuleTooDeep, n, n.Range(), fmt.Sprintf("values are nested more than %d deep here", maxDepth), "Nest them less deep.")
		return false
	}
	return true
}

// alias builds a copy of what the alias names.
func (b *builder) alias(y *yaml.Node, depth int) *Node {
	use := place{int32(y.Line), int32(y.Column)}
	if slices.Contains(b.open, y.Alias) {
		n := b.alloc(y)
		n.Type, n.poisoned, n.own().use = Null, true, use
		b.report(RuleAlias, n, b.doc.aliasRange(use), "this alias stands inside the value that it names", "Write the value out.")
		return n
	}
	b.uses = append(b.uses, use)
	n := b.node(y.Alias, depth)
	b.uses = b.uses[:len(b.uses)-1]
	n.own().use = use
	return n
}
