package accept

import (
	"testing"

	"github.com/mlauth/mlauth-compile/internal/change"
)

// No list and an empty one are the same, however a value came to be.
func TestEmptyListsAreNoDifference(t *testing.T) {
	if found := narrow(change.Difference{Path: "scopes", Old: []any{}, New: []any(nil)}); len(found) != 0 {
		t.Errorf("found %v", found)
	}
}
