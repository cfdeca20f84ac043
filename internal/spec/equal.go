package spec

import (
	"encoding/json"
	"math/big"
	"sort"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// Equality as JSON Schema has it: by value, numbers by size, maps without order.

func isConst(n *Node, s *jsonschema.Schema) bool {
	return len(s.Constant) == 0 || equals(n, s.Constant[0])
}

func inEnum(n *Node, s *jsonschema.Schema) bool {
	if len(s.Enum) == 0 {
		return true
	}
	for _, v := range s.Enum {
		if equals(n, v) {
			return true
		}
	}
	return false
}

// equals compares a node with a value of the schema.
func equals(n *Node, v any) bool {
	switch v := v.(type) {
	case string:
		return n.IsString() && n.Text == v
	case bool:
		return n.Kind == Scalar && n.Type == Bool && n.Text == strconv.FormatBool(v)
	case nil:
		return n.Kind == Scalar && n.Type == Null
	case json.Number:
		r, ok := new(big.Rat).SetString(v.String())
		return ok && n.number != nil && exact(n).Cmp(r) == 0
	case []any:
		if n.Kind != List || len(n.children) != len(v) {
			return false
		}
		for i, item := range v {
			if !equals(n.children[i], item) {
				return false
			}
		}
		return true
	case map[string]any:
		if n.Kind != Map || len(n.children) != len(v) {
			return false
		}
		for i, key := range n.keys {
			if item, ok := v[key.Text]; !ok || !equals(n.children[i], item) {
				return false
			}
		}
		return true
	}
	return false
}

// hasRepeat tells whether two items of a list are equal.
func hasRepeat(n *Node) bool {
	const few = 8
	if len(n.children) <= few && allStrings(n.children) {
		for i, b := range n.children {
			for _, a := range n.children[:i] {
				if a.Text == b.Text {
					return true
				}
			}
		}
		return false
	}
	seen := make(map[string]bool, len(n.children))
	for _, item := range n.children {
		seen[identity(item)] = true
	}
	return len(seen) < len(n.children)
}

func allStrings(nodes []*Node) bool {
	for _, n := range nodes {
		if !n.IsString() {
			return false
		}
	}
	return true
}

// identity is a text that two values share exactly when they are equal.
func identity(n *Node) string {
	switch {
	case n.Kind == List:
		parts := make([]string, len(n.children))
		for i, child := range n.children {
			parts[i] = identity(child)
		}
		return "[" + strings.Join(parts, ",") + "]"
	case n.Kind == Map:
		parts := make([]string, len(n.children))
		for i, child := range n.children {
			parts[i] = strconv.Quote(n.keys[i].Text) + ":" + identity(child)
		}
		sort.Strings(parts)
		return "{" + strings.Join(parts, ",") + "}"
	case n.number != nil:
		return exact(n).RatString()
	case n.Type == String:
		return strconv.Quote(n.Text)
	case n.Type == Bool:
		return n.Text
	default:
		return "null"
	}
}
