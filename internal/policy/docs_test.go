package policy_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mlauth/mlauth-compile/internal/policy"
)

var action = regexp.MustCompile("`([a-z0-9-]+:[A-Za-z]+)`")

// docs/grants.md lists every grant of the catalogue with its actions, and
// nothing else.
func TestDocsListEveryGrantWithItsActions(t *testing.T) {
	text, err := os.ReadFile("../../docs/grants.md")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string][]string{}
	for _, section := range strings.Split(string(text), "\n### `")[1:] {
		name, body, _ := strings.Cut(section, "`")
		_, actions, _ := strings.Cut(body, "\n- Actions: ")
		actions, _, _ = strings.Cut(actions, "\n")
		for _, match := range action.FindAllStringSubmatch(actions, -1) {
			listed[name] = append(listed[name], match[1])
		}
		slices.Sort(listed[name])
	}
	want := map[string][]string{}
	for _, name := range policy.Grants() {
		want[name] = policy.Actions(name)
	}
	if diff := cmp.Diff(want, listed); diff != "" {
		t.Errorf("docs/grants.md lists something else (-catalogue +docs):\n%s", diff)
	}
}
