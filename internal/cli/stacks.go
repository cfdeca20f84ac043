package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/mlauth/mlauth-compile/internal/change"
	"github.com/mlauth/mlauth-compile/internal/deploy"
	"github.com/mlauth/mlauth-compile/internal/render"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// run is one command over the stacks of several specs, one after the other.
type run struct {
	streams  Streams
	settings deploy.Settings
	rows     []row // what became of each spec, in order
	code     int   // the worst exit code so far
	report   *reporter
}

// row is a line of the closing summary.
type row struct {
	name   string
	result string
	took   time.Duration
	failed bool
}

// action does something to one stack and returns a short word on what came of it.
type action func(ctx context.Context, engine *deploy.Engine, stack deploy.Stack, observe deploy.Observer) (string, error)

// overStacks compiles the specs that paths name and acts on the stack of each.
// A spec that has an error is left out and counts as failed; a stack that fails
// does not stop the others. Only an interruption does.
func overStacks(ctx context.Context, streams Streams, settings deploy.Settings, paths []string, act action) error {
	return stackWork{order: ownersFirst, act: act}.over(ctx, streams, settings, paths)
}

// stackWork is what is done to each stack.
type stackWork struct {
	order order
	// stateOnly is set for work that does not run the stack's program: it needs
	// none of the spec's secrets, and warnings about the spec are beside its point.
	stateOnly bool
	act       action
	report    *reporter       // nil for work that reports otherwise
	compiled  func(*compiled) // takes what was compiled before the first stack; nil for none
}

func (w stackWork) over(ctx context.Context, streams Streams, settings deploy.Settings, paths []string) error {
	c, err := compile(ctx, paths, streams.In)
	if err != nil {
		return err
	}
	if err := c.writeFindings(streams, w.stateOnly); err != nil {
		return err
	}
	if c.files == 0 {
		return fmt.Errorf("%s: only fragments, and no spec that extends them", strings.Join(paths, ", "))
	}
	c.specs = w.order(c.specs)
	if w.compiled != nil {
		w.compiled(c)
	}
	settings = withRepository(settings, c.repo, c.settings)
	r := &run{streams: streams, settings: settings, report: w.report}
	if len(c.specs) < c.files {
		r.code = exitFailed // a file that is no spec at all; its finding was shown
	}
	err = r.all(ctx, c, w)
	r.summarize()
	if err == nil {
		err = w.report.finish(c.specs)
	}
	if err != nil {
		return err
	}
	if r.code != exitOK {
		return exit(r.code)
	}
	return nil
}

func (r *run) all(ctx context.Context, c *compiled, w stackWork) error {
	var engine *deploy.Engine
	for _, s := range c.specs {
		started := time.Now()
		name := s.Metadata.Name
		if c.broken(s) {
			r.note(row{name: or(name, s.File), result: "not valid, left out", failed: true}, exitFailed)
			r.report.failed(or(name, s.File), "the spec is not valid", "mlauth-compile validate "+s.File+" shows why.")
			continue
		}
		stack, err := r.stack(c.repo, s, w.stateOnly)
		if err == nil && engine == nil {
			engine, err = deploy.Open(ctx, r.settings, r.streams.progress)
			if err != nil {
				return err // no stack can go without an engine
			}
		}
		var result string
		if err == nil {
			r.head(s)
			result, err = w.act(ctx, engine, stack, newProgress(r.streams).observe)
		}
		r.settle(name, result, time.Since(started), err)
		if ctx.Err() != nil {
			r.code = worse(r.code, exitInterrupted)
			break
		}
	}
	return nil
}

// settle notes what came of a stack.
func (r *run) settle(name, result string, took time.Duration, err error) {
	var failure *deploy.Error
	var silent exit
	switch {
	case errors.As(err, &failure):
		r.streams.fail(failure)
		r.report.failed(name, failure.Summary, failure.Remedy)
		r.note(row{name: name, result: resultOf(failure), took: took, failed: true}, failure.ExitCode())
	case errors.As(err, &silent):
		r.note(row{name: name, result: result, took: took, failed: silent != exitChanges}, int(silent))
	case err != nil:
		fmt.Fprintf(r.streams.Err, "%s: %s: %v\n", name, r.streams.paint(red, "error"), err)
		r.report.failed(name, err.Error(), "")
		r.note(row{name: name, result: "failed", took: took, failed: true}, exitFailed)
	default:
		r.note(row{name: name, result: result, took: took}, exitOK)
	}
}

