package spec

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

type sample struct {
	Node    *Node
	Name    string            `yaml:"name"`
	On      bool              `yaml:"on"`
	Count   int               `yaml:"count"`
	Most    *int64            `yaml:"most"`
	Share   float64           `yaml:"share"`
	List    []string          `yaml:"list"`
	Tags    map[string]string `yaml:"tags"`
	Part    part              `yaml:"part"`
	Maybe   *part             `yaml:"maybe"`
	Parts   map[string]part   `yaml:"parts"`
	Listed  []part            `yaml:"listed"`
	Self    selfMade          `yaml:"self"`
	Any     any               `yaml:"any"`
	Ignored string
}

type part struct {
	Node *Node
	A    string `yaml:"a"`
	B    string `yaml:"b"`
}

type selfMade struct {
	Node *Node
	Seen string
}

func (s *sample) defaults() { s.On, s.Part.B = true, "from the whole" }
func (p *part) defaults()   { p.A, p.B = "default a", "default b" }

func (s *selfMade) decodeNode(n *Node) { s.Node, s.Seen = n, "saw "+n.Text }

func decoded(t *testing.T, text string) sample {
	t.Helper()
	root, _ := Parse("spec.yaml", []byte(text))
	if root == nil {
		t.Fatalf("%q is no YAML", text)
	}
	var s sample
	decode(root, &s)
	return s
}

func TestDecode(t *testing.T) {
	most := int64(7)
	for text, want := range map[string]sample{
		"{}": {On: true, Part: part{A: "default a", B: "from the whole"}},
		"{name: x, on: false, count: 3, most: 7, share: 0.5, list: [a, b], tags: {k: v}, unknown: 1}": {
			Name: "x", Count: 3, Most: &most, Share: 0.5, List: []string{"a", "b"}, Tags: map[string]string{"k": "v"},
			Part: part{A: "default a", B: "from the whole"},
		},
		"{part: {a: x}, maybe: {}, parts: {k: {b: y}}, listed: [{}, {a: z}], self: q, any: {a: [1, 1.5]}}": {
			On: true, Part: part{A: "x", B: "from the whole"}, Maybe: &part{A: "default a", B: "default b"},
			Parts:  map[string]part{"k": {A: "default a", B: "y"}},
			Listed: []part{{A: "default a", B: "default b"}, {A: "z", B: "default b"}},
			Self:   selfMade{Seen: "saw q"}, Any: map[string]any{"a": []any{int64(1), 1.5}},
		},
		"{count: 2.0, share: 3, list: [], tags: {}}": {
			On: true, Count: 2, Share: 3, List: []string{}, Tags: map[string]string{}, Part: part{A: "default a", B: "from the whole"},
		},
		// What the schema has reported leaves the default, and the key.
		"{name: !x a, on: !x false, count: !x 5, most: !x 5, list: [a, !x b], tags: !x {a: b}, part: !x {a: q}, maybe: !x {a: q}, parts: {k: !x {a: q}}, self: !x z}": {
			On: true, List: []string{"a"}, Part: part{A: "default a", B: "from the whole"},
			Maybe: &part{A: "default a", B: "default b"}, Parts: map[string]part{"k": {A: "default a", B: "default b"}},
		},
		// So does what has another type, should the schema not have reported it.
		"{name: 1, on: x, count: y, share: z, list: {}, tags: [], part: 1, maybe: 1}": {
			On: true, Part: part{A: "default a", B: "from the whole"}, Maybe: &part{A: "default a", B: "default b"},
		},
	} {
		got := decoded(t, text)
		if diff := cmp.Diff(want, got, cmpopts.IgnoreTypes(&Node{})); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

func TestDecodeKeepsNodes(t *testing.T) {
	s := decoded(t, "{part: {a: x}, maybe: !x {}, parts: {k: !x 1}, self: !x 1}")
	if s.Node.Path() != "" || s.Part.Node.Path() != "/part" || s.Maybe.Node.Path() != "/maybe" {
		t.Error("nodes are not kept")
	}
	if k := s.Parts["k"].Node; k.Path() != "/parts/k" || !k.Poisoned() || !s.Self.Node.Poisoned() {
		t.Error("nodes of poisoned values are not kept")
	}
	if s := decoded(t, "{}"); s.Part.Node != nil {
		t.Error("a node for what is not there")
	}
}

func TestDecodeOfNothing(t *testing.T) {
	var s sample
	decode(nil, &s)
	if !s.On || s.Part.A != "default a" {
		t.Error("no defaults")
	}
}
