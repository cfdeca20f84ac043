package spec

import (
	"fmt"
	"strings"
)

// How values and places are called in messages.

// typeWords says what a value is.
func typeWords(n *Node) string {
	switch n.Kind {
	case Map:
		return "a map"
	case List:
		return "a list"
	}
	switch n.Type {
	case Int:
		return "a whole number"
	case Float:
		return "a number"
	case Bool:
		return "true or false"
	case Null:
		return "empty"
	default:
		return "a string"
	}
}

// expectedWords says what a value of one of some JSON Schema types is.
func expectedWords(types []string) string {
	words := make([]string, 0, len(types))
	for _, t := range types {
		words = append(words, map[string]string{
			"string": "a string", "integer": "a whole number", "number": "a number", "boolean": "true or false",
			"array": "a list", "object": "a map", "null": "empty",
		}[t])
	}
	return joinWords(words, "or")
}

// joinWords makes "a, b or c".
func joinWords(words []string, conjunction string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " " + conjunction + " " + words[last]
}

// label is what a value is called: its key, or "item 2 of scopes".
func label(n *Node) string {
	switch {
	case n.parent == nil:
		return "the file"
	case n.parent.Kind == List:
		return fmt.Sprintf("item %d of %s", n.index+1, label(n.parent))
	default:
		return shorten(n.parent.keys[n.index].Text)
	}
}

// dotted is a map's place in the spec: clients.console; "" for the whole file.
func dotted(n *Node) string {
	if n.parent == nil {
		return ""
	}
	before := dotted(n.parent)
	if n.parent.Kind == List {
		return fmt.Sprintf("%s[%d]", before, n.index)
	}
	if before != "" {
		before += "."
	}
	return before + shorten(n.parent.keys[n.index].Text)
}
