package spec

import (
	"bytes"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// errEdit is what a text cannot be changed in: an alias, what a merge key
// brings, a file that is no map.
var errEdit = errors.New("this place cannot be edited")

// Set returns a file's text with another value at a path of keys, which need
// not be there yet; an item of a list is named by its number. All that is beside
// the value stays as it is written. A value is a string, a bool, an int, nil, or
// a []any or map[string]any of such.
func Set(file string, text []byte, path []string, value any) ([]byte, error) {
	n, rest, err := findKey(file, text, path)
	if err != nil {
		return nil, err
	}
	for _, key := range slices.Backward(rest[min(len(rest), 1):]) {
		value = map[string]any{key: value}
	}
	switch {
	case len(rest) == 0:
		return n.replaced(value), nil
	case n.Kind == Map:
		return n.extended(rest[0], value), nil
	case n.Kind == Scalar && n.Type == Null:
		return n.replaced(map[string]any{rest[0]: value}), nil
	}
	return nil, errEdit
}

// Unset returns a file's text without the entry at a path, and without the maps
// that would be left empty above it.
func Unset(file string, text []byte, path []string) ([]byte, error) {
	n, rest, err := findKey(file, text, path)
	if err != nil || len(rest) > 0 {
		return nil, errEdit
	}
	for n.parent.Len() == 1 && n.parent.parent != nil {
		n = n.parent
	}
	if n.parent == nil || n.parent.Kind != Map || n.use.line > 0 {
		return nil, errEdit
	}
	if n.parent.style == styleFlow {
		return n.withoutFlow(), nil
	}
	return n.withoutLines()
}

// findKey is the node at a path in a file, or the deepest above it and the keys
// that are not there.
func findKey(file string, text []byte, path []string) (*Node, []string, error) {
	n, _ := Parse(file, text)
	if n == nil || n.Kind != Map || len(path) == 0 || bytes.HasPrefix(text, byteOrderMark) {
		return nil, nil, errEdit
	}
	for len(path) > 0 && n.child(path[0]) != nil {
		n, path = n.child(path[0]), path[1:]
		if n.poisoned || n.merged || n.use.line > 0 {
			return nil, nil, errEdit
		}
	}
	return n, path, nil
}

// child is the entry of a map, or the item of a list, that a path names.
func (n *Node) child(name string) *Node {
	if at, err := strconv.Atoi(name); err == nil && n.Kind == List && at >= 0 && at < n.Len() {
		return n.Items()[at]
	}
	return n.Get(name)
}

func (n *Node) splice(start, end int, text string) []byte {
	d := n.doc.text
	return slices.Concat(d[:start], []byte(text), d[end:])
}

func (n *Node) replaced(value any) []byte {
	start, end := n.span()
	text := flowText(value)
	items, ok := value.([]any)
	if ok && n.Kind == List && n.style == styleIndents && len(items) > 0 {
		return n.splice(start, n.lineEndAt(end), n.indentedItems(items))
	}
	if ok && n.Kind == List {
		text = n.flowItems(items)
	}
	switch {
	case start == end && n.Text == "": // "key:" with nothing after it
		_, start = n.key.span()
		start += bytes.IndexByte(n.doc.text[start:], ':') + 1
		return n.splice(start, start, " "+text)
	case n.style == styleIndents: // what begins on a line of its own moves behind its key
		if _, after := n.key.span(); bytes.IndexByte(n.doc.text[after:start], '#') < 0 {
			start = after + bytes.IndexByte(n.doc.text[after:start], ':') + 1
			text = " " + text
		}
	}
	return n.splice(start, end, text)
}

func (n *Node) lineEndAt(offset int) int {
	return n.doc.lineEnd(n.doc.pos(offset).Line - 1)
}

// indentedItems are the lines of a list, those that stay with their comments.
func (n *Node) indentedItems(items []any) string {
	was := map[string]string{}
	for _, item := range n.children {
		if start, end := item.span(); item.Kind == Scalar {
			was[item.Text] = string(n.doc.text[start:n.lineEndAt(end)])
		}
	}
	start, _ := n.span()
	lines := make([]string, len(items))
	for i, item := range items {
		text, _ := item.(string)
		if lines[i] = was[text]; lines[i] == "" {
			lines[i] = flowText(item)
		}
		lines[i] = "- " + lines[i]
	}
	indent := n.doc.pos(start).Column - 1
	return strings.Join(lines, "\n"+strings.Repeat(" ", indent))
}

// flowItems is a list on one line, with the quotes of those that stay.
func (n *Node) flowItems(items []any) string {
	all := make([]string, len(items))
	for i, item := range items {
		all[i] = flowText(item)
		for _, was := range n.children {
			if start, end := was.span(); was.Kind == Scalar && any(was.Text) == item && was.style != styleBlock {
				all[i] = string(n.doc.text[start:end])
			}
		}
	}
	return "[" + strings.Join(all, ", ") + "]"
}

// extended is the text with one more entry at the end of a map.
func (n *Node) extended(key string, value any) []byte {
	entry := flowText(key) + ": " + flowText(value)
	start, end := n.span()
	switch last := n.lastEnd(); {
	case n.Len() == 0:
		return n.splice(start, end, "{"+entry+"}")
	case n.style == styleFlow:
		return n.splice(last, last, ", "+entry)
	default:
		first, _ := n.keys[0].span()
		indent := n.doc.pos(first).Column - 1
		at := n.lineEndAt(last)
		return n.splice(at, at, "\n"+strings.Repeat(" ", indent)+entry)
	}
}

func (n *Node) withoutFlow() []byte {
	start, _ := n.key.span()
	end := n.writtenEnd()
	text := n.doc.text
	if next := n.doc.skipSpace(end); next < len(text) && text[next] == ',' {
		return n.splice(start, n.doc.skipSpace(next+1), "")
	}
	if before := bytes.TrimRight(text[:start], " \t\r\n"); bytes.HasSuffix(before, []byte(",")) {
		start = len(before) - 1
	}
	return n.splice(start, end, "")
}

// withoutLines takes away the lines of an entry.
func (n *Node) withoutLines() ([]byte, error) {
	start, _ := n.key.span()
	from := n.doc.lines[n.doc.pos(start).Line-1]
	if len(bytes.TrimSpace(n.doc.text[from:start])) > 0 {
		return nil, errEdit // more than the entry begins on this line
	}
	to := n.lineEndAt(n.writtenEnd())
	if to < len(n.doc.text) {
		to += bytes.IndexByte(n.doc.text[to:], '\n') + 1
	}
	return n.splice(from, to, ""), nil
}

// bareAddress are addresses that need no quotes, in brackets neither.
var bareAddress = regexp.MustCompile(`^https?://[A-Za-z0-9/._-]+$`)

// flowText is a value on one line.
func flowText(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case string:
		if bareAddress.MatchString(v) {
			return v
		}
		return quoted(v)
	case bool:
		return strconv.FormatBool(v)
	case int:
		return strconv.Itoa(v)
	case []any:
		var items []string
		for _, item := range v {
			items = append(items, flowText(item))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case map[string]any:
		var entries []string
		for _, key := range sortedNames(v) {
			entries = append(entries, flowText(key)+": "+flowText(v[key]))
		}
		return "{" + strings.Join(entries, ", ") + "}"
	}
	return "null"
}

func sortedNames(m map[string]any) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
