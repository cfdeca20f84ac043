package deploy

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/mlauth/mlauth-compile/internal/change"
)

const clientType = "aws:cognito/userPoolClient:UserPoolClient"

// twoClients are protected; fewer has the one of them.
func twoClients(outputs pulumi.Map) pulumi.RunFunc {
	return things(outputs, thing{name: "clients.a", typ: clientType, protect: true}, thing{name: "clients.b", typ: clientType, protect: true})
}

func oneClient(outputs pulumi.Map) pulumi.RunFunc {
	return things(outputs, thing{name: "clients.a", typ: clientType, protect: true})
}

func acknowledge(resource, until string) []change.Acknowledgement {
	return []change.Acknowledgement{{Change: change.Deletes, Resource: resource, Until: until, Reason: "test"}}
}

// Only the entry for this very resource, on its days, lets a loss through; and
// then it goes through in one deploy, with the rest as protected as before.
func TestOnlyTheRightAcknowledgementCounts(t *testing.T) {
	b := newBench(t)
	b.deploy(b.stack(twoClients(nil)))
	stack := b.stack(oneClient(nil))
	for what, list := range map[string][]change.Acknowledgement{
		"expired":        acknowledge("clients.b", "2026-11-23"),
		"another's":      acknowledge("clients.a", today),
		"another change": {{Change: change.Replaces, Resource: "clients.b", Until: today}},
	} {
		stack.Acknowledge = list
		b.events = nil
		_, err := b.engine.Deploy(context.Background(), stack, b.observe)
		refused := asError(t, err)
		if refused.ExitCode() != 4 || !strings.Contains(refused.Remedy, `- {change: delete, resource: clients.b, until: "2026-12-08", reason: "…"}`) {
			t.Errorf("%s: exit %d, %v", what, refused.ExitCode(), refused)
		}
		if notes := b.notes(); !strings.Contains(notes, "lets nothing through") && !strings.Contains(notes, "matches nothing") {
			t.Errorf("%s: it is not noted: %s", what, notes)
		}
	}
	stack.Acknowledge = acknowledge("clients.b", today)
	if got := b.deploy(stack).Counts(); got != (change.Counts{Same: 1, Delete: 1}) {
		t.Errorf("acknowledged: %+v", got)
	}
	stack.Program = quiet(things(nil))
	_, err := b.engine.Deploy(context.Background(), stack, nil)
	if got := asError(t, err); got.ExitCode() != 4 || !cmp.Equal(got.Resources, []string{"clients.a"}) {
		t.Errorf("what stays lost its protection: %v", got)
	}
}

// A run that dies between the phases leaves protection off what was
// acknowledged. The gate holds nevertheless, the next deploy goes on, and one
// that takes the change back puts the protection on again.
func TestDeathBetweenThePhases(t *testing.T) {
	b := newBench(t)
	b.deploy(b.stack(twoClients(nil)))
	dying := b.stack(nil)
	runs := 0
	dying.Program = func(ctx *pulumi.Context, _ func(string, string)) error {
		if runs++; runs > 1 { // the second planning
			return errors.New("out of power")
		}
		return oneClient(nil)(ctx)
	}
	dying.Acknowledge = acknowledge("clients.b", today)
	_, err := b.engine.Deploy(context.Background(), dying, nil)
	if got := asError(t, err); got.ExitCode() != 1 || !strings.Contains(got.Remedy, "Protection was lifted already") {
		t.Fatalf("it did not die: %v", got)
	}
	_, err = b.engine.Deploy(context.Background(), b.stack(oneClient(nil)), nil)
	if got := asError(t, err); got.ExitCode() != 4 || !cmp.Equal(got.Resources, []string{"clients.b"}) {
		t.Errorf("the gate did not hold: %v", got)
	}
	if back := b.deploy(b.stack(twoClients(nil))); !back.Updated || strings.Count(stateOf(t, b.root), `"protect":true`) != 2 {
		t.Errorf("the protection is not on again: %+v", back)
	}
	runs = 0
	if _, err = b.engine.Deploy(context.Background(), dying, nil); err == nil {
		t.Fatal("it did not die again")
	}
	going := b.stack(oneClient(nil))
	going.Acknowledge = dying.Acknowledge
	if got := b.deploy(going).Counts(); got != (change.Counts{Same: 1, Delete: 1}) {
		t.Errorf("the next deploy did not go on: %+v", got)
	}
}

