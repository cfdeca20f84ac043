package spec_test

import (
	"testing"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// What is edited is the value alone: comments, quotes and order stay.
func TestSetAndUnset(t *testing.T) {
	const text = "a: # top\n  b: 1 # one\n  list:\n    - x # keep\n    - y\n  flow: {k: v, l: [p, q]}\n  empty:\nz: end\n"
	for _, c := range []struct {
		path  []string
		value any
		want  string
	}{
		{[]string{"a", "b"}, 2, "a: # top\n  b: 2 # one\n  list:\n    - x # keep\n    - y\n  flow: {k: v, l: [p, q]}\n  empty:\nz: end\n"},
		{[]string{"a", "list"}, []any{"x", "https://w/?a=b"}, "a: # top\n  b: 1 # one\n  list:\n    - x # keep\n    - \"https://w/?a=b\"\n  flow: {k: v, l: [p, q]}\n  empty:\nz: end\n"},
		{[]string{"a", "flow", "m", "n"}, true, "a: # top\n  b: 1 # one\n  list:\n    - x # keep\n    - y\n  flow: {k: v, l: [p, q], m: {n: true}}\n  empty:\nz: end\n"},
		{[]string{"a", "flow", "l"}, []any{}, "a: # top\n  b: 1 # one\n  list:\n    - x # keep\n    - y\n  flow: {k: v, l: []}\n  empty:\nz: end\n"},
		{[]string{"a", "empty"}, "true", "a: # top\n  b: 1 # one\n  list:\n    - x # keep\n    - y\n  flow: {k: v, l: [p, q]}\n  empty: \"true\"\nz: end\n"},
		{[]string{"a", "list"}, "s", "a: # top\n  b: 1 # one\n  list: s\n  flow: {k: v, l: [p, q]}\n  empty:\nz: end\n"},
		{[]string{"new"}, "s", text + "new: s\n"},
		{[]string{"a", "new"}, "s", "a: # top\n  b: 1 # one\n  list:\n    - x # keep\n    - y\n  flow: {k: v, l: [p, q]}\n  empty:\n  new: s\nz: end\n"},
		{[]string{"a", "b"}, unset, "a: # top\n  list:\n    - x # keep\n    - y\n  flow: {k: v, l: [p, q]}\n  empty:\nz: end\n"},
		{[]string{"a", "list"}, unset, "a: # top\n  b: 1 # one\n  flow: {k: v, l: [p, q]}\n  empty:\nz: end\n"},
		{[]string{"a", "flow", "k"}, unset, "a: # top\n  b: 1 # one\n  list:\n    - x # keep\n    - y\n  flow: {l: [p, q]}\n  empty:\nz: end\n"},
		{[]string{"a", "flow", "l"}, unset, "a: # top\n  b: 1 # one\n  list:\n    - x # keep\n    - y\n  flow: {k: v}\n  empty:\nz: end\n"},
		{[]string{"z"}, unset, "a: # top\n  b: 1 # one\n  list:\n    - x # keep\n    - y\n  flow: {k: v, l: [p, q]}\n  empty:\n"},
	} {
		var got []byte
		var err error
		if _, gone := c.value.(nothing); gone {
			got, err = spec.Unset("a.yaml", []byte(text), c.path)
		} else {
			got, err = spec.Set("a.yaml", []byte(text), c.path, c.value)
		}
		if err != nil || string(got) != c.want {
			t.Errorf("%v = %v: %v\n%s", c.path, c.value, err, got)
		}
	}
}

type nothing struct{}

var unset any = nothing{}

// An alias stands for what others have too: it is not edited.
func TestSetLeavesAliasesAlone(t *testing.T) {
	text := []byte("a: &x {k: v}\nb: *x\n")
	if got, err := spec.Set("a.yaml", text, []string{"b", "k"}, "w"); err == nil {
		t.Errorf("edited through an alias:\n%s", got)
	}
}
