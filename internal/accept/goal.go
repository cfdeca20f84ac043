package accept

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/change"
	"github.com/mlauth/mlauth-compile/internal/render"
)

var errNotValid = errors.New("the spec is not valid")

// resources are the properties of resources, by name and type.
type resources map[string]map[string]any

func keyOf(name, typ string) string { return name + " " + typ }

func normalised(recording *render.Recording) resources {
	all := resources{}
	for _, r := range recording.Resources {
		properties, _ := normal(r.Properties).(map[string]any)
		all[keyOf(r.Name, r.Type)] = properties
	}
	return all
}

// goal is what a spec should render: what it does, with what drifted as AWS has
// it. What is only known after a deployment stays as it is recorded.
func goal(recorded resources, steps []change.Step) resources {
	wanted := maps.Clone(recorded)
	for _, s := range steps {
		key := keyOf(s.Resource, s.Type)
		switch is, there := recorded[key]; {
		case !there: // the spec has let go of it already
		case s.Op == change.OpDelete:
			delete(wanted, key)
		case s.Op == change.OpUpdate:
			was, _ := normal(s.Old).(map[string]any)
			now, _ := normal(s.New).(map[string]any)
			wanted[key], _ = overlay(is, was, now).(map[string]any)
		}
	}
	return wanted
}

// overlay puts what differs between was and now over what is recorded.
func overlay(recorded, was, now any) any {
	if reflect.DeepEqual(was, now) {
		return recorded
	}
	is, okIs := recorded.(map[string]any)
	older, okOld := was.(map[string]any)
	newer, okNew := now.(map[string]any)
	if !okIs || !okOld || !okNew {
		return now
	}
	merged := maps.Clone(is)
	keys := maps.Clone(older)
	maps.Copy(keys, newer)
	for key := range keys {
		if merged[key] = overlay(is[key], older[key], newer[key]); merged[key] == nil {
			delete(merged, key)
		}
	}
	return merged
}

// normal is a value as it can be compared: lists of texts are sets to AWS,
// numbers are floats, a document is what it says, and what is empty is not there.
func normal(v any) any {
	switch v := v.(type) {
	case map[string]any:
		m := map[string]any{}
		for key, value := range v {
			if n := normal(value); n != nil {
				m[key] = n
			}
		}
		if len(m) > 0 {
			return m
		}
		return nil
	case []any:
		if len(v) == 0 {
			return nil
		}
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = normal(item)
		}
		slices.SortStableFunc(list, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		return list
	case string:
		return normalText(v)
	case int:
		return float64(v)
	}
	return v
}

func normalText(text string) any {
	if text == "" {
		return nil
	}
	var document map[string]any
	if strings.HasPrefix(text, "{") && json.Unmarshal([]byte(text), &document) == nil {
		return normal(document)
	}
	return text
}

// differences are those between what is rendered and what should be.
func differences(is, wanted resources) set {
	found := set{}
	keys := maps.Clone(is)
	maps.Copy(keys, wanted)
	for key := range keys {
		name, typ, _ := strings.Cut(key, " ")
		_, there := is[key]
		if _, stays := wanted[key]; there != stays {
			found[key] = Difference{Resource: name, Type: typ}
			continue
		}
		whole := change.Difference{Old: asMap(is[key]), New: asMap(wanted[key])}
		for _, d := range narrow(whole) {
			path := strings.TrimPrefix(d.Path, ".")
			found[key+" "+path] = Difference{Resource: name, Type: typ, Path: path, Old: d.Old, New: d.New}
		}
	}
	return found
}

// narrow takes differences apart, but for lists of texts: a field says one as a
// whole.
func narrow(d change.Difference) []change.Difference {
	was, okWas := d.Old.(map[string]any)
	is, okIs := d.New.(map[string]any)
	if !okWas || !okIs {
		return narrowList(d)
	}
	keys := maps.Clone(was)
	maps.Copy(keys, is)
	var all []change.Difference
	for key := range keys {
		all = append(all, narrow(change.Difference{Path: d.Path + "." + key, Old: was[key], New: is[key]})...)
	}
	return all
}

func narrowList(d change.Difference) []change.Difference {
	was, okWas := d.Old.([]any)
	is, okIs := d.New.([]any)
	switch {
	case reflect.DeepEqual(d.Old, d.New), okWas && okIs && len(was)+len(is) == 0:
		return nil
	case !okWas || !okIs || len(was) != len(is) || !holdsMaps(was):
		return []change.Difference{d}
	}
	var all []change.Difference
	for i := range was {
		all = append(all, narrow(change.Difference{Path: d.Path + "[" + strconv.Itoa(i) + "]", Old: was[i], New: is[i]})...)
	}
	return all
}

func holdsMaps(list []any) bool {
	_, ok := list[0].(map[string]any)
	return ok
}

func asMap(m map[string]any) any {
	if m == nil {
		return map[string]any{}
	}
	return m
}

// hidden are the secrets that drifted: nobody can see what they are.
func hidden(steps []change.Step) []Difference {
	var all []Difference
	for _, s := range steps {
		for _, d := range s.Changes {
			if d.Old == render.SecretMark && d.New == render.SecretMark {
				all = append(all, Difference{Resource: s.Resource, Type: s.Type, Path: d.Path, Old: d.Old, New: d.New})
			}
		}
	}
	return all
}
