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
		c := Candidate{p.beside(key, value), value == removed{}}
		is, there := p.find(c.Tree)
		if c.Left != there && !reflect.DeepEqual(is, p.Value) {
			all = append(all, c)
		}
	}
	return all
}

// Next is a spec, as this place's or as one that was made of it, with the place
// changed: to another value, or left out. It is the first of the likeliest that
// is valid and does something else; nil where none does, or the place is gone.
func (p Place) Next(key string, from *Base, left bool) *Base {
	const tries = 12
	p.Base = from
	var there bool
	if p.Value, there = p.find(from.Tree); !there {
		return nil
	}
	tried := 0
	for _, c := range p.Candidates(key) {
		if c.Left != left {
			continue
		}
		if b := New(from.File, c.Tree); b != nil && b.Done != from.Done {
			return b
		}
		if tried++; tried == tries {
			break
		}
	}
	return nil
}

// find is the value at the place in another tree.
func (p Place) find(tree any) (value any, there bool) {
	value = tree
	for _, key := range p.Where {
		switch holder := value.(type) {
		case []any:
			i, number := key.(int)
			if !number || i >= len(holder) {
				return nil, false
			}
			value = holder[i]
		case map[string]any:
			name, _ := key.(string)
			if value, there = holder[name]; !there {
				return nil, false
			}
		default:
			return nil, false
		}
	}
	return value, true
}

// beside is the spec with another value, and what has to change with it.
func (p Place) beside(key string, value any) any {
	tree := p.with(value)
	neighbours := together[key]
	if value == (removed{}) && instead[key] != nil {
		neighbours = instead[key]
	}
	for name, beside := range neighbours {
		if beside == nil {
			beside = removed{}
		}
		neighbour := Place{Base: &Base{Tree: tree}, Where: append(slices.Clone(p.Where[:len(p.Where)-1]), name)}
		tree = neighbour.with(beside)
	}
	return tree
}
