package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/mlauth/mlauth-compile/internal/deploy"
)

// Over many stacks the worst exit code wins, in the order 130, 2, 1, 4, 3, 0.
func TestWorstExitCodeWins(t *testing.T) {
	order := []int{130, 2, 1, 4, 3, 0}
	for i, bad := range order {
		for _, good := range order[i:] {
			if worse(bad, good) != bad || worse(good, bad) != bad {
				t.Errorf("%d does not win over %d", bad, good)
			}
		}
	}
}

func TestEveryOutcomeHasItsRowAndCode(t *testing.T) {
	var out bytes.Buffer
	r := &run{streams: Streams{Err: &out}}
	r.settle("fine", "2 created", time.Second, nil)
	r.settle("changes", "1 to update", time.Second, exit(exitChanges))
	r.settle("gate", "", time.Second, &deploy.Error{Kind: deploy.Refused, Summary: "no"})
	r.settle("odd", "", time.Second, errors.New("something else"))
	r.summarize()
	for _, want := range []string{"fine     2 created  1.0 s", "changes  1 to update", "gate     refused, nothing changed", "odd      failed", "odd: error: something else"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("it does not say %q:\n%s", want, out.String())
		}
	}
	if r.code != exitFailed {
		t.Errorf("exit code %d", r.code)
	}
}

func TestQuestionIsAnsweredByALine(t *testing.T) {
	for typed, want := range map[string]bool{"y\n": true, "YES\n": true, "n\n": false, "\n": false, "": false, "yup\n": false} {
		s := Streams{In: strings.NewReader(typed), Err: io.Discard, Ask: true}
		if got := s.confirmPlan(context.Background())(&deploy.Plan{}); got != want {
			t.Errorf("%q is taken for %v", typed, got)
		}
	}
	s := Streams{In: strings.NewReader("y\nn\n"), Err: io.Discard, Ask: true}
	if first, second := s.ask(context.Background(), "?"), s.ask(context.Background(), "?"); !first || second {
		t.Error("the second answer was not kept for the second question")
	}
}

func TestInterruptEndsTheQuestion(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	in, _ := io.Pipe() // never answers
	if (Streams{In: in, Err: io.Discard, Ask: true}).ask(ctx, "?") {
		t.Error("an interruption is taken for yes")
	}
}

// A pipe that nobody writes to cannot be read to its end.
func TestInterruptEndsReading(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	in, _ := io.Pipe()
	for _, command := range []string{"validate", "render"} {
		var err bytes.Buffer
		if code := Run(ctx, []string{command, "-"}, Streams{In: in, Out: io.Discard, Err: &err}); code != exitInterrupted {
			t.Errorf("%s ends with %d: %s", command, code, &err)
		}
	}
}

func TestNobodyIsAskedWithoutATerminal(t *testing.T) {
	if !(Streams{In: strings.NewReader(""), Err: io.Discard}).confirmPlan(context.Background())(&deploy.Plan{}) {
		t.Error("a pipeline was asked")
	}
}
