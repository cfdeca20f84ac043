package change

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNarrowNamesTheMemberThatDiffers(t *testing.T) {
	got := Narrow(Difference{
		Path: "passwordPolicy", Kind: Updated,
		Old: map[string]any{"minimumLength": 12, "lists": []any{"a", "b"}, "gone": 1},
		New: map[string]any{"minimumLength": 14, "lists": []any{"a", "c"}, "come": 2},
	})
	want := []Difference{
		{Path: "passwordPolicy.come", Kind: Added, New: 2},
		{Path: "passwordPolicy.gone", Kind: Removed, Old: 1},
		{Path: "passwordPolicy.lists[1]", Kind: Updated, Old: "b", New: "c"},
		{Path: "passwordPolicy.minimumLength", Kind: Updated, Old: 12, New: 14},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
