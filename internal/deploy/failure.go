package deploy

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// recorder keeps what the engine complained of in its last failed run. The
// Automation API buries it in an error's text, among all else that was printed.
type recorder struct {
	*command
	stderr string
	err    error
}

// Run is part of auto.PulumiCommand.
func (r *recorder) Run(ctx context.Context, dir string, stdin io.Reader,
	extraOut, extraErr []io.Writer, extraEnv []string, args ...string,
) (string, string, int, error) {
	r.stderr, r.err = "", nil
	stdout, stderr, code, err := r.command.Run(ctx, dir, stdin, extraOut, extraErr, extraEnv, args...)
	if err != nil {
		r.stderr, r.err = stderr, err
	}
	return stdout, stderr, code, err
}

// failure turns what went wrong in a run of the engine into an Error. The
// collector is nil for commands without events.
func (o *operation) failure(ctx context.Context, c *collector, err error) *Error {
	var known *Error
	if errors.As(err, &known) {
		known.Stack = o.stack.Name
		return known
	}
	problems := o.problems(c, err)
	result := &Error{Stack: o.stack.Name, Err: err, Detail: detail(problems)}
	for _, p := range problems {
		if p.resource != "" && !slices.Contains(result.Resources, p.resource) {
			result.Resources = append(result.Resources, p.resource)
		}
	}
	slices.Sort(result.Resources)
	if ctx.Err() != nil {
		result.Kind = Interrupted
		result.Summary = "interrupted"
		result.Remedy = interruptedRemedy(c)
		if len(result.Resources) == 0 {
			result.Detail = "" // it says what was just said
		}
		return result
	}
	explain(result, problems)
	return result
}

// problems lists what the engine complained of: what it reported while it
// worked, or else what it printed when it could not even begin.
func (o *operation) problems(c *collector, err error) []problem {
	if c != nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		if causes := slices.DeleteFunc(slices.Clone(c.problems), isUndone); len(causes) > 0 {
			return causes
		}
		if len(c.problems) > 0 {
			return c.problems
		}
	}
	text := strings.TrimSpace(o.run.stderr)
	switch {
	case text != "":
	case o.run.err != nil:
		text = fmt.Sprintf("the engine stopped without a word (%v)", o.run.err)
	default:
		text = err.Error()
	}
	return []problem{{text: o.scrub.quoted(withoutValues(strings.TrimPrefix(text, "error: ")))}}
}

// explain puts the first problem into the summary, and what to do about each
// kind of problem into the remedy.
func explain(result *Error, problems []problem) {
	var summaries, remedies []string
	for i, p := range problems {
		a, ok := recognise(p.text)
		if !ok {
			a = advice{summary: firstLine(p.text, "the engine failed and did not say why")}
		}
		if i == 0 {
			result.Kind = a.kind
		}
		if p.resource != "" {
			a.summary = p.resource + ": " + a.summary
		}
		if !slices.Contains(summaries, a.summary) {
			summaries = append(summaries, a.summary)
		}
		if a.remedy != "" && !slices.Contains(remedies, a.remedy) {
			remedies = append(remedies, a.remedy)
		}
	}
	result.Summary = summaries[0]
	if more := len(summaries) - 1; more > 0 {
		result.Summary += fmt.Sprintf(" (and %d more, below)", more)
	}
	result.Remedy = strings.Join(remedies, "\n")
}

// detail joins the engine's own words.
func detail(problems []problem) string {
	var texts []string
	for _, p := range problems {
		text := p.text
		if p.resource != "" {
			text = p.resource + ": " + text
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, "\n")
}

func interruptedRemedy(c *collector) string {
	if c == nil || c.phase == PhasePreview {
		return "Nothing was changed."
	}
	return "What was done until then is recorded in the state; run it again to go on from there."
}
