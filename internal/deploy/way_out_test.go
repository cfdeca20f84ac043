package deploy

import (
	"strings"
	"testing"

	"github.com/mlauth/mlauth-compile/internal/change"
)

// A refused deploy can be undone in the spec; a refused destroy has nothing to undo.
func TestWayOutOfARefusal(t *testing.T) {
	deleted, kept := change.Step{Op: change.OpDelete}, change.Step{Op: change.OpSame}
	deploy := wayOut(&Plan{Steps: []change.Step{deleted, kept}})
	destroy := wayOut(&Plan{Steps: []change.Step{deleted, deleted}})
	if !strings.Contains(deploy, "Undo the change") || strings.Contains(destroy, "Undo") {
		t.Errorf("deploy:\n%s\ndestroy:\n%s", deploy, destroy)
	}
	left := wayOut(&Plan{Steps: []change.Step{{Op: change.OpDelete, Remains: true}, kept}})
	if strings.Contains(left, "Undo") {
		t.Errorf("what is left of another day cannot be undone:\n%s", left)
	}
	for _, text := range []string{deploy, destroy, left} {
		if !strings.Contains(text, "lifecycle.acknowledge") {
			t.Errorf("no way out:\n%s", text)
		}
	}
}
