package accept

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/fields"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// words turn what AWS says into what a spec might say.
type words struct {
	keys   map[string]string // of what AWS knows by another name
	wanted any
}

// edits are those of one field.
func (w words) edits(t target, d Difference) []edit {
	var all []edit
	add := func(rank int, values ...any) {
		for _, v := range values {
			all = append(all, set1(t.path, v, rank))
		}
	}
	const few = 40 // more values than any field takes are a policy
	switch {
	case len(leaves(w.wanted)) > few:
	case byName(t.field) || t.node != nil && t.node.Kind == spec.Map:
		all = append(all, w.entries(t, d)...)
	case strings.HasPrefix(t.field.Type, "list of") || t.field.List || t.node != nil && t.node.Kind == spec.List:
		add(0, w.lists(t)...)
	default:
		add(0, w.scalars(t.field)...)
	}
	if t.node != nil {
		all = append(all, unset(t.path, 50))
	}
	return all
}

// entries are edits of the entries of a map: of the one that the property
// names, of any that there is, and of all at once.
func (w words) entries(t target, d Difference) []edit {
	name := d.Path[strings.LastIndex(d.Path, ".")+1:]
	if d.New == nil {
		return []edit{unset(below(t.path, name), 0), set1(below(t.path, name), nil, 0)}
	}
	var all []edit
	for _, pairs := range pairs(d.New) {
		all = append(all, set1(t.path, pairs, 0))
	}
	for _, v := range w.of(d.New) {
		all = append(all, set1(below(t.path, name), v, 0))
		for e := range t.node.Entries() {
			all = append(all, set1(below(t.path, e.Key.Text), v, 0))
		}
	}
	return all
}

// pairs are the maps of texts that a value may stand for: a map, or a list of
// pairs in either order.
func pairs(v any) []map[string]any {
	if m, ok := v.(map[string]any); ok {
		return []map[string]any{plain(m)}
	}
	items, _ := v.([]any)
	one, other := map[string]any{}, map[string]any{}
	for _, item := range items {
		if pair := leaves(item); len(pair) == 2 {
			a, okA := pair[0].(string)
			b, okB := pair[1].(string)
			if okA && okB {
				one[a], other[b] = b, a
			}
		}
	}
	if len(one) == 0 {
		return nil
	}
	return []map[string]any{one, other}
}

// scalars are the values that a field might have: those that it may take, what
// AWS has in several spellings, and a number with each unit.
func (w words) scalars(f *fields.Field) []any {
	var all []any
	for _, v := range leaves(w.wanted) {
		all = append(all, w.of(v)...)
	}
	for _, value := range f.Values {
		all = append(all, value)
	}
	if strings.Contains(f.Type, "true or false") {
		all = append(all, true, false)
	}
	return all
}

// of are the spellings of one value.
func (w words) of(v any) []any {
	switch v := v.(type) {
	case string:
		all := []any{v}
		if mapped := w.spelled(v); mapped != v {
			all = append(all, mapped)
		}
		if n, err := strconv.Atoi(v); err == nil {
			all = append(all, n)
		}
		return append(all, strings.ToLower(v))
	case float64:
		if v != math.Trunc(v) || math.Abs(v) > 1<<40 {
			return nil
		}
		n := strconv.Itoa(int(v))
		return []any{int(v), n + "s", n + "m", n + "h", n + "d"}
	case bool:
		return []any{v, !v}
	}
	return nil
}

// spelled is a text as specs write it: a key for a name, KEY/scope for a
// scope's name, lower case for what AWS has in capitals.
func (w words) spelled(text string) string {
	if key := w.keys[text]; key != "" {
		return key
	}
	if at := strings.LastIndex(text, "/"); at > 0 && w.keys[text[:at]] != "" {
		return w.keys[text[:at]] + text[at:]
	}
	if strings.ToUpper(text) == text {
		return strings.ToLower(text)
	}
	return text
}

// lists are the lists that a field might have.
func (w words) lists(t target) []any {
	var as, spelt []any
	for _, v := range leaves(w.wanted) {
		if text, ok := v.(string); ok {
			as, spelt = append(as, text), append(spelt, w.spelled(text))
		}
	}
	all := []any{ordered(spelt, t.node), ordered(as, t.node)}
	const most = 8
	if n := len(t.field.Values); n > 0 && n <= most {
		for chosen := range 1 << n {
			list := []any{}
			for i, value := range t.field.Values {
				if chosen&(1<<i) != 0 {
					list = append(list, value)
				}
			}
			all = append(all, ordered(list, t.node))
		}
	}
	return all
}

// ordered puts what a list has already first, in its order.
func ordered(list []any, was *spec.Node) []any {
	kept := []any{}
	for _, item := range was.Items() {
		if at := slices.Index(list, any(item.Text)); at >= 0 && item.Kind == spec.Scalar {
			kept = append(kept, list[at])
		}
	}
	for _, item := range list {
		if !slices.Contains(kept, item) {
			kept = append(kept, item)
		}
	}
	return kept
}

// leaves are the values inside a value.
func leaves(v any) []any {
	var all []any
	switch v := v.(type) {
	case nil:
	case []any:
		for _, item := range v {
			all = append(all, leaves(item)...)
		}
	case map[string]any:
		for _, key := range sortedKeys(v) {
			all = append(all, leaves(v[key])...)
		}
	default:
		all = append(all, v)
	}
	return all
}

// plain is a map as it may be written into a spec.
func plain(m map[string]any) map[string]any {
	into := map[string]any{}
	for key, v := range m {
		if text, ok := v.(string); ok {
			into[key] = text
		}
	}
	return into
}
