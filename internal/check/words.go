package check

import (
	"maps"
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

func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
