package spec

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

const mergeTag = "!!merge"

// fields builds the entries of a map: first its own, then those that its merge
// keys bring (https://yaml.org/type/merge.html): own entries win over merged
// ones, and earlier merged maps over later ones.
func (b *builder) fields(n *Node, y *yaml.Node, depth int) {
	b.hold(n, len(y.Content)/2, len(y.Content)/2)
	var merge *Node
	var merged *yaml.Node
	for i := 0; i+1 < len(y.Content); i += 2 {
		yKey, yValue := y.Content[i], y.Content[i+1]
		key := b.key(n, yKey, depth)
		switch {
		case b.full:
			return
		case key == nil:
			continue
		case yKey.Tag == mergeTag && merge != nil:
			b.duplicate(n, key, merge)
		case yKey.Tag == mergeTag:
			merge, merged = key, yValue
		default:
			if first := n.Key(key.Text); first != nil {
				b.duplicate(first, key, first)
				continue
			}
			b.field(n, key, yValue, depth)
		}
	}
	if merged != nil {
		b.merge(n, merge, merged, depth)
	}
}

func (b *builder) field(n, key *Node, y *yaml.Node, depth int) {
	value := b.node(y, depth+1)
	if key.poisoned {
		value.poisoned = true
	}
	n.attach(key, value)
}

func (b *builder) duplicate(n, key, first *Node) {
	b.report(RuleDuplicateKey, n, key.Range(), fmt.Sprintf("%s is given twice", shorten(key.Text)), "Remove one of the two.",
		diag.Related{Range: first.Range(), Message: "first given here"})
}

// key builds the key of an entry; nil when it can be no key at all. A number
// or the like is taken for its text, so that only its quotes are missing.
func (b *builder) key(n *Node, y *yaml.Node, depth int) *Node {
	key := b.node(y, depth+1)
	switch {
	case key.poisoned:
		return nil
	case key.Kind != Scalar:
		b.report(RuleKeyNotText, n, key.Range(), "a key must be a string, not "+typeWords(key), "Write key: value, with a text for the key.")
		return nil
	case key.Type == Null:
		b.report(RuleKeyNotText, n, key.Range(), "a key is missing here", "Write key: value.")
		return nil
	case key.Type != String:
		b.report(RuleKeyNotText, n, key.Range(), "a key must be a string, not "+typeWords(key), "Put it in quotes.")
		key.Type, key.Text, key.own().number, key.poisoned = String, key.written(), nil, true
	}
	return key
}

// merge adds what a merge key brings: a map, or a list of maps.
func (b *builder) merge(n, key *Node, y *yaml.Node, depth int) {
	value := b.node(y, depth+1)
	sources := []*Node{value}
	if value.Kind == List {
		sources = value.children
	}
	for _, source := range sources {
		if source.poisoned || b.full {
			continue
		}
		if source.Kind != Map {
			b.report(RuleUnsupported, n, key.Range(), "<< takes a map or a list of maps, not "+typeWords(source), `to name a field "<<" put it in quotes`)
			continue
		}
		for i, child := range source.children {
			if n.Has(source.keys[i].Text) {
				continue
			}
			b.inherit(child, source, value)
			n.attach(source.keys[i], child)
		}
	}
}

// inherit lets a merged entry remember the alias that brought it, which goes
// with the map that is dissolved.
func (b *builder) inherit(child, source, value *Node) {
	child.own().merged = true
	for _, from := range []*Node{source, value} {
		if child.use.line == 0 {
			child.use = from.use
		}
	}
}

// shorten is a name for a message: bounded, on one line, and never without a
// sign that it is there.
func shorten(s string) string {
	const most = 60
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	if s == "" {
		return `""`
	}
	return s
}
