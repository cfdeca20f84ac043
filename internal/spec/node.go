package spec

import (
	"iter"
	"strconv"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

// Kind is the shape of a node.
type Kind uint8

const (
	Scalar Kind = iota
	Map
	List
)

// Type is what a scalar is, by the core schema of YAML 1.2 as yaml.v3 reads
// it: yes, no, on, off and dates are strings.
type Type uint8

const (
	String Type = iota
	Int
	Float
	Bool
	Null
)

// Node is one value of the document, with its place in the text. The tree is a
// real tree: what an alias names is copied to each place that uses it, so that
// every node has one parent and one path; the number of copies is bounded.
//
// All methods may be called on nil, which stands for a value that is not there.
type Node struct {
	Kind Kind
	Type Type // of a scalar

	poisoned bool
	style    style
	index    int32  // place among the parent's children
	Text     string // of a scalar, after YAML's quoting and folding

	*more

	parent *Node
	key    *Node // of a map's value: its key
	doc    *document
	at     place // where yaml.v3 says that the node begins
}

// more is what few nodes have, apart from the others: a repository of thousands
// of specs has millions of nodes. It is read like any field, and written after
// own.
type more struct {
	merged   bool // brought by a merge key
	number   any  // of an Int or Float: int64 or float64
	children []*Node
	keys     []*Node        // of a map: the key of each child
	table    map[string]int // of a map with many keys: where each is
	src      *Node          // of a map that merging made: where it is written
	use      place          // of the copy of an alias: where the alias stands; line 0 otherwise
}

// nothing is what most nodes have more. It is never written.
var nothing more

// own gives a node more that is its own.
func (n *Node) own() *more {
	if n.more == nil || n.more == &nothing {
		n.more = &more{}
	}
	return n.more
}

// newNode is a node by itself; those of files are made in batches.
func newNode(n Node) *Node {
	n.more = &more{}
	return &n
}

// place is yaml.v3's line and column, both from 1; columns count characters.
type place struct{ line, column int32 }

// Entry is one key of a map, and its value.
type Entry struct{ Key, Value *Node }

// Entries are the entries of a map as the file has them; what merge keys bring
// in comes after them.
func (n *Node) Entries() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		if n == nil || n.Kind != Map {
			return
		}
		for i, child := range n.children {
			if !yield(Entry{n.keys[i], child}) {
				return
			}
		}
	}
}

// Items are the items of a list.
func (n *Node) Items() []*Node {
	if n == nil || n.Kind != List {
		return nil
	}
	return n.children
}

// Len is the number of entries or items.
func (n *Node) Len() int {
	if n == nil {
		return 0
	}
	return len(n.children)
}

// find is the index of a key, -1 when there is none.
func (n *Node) find(key string) int {
	if n == nil {
		return -1
	}
	if n.table != nil {
		if i, ok := n.table[key]; ok {
			return i
		}
		return -1
	}
	for i, k := range n.keys {
		if k.Text == key {
			return i
		}
	}
	return -1
}

// attach makes a value the next item of a list, or with a key the next entry
// of a map.
func (n *Node) attach(key, child *Node) {
	const few = 16
	child.parent, child.index, child.key = n, int32(len(n.children)), key
	n.own().children = append(n.children, child)
	if key == nil {
		return
	}
	key.parent, key.index = n, child.index
	n.keys = append(n.keys, key)
	if n.table != nil {
		n.table[key.Text] = int(key.index)
	} else if len(n.keys) > few {
		n.tabulate()
	}
}

func (n *Node) tabulate() {
	n.table = make(map[string]int, 2*len(n.keys))
	for i, k := range n.keys {
		n.table[k.Text] = i
	}
}

// readAs lets a map's entry be found by another key too.
func (n *Node) readAs(key string, child *Node) {
	if n.table == nil {
		n.tabulate()
	}
	n.table[key] = int(child.index)
}

// meantKey is the key of a map's entry: for one that is read as another, with
// the text of that.
func (n *Node) meantKey(i int) *Node {
	key := n.keys[i]
	if !key.poisoned {
		return key
	}
	for text, at := range n.table {
		if at == i && text != key.Text {
			meant := *key
			meant.Text, meant.poisoned = text, false
			return &meant
		}
	}
	return key
}

// Get is the value of a map's key, nil when there is none.
func (n *Node) Get(key string) *Node {
	if i := n.find(key); i >= 0 {
		return n.children[i]
	}
	return nil
}

// Key is the node of the key itself, nil when there is none.
func (n *Node) Key(key string) *Node {
	if i := n.find(key); i >= 0 {
		return n.keys[i]
	}
	return nil
}

// Has tells whether a map has a key, whatever its value.
func (n *Node) Has(key string) bool { return n.find(key) >= 0 }

// OwnKey is the key under which the node stands in its map; nil for the root
// and for items of lists.
func (n *Node) OwnKey() *Node {
	if n == nil {
		return nil
	}
	return n.key
}

// Parent is the map or list that holds the node; nil for the root.
func (n *Node) Parent() *Node {
	if n == nil {
		return nil
	}
	return n.parent
}

// IsString tells whether the node is a scalar of type string.
func (n *Node) IsString() bool { return n != nil && n.Kind == Scalar && n.Type == String }

// Poison marks a value as wrong and reported. Later stages stay silent about
// it and its consequences.
func (n *Node) Poison() {
	if n != nil {
		n.poisoned = true
	}
}

// Poisoned tells whether a finding stands against the node or anything that
// holds it.
func (n *Node) Poisoned() bool {
	for ; n != nil; n = n.parent {
		if n.poisoned {
			return true
		}
	}
	return false
}

// Path is the JSON pointer (RFC 6901) of the node; a key's is its value's.
func (n *Node) Path() string {
	if n == nil {
		return ""
	}
	return string(n.appendPath(make([]byte, 0, 128)))
}

func (n *Node) appendPath(path []byte) []byte {
	switch p := n.parent; {
	case p == nil:
		return path
	case p.Kind == List:
		return strconv.AppendInt(append(p.appendPath(path), '/'), int64(n.index), 10)
	default:
		return append(append(p.appendPath(path), '/'), escapePointer(p.keys[n.index].Text)...)
	}
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

func escapePointer(s string) string { return pointerEscapes.Replace(s) }

// Range is the text of the value: with its quotes, without anchor and tag. For
// a value that is not written ("key:") it is the key's. The value of an alias
// stands where its anchor is, which is where it is mended; Uses says where it
// is used.
func (n *Node) Range() diag.Range {
	if n == nil {
		return diag.Range{}
	}
	return n.textRange()
}

// Uses are the places of the aliases through which the node is here, the
// nearest first, as related places of a finding; of what another file gives
// also the place that brings that file in.
func (n *Node) Uses() []diag.Related {
	var uses []diag.Related
	for at := n; at != nil; at = at.parent {
		if at.use.line > 0 {
			uses = append(uses, diag.Related{Range: at.useRange(), Message: "used here"})
		}
	}
	if n != nil && n.doc.usedAt != nil {
		uses = append(uses, diag.Related{Range: *n.doc.usedAt, Message: "used here"})
	}
	return uses
}
