package deploy

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNarrowNamesTheMemberThatDiffers(t *testing.T) {
	got := narrow(Change{
		Path: "passwordPolicy", Kind: ChangeUpdate,
		Old: map[string]any{"minimumLength": 12, "lists": []any{"a", "b"}, "gone": 1},
		New: map[string]any{"minimumLength": 14, "lists": []any{"a", "c"}, "come": 2},
	})
	want := []Change{
		{Path: "passwordPolicy.come", Kind: ChangeAdd, New: 2},
		{Path: "passwordPolicy.gone", Kind: ChangeDelete, Old: 1},
		{Path: "passwordPolicy.lists[1]", Kind: ChangeUpdate, Old: "b", New: "c"},
		{Path: "passwordPolicy.minimumLength", Kind: ChangeUpdate, Old: 12, New: 14},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
