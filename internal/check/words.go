package check

import (
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

// unknown says that a name is not among those known, and names the nearest.
func unknown(what, name string, known []string) (message, remedy string) {
	message = what + " " + quote(name) + " is not declared"
	if near := diag.Nearest(name, known); near != "" {
		return message, "Did you mean " + quote(near) + "?"
	}
	if len(known) == 0 {
		return message, "This spec declares none."
	}
	return message, "Declared: " + strings.Join(known, ", ") + "."
}

func quote(text string) string { return "\"" + text + "\"" }

// keys are sorted. Every rule asks for some, of maps that are small or empty.
func keys[V any](m map[string]V) []string {
	if len(m) == 0 {
		return nil
	}
	sorted := make([]string, 0, len(m))
	for key := range m {
		sorted = append(sorted, key)
	}
	slices.Sort(sorted)
	return sorted
}
