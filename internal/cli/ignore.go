package cli

import (
	"github.com/mlauth/mlauth-compile/internal/check"
	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// ignores are the comments of a run's files that silence rules, by what they
// are about.
type ignores struct {
	all    []spec.Ignore
	byLine map[fileLine][]*ignored
	rules  []*ignored
}

type fileLine struct {
	file string
	line int
}

// ignored is one rule that a comment is to silence.
type ignored struct {
	comment spec.Ignore
	name    spec.RuleName
	rule    diag.Rule
	used    bool // it silenced a finding
	refused bool // what stands there is an error
}

func newIgnores(all []spec.Ignore) *ignores {
	x := &ignores{all: all, byLine: map[fileLine][]*ignored{}}
	for _, comment := range all {
		for _, name := range comment.Rules {
			rule, known := check.Find(name.ID)
			if !known {
				continue
			}
			i := &ignored{comment: comment, name: name, rule: rule, refused: rule.Severity == diag.Error}
			at := fileLine{comment.Range.File, comment.Line}
			x.byLine[at] = append(x.byLine[at], i)
			if own := comment.Range.Start.Line; own != at.line { // where the findings of a whole file may be
				at.line = own
				x.byLine[at] = append(x.byLine[at], i)
			}
			x.rules = append(x.rules, i)
		}
	}
	return x
}

// silenced leaves out the findings that a comment silences. An error is not
// silenced, whatever made it one: neither the tool's rule nor the repository's.
func (x *ignores) silenced(l diag.List, settings *spec.Repository) diag.List {
	if len(x.rules) == 0 {
		return l
	}
	kept := l[:0]
	for _, d := range l {
		if !x.silences(d, settings) {
			kept = append(kept, d)
		}
	}
	return kept
}

func (x *ignores) silences(d diag.Diagnostic, settings *spec.Repository) bool {
	silent := false
	for _, i := range x.byLine[fileLine{d.Range.File, d.Range.Start.Line}] {
		if i.rule.ID != d.Rule {
			continue
		}
		if severity, _ := settings.Severity(d); severity == diag.Error {
			i.refused = true
		} else {
			i.used, silent = true, true
		}
	}
	return silent
}

// findings are those against the comments themselves. Whether one silences
// nothing is known where all was looked at that could give its finding, which
// decided tells.
func (x *ignores) findings(decided func(file string, rule string) bool) diag.List {
	var l diag.List
	for _, comment := range x.all {
		l = append(l, malformed(comment)...)
	}
	for _, i := range x.rules {
		found := diag.Diagnostic{Severity: diag.Warning, Range: i.name.At}
		switch id := i.rule.ID; {
		case i.refused:
			found.Rule, found.Message = spec.RuleIgnoredError, id+" is an error, and an error cannot be silenced"
			found.Remedy = "Mend what it stands against, and remove the comment."
			if i.rule.Severity != diag.Error {
				found.Message = spec.RepositoryFile + " makes " + id + " an error, and an error cannot be silenced"
			}
		case !i.used && decided(i.name.At.File, id):
			found.Rule, found.Message = spec.RuleIdleIgnore, "there is no finding "+id+" that this could silence"
			found.Remedy = "Remove it; a comment is about its own line, or alone on a line about the next."
		default:
			continue
		}
		l = append(l, found)
	}
	return l
}

// malformed are the findings that need no look at anything but the comment.
func malformed(comment spec.Ignore) diag.List {
	const form = "Write # mlauth:ignore RULE -- reason"
	var l diag.List
	report := func(rule string, at diag.Range, message, remedy string) {
		l = append(l, diag.Diagnostic{Rule: rule, Severity: diag.Warning, Range: at, Message: message, Remedy: remedy})
	}
	if comment.Misspelt {
		report(spec.RuleIgnoreWord, comment.Range, "this silences nothing: the word is mlauth:ignore", form)
		return l
	}
	if len(comment.Rules) == 0 {
		report(spec.RuleIgnoredWhat, comment.Range, "no rule is named that this is to silence", form)
	}
	for _, name := range comment.Rules {
		if _, known := check.Find(name.ID); known {
			continue
		}
		message, remedy := "this is the ID of no rule", form
		if near := check.NearestID(name.ID); near != "" {
			message, remedy = "there is no rule "+name.ID, "Did you mean "+near+"?"
		}
		report(spec.RuleIgnoredWhat, name.At, message, remedy)
	}
	if len(comment.Rules) > 0 && !comment.Reason {
		report(spec.RuleNoReason, comment.Range, "it is not said why this is silenced", form)
	}
	return l
}

// decided tells whether a rule would have said what it has to say in a file: no
// error stands against what it looks at, since what follows from a mistake is
// not said, and all that it looks at is part of the run.
func (c *compiled) decided(l diag.List, whole bool) func(file, rule string) bool {
	whole = whole && !l.HasErrors()
	alone := map[string]bool{}
	for _, s := range c.known {
		alone[s.File] = !c.invalid[s.File]
	}
	return func(file, rule string) bool {
		switch check.Needs(rule) {
		case check.OneSpec:
			return whole || alone[file]
		case check.AllSpecs:
			return whole
		}
		return false
	}
}
