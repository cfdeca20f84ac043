package change

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
)

// Narrow takes a difference between two objects or lists apart into those
// between their members: providers report blocks as a whole.
func Narrow(c Difference) []Difference {
	var parts []Difference
	switch {
	case reflect.DeepEqual(c.Old, c.New):
		return nil
	case bothMaps(c.Old, c.New):
		older, newer := c.Old.(map[string]any), c.New.(map[string]any)
		keys := maps.Clone(older)
		maps.Copy(keys, newer)
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			parts = append(parts, Narrow(part(c, "."+key, older[key], newer[key]))...)
		}
	case sameLength(c.Old, c.New):
		older, newer := c.Old.([]any), c.New.([]any)
		for i := range older {
			parts = append(parts, Narrow(part(c, "["+strconv.Itoa(i)+"]", older[i], newer[i]))...)
		}
	default:
		return []Difference{c}
	}
	return parts
}

func part(c Difference, suffix string, older, newer any) Difference {
	p := Difference{Path: c.Path + suffix, Kind: Updated, Replaces: c.Replaces, Old: older, New: newer}
	switch {
	case older == nil:
		p.Kind = Added
	case newer == nil:
		p.Kind = Removed
	}
	return p
}

func bothMaps(a, b any) bool {
	_, okA := a.(map[string]any)
	_, okB := b.(map[string]any)
	return okA && okB
}

func sameLength(a, b any) bool {
	listA, okA := a.([]any)
	listB, okB := b.([]any)
	return okA && okB && len(listA) == len(listB)
}
