package deploy

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/events"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// What a program has from AWS is taken out of what the engine says afterwards,
// whether it comes as an event or is printed; what AWS says beside it stays.
func TestWhatAProgramReportsIsNotSaid(t *testing.T) {
	const held = "held-in-aws-9c41"
	o := &operation{scrub: newScrubber("known-before-11"), run: &recorder{}, held: &sync.Map{}, stack: Stack{
		Name: "demo", Program: func(_ *pulumi.Context, report func(string, string)) error {
			report("clients.a.secret", held)
			return nil
		},
	}}
	var told []Event
	c := newCollector(PhaseUpdate, "demo", o.scrub, func(e Event) { told = append(told, e) })
	if err := o.program(nil); err != nil {
		t.Fatal(err)
	}
	said := fmt.Sprintf(`operation error Cognito Identity Provider: UpdateIdentityProvider, api error InvalidParameterException: `+
		`ProviderDetails {"client_secret": %q, "client_id": "known-before-11", "scopes": "openid"}`, held)
	for _, severity := range []string{"warning", "error"} {
		c.handle(events.EngineEvent{EngineEvent: apitype.EngineEvent{DiagnosticEvent: &apitype.DiagnosticEvent{Severity: severity, Message: said}}})
	}
	o.run.stderr = said
	texts := map[string]string{
		"the event's error": o.failure(t.Context(), c, errors.New("exit 255")).Error(),
		"the printed error": o.failure(t.Context(), nil, errors.New("exit 255")).Error(),
		"the note":          told[0].Message,
	}
	for what, text := range texts {
		if strings.Contains(text, held) || strings.Contains(text, "known-before-11") {
			t.Errorf("%s tells a secret: %s", what, text)
		}
		if !strings.Contains(text, `"scopes": "openid"`) || !strings.Contains(text, secretMark) {
			t.Errorf("%s does not quote the request: %s", what, text)
		}
	}
}

// Copies know what one of them learns, at any time and in every form.
func TestScrubberLearnsWhileItScrubs(t *testing.T) {
	s := newScrubber()
	copied := s
	var learners sync.WaitGroup
	for i := range 8 {
		learners.Go(func() {
			secret := fmt.Sprintf(`secret "%d"`, i)
			s.learn(secret)
			if got := copied.text(secret); got != secretMark {
				t.Errorf("%q became %q", secret, got)
			}
		})
	}
	learners.Wait()
	if got := copied.text(`{"a": "secret \"3\"", "b": "secret+%225%22"}`); strings.Count(got, secretMark) != 2 {
		t.Errorf("some form is forgotten: %s", got)
	}
	scrubber{}.learn("nobody asks it to")
}
