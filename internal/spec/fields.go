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
	n.keys = make([]*Node, 0, len(y.Content)/2)
	n.children = make([]*Node, 0, len(y.Content)/2)
	names := keyIndex{node: n}
	var merge *Node
	var merged *yaml.Node
	for i := 0; i+1 < len(y.Content); i += 2 {
		yKey, yValue := y.Content[i], y.Content[i+1]
		key := b.key(yKey, depth)
		switch {
		case b.full:
			return
		case key == nil:
			continue
		case yKey.Tag == mergeTag && merge != nil:
			b.duplicate(key, merge)
		case yKey.Tag == mergeTag:
			merge, merged = key, yValue
		default:
			if first := names.find(key.Text); first != nil {
				b.duplicate(key, first)
				continue
			}
			b.field(n, key, yValue, depth)
		}
	}
	if merged != nil {
		b.merge(n, &names, merge, merged, depth)
	}
}

func (b *builder) field(n, key *Node, y *yaml.Node, depth int) {
	value := b.node(y, depth+1)
	if key.poisoned {
		value.poisoned = true
	}
	b.attach(n, key, value)
}

func (b *builder) duplicate(key, first *Node) {
	b.report(RuleDuplicateKey, key.Range(), fmt.Sprintf("%s is given twice", shorten(key.Text)), "remove one of the two",
		diag.Related{Range: first.Range(), Message: "first given here"})
}

// key builds the key of an entry; nil when it can be no key at all. A number
// or the like is taken for its text, so that only its quotes are missing.
func (b *builder) key(y *yaml.Node, depth int) *Node {
	key := b.node(y, depth+1)
	switch {
	case key.poisoned:
		return nil
	case key.Kind != Scalar:
		b.report(RuleKeyNotText, key.Range(), "a key must be a string, not "+typeWords(key), "")
		return nil
	case key.Type == Null:
		b.report(RuleKeyNotText, key.Range(), "a key is missing here", "")
		return nil
	case key.Type != String:
		b.report(RuleKeyNotText, key.Range(), "a key must be a string, not "+typeWords(key),
			"put it in quotes: "+quoteYAML(key.written()))
		key.Type, key.Text, key.number, key.poisoned = String, key.written(), nil, true
	}
	return key
}

// merge adds what a merge key brings: a map, or a list of maps.
func (b *builder) merge(n *Node, names *keyIndex, key *Node, y *yaml.Node, depth int) {
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
			b.report(RuleUnsupported, key.Range(), "<< takes a map or a list of maps, not "+typeWords(source), `to name a field "<<" put it in quotes`)
			continue
		}
		for i, child := range source.children {
			if names.find(source.keys[i].Text) != nil {
				continue
			}
			b.inherit(child, source, value)
			b.attach(n, source.keys[i], child)
		}
	}
}

// inherit lets a merged entry remember the alias that brought it, which goes
// with the map that is dissolved.
func (b *builder) inherit(child, source, value *Node) {
	child.merged = true
	for _, from := range []*Node{source, value} {
		if child.use.line == 0 {
			child.use = from.use
		}
	}
}

// keyIndex finds a map's keys: by looking at each while they are few, by a
// table when they are many.
type keyIndex struct {
	node  *Node
	table map[string]*Node
	known int
}

func (x *keyIndex) find(name string) *Node {
	const few = 16
	if len(x.node.keys) <= few {
		return x.node.Key(name)
	}
	if x.table == nil {
		x.table = make(map[string]*Node, 2*len(x.node.keys))
	}
	for ; x.known < len(x.node.keys); x.known++ {
		k := x.node.keys[x.known]
		x.table[k.Text] = k
	}
	return x.table[name]
}

// shorten is a name for a message: bounded, on one line.
func shorten(s string) string {
	const most = 60
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return s
}
