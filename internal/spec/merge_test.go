package spec

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// mergePatch is RFC 7396, section 2, word for word, on plain values.
func mergePatch(target, patch any) any {
	p, ok := patch.(map[string]any)
	if !ok {
		return patch
	}
	t, ok := target.(map[string]any)
	if !ok {
		t = map[string]any{}
	}
	for name, value := range p {
		if value == nil {
			delete(t, name)
		} else {
			t[name] = mergePatch(t[name], value)
		}
	}
	return t
}

// The examples of RFC 7396, appendix A, that are maps.
func TestMergeExamples(t *testing.T) {
	for _, c := range []struct{ target, patch, want string }{
		{`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`},
		{`{"a":"b"}`, `{"a":null}`, `{}`},
		{`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`},
		{`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"c"}`, `{"a":["b"]}`, `{"a":["b"]}`},
		{`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`},
		{`{"a":[{"b":"c"}]}`, `{"a":[1]}`, `{"a":[1]}`},
		{`{"a":"foo"}`, `{"b":[null,{"c":null}]}`, `{"a":"foo","b":[null,{"c":null}]}`},
		{`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`},
	} {
		got := plainValue(mergedOf(t, c.target, c.patch))
		var want any
		if err := json.Unmarshal([]byte(c.want), &want); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(normal(t, want), normal(t, got)); diff != "" {
			t.Errorf("%s with %s: %s", c.target, c.patch, diff)
		}
	}
}

// mergedOf merges texts that are maps, each over those before it, and checks
// the tree.
func mergedOf(t *testing.T, texts ...string) *Node {
	t.Helper()
	tree, m := newNode(Node{Kind: Map}), &merger{}
	for i, text := range texts {
		root, findings := Parse(fmt.Sprintf("%d.yaml", i), []byte(text))
		if len(findings) > 0 || root.Kind != Map {
			t.Fatalf("%s\n%s", brief(findings), text)
		}
		before := normal(t, plainValue(root))
		m.restamp(tree, root)
		m.layer(tree, root, root.doc, root.doc)
		if diff := cmp.Diff(before, normal(t, plainValue(root))); diff != "" {
			t.Fatalf("merging changed the layer: %s", diff)
		}
	}
	checkTree(t, tree)
	return tree
}

// checkTree holds a merged tree to what every tree is: each node knows its
// parent, key and place, and its value is written at that place.
func checkTree(t *testing.T, n *Node) {
	t.Helper()
	for i, child := range n.children {
		if child.parent != n || int(child.index) != i {
			t.Fatalf("%s does not know its parent", child.Path())
		}
		if n.Kind == Map {
			key := n.keys[i]
			if child.key != key || key.parent != n || int(key.index) != i || n.find(key.Text) != i {
				t.Fatalf("%s does not know its key", child.Path())
			}
		}
		if r := child.Range(); r.File == "" || r.Start.Line < 1 || r.End.Before(r.Start) {
			t.Fatalf("%s has no place: %+v", child.Path(), r)
		}
		if child.Kind == Scalar && child.style == stylePlain && (child.Type == String || child.Type == Int) && child.src == nil && child.Text != "" {
			start, end := child.span()
			if written := bytes.Join(bytes.Fields(child.doc.text[start:end]), nil); string(written) != strings.Join(strings.Fields(child.Text), "") {
				t.Fatalf("%s is %q, but %q is written there", child.Path(), child.Text, written)
			}
		}
		checkTree(t, child)
	}
}

func normal(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Random layers merge to what RFC 7396 makes of their plain values.
func TestMergeIsThatOfRFC7396(t *testing.T) {
	for i := range 2000 {
		g := generator{rand.New(rand.NewPCG(7, uint64(i)))}
		var texts []string
		var want any = map[string]any{}
		for range 1 + g.IntN(5) {
			layer := g.mapping(0)
			texts = append(texts, normal(t, layer))
			want = mergePatch(want, layer)
		}
		if diff := cmp.Diff(normal(t, want), normal(t, plainValue(mergedOf(t, texts...)))); diff != "" {
			t.Fatalf("%q: %s", texts, diff)
		}
	}
}

type generator struct{ *rand.Rand }

func (g generator) mapping(depth int) map[string]any {
	most := 4
	if g.IntN(6) == 0 {
		most = 24 // beyond the size at which a map gets a table
	}
	m := map[string]any{}
	for range g.IntN(most) {
		m[fmt.Sprint("k", g.IntN(most+2))] = g.value(depth + 1)
	}
	return m
}

func (g generator) value(depth int) any {
	switch n := g.IntN(10); {
	case n < 3:
		return nil
	case n < 7 && depth < 4:
		return g.mapping(depth)
	case n < 8:
		return []any{g.IntN(3), nil, map[string]any{"a": nil}}
	}
	return fmt.Sprint("v", g.IntN(9))
}

// FuzzMerge: whatever two fragments and a spec hold, loading them does not
// panic, the values are those of RFC 7396, every node has a place, and the same
// bytes give the same findings.
func FuzzMerge(f *testing.F) {
	const head = "apiVersion: mlauth/v1\nkind: "
	f.Add([]byte(head+"AuthFragment\naws: {region: us-east-1}\n"), []byte(head+"AuthFragment\nextends: a.yaml\nuserPool: {}\n"), []byte(head+"AuthStack\nextends: [a.yaml, b.yaml]\nmetadata: {name: a, team: b}\nuserPool: null\n"))
	f.Add([]byte("x: &x {a: 1}\ny: {<<: *x, b: null}"), []byte("y: {a: null, b: {c: null}}"), []byte("extends: [a.yaml, b.yaml]\ny: [null]"))
	f.Add([]byte(head+"AuthFragment\nextends: b.yaml"), []byte(head+"AuthFragment\nextends: [a.yaml, ./b.yaml, ../x, /y]"), []byte("extends: b.yaml\n? 1\n: 2"))
	f.Fuzz(func(t *testing.T, a, b, spec []byte) {
		read := func(name string) ([]byte, error) {
			if text, ok := map[string][]byte{"a.yaml": a, "b.yaml": b}[name]; ok {
				return text, nil
			}
			return nil, fs.ErrNotExist
		}
		load := func() (*Spec, string) {
			l := NewLoader(read, nil)
			s, findings := l.Compile("spec.yaml", spec)
			findings = append(findings, l.Findings()...)
			return s, brief(findings)
		}
		s, findings := load()
		if s != nil && s.Node.Kind == Map {
			checkTree(t, s.Node)
			_ = s.Merged()
		}
		if _, again := load(); again != findings {
			t.Fatalf("a second time it finds otherwise:\n%s\n\n%s", findings, again)
		}
		checkValues(t, a, b, spec)
	})
}

// checkValues merges the three texts themselves, where all are maps.
func checkValues(t *testing.T, texts ...[]byte) {
	t.Helper()
	tree, m := newNode(Node{Kind: Map}), &merger{}
	var want any = map[string]any{}
	for i, text := range texts {
		root, findings := Parse(fmt.Sprintf("%d.yaml", i), text)
		if root == nil || root.Kind != Map || findings.HasErrors() {
			return
		}
		m.restamp(tree, root)
		m.layer(tree, root, root.doc, root.doc)
		want = mergePatch(want, plainValue(root))
	}
	if diff := cmp.Diff(want, plainValue(tree)); diff != "" {
		t.Fatal(diff)
	}
}
