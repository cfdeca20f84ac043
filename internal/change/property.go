package change

import "strings"

// value finds what is at a path such as "passwordPolicy.minimumLength"; nil
// where there is nothing, or nothing known.
func value(properties map[string]any, path string) any {
	var at any = properties
	for part := range strings.SplitSeq(path, ".") {
		object, ok := at.(map[string]any)
		if !ok {
			return nil
		}
		at = object[part]
	}
	return at
}

// text is a property that is one, "" otherwise.
func text(properties map[string]any, path string) string {
	s, _ := value(properties, path).(string)
	return s
}

// flag is a property that is one, false otherwise.
func flag(properties map[string]any, path string) bool {
	b, _ := value(properties, path).(bool)
	return b
}

// texts are the texts in a list; what is not known is left out.
func texts(list any) []string {
	items, _ := list.([]any)
	found := make([]string, 0, len(items))
	for _, item := range items {
		if s, ok := item.(string); ok {
			found = append(found, s)
		}
	}
	return found
}

// objects are the objects in a list.
func objects(list any) []map[string]any {
	items, _ := list.([]any)
	found := make([]map[string]any, 0, len(items))
	for _, item := range items {
		if m, ok := item.(map[string]any); ok {
			found = append(found, m)
		}
	}
	return found
}

// number is a value that is one. The engine's events have them as float64.
func number(v any) (float64, bool) {
	switch n := v.(type) {
	case float64:
		return n, true
	case int:
		return float64(n), true
	}
	return 0, false
}
