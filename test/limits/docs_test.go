package limits

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the section of docs/checks.md and the boundary specs anew")

const (
	page        = "../../docs/checks.md"
	pageHeading = "## AWS's limits\n"
)

// The last section of docs/checks.md says what these tests cover.
func TestDocumentationHasTheNumbers(t *testing.T) {
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, section, found := strings.Cut(string(text), "\n"+pageHeading)
	want := documentation()
	if *update {
		if err := os.WriteFile(page, []byte(strings.TrimRight(before, "\n")+"\n\n"+pageHeading+want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !found || section != want {
		t.Errorf("%s is not what the tests cover; go test ./test/limits -update writes it anew", page)
	}
}

func documentation() string {
	unreachable := 0
	for _, names := range unreached {
		unreachable += len(names)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `
AWS's API model bounds %d members of the requests that a stack makes: lengths, ranges, patterns, words. A test takes each to its
limits and beyond, and expects of `+"`validate`"+` what AWS would say.

| rows of the model | |
|---|---|
| covered by a field of the language | %d |
| uncovered | %d |
| unreachable: no field leads there | %d |

Where AWS is known to differ from its model, `+"`validate`"+` follows AWS:

| field | what differs |
|---|---|
`, len(rows()), len(covered()), len(rows())-len(covered())-unreachable, unreachable)
	for _, line := range departures() {
		b.WriteString(line)
	}
	b.WriteString("\nNo field leads to these:\n\n| reason | rows |\n|---|---|\n")
	reasons := slices.SortedFunc(maps.Keys(unreached), func(a, b string) int {
		return cmp.Or(len(unreached[b])-len(unreached[a]), strings.Compare(a, b))
	})
	for _, reason := range reasons {
		fmt.Fprintf(&b, "| %s | %d |\n", reason, len(unreached[reason]))
	}
	return b.String()
}

// departures are the facts of the table, by the field.
func departures() []string {
	said := map[string]bool{}
	for _, r := range table {
		for _, f := range r.facts {
			said[fmt.Sprintf("| `%s` | %s |\n", r.field(), linked(f.why))] = true
		}
	}
	return slices.Sorted(maps.Keys(said))
}

// linked makes a link of the source of a fact.
func linked(why string) string {
	words, source, found := strings.Cut(why, ": https://")
	if !found {
		return why
	}
	return "[" + words + "](https://" + source + ")"
}