// What happens to the stack while somebody thinks about the question is
// noticed, which the engine's plan would not.
func TestAStateThatMovedIsNoticed(t *testing.T) {
	b := newBench(t)
	b.deploy(b.stack(things(nil, thing{name: "a"})))
	stack := b.stack(things(nil, thing{name: "a"}, thing{name: "mine"}))
	stack.Confirm = func(*Plan) bool {
		b.deploy(b.stack(things(nil, thing{name: "a", output: "moved"}, thing{name: "theirs"})))
		return true
	}
	_, err := b.engine.Deploy(context.Background(), stack, nil)
	want := "the state moved since the plan was made: a changed, theirs was added"
	if got := asError(t, err); got.ExitCode() != 1 || got.Summary != want {
		t.Errorf("exit %d: %v", got.ExitCode(), got)
	}
	if state := stateOf(t, b.root); strings.Contains(state, "mine") || !strings.Contains(state, "theirs") {
		t.Error("it was carried out nevertheless")
	}
}

// So is it while somebody thinks about a destruction: what another run made
// meanwhile was in no question.
func TestAStateThatMovedIsNotDestroyed(t *testing.T) {
	b := newBench(t)
	stack := b.stack(things(nil, thing{name: "a"}))
	b.deploy(stack)
	stack.Confirm = func(*Plan) bool {
		b.deploy(b.stack(things(nil, thing{name: "a", output: "moved"}, thing{name: "theirs"})))
		return true
	}
	_, err := b.engine.Destroy(context.Background(), stack, nil)
	want := "the state moved since the plan was made: a changed, theirs was added"
	if got := asError(t, err); got.ExitCode() != 1 || got.Summary != want {
		t.Errorf("exit %d: %v", got.ExitCode(), got)
	}
	if state := stateOf(t, b.root); !strings.Contains(state, "::theirs") {
		t.Error("it was carried out nevertheless")
	}
}

// An update that is not what was planned is stopped, and what the engine says
// of it holds both values in clear: nothing of that gets out.
func TestAViolationOfThePlanTellsNoSecret(t *testing.T) {
	b := newBench(t)
	secrets := []string{"first-secret", "second-secret", "third-secret"}
	program := func(round int, values ...string) pulumi.RunFunc {
		runs := 0
		return func(ctx *pulumi.Context) error {
			one := thing{name: "a", secret: values[runs%len(values)], output: fmt.Sprint(round)}
			runs++
			return things(nil, one)(ctx)
		}
	}
	b.deploy(b.stack(program(1, secrets[0])))
	rounds := 1
	said := func() string {
		rounds++
		_, err := b.engine.Deploy(context.Background(), b.stack(program(rounds, secrets[1], secrets[2])), b.observe)
		got := asError(t, err)
		if got.ExitCode() != 1 || !strings.Contains(got.Summary, "not what was planned") {
			t.Errorf("exit %d: %v", got.ExitCode(), got)
		}
		return got.Error()
	}
	if text := said(); strings.Contains(text, secrets[1]) || strings.Contains(text, secrets[2]) {
		t.Errorf("a secret got out: %s", text)
	}
	was := violation
	violation = "\x00"
	defer func() { violation = was }()
	if text := said(); !strings.Contains(text, secrets[2]) {
		t.Errorf("the engine tells no secret, so this test shows nothing: %s", text)
	}
}

// notes are what was noted so far.
func (b *bench) notes() string {
	var notes []string
	for _, e := range b.events {
		if e.Kind == EventNote {
			notes = append(notes, e.Message)
		}
	}
	return strings.Join(notes, "\n")
}

// A stack that the spec does not call ephemeral is behind the gate, even where
// its state has no protection: it was ephemeral until now, or the state was
// edited or imported.
func TestAnUnprotectedStateIsBehindTheGate(t *testing.T) {
	b := newBench(t)
	stack := b.stack(things(nil, thing{name: "clients.a", typ: clientType}, thing{name: "clients.b", typ: clientType}))
	stack.Ephemeral = true
	b.deploy(stack)
	stack.Ephemeral = false
	stack.Program = quiet(oneClient(nil))
	_, err := b.engine.Deploy(context.Background(), stack, nil)
	if got := asError(t, err); got.ExitCode() != 4 || !cmp.Equal(got.Resources, []string{"clients.b"}) {
		t.Errorf("deploy: %v", got)
	}
	_, err = b.engine.Destroy(context.Background(), stack, nil)
	if got := asError(t, err); got.ExitCode() != 4 || !cmp.Equal(got.Resources, []string{"clients.a", "clients.b"}) {
		t.Errorf("destroy: %v", got)
	}
	stack.Acknowledge = acknowledge("clients.b", today)
	if got := b.deploy(stack).Counts(); got.Delete != 1 {
		t.Errorf("acknowledged: %+v", got)
	}
}
