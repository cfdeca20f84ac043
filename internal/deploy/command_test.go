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
	run := &command{path: path, environ: engineEnviron([]string{"PATH=/bin:/usr/bin"}), grace: runnersGrace}
	began := time.Now()
	stdout, _, code, err := run.Run(ctx, t.TempDir(), nil, nil, nil, nil, "up")
	if err == nil || code != 7 || !strings.Contains(stdout, "tidied") {
		t.Errorf("code %d, %v, printed %q", code, err, stdout)
	}
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("it took %v", took)
	}
}

// TestDeafEngineIsKilled: one that does not listen is asked twice and then gone,
// in time for a runner that gives 7.5 seconds.
func TestDeafEngineIsKilled(t *testing.T) {
	if runnersGrace.soft >= runnersGrace.hard || runnersGrace.hard > 7*time.Second {
		t.Errorf("the grace is %+v", runnersGrace)
	}
	onlyHere(t)
	path := script(t, t.TempDir(), "pulumi", `trap 'echo asked' INT
while :; do sleep 0.05; done`)
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	run := &command{
		path: path, environ: []string{"PATH=/bin:/usr/bin"},
		grace: grace{soft: 300 * time.Millisecond, hard: 800 * time.Millisecond},
	}
	began := time.Now()
	stdout, _, _, err := run.Run(ctx, t.TempDir(), nil, nil, nil, nil, "up")
	if took := time.Since(began); err == nil || took > 3*time.Second {
		t.Errorf("it took %v: %v", took, err)
	}
	if got := strings.Count(stdout, "asked"); got != 2 {
		t.Errorf("it was asked %d times", got)
	}
}

func TestHistoryIsNotAsked(t *testing.T) {
	run := &command{path: "/no/such/engine"}
	stdout, _, code, err := run.Run(context.Background(), "", nil, nil, nil, nil, "stack", "history", "--json")
	if err != nil || code != 0 || stdout != "[]" {
		t.Errorf("got %q, %d, %v", stdout, code, err)
	}
}
