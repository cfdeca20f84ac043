package change

import (
	"fmt"
	"slices"
	"strings"
)

// shown is how many things a sentence lists before it counts the rest.
const shown = 3

// enumerate writes a list as a sentence has it, sorted, each once.
func enumerate(items []string) string {
	items = slices.Compact(slices.Sorted(slices.Values(items)))
	if len(items) > shown+1 {
		items = append(items[:shown:shown], fmt.Sprintf("%d more", len(items)-shown))
	}
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + " and " + items[last]
}
