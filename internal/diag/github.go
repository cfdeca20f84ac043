package diag

import (
	"fmt"
	"io"
	"strings"
)

// WriteGitHub writes the findings as workflow commands, each of which becomes
// an annotation at its line:
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
//
// GitHub finds the file by its name from the root of its repository.
func WriteGitHub(w io.Writer, l List) error {
	var b strings.Builder
	for _, d := range l {
		at := d.Range
		fmt.Fprintf(&b, "::%s file=%s,line=%d", githubLevel(d.Severity), githubProperty(SafeText(at.File)), at.Start.Line)
		if at.Start.Line == at.End.Line { // columns are taken of a single line alone
			fmt.Fprintf(&b, ",col=%d,endLine=%d,endColumn=%d", at.Start.Column, at.End.Line, at.End.Column)
		} else {
			fmt.Fprintf(&b, ",endLine=%d", at.End.Line)
		}
		fmt.Fprintf(&b, ",title=%s::%s\n", githubProperty(d.Rule), githubData(inWords(d)))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// inWords is a finding as one text of several lines: what is wrong, what to do,
// and the other places.
func inWords(d Diagnostic) string {
	lines := []string{SafeText(d.Message)}
	if d.Remedy != "" {
		lines = append(lines, "help: "+SafeText(d.Remedy))
	}
	for _, r := range d.Related {
		lines = append(lines, place(r.Range)+": "+SafeText(r.Message))
	}
	return strings.Join(lines, "\n")
}

func githubLevel(s Severity) string {
	if s == Info {
		return "notice"
	}
	return s.String()
}

// The runner turns these escapes back, in a property and in a text.
var (
	githubDataEscapes     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubPropertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func githubData(s string) string     { return githubDataEscapes.Replace(s) }
func githubProperty(s string) string { return githubPropertyEscapes.Replace(s) }
