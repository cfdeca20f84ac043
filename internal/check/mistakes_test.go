package check_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/mlauth/mlauth-compile/internal/fields"
)

// entry is a place in the text of a spec: a field of the language that a map
// has, or an item of a list.
type entry struct {
	field      *fields.Field
	key, value *yaml.Node // no key: an item
	parent     *yaml.Node // the map's or list's own key; nil at the top
	text       []byte
}

// entries are the fields of a spec that the language names, as against the keys
// that users choose, and the items of its lists.
func entries(text []byte) []entry {
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		panic(err)
	}
	var found []entry
	var visit func(f *fields.Field, key, n *yaml.Node)
	visit = func(f *fields.Field, key, n *yaml.Node) {
		if n.Kind == yaml.SequenceNode {
			for _, item := range n.Content {
				found = append(found, entry{field: f, value: item, parent: key, text: text})
				visit(f, key, item)
			}
		}
		if n.Kind != yaml.MappingNode {
			return
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			k, v := n.Content[i], n.Content[i+1]
			switch own, any := f.Get(k.Value), f.Get(fields.AnyName); {
			case own != nil:
				found = append(found, entry{own, k, v, key, text})
				visit(own, k, v)
			case any != nil:
				visit(any, k, v)
			}
		}
	}
	visit(fields.Root(), nil, doc.Content[0])
	return found
}

// mistake is something that people do to a spec without wanting to. It returns
// the changed text, or nil where there is nothing to do it to.
type mistake struct {
	name string
	make func(r *rand.Rand, e entry) []byte
}

const (
	forgotten = "a field that is required is gone"
	nothing   = "nothing in place of a value"
	belowZero = "a number below zero"
)

var mistakes = []mistake{
	{"a misspelt field", misspell},
	{forgotten, forget},
	{"a map in place of a value", func(r *rand.Rand, e entry) []byte { return e.instead("{nonsense: 1}") }},
	{nothing, func(r *rand.Rand, e entry) []byte {
		if e.key == nil {
			return nil
		}
		return e.instead("~")
	}},
	{"a word that is not allowed", func(r *rand.Rand, e entry) []byte {
		if len(e.field.Values) == 0 {
			return nil
		}
		return e.instead("nonsense")
	}},
	{belowZero, func(r *rand.Rand, e entry) []byte {
		if e.field.Type != "whole number" {
			return nil
		}
		return e.instead("-7")
	}},
	{"a name of nothing", dangle},
	{"a field given twice", repeat},
	{"a line indented otherwise", indent},
	{"a quote that is not closed", unquote},
	{"a bracket that is not closed", unclose},
	{"a tab", func(r *rand.Rand, e entry) []byte {
		if !e.beginsLine() || e.column() < 2 {
			return nil
		}
		return e.cut(e.start()-1, e.start(), "\t")
	}},
}

// node is what the entry begins with.
func (e entry) node() *yaml.Node {
	if e.key != nil {
		return e.key
	}
	return e.value
}

// line is where the mistake is made.
func (e entry) line() int   { return e.node().Line }
func (e entry) column() int { return e.node().Column }
func (e entry) start() int  { return e.offset(e.node()) }

// offset is where a node begins in the text.
func (e entry) offset(n *yaml.Node) int {
	at := 0
	for range n.Line - 1 {
		at += bytes.IndexByte(e.text[at:], '\n') + 1
	}
	return at + len(string([]rune(string(e.text[at:]))[:n.Column-1]))
}

// end is where a value in one line ends: a plain or quoted scalar, or one in
// brackets.
func (e entry) end(n *yaml.Node) int {
	at := e.offset(n)
	switch rest := e.text[at:]; {
	case rest[0] == '"' || rest[0] == '\'':
		return at + 2 + bytes.IndexByte(rest[1:], rest[0])
	case n.Kind != yaml.ScalarNode:
		return -1
	default:
		return at + len(n.Value)
	}
}

// cut puts a text in place of a part.
func (e entry) cut(from, to int, text string) []byte {
	return slices.Concat(e.text[:from], []byte(text), e.text[to:])
}

// instead puts a text in place of a value that is a scalar in one line.
func (e entry) instead(text string) []byte {
	if e.value.Kind != yaml.ScalarNode || e.value.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 || strings.Contains(e.value.Value, "\\") ||
		!bytes.HasPrefix(bytes.TrimLeft(e.text[e.offset(e.value):], `"'`), []byte(e.value.Value)) || e.value.Value == text {
		return nil
	}
	return e.cut(e.offset(e.value), e.end(e.value), text)
}

// beginsLine reports that nothing but blanks stands before an entry.
func (e entry) beginsLine() bool {
	before := e.text[:e.start()]
	return len(bytes.Trim(before[bytes.LastIndexByte(before, '\n')+1:], " ")) == 0
}

// misspell leaves a letter out of a field's name.
func misspell(r *rand.Rand, e entry) []byte {
	if e.key == nil || len(e.key.Value) < 3 || e.key.Style != 0 {
		return nil
	}
	at := e.start() + r.IntN(len(e.key.Value))
	return e.cut(at, at+1, "")
}

// forget leaves a field out that is required.
func forget(_ *rand.Rand, e entry) []byte {
	if e.key == nil || !e.field.Required || e.value.Kind != yaml.ScalarNode {
		return nil
	}
	from, to := e.start(), e.end(e.value)
	if e.beginsLine() {
		return e.cut(from, to, "")
	}
	if bytes.HasPrefix(e.text[to:], []byte(", ")) {
		return e.cut(from, to+2, "")
	}
	if bytes.HasSuffix(e.text[:from], []byte(", ")) {
		return e.cut(from-2, to, "")
	}
	return nil
}

// names are the fields whose values name something in the same spec.
var names = []string{
	"clients.*.scopes", "clients.*.identityProviders", "clients.*.readAttributes", "clients.*.writeAttributes",
	"identityPool.clients.*.rules.role", "identityPool.clients.*.rules[].role", "identityPool.oidcProviders", "groups.*.role",
}

// dangle names what nobody declared.
func dangle(_ *rand.Rand, e entry) []byte {
	if !slices.Contains(names, e.field.Path) || bytes.Contains(e.text, []byte("use:")) {
		return nil
	}
	return e.instead("nonsense")
}

// repeat gives a field twice.
func repeat(_ *rand.Rand, e entry) []byte {
	if e.key == nil || e.value.Kind != yaml.ScalarNode || e.value.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return nil
	}
	separator := ", "
	if e.beginsLine() {
		separator = "\n" + strings.Repeat(" ", e.column()-1)
	}
	from, to := e.start(), e.end(e.value)
	return e.cut(from, from, string(e.text[from:to])+separator)
}

// indent moves the beginning of a line by a blank.
func indent(r *rand.Rand, e entry) []byte {
	if e.key == nil || !e.beginsLine() {
		return nil
	}
	if at := e.start(); r.IntN(2) == 0 && e.column() > 1 {
		return e.cut(at-1, at, "")
	} else {
		return e.cut(at, at, " ")
	}
}

// unquote leaves out the quote that closes a text.
func unquote(_ *rand.Rand, e entry) []byte {
	if e.value.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) == 0 || e.instead("x") == nil {
		return nil
	}
	to := e.end(e.value)
	return e.cut(to-1, to, "")
}

// unclose leaves out the bracket behind the last item of a list or map.
func unclose(_ *rand.Rand, e entry) []byte {
	if e.instead("x") == nil {
		return nil
	}
	to := e.end(e.value)
	if to >= len(e.text) || e.text[to] != ']' && e.text[to] != '}' {
		return nil
	}
	return e.cut(to, to+1, "")
}
