package review

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/mlauth/mlauth-compile/internal/change"
)

// What is shown of a long value is what differs in it.
func TestDifferencesShowWhatDiffers(t *testing.T) {
	long, half := strings.Repeat("x", 100), strings.Repeat("x", 34)
	cutLong := half + " … " + half[1:]
	statement := func(resource string) string {
		return `{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"` + resource + `"},{"Effect":"Allow","Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"],"Resource":"*"}]}`
	}
	scope := func(name string) any {
		return map[string]any{"scopeName": name, "scopeDescription": "What one may do with it: " + name}
	}
	for _, c := range []struct {
		old, new any
		want     []string
	}{
		{[]any{"a"}, []any{"b"}, []string{`p: ["a"] → ["b"]`}},
		{[]any{"a", long}, []any{"b", long}, []string{`p: - "a", + "b"`}},
		{[]any{"a", "a", long}, []any{"a", long}, []string{`p: - "a"`}},
		{[]any{long}, []any{long + "1", long + "2", "b"}, []string{
			`p: - "` + cutLong + `x"`, `p: + "` + cutLong + `1"`, `p: + "` + cutLong + `2"`, `p: + "b"`,
		}},
		{[]any{"a", long}, []any{long, "a"}, []string{"p: in another order"}},
		{[]any{scope("a"), scope("c")}, []any{scope("a"), scope("b"), scope("c")}, []string{`p: + {"scopeDescription":"What one may do with it: b","scopeName":"b"}`}},
		{statement("arn:a/*"), statement("arn:*"), []string{`p.Statement[0].Resource: "arn:a/*" → "arn:*"`}},
		{map[string]any{"a": 1.0, "b": 2.0}, map[string]any{"b": 3.0, "c": nil}, []string{"p.a: 1 → nothing", "p.b: 2 → 3", "p.c: known after deploy"}},
		{long + "one" + long, long + "another" + long, []string{`p: "…xxxxxxxxxxxxonexxxxxxxxxxxx…" → "…xxxxxxxxxxxxanotherxxxxxxxxxxxx…"`}},
		{"{" + long, "{y" + long, []string{`p: "{xxxxxxxxxxxx…" → "{yxxxxxxxxxxxx…"`}},
		{"[secret]", "[secret]", []string{`p: "[secret]" → "[secret]"`}},
		{"a", nil, []string{`p: "a" → known after deploy`}},
	} {
		if got := differences(change.Difference{Path: "p", Kind: change.Updated, Old: c.old, New: c.new}); !slices.Equal(got, c.want) {
			t.Errorf("%v → %v:\n got  %q\n want %q", c.old, c.new, got, c.want)
		}
	}
}

// Lists of the same items many times over come to an end, and say how many.
func TestManyItemsAreCounted(t *testing.T) {
	var older, newer []any
	for i := range 20 {
		older, newer = append(older, "same item"), append(newer, "same item", fmt.Sprint(i))
	}
	got := differences(change.Difference{Path: "p", Kind: change.Updated, Old: older, New: newer})
	if len(got) != 1 || !strings.HasSuffix(got[0], ", and 12 more") || !strings.HasPrefix(got[0], `p: + "0", + "1"`) {
		t.Errorf("%q", got)
	}
}
