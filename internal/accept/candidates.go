package accept

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/fields"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// edit is one that may be tried: another value at each of some places.
type edit struct {
	places []place
	unset  bool // take the first place away
	rank   int  // the lower the likelier
}

type place struct {
	path  []string
	value any
}

func set1(path []string, value any, rank int) edit {
	return edit{places: []place{{path, value}}, rank: rank}
}

func unset(path []string, rank int) edit {
	return edit{places: []place{{path: path}}, unset: true, rank: rank}
}

func (e edit) apply(file string, text []byte) (edited []byte, err error) {
	if e.unset {
		return spec.Unset(file, text, e.places[0].path)
	}
	for _, p := range e.places {
		if text, err = spec.Set(file, text, p.path, p.value); err != nil {
			return nil, err
		}
	}
	return text, nil
}

// target is a field that a resource is made of, said or not.
type target struct {
	path  []string
	field *fields.Field
	node  *spec.Node
	far   int // how unlike its name and that of the property are
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
		return []edit{unset(path, 0), set1(path, nil, 1)} // null removes what a fragment says
	}
	fit := targets(field, node, path)
	for i, t := range fit {
		fit[i].far = distance(t, d.Path)
	}
	fit = append(fit, shared(s.Node, d.Path)...)
	w := words{keys: x.keys(), wanted: d.New}
	var all []edit
	for _, t := range fit {
		for _, e := range w.edits(t, d) {
			e.rank += t.far
			all = append(all, e)
		}
	}
	all = append(all, respelled(fit, d)...)
	slices.SortStableFunc(all, func(a, b edit) int { return cmp.Compare(a.rank, b.rank) })
	return all
}

// shared are the fields that all resources have in their tags. The name of the
// stack is one too, but another name is another stack. None is likely, so that
// one is taken only where it explains all that drifted: a tag that was changed on
// one resource of several is no reason to change it on all.
func shared(n *spec.Node, property string) []target {
	top, _, _ := strings.Cut(property, ".")
	if top != "tags" && top != "userPoolTags" {
		return nil
	}
	var all []target
	for _, t := range targets(fields.Root().Get("metadata"), n.Get("metadata"), []string{"metadata"}) {
		if t.field.Name == "name" {
			continue
		}
		t.far = unlikely
		all = append(all, t)
	}
	return all
}

// own is where a spec has a resource: the longest part of its name that is the
// path of something, and not of all things of a kind: identityPool.roles is
// which role whoever gets.
func own(n *spec.Node, resource string) (ownPath []string, ownField *fields.Field, ownNode *spec.Node) {
	var path []string
	f, node := fields.Root(), n
	for name := range strings.SplitSeq(resource, ".") {
		child := f.Get(name)
		if child == nil {
			child = f.Get(fields.AnyName)
		}
		if child == nil || node.Get(name) == nil || node.Get(name).Kind != spec.Map {
			break
		}
		path, f, node = append(path, name), child, node.Get(name)
		if f.Get(fields.AnyName) == nil {
			ownPath, ownField, ownNode = path, f, node
		}
	}
	return ownPath, ownField, ownNode
}

// targets are the fields below one that hold a value.
func targets(f *fields.Field, n *spec.Node, path []string) []target {
	var all []target
	for _, child := range f.Fields {
		if child.Name == fields.AnyName {
			for e := range n.Entries() {
				if f.Get(e.Key.Text) == nil {
					all = append(all, targets(child, e.Value, below(path, e.Key.Text))...)
				}
			}
			continue
		}
		t := target{path: below(path, child.Name), field: child, node: n.Get(child.Name)}
		if child.Leaf() || t.node == nil || t.node.Kind != spec.Map {
			all = append(all, t)
		}
		if !child.Leaf() && (!child.List || t.node != nil && t.node.Kind == spec.Map) {
			all = append(all, targets(child, t.node, t.path)...)
		}
		if child.Leaf() && (!byName(child) || strings.HasPrefix(child.Type, "map of maps")) {
			all = append(all, inside(t)...)
		}
		for i, item := range t.node.Items() {
			if item.Kind == spec.Map {
				all = append(all, targets(child, item, below(t.path, strconv.Itoa(i)))...)
			}
		}
	}
	return all
}

// inside are the values in a map that the language says nothing more of, such as
// the conditions of a statement.
func inside(t target) []target {
	var all []target
	for e := range t.node.Entries() {
		in := target{path: below(t.path, e.Key.Text), field: t.field, node: e.Value}
		if in.node.Kind == spec.Map {
			all = append(all, inside(in)...)
		} else {
			all = append(all, in)
		}
	}
	return all
}

func byName(f *fields.Field) bool { return strings.Contains(f.Type, "by name") }

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
