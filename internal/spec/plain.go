package spec

import "strconv"

// plainValue is a node as JSON has it: map, list, string, int64, float64,
// bool, nil.
func plainValue(n *Node) any {
	switch {
	case n == nil:
		return nil
	case n.Kind == Map:
		m := make(map[string]any, len(n.children))
		for i, child := range n.children {
			m[n.keys[i].Text] = plainValue(child)
		}
		return m
	case n.Kind == List:
		l := make([]any, len(n.children))
		for i, child := range n.children {
			l[i] = plainValue(child)
		}
		return l
	case n.Type == String:
		return n.Text
	case n.Type == Bool:
		b, _ := strconv.ParseBool(n.Text)
		return b
	}
	return n.number // nil for null
}
