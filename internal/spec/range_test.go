package spec

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// cutOut cuts a node's range out of the text.
func cutOut(n *Node) string {
	r := n.Range()
	d := n.doc
	start := d.offset(place{int32(r.Start.Line), int32(r.Start.Column)})
	end := d.offset(place{int32(r.End.Line), int32(r.End.Column)})
	return string(d.text[start:end])
}

func TestRanges(t *testing.T) {
	for _, c := range []struct{ text, path, want string }{
		{"a: b\n", "a", "b"},
		{"a: b # c\n", "a", "b"},
		{"a:   b c  \n", "a", "b c"},
		{"a: b\n  c\n\n  d\n# e\n", "a", "b\n  c\n\n  d"},
		{"a: 'it''s' # x\n", "a", "'it''s'"},
		{`a: "b\"c"`, "a", `"b\"c"`},
		{"a: \"b\n  c\"\n", "a", "\"b\n  c\""},
		{"a: |\n  b\n  c\n\nd: 1\n", "a", "|\n  b\n  c"},
		{"a: >-  # folded\n  b\n\n  c\nd: 1\n", "a", ">-  # folded\n  b\n\n  c"},
		{"a: |\nd: 1\n", "a", "|"},
		{"a: [b, {c: d}] # x\n", "a", "[b, {c: d}]"},
		{"a: [b, # c]\n  d,\n]\n", "a", "[b, # c]\n  d,\n]"},
		{"a: {b: , c}\n", "a", "{b: , c}"},
		{"a: {b: 1, b: ']'}\n", "a", "{b: 1, b: ']'}"},
		{"a: {b: 1, b: [']', {}], c: }\n", "a", "{b: 1, b: [']', {}], c: }"},
		{"a: []\n", "a", "[]"},
		{"a: [b: c, d]\n", "a/0", "b: c"},
		{"a:\n  b: 1\n  c:\n    - d\n    - e: f\n\n# x\ng: 1\n", "a", "b: 1\n  c:\n    - d\n    - e: f"},
		{"a:\n- b\n- c\n", "a", "- b\n- c"},
		{"a: &x b\n", "a", "b"},
		{"a: &x !!str b\n", "a", "b"},
		{"a: &x\n  b: c\n", "a", "b: c"},
		{"a: &x # y\n  [b]\n", "a", "[b]"},
		{"a: &x\nb: 1\n", "a", "a"},
		{"a: !!str\nb: 1\n", "a", "a"},
		{"a:\nb: 1\n", "a", "a"},
		{"a: ~\nb: 1\n", "a", "~"},
		{"a: &x b\nc: [*x, *x ]\n", "c", "[*x, *x ]"},
		{"a: &x {b: c}\nd: {<<: *x}\n", "d", "{<<: *x}"},
		{"a: &x {b: c}\nd:\n  <<: *x\ne: 1\n", "d", "<<: *x"},
		{"a: &x {b: c}\nd: *x\n", "d", "{b: c}"},
		{"ä: \"ö\" # ü\n", "ä", `"ö"`},
		{"a: 日本\n", "a", "日本"},
		{"a: TRUE\r\nb: x\r\n", "a", "TRUE"},
		{"? a\n: b\n", "a", "b"},
		{"{a: b,c: d}", "a", "b"},
		{"{\"a\":b}", "a", "b"},
		{"a: http://x/y#z\n", "a", "http://x/y#z"},
	} {
		root, findings := Parse("spec.yaml", []byte(c.text))
		if root == nil {
			t.Errorf("%q: %s", c.text, brief(findings))
			continue
		}
		n := root
		for _, step := range strings.Split(c.path, "/") {
			if n.Kind == List {
				n = n.Items()[0]
			} else {
				n = n.Get(step)
			}
		}
		if got := cutOut(n); got != c.want {
			t.Errorf("%q at %s:\n got %q\nwant %q", c.text, c.path, got, c.want)
		}
	}
}

// What is cut out of the text reads as the value it was cut out for.
func checkRanges(t *testing.T, n *Node) {
	t.Helper()
	for _, k := range n.keys {
		checkRanges(t, k)
	}
	for _, child := range n.children {
		checkRanges(t, child)
	}
	start, end := n.span()
	text := string(n.doc.text[start:end])
	if n.Kind != Scalar || n.Type != String || start == end {
		return
	}
	switch {
	case strings.ContainsAny(text, "\n"): // its meaning depends on the indentation around it
		if squeeze(n.Text) == "" {
			return
		}
		if n.style == stylePlain && squeeze(text) != squeeze(n.Text) {
			t.Errorf("%q was cut out for %q", text, n.Text)
		}
	case n.style == stylePlain:
		if text != n.Text {
			t.Errorf("%q was cut out for %q", text, n.Text)
		}
	case n.style == styleSingle || n.style == styleDouble:
		if again, _ := Parse("", []byte(text)); again == nil || again.Text != n.Text {
			t.Errorf("%q was cut out for %q", text, n.Text)
		}
	}
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

func TestRangesOfFiles(t *testing.T) {
	files, _ := filepath.Glob("testdata/findings/*.yaml")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if root, _ := Parse(file, data); root != nil {
			checkRanges(t, root)
		}
	}
	root, _ := Parse("typical.yaml", typicalSpec(1))
	checkRanges(t, root)
}
