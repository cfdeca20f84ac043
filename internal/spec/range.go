package spec

import (
	"unicode/utf8"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

// yaml.v3 says where a value begins, not where it ends. The end is found in
// the text, and only when it is asked for: a file without findings never pays.

func (n *Node) textRange() diag.Range {
	start, end := n.span()
	if start == end && n.key != nil { // "key:" with nothing after it
		return n.key.textRange()
	}
	return n.doc.between(start, end)
}

func (n *Node) useRange() diag.Range { return n.doc.aliasRange(n.use) }

// aliasRange is the range of the alias *name at a place.
func (d *document) aliasRange(p place) diag.Range {
	start := d.offset(p)
	return d.between(start, d.nameEnd(start))
}

// nameEnd is the end of an alias, anchor or tag. For yaml.v3 an anchor's name
// has letters, digits, - and _, and a tag goes on to the next space; YAML
// itself has it a little otherwise.
func (d *document) nameEnd(i int) int {
	if i >= len(d.text) {
		return i
	}
	tag := d.text[i] == '!'
	for i++; i < len(d.text) && (isNameByte(d.text[i]) || tag && !isSpace(d.text[i])); i++ {
	}
	return i
}

func isNameByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '-' || c == '_'
}

func isFlowMark(c byte) bool {
	return c == ',' || c == '[' || c == ']' || c == '{' || c == '}'
}

// span is the text of the value itself, from and to, without anchor and tag.
func (n *Node) span() (start, end int) {
	if n.src != nil { // its parts may stand in several files
		return n.src.span()
	}
	d := n.doc
	start = n.skipProps(d.offset(n.at))
	switch n.style {
	case stylePlain:
		return start, d.matchEnd(start, n.Text)
	case styleSingle, styleDouble:
		return start, d.quotedEnd(start)
	case styleBlock:
		return start, d.matchEnd(d.headerEnd(start), n.Text)
	case styleFlow:
		return start, n.bracketEnd(start)
	default:
		return start, max(start, n.lastEnd())
	}
}

// skipProps steps over anchor and tag to what they belong to. No value begins
// with their marks unless it is quoted.
func (n *Node) skipProps(i int) int {
	d := n.doc
	for i < len(d.text) && (d.text[i] == '&' || d.text[i] == '!') {
		end := d.nameEnd(i)
		next := end
		if n.style == stylePlain && n.Text == "" {
			for next < len(d.text) && isBlank(d.text[next]) {
				next++
			}
			if next == len(d.text) || d.text[next] != '&' && d.text[next] != '!' {
				return end // an empty value: what follows is not its own
			}
		}
		i = d.skipSpace(next)
	}
	return i
}

// skipSpace steps over spaces, line ends and comments.
func (d *document) skipSpace(i int) int {
	for i < len(d.text) {
		switch {
		case isSpace(d.text[i]):
			i++
		case d.text[i] == '#' && (i == 0 || isSpace(d.text[i-1])):
			for i < len(d.text) && d.text[i] != '\n' {
				i++
			}
		default:
			return i
		}
	}
	return i
}

// matchEnd is the end of an unquoted text. Such a text has no escapes: YAML
// changes only its spaces and line ends, so its other characters are found in
// the file one after the other.
func (d *document) matchEnd(i int, value string) int {
	end := i
	for len(value) > 0 {
		r, size := utf8.DecodeRuneInString(value)
		value = value[size:]
		if r < utf8.RuneSelf && isSpace(byte(r)) {
			continue
		}
		for i < len(d.text) && isSpace(d.text[i]) {
			i++
		}
		i = min(i+size, len(d.text))
		end = i
	}
	return end
}

func (d *document) quotedEnd(start int) int {
	if start >= len(d.text) {
		return start
	}
	quote := d.text[start]
	for i := start + 1; i < len(d.text); i++ {
		switch {
		case d.text[i] == '\\' && quote == '"':
			i++
		case d.text[i] == quote && quote == '\'' && i+1 < len(d.text) && d.text[i+1] == quote:
			i++
		case d.text[i] == quote:
			return i + 1
		}
	}
	return len(d.text)
}

// headerEnd is the end of the line on which a block scalar is announced; of
// the announcement itself when nothing follows.
func (d *document) headerEnd(i int) int {
	for i < len(d.text) && !isSpace(d.text[i]) {
		i++
	}
	j := i
	for j < len(d.text) && isBlank(d.text[j]) {
		j++
	}
	if j < len(d.text) && d.text[j] == '#' {
		for j < len(d.text) && d.text[j] != '\n' {
			j++
		}
		return j
	}
	return i
}

// bracketEnd is the end of a collection in brackets. A single pair in a list,
// as in [a: b], has none of its own.
func (n *Node) bracketEnd(start int) int {
	d := n.doc
	if start >= len(d.text) || d.text[start] != '[' && d.text[start] != '{' {
		return max(start, n.lastEnd())
	}
	i := max(start+1, n.lastEnd())
	for {
		i = d.skipSpace(i)
		if i >= len(d.text) {
			return i
		}
		switch d.text[i] {
		case ']', '}':
			return i + 1
		case ',', ':', '?':
			i++
		default: // what was left out of the tree: a duplicate, a merge key
			i = d.skipFlowValue(i)
		}
	}
}

// skipFlowValue steps over one value, of which the tree knows nothing.
func (d *document) skipFlowValue(i int) int {
	switch d.text[i] {
	case '"', '\'':
		return d.quotedEnd(i)
	case '[', '{':
		for depth := 0; i < len(d.text); i++ {
			switch d.text[i] {
			case '"', '\'':
				i = d.quotedEnd(i) - 1
			case '[', '{':
				depth++
			case ']', '}':
				if depth--; depth == 0 {
					return i + 1
				}
			}
		}
		return i
	}
	for i < len(d.text) && !isFlowMark(d.text[i]) && d.text[i] != ':' && d.text[i] != '\n' {
		i++
	}
	return i
}

// lastEnd is the end of the last thing that is written inside a collection.
func (n *Node) lastEnd() int {
	last := 0
	for i := len(n.children) - 1; i >= 0; i-- {
		child := n.children[i]
		end := child.writtenEnd()
		if n.Kind == Map && !child.merged {
			end = max(end, n.keys[i].writtenEnd())
		}
		last = max(last, end)
		if !child.merged {
			break
		}
	}
	return last
}

// writtenEnd is where the value ends in the collection that it belongs to: of
// an alias the end of the alias.
func (n *Node) writtenEnd() int {
	if n.use.line > 0 {
		return n.doc.nameEnd(n.doc.offset(n.use))
	}
	_, end := n.span()
	return end
}
