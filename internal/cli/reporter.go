package cli

import (
	"cmp"
	"slices"

	"github.com/mlauth/mlauth-compile/internal/review"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// reporter shows what a command finds about stacks: as text one after the
// other, in the other formats all of them when the last is done.
type reporter struct {
	streams Streams
	format  string
	report  review.Report
}

func newReporter(streams Streams, command, format string) *reporter {
	return &reporter{streams: streams, format: format, report: review.Report{Command: command}}
}

// add takes a stack in and returns what came of it in a few words.
func (r *reporter) add(s review.Stack) (string, error) {
	r.report.Stacks = append(r.report.Stacks, s)
	if r.format == "text" && s.Failure == "" { // a failure is told where it happens
		return r.report.Counted(s), r.report.WriteText(r.streams.Out, s, r.streams.LookOut.Color)
	}
	return r.report.Counted(s), nil
}

// failed takes in a stack of which there is nothing to tell but why. A nil
// reporter is for commands that report otherwise.
func (r *reporter) failed(name, failure, remedy string) {
	if r != nil {
		r.report.Stacks = append(r.report.Stacks, review.Stack{Name: name, Failure: failure, Remedy: remedy})
	}
}

// finish writes what is written at the end.
func (r *reporter) finish(specs []*spec.Spec) error {
	if r == nil || r.format == "text" {
		return nil
	}
	files := map[string]string{}
	for _, s := range specs {
		files[or(s.Metadata.Name, s.File)] = s.File
	}
	for i := range r.report.Stacks {
		r.report.Stacks[i].File = files[r.report.Stacks[i].Name]
	}
	slices.SortStableFunc(r.report.Stacks, func(a, b review.Stack) int { return cmp.Compare(a.Name, b.Name) })
	if r.format == "json" {
		return r.report.WriteJSON(r.streams.Out)
	}
	return r.report.WriteMarkdown(r.streams.Out)
}
