package deploy

import (
	"context"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
)

// recallWithin bounds how long an error waits for the secrets of the state.
const recallWithin = 10 * time.Second

// recall has the scrubber know the secrets in a stack's state as well, the old
// value of one that the spec has changed among them, as soon as there is a text
// that may quote one. Until then nothing is decrypted: a run that goes well does
// not take the time. Where the state cannot be decrypted it stays at what is known.
func (o *operation) recall(ctx context.Context, stack *auto.Stack) {
	o.scrub.known.later = func() []string {
		ctx, cancel := context.WithTimeout(ctx, recallWithin)
		defer cancel()
		// Not by the recorder, which is at work on the run that complains.
		stdout, _, err := runBy(ctx, o.engine.command, stack.Workspace(), "stack", "export", "--show-secrets", "--stack", stack.Name())
		if err != nil {
			return nil
		}
		state, err := parseState(stdout)
		if err != nil {
			return nil
		}
		return state.secrets()
	}
}

// secrets are the texts that are secret in a state with its secrets in clear.
// Of a secret that is no text, such as a map, nobody knows which part is one.
func (s *snapshot) secrets() []string {
	var all []string
	for _, r := range s.Resources {
		all = append(append(all, secretTexts(r.Inputs)...), secretTexts(r.Outputs)...)
	}
	return all
}

func secretTexts(value any) []string {
	var all []string
	switch v := value.(type) {
	case []any:
		for _, element := range v {
			all = append(all, secretTexts(element)...)
		}
	case map[string]any:
		if isSecret(v) {
			if text, ok := inClear(v).(string); ok {
				return []string{text}
			}
			return nil
		}
		for _, element := range v {
			all = append(all, secretTexts(element)...)
		}
	}
	return all
}
