package review

import (
	"fmt"
	"io"
	"slices"

	"github.com/mlauth/mlauth-compile/internal/change"
	"github.com/mlauth/mlauth-compile/internal/diag"
)

// Colours, as ANSI parameters.
const (
	red    = "31;1"
	green  = "32"
	yellow = "33"
	bold   = "1"
	dim    = "2"
)

var classColors = map[change.Class]string{
	change.Impossible: red, change.LosesUsers: red, change.BreaksCallers: red, change.WidensAccess: yellow, change.Other: bold,
}

// Colors are those of the signs, as ANSI parameters.
var Colors = map[change.Op]string{
	change.OpCreate: green, change.OpAdopt: green, change.OpUpdate: yellow, change.OpReplace: red, change.OpDelete: red,
}

// text writes a report for a terminal.
type text struct {
	w     io.Writer
	color bool
	verb  func(change.Op) string
	err   error
}

// WriteText writes one stack of a report for people, grouped by what the
// changes mean. Its notes were told when they came up.
func (r Report) WriteText(w io.Writer, s Stack, color bool) error {
	t := &text{w: w, color: color, verb: r.verb}
	if s.Failure != "" {
		t.line("%s: %s", s.Name, t.paint(red, s.Failure))
		return t.err
	}
	t.line("%s: %s", s.Name, r.Counted(s))
	t.steps(s)
	return t.err
}

func (t *text) steps(s Stack) {
	for _, g := range s.groups() {
		t.line("  %s", t.paint(classColors[g.class], headings[g.class]))
		for _, e := range g.entries {
			t.entry(e)
		}
	}
	if slices.ContainsFunc(s.Effects, func(e Effect) bool { return e.Entry != "" }) {
		t.line("  What of it is wanted goes under lifecycle.acknowledge, as written above, with its reason.")
	}
}

func (t *text) entry(e entry) {
	switch {
	case e.step != nil:
		t.line("    %s %s %s%s", t.paint(Colors[e.step.Op], Signs[e.step.Op]), t.verb(e.step.Op), e.resource, t.paint(dim, suffix(" ", e.step.ID)))
	default:
		t.line("    ! %s", e.resource)
	}
	for _, effect := range e.told() {
		t.effect(effect)
	}
	if e.step == nil || e.again {
		return
	}
	for _, d := range e.step.Changes {
		for _, line := range differences(d) {
			t.line("        %s", line)
		}
	}
}

func (t *text) effect(e Effect) {
	mark := ""
	switch {
	case e.Refused:
		mark = t.paint(red, "deploy will refuse this: ")
	case e.Acknowledged:
		mark = t.paint(green, "acknowledged: ")
	}
	if e.Reason != "" || mark != "" {
		t.line("      %s%s", mark, e.Reason)
	}
	if e.Entry != "" {
		t.line("        %s", diag.SafeText(e.Entry))
	}
}

func suffix(by, text string) string {
	if text == "" {
		return ""
	}
	return by + text
}

func (t *text) line(format string, args ...any) {
	if t.err == nil {
		_, t.err = fmt.Fprintf(t.w, format+"\n", args...)
	}
}

func (t *text) paint(color, text string) string {
	if !t.color || text == "" {
		return text
	}
	return "\x1b[" + color + "m" + text + "\x1b[0m"
}
