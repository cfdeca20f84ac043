package deploy

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/events"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// The old value of a secret, which only the state knows, is taken out of an
// error too; what is no secret there stays.
func TestASecretOfTheStateIsNotSaid(t *testing.T) {
	b := newBench(t)
	const old, open = "old-secret-in-state", "no-secret-in-state"
	b.deploy(b.stack(things(nil, thing{name: "a", secret: old, output: open})))
	failing := b.stack(func(*pulumi.Context) error {
		return errors.New("a: " + old + " cannot become another while it is " + open)
	})
	for what, run := range map[string]func() error{
		"preview": func() error { _, err := b.engine.Preview(context.Background(), failing, nil); return err },
		"deploy":  func() error { _, err := b.engine.Deploy(context.Background(), failing, nil); return err },
	} {
		got := asError(t, run()).Error()
		if strings.Contains(got, old) || !strings.Contains(got, secretMark+" cannot become another while it is "+open) {
			t.Errorf("%s: %s", what, got)
		}
	}
}

// What is said on runs that go well does not have the state decrypted: that is
// one more run of the engine.
func TestARunThatGoesWellAsksForNoSecrets(t *testing.T) {
	asked := false
	scrub := newScrubber()
	scrub.known.later = func() []string { asked = true; return nil }
	c := newCollector(PhasePreview, "demo", scrub, func(Event) {})
	say := func(severity, text string) {
		c.handle(events.EngineEvent{EngineEvent: apitype.EngineEvent{DiagnosticEvent: &apitype.DiagnosticEvent{Severity: severity, Message: text}}})
	}
	say("info", "loading")
	say("warning", "using pulumi-resource-aws from $PATH at /opt/bin/pulumi-resource-aws\n")
	say("error", "update failed\n")
	if asked {
		t.Error("the state is decrypted, and nothing was said that could quote it")
	}
	say("warning", "the value x is deprecated")
	if !asked {
		t.Error("a warning may quote the state, and it was not asked for")
	}
}

// Where the state cannot be decrypted any more, errors are told as ever.
func TestAStateThatCannotBeDecryptedHidesNoError(t *testing.T) {
	s := newScrubber("known-before")
	s.known.later = func() []string { return nil }
	if got := s.quoted("known-before and the rest"); got != secretMark+" and the rest" {
		t.Error(got)
	}
}
