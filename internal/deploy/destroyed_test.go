package deploy

import (
	"context"
	"strings"
	"testing"
)

// A stack that was destroyed stays in the backend unless it is ephemeral, and
// is not deployed nevertheless. One without outputs is.
func TestWhatIsDestroyedIsNotDeployed(t *testing.T) {
	b := newBench(t)
	b.deploy(b.stack(things(nil, thing{name: "a"})))
	if got, err := b.engine.Outputs(context.Background(), "demo"); err != nil || len(got) != 0 {
		t.Errorf("deployed, without outputs: %v, %v", got, err)
	}
	if plan, err := b.engine.Drift(context.Background(), b.stack(nil), nil); err != nil || plan.New {
		t.Errorf("deployed: %+v, %v", plan, err)
	}
	if _, err := b.engine.Destroy(context.Background(), b.stack(nil), nil); err != nil {
		t.Fatal(err)
	}
	_, err := b.engine.Outputs(context.Background(), "demo")
	if got := asError(t, err); got.ExitCode() != 1 || !strings.Contains(got.Summary, "the stack is not deployed: ") {
		t.Errorf("outputs: exit %d, %v", got.ExitCode(), got)
	}
	plan, err := b.engine.Drift(context.Background(), b.stack(nil), nil)
	if err != nil || !plan.New {
		t.Errorf("drift: %+v, %v", plan, err)
	}
	if got := b.deploy(b.stack(things(nil, thing{name: "a"}))).Counts(); got.Create != 1 {
		t.Errorf("deployed again: %+v", got)
	}
}
