package fields_test

import (
	"encoding/json"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"

	"gopkg.in/yaml.v3"

	"github.com/mlauth/mlauth-compile/internal/fields"
)

// place is where a spec has a value of a field: keys and indices from the top.
type place struct {
	base  *base
	field *fields.Field
	where []any
	value any
}

// collect notes the places of each leaf that a tree has, by the field's path.
func collect(into map[string][]place, f *fields.Field, value any, at place) {
	if items, ok := value.([]any); ok && f.List {
		for i, item := range items {
			collectIn(into, f, item, at.step(i))
		}
		return
	}
	collectIn(into, f, value, at)
}

func collectIn(into map[string][]place, f *fields.Field, value any, at place) {
	if f.Leaf() {
		at.field, at.value = f, value
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

func (p place) step(key any) place {
	p.where = append(slices.Clone(p.where), key)
	return p
}

// removed is the value of a field that is left out.
type removed struct{}

// with is a copy of the spec that has another value at the place.
func (p place) with(value any) any {
	text, err := json.Marshal(p.base.tree)
	if err != nil {
		panic(err) // it came from YAML with nothing but strings for keys
	}
	var tree any
	if err := json.Unmarshal(text, &tree); err != nil {
		panic(err)
	}
	holder := tree
	for _, key := range p.where[:len(p.where)-1] {
		holder = get(holder, key)
	}
	switch last := p.where[len(p.where)-1].(type) {
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

// candidates are copies of the spec with other values of a field that it might
// take, the likeliest first.
func candidates(p place, key string) []any {
	var all []any
	for _, value := range append(otherValues(p), removed{}) {
		if reflect.DeepEqual(value, p.value) {
			continue
		}
		all = append(all, p.with(value))
		if together[key] == nil {
			continue
		}
		neighbour := p
		for name, beside := range together[key] {
			neighbour.where = append(slices.Clone(p.where[:len(p.where)-1]), name)
			if neighbour.base = (&base{tree: all[len(all)-1]}); beside == nil {
				beside = removed{}
			}
			all[len(all)-1] = neighbour.with(beside)
		}
	}
	return all
}

func otherValues(p place) []any {
	all := variations(p.value)
	for _, text := range append(slices.Clone(p.field.Values), p.field.Example) {
		var value any
		if err := yaml.Unmarshal([]byte(text), &value); err != nil {
			continue
		}
		if _, list := p.value.([]any); list && text != p.field.Example {
			value = []any{value}
		}
		all = append(all, value)
	}
	if _, text := p.value.(string); text {
		all = append(all, names(fields.Root(), p.base.tree)...)
		all = append(all, "nickname", "lambda")
	}
	return all
}

// names are the keys that a spec chose: what another field may refer to.
func names(f *fields.Field, value any) []any {
	members, _ := value.(map[string]any)
	var found []any
	for _, key := range slices.Sorted(maps.Keys(members)) {
		child := f.Get(key)
		if child == nil {
			if child = f.Get(fields.AnyName); child == nil {
				continue
			}
			found = append(found, key)
		}
		found = append(found, names(child, members[key])...)
	}
	return found
}

var number = regexp.MustCompile(`[0-9]+`)

// variations are values much like one, of the same type.
func variations(value any) []any {
	switch v := value.(type) {
	case bool:
		return []any{!v}
	case int:
		return []any{v + 1, v - 1}
	case string:
		return textVariations(v)
	case []any:
		return listVariations(v)
	case map[string]any:
		var all []any
		for _, key := range slices.Sorted(maps.Keys(v)) {
			for _, other := range variations(v[key]) {
				changed := maps.Clone(v)
				changed[key] = other
				all = append(all, changed)
			}
		}
		return all
	}
	return nil
}

func textVariations(s string) []any {
	all := []any{s + "x", "x" + s}
	if at := number.FindStringIndex(s); at != nil {
		if n, err := strconv.Atoi(s[at[0]:at[1]]); err == nil {
			all = append(all, s[:at[0]]+strconv.Itoa(n+1)+s[at[1]:])
		}
	}
	if n := len(s) - 1; n > 0 {
		other := "1"
		if s[n] == '1' {
			other = "2"
		}
		all = append(all, s[:n]+other, s[:n]+"b")
	}
	return all
}

func listVariations(list []any) []any {
	all := []any{}
	for i, item := range list {
		all = append(all, slices.Delete(slices.Clone(list), i, i+1))
		for _, other := range variations(item) {
			changed := slices.Clone(list)
			changed[i] = other
			all = append(all, changed)
		}
	}
	return all
}
