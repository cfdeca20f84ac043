package spec

import "slices"

// merger applies layers one over the other as JSON merge patches (RFC 7396):
// maps merge, everything else replaces, null removes. It builds a tree of its
// own, in which every value still knows the file and place that it came from;
// the layers stay as they are, for the next spec. Each layer costs what it
// holds, not what lies beneath it.
type merger struct {
	own  *document // the text of the layer at work
	doc  *document // the same as the spec has it: with the place that brings it in
	idle []*Node   // the nulls of the last layer that removed nothing
	keep bool      // such a null stays a value, for the schema to judge
}

// layer applies a file to the tree. The fields that say what a file is, and
// what it builds on, are its own.
func (m *merger) layer(target, root *Node, own, used *document, skipped ...string) {
	m.own, m.doc, m.idle = own, used, nil
	m.apply(target, root, skipped)
}

// apply is MergePatch of RFC 7396, section 2, for a target and a patch that
// are maps.
func (m *merger) apply(target, patch *Node, skipped []string) {
	removed := false
	for i, child := range patch.children {
		key := patch.meantKey(i)
		if slices.Contains(skipped, key.Text) {
			continue
		}
		at := target.find(key.Text)
		switch {
		case removes(child) && at >= 0:
			target.children[at], removed = nil, true
		case removes(child) && !m.keep:
			m.idle = append(m.idle, child)
		case at < 0:
			target.attach(m.leaf(key), m.value(child))
		case child.Kind == Map && target.children[at].Kind == Map:
			under := target.children[at]
			m.restamp(under, child)
			target.rekey(at, m.leaf(key))
			m.apply(under, child, nil)
		default:
			target.children[at] = m.value(child)
			target.rekey(at, m.leaf(key))
		}
	}
	if removed {
		target.compact()
	}
}

// value is what a patch makes where there is nothing to merge it with.
func (m *merger) value(patch *Node) *Node {
	if patch.Kind == Map {
		fresh := newNode(Node{})
		m.restamp(fresh, patch)
		m.apply(fresh, patch, nil)
		return fresh
	}
	return m.copied(patch)
}

// restamp makes a map stand where the latest file that adds to it has it.
func (m *merger) restamp(target, patch *Node) {
	target.Kind, target.Type, target.style = Map, patch.Type, patch.style
	target.poisoned = target.poisoned || patch.poisoned
	own := target.own()
	own.merged, own.use, own.src = patch.merged, patch.use, patch
	target.doc, target.at = m.text(patch), patch.at
	if patch.src != nil {
		own.src = patch.src
	}
}

// text is the document of a copied node.
func (m *merger) text(n *Node) *document {
	if n.doc == m.own {
		return m.doc
	}
	return n.doc
}

// leaf copies a node without what it holds.
func (m *merger) leaf(n *Node) *Node {
	c := *n
	c.doc, c.parent, c.key, c.index = m.text(n), nil, nil, 0
	if n.more != &nothing {
		c.more = &more{merged: n.merged, number: n.number, src: n.src, use: n.use}
	}
	return &c
}

// copied copies a value as it is: inside a list a null is a value.
func (m *merger) copied(n *Node) *Node {
	c := m.leaf(n)
	for i, child := range n.children {
		if n.Kind == Map {
			c.attach(m.leaf(n.keys[i]), m.copied(child))
		} else {
			c.attach(nil, m.copied(child))
		}
	}
	return c
}

// rekey gives the value at an index its key, and its place.
func (n *Node) rekey(at int, key *Node) {
	child := n.children[at]
	child.parent, child.index, child.key = n, int32(at), key
	key.parent, key.index = n, int32(at)
	n.keys[at] = key
}

// compact closes the gaps of what was removed.
func (n *Node) compact() {
	keys, children := n.keys, n.children
	own := n.own()
	own.keys, own.children, own.table = nil, nil, nil
	for i, child := range children {
		if child != nil {
			n.attach(keys[i], child)
		}
	}
}
