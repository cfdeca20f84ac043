package deploy

import (
	"context"
	"strings"
	"testing"
	"time"
)

// TestInterruptIsGentle: an engine gets an interrupt and the time to finish.
func TestInterruptIsGentle(t *testing.T) {
	onlyHere(t)
	path := script(t, t.TempDir(), "pulumi", `trap 'sleep 0.2; echo tidied; exit 7' INT
echo running
while :; do sleep 0.1; done`)
	ctx, cancel := context.WithTimeout(context.Background(), 500*time.Millisecond)
	defer cancel()
	run := &command{path: path, environ: engineEnviron([]string{"PATH=/bin:/usr/bin"})}
	began := time.Now()
	stdout, _, code, err := run.Run(ctx, t.TempDir(), nil, nil, nil, nil, "up")
	if err == nil || code != 7 || !strings.Contains(stdout, "tidied") {
		t.Errorf("code %d, %v, printed %q", code, err, stdout)
	}
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("it took %v", took)
	}
}

// TestDeafEngineIsKilled: one that does not listen is gone in time for a runner
// that gives 7.5 seconds.
func TestDeafEngineIsKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("it waits out the whole grace")
	}
	onlyHere(t)
	path := script(t, t.TempDir(), "pulumi", `trap '' INT
while :; do sleep 0.1; done`)
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	run := &command{path: path, environ: []string{"PATH=/bin:/usr/bin"}}
	began := time.Now()
	if _, _, _, err := run.Run(ctx, t.TempDir(), nil, nil, nil, nil, "up"); err == nil {
		t.Error("no error")
	}
	if took := time.Since(began); took > 7400*time.Millisecond {
		t.Errorf("it took %v", took)
	}
}

func TestHistoryIsNotAsked(t *testing.T) {
	run := &command{path: "/no/such/engine"}
	stdout, _, code, err := run.Run(context.Background(), "", nil, nil, nil, nil, "stack", "history", "--json")
	if err != nil || code != 0 || stdout != "[]" {
		t.Errorf("got %q, %d, %v", stdout, code, err)
	}
}
