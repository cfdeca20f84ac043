package accept

import (
	"cmp"
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/fields"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// edit is one that may be tried.
type edit struct {
	path  []string
	value any
	unset bool
	rank  int // the lower the likelier
}

func (e edit) apply(file string, text []byte) ([]byte, error) {
	if !e.unset {
		return spec.Set(file, text, e.path, e.value)
	}
	edited, err := spec.Unset(file, text, e.path)
	if err != nil { // what a fragment says is removed by null
		return spec.Set(file, text, e.path, nil)
	}
	return edited, nil
}

// target is a field below a resource's own, said or not.
type target struct {
	path  []string
	field *fields.Field
	node  *spec.Node
}

// candidates are the edits that might settle a difference, the likeliest first.
func (x *search) candidates(s *spec.Spec, d Difference) []edit {
	path, field, node := own(s.Node, d.Resource)
	if len(path) == 0 {
		return nil
	}
	if d.Path == "" {
		if len(path) != strings.Count(d.Resource, ".")+1 {
			return nil // a part of what the spec names has gone
		}
		return []edit{{path: path, unset: true}}
	}
	w := words{keys: x.keys(), wanted: d.New}
	var all []edit
	for _, t := range targets(field, node, path) {
		far := distance(t, d.Path)
		for _, e := range w.edits(t, d) {
			e.rank += far
			all = append(all, e)
		}
	}
	slices.SortStableFunc(all, func(a, b edit) int { return cmp.Compare(a.rank, b.rank) })
	return all
}

// own is where a spec has a resource: the longest part of its name that is a
// path.
func own(n *spec.Node, resource string) (path []string, f *fields.Field, node *spec.Node) {
	f, node = fields.Root(), n
	for name := range strings.SplitSeq(resource, ".") {
		child := f.Get(name)
		if child == nil {
			child = f.Get(fields.AnyName)
		}
		if child == nil || node.Get(name) == nil || node.Get(name).Kind != spec.Map {
			break
		}
		path, f, node = append(path, name), child, node.Get(name)
	}
	return path, f, node
}

// targets are the fields below one that hold a value.
func targets(f *fields.Field, n *spec.Node, path []string) []target {
	var all []target
	for _, child := range f.Fields {
		if child.Name == fields.AnyName {
			for _, e := range n.Entries() {
				if f.Get(e.Key.Text) == nil {
					all = append(all, targets(child, e.Value, below(path, e.Key.Text))...)
				}
			}
			continue
		}
		t := target{below(path, child.Name), child, n.Get(child.Name)}
		if child.Leaf() || t.node == nil || t.node.Kind != spec.Map {
			all = append(all, t)
		}
		if !child.Leaf() && !child.List {
			all = append(all, targets(child, t.node, t.path)...)
		}
	}
	return all
}

func below(path []string, key string) []string { return append(slices.Clone(path), key) }

// unlikely is the rank of edits of a field whose name is not the property's.
const unlikely = 100

// distance says how unlike the names of a field and of a property are.
func distance(t target, property string) int {
	name, path := strings.ToLower(t.field.Name), strings.ToLower(property)
	top, _, _ := strings.Cut(path, ".")
	switch {
	case strings.HasSuffix(path, name), strings.HasPrefix(path, name):
		return 0
	case strings.Contains(path, name), strings.Contains(name, top):
		return unlikely
	case t.node != nil:
		return 2 * unlikely
	}
	return 3 * unlikely
}

// keys are the spec's keys of what AWS knows by another name.
func (x *search) keys() map[string]string {
	keys := map[string]string{}
	for _, key := range sortedKeys(x.goal) {
		name, _, _ := strings.Cut(key, " ")
		_, last, ok := strings.Cut(name, ".")
		if !ok || strings.Contains(last, ".") {
			continue
		}
		for _, property := range []string{"name", "identifier", "providerName", "arn"} {
			if text, is := x.goal[key][property].(string); is {
				keys[text] = last
			}
		}
	}
	return keys
}
