package deploy

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
)

// narrow takes a difference between two objects or lists apart into those
// between their members: providers report blocks as a whole.
func narrow(c Change) []Change {
	var parts []Change
	switch {
	case reflect.DeepEqual(c.Old, c.New):
		return nil
	case bothMaps(c.Old, c.New):
		older, newer := c.Old.(map[string]any), c.New.(map[string]any)
		keys := maps.Clone(older)
		maps.Copy(keys, newer)
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			parts = append(parts, narrow(part(c, "."+key, older[key], newer[key]))...)
		}
	case sameLength(c.Old, c.New):
		older, newer := c.Old.([]any), c.New.([]any)
		for i := range older {
			parts = append(parts, narrow(part(c, "["+strconv.Itoa(i)+"]", older[i], newer[i]))...)
		}
	default:
		return []Change{c}
	}
	return parts
}

func part(c Change, suffix string, older, newer any) Change {
	p := Change{Path: c.Path + suffix, Kind: ChangeUpdate, Replaces: c.Replaces, Old: older, New: newer}
	switch {
	case older == nil:
		p.Kind = ChangeAdd
	case newer == nil:
		p.Kind = ChangeDelete
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
