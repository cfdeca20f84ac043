package vary

import (
	"maps"
	"regexp"
	"slices"
	"strconv"

	"gopkg.in/yaml.v3"

	"github.com/mlauth/mlauth-compile/internal/fields"
)

// otherValues are values that a field might take.
func otherValues(p Place) []any {
	all := append(slices.Clone(likely[p.Field.Path]), variations(p.Value)...)
	for _, text := range append(slices.Clone(p.Field.Values), p.Field.Example) {
		var value any
		if err := yaml.Unmarshal([]byte(text), &value); err != nil {
			continue
		}
		if _, list := p.Value.([]any); list && text != p.Field.Example {
			value = []any{value}
		}
		all = append(all, value)
	}
	if _, text := p.Value.(string); text {
		all = append(all, names(fields.Root(), p.Base.Tree)...)
		all = append(all, "nickname", "lambda")
	}
	return all
}

// likely are the values to begin with where what is much like a value is taken,
// and is no such thing: a region that AWS has not.
var likely = map[string][]any{"aws.region": {"eu-west-1", "us-east-1"}, "userPool.sms.region": {"eu-west-1", "us-east-1"}}

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
			fewer := maps.Clone(v)
			delete(fewer, key)
			all = append(all, fewer)
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