func resultOf(e *deploy.Error) string {
	switch e.Kind {
	case deploy.Refused:
		return "refused, nothing changed"
	case deploy.Interrupted:
		return "interrupted"
	}
	return "failed"
}

func (r *run) note(line row, code int) {
	r.rows = append(r.rows, line)
	r.code = worse(r.code, code)
}

// head says which stack is at work, and what it is for.
func (r *run) head(s *spec.Spec) {
	text := r.streams.paint(bold, s.Metadata.Name)
	if s.Metadata.Description != "" {
		text += r.streams.paint(dim, " "+s.Metadata.Description)
	}
	fmt.Fprintln(r.streams.Err, text)
}

// summarize ends a run over several stacks with a row for each.
func (r *run) summarize() {
	if len(r.rows) < 2 {
		return
	}
	width := 0
	for _, line := range r.rows {
		width = max(width, len(line.name))
	}
	fmt.Fprintln(r.streams.Err)
	for _, line := range r.rows {
		color := green
		if line.failed {
			color = red
		}
		fmt.Fprintf(r.streams.Err, "%-*s  %s  %s\n", width, line.name, r.streams.paint(color, line.result), seconds(line.took))
	}
}

func seconds(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// stack turns a spec into a unit of deployment. It reads the spec's secrets,
// unless the work goes by the state alone.
func (r *run) stack(repo repository, s *spec.Spec, stateOnly bool) (deploy.Stack, error) {
	s.AWS = withEndpoint(s.AWS)
	values := secrets{}
	var contents map[string]string
	if !stateOnly {
		var err error
		if values, err = readSecrets(repo, s); err != nil {
			return deploy.Stack{}, err
		}
		if contents, err = contentsOf(s); err != nil {
			return deploy.Stack{}, err
		}
	}
	return deploy.Stack{
		Contents:    contents,
		Name:        s.Metadata.Name,
		Description: s.Metadata.Description,
		Program:     render.Program(s, values.of),
		AWS:         target(s.AWS),
		Ephemeral:   s.Lifecycle.Ephemeral,
		Environment: s.Metadata.Environment,
		Redact:      values.values(),
		Sticky:      sticky(),
		WriteOnly:   writeOnly(),
		Uses:        uses(s),
		Acknowledge: acknowledged(s),
		Today:       today(),
	}, nil
}

func sticky() []change.Sticky {
	var all []change.Sticky
	for _, s := range render.StickyProperties() {
		all = append(all, change.Sticky(s))
	}
	return all
}

func writeOnly() []deploy.WriteOnly {
	var all []deploy.WriteOnly
	for _, w := range render.WriteOnlyProperties() {
		all = append(all, deploy.WriteOnly(w))
	}
	return all
}

func acknowledged(s *spec.Spec) []change.Acknowledgement {
	var all []change.Acknowledgement
	for _, a := range s.Lifecycle.Acknowledge {
		all = append(all, change.Acknowledgement{Change: a.Change, Resource: a.Resource, ID: a.ID, Until: a.Until, Reason: a.Reason})
	}
	return all
}

// uses names the other stacks that a spec's program reads.
func uses(s *spec.Spec) []string {
	if s.UsesPool() && s.UserPool.Use.Stack != "" {
		return []string{s.UserPool.Use.Stack}
	}
	return nil
}

// withEndpoint takes AWS_ENDPOINT_URL where the spec names no endpoint.
func withEndpoint(a spec.AWS) spec.AWS {
	a.EndpointURL = or(a.EndpointURL, os.Getenv("AWS_ENDPOINT_URL"))
	return a
}

// target is where a spec's stack lives.
func target(a spec.AWS) deploy.AWS {
	t := deploy.AWS{Region: a.Region, AccountID: a.AccountID, Profile: a.Profile, EndpointURL: a.EndpointURL}
	if r := a.AssumeRole; r != nil {
		t.AssumeRole = &deploy.AssumeRole{RoleARN: r.RoleARN, ExternalID: r.ExternalID, SessionName: r.SessionName}
	}
	return t
}

func or(text, otherwise string) string {
	if text != "" {
		return text
	}
	return otherwise
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
