package vary

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"

	"github.com/mlauth/mlauth-compile/internal/fields"
)

// Place is where a spec has a value of a field: keys and indices from the top.
type Place struct {
	Base  *Base
	Field *fields.Field
	Where []any
	Value any
}

// collect notes the places of each leaf that a tree has, by the field's path.
func collect(into map[string][]Place, f *fields.Field, value any, at Place) {
	if items, ok := value.([]any); ok && f.List {
		for i, item := range items {
			collectIn(into, f, item, at.step(i))
		}
		return
	}
	collectIn(into, f, value, at)
}

func collectIn(into map[string][]Place, f *fields.Field, value any, at Place) {
	if f.Leaf() {
		at.Field, at.Value = f, value
		into[f.Path] = append(into[f.Path], at)
		return
	}
	members, _ := value.(map[string]any)
	for _, key := range slices.Sorted(maps.Keys(members)) {
		child := f.Get(key)
		if child == nil {
			child = f.Get(fields.AnyName)
		}
		if child != nil {
			collect(into, child, members[key], at.step(key))
		}
	}
}

func (p Place) step(key any) Place {
	p.Where = append(slices.Clone(p.Where), key)
	return p
}

// removed is the value of a field that is left out.
type removed struct{}

// with is a copy of the spec that has another value at the place.
func (p Place) with(value any) any {
	text, err := json.Marshal(p.Base.Tree)
	if err != nil {
		panic(err) // it came from YAML with nothing but strings for keys
	}
	var tree any
	if err := json.Unmarshal(text, &tree); err != nil {
		panic(err)
	}
	holder := tree
	for _, key := range p.Where[:len(p.Where)-1] {
		holder = get(holder, key)
	}
	switch last := p.Where[len(p.Where)-1].(type) {
	case int:
		holder.([]any)[last] = value
	case string:
		holder.(map[string]any)[last] = value
		if value == (removed{}) {
			delete(holder.(map[string]any), last)
		}
	}
	return tree
}

// in is the value at the same place of another tree; nil where it is not there.
func (p Place) in(tree any) any {
	for _, key := range p.Where {
		tree = get(tree, key)
	}
	return tree
}

func get(holder, key any) any {
	if i, ok := key.(int); ok {
		return holder.([]any)[i]
	}
	return holder.(map[string]any)[key.(string)]
}

// Candidate is a copy of a spec in which a field is another, valid or not.
type Candidate struct {
	Tree any
	Left bool // the field is left out
}

// Candidates are copies of the spec with other values of a field that it might
// take, the likeliest first.
func (p Place) Candidates(key string) []Candidate {
	var all []Candidate
	for _, value := range append(otherValues(p), removed{}) {
		if reflect.DeepEqual(value, p.Value) {
			continue
		}
		if c := (Candidate{p.beside(key, value), value == removed{}}); c.Left || !reflect.DeepEqual(p.in(c.Tree), p.Value) {
			all = append(all, c)
		}
	}
	return all
}

// Another is the spec with another valid value in the place; nil where none of
// the likeliest is valid, or changes anything.
func (p Place) Another(key, file string) any {
	const tries = 12
	before := Compile(file, p.Base.Tree)
	for i, c := range p.Candidates(key) {
		if i >= tries || before == nil {
			break
		}
		if s := Compile(file, c.Tree); !c.Left && s != nil && Fingerprint(s) != Fingerprint(before) {
			return c.Tree
		}
	}
	return nil
}

// beside is the spec with another value, and what has to change with it.
func (p Place) beside(key string, value any) any {
	tree := p.with(value)
	for name, beside := range together[key] {
		if beside == nil {
			beside = removed{}
		}
		neighbour := Place{Base: &Base{Tree: tree}, Where: append(slices.Clone(p.Where[:len(p.Where)-1]), name)}
		tree = neighbour.with(beside)
	}
	return tree
}
