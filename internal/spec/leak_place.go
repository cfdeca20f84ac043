package spec

import "slices"

// holderOf is the value that holds a leak, in itself or in its key; nil when
// none does, as in a comment. Where aliases copy it, all copies are poisoned
// but the first, which is returned.
func holderOf(n *Node, l leak) *Node {
	if n == nil {
		return nil
	}
	var found *Node
	note := func(at *Node) {
		if at == nil {
			return
		}
		if found == nil {
			found = at
		} else {
			at.poisoned = true
		}
	}
	for i, child := range n.children {
		if n.Kind == Map && overlaps(n.keys[i], l) {
			n.keys[i].poisoned = true
			note(child)
			continue
		}
		if child.Kind == Scalar {
			if overlaps(child, l) {
				note(child)
			}
			continue
		}
		note(holderOf(child, l))
	}
	if n.parent == nil && n.Kind == Scalar && overlaps(n, l) {
		return n
	}
	return found
}

func overlaps(n *Node, l leak) bool {
	start, end := n.span()
	return start < l.end && l.start < end
}

func within(n *Node, key string) bool {
	for ; n != nil; n = n.parent {
		if n.key != nil && n.key.Text == key {
			return true
		}
	}
	return false
}

// awaitsReference tells whether a value stands where a secret reference
// belongs, and is not inside one: MLA901 speaks of it.
func awaitsReference(n *Node) bool {
	for at := n; at != nil; at = at.parent {
		if at.key == nil {
			continue
		}
		if slices.Contains(secretNames().secret, at.key.Text) {
			return true
		}
		if slices.Contains([]string{"env", "file", "secretsManager", "key", "ssm"}, at.key.Text) {
			return false
		}
	}
	return false
}
