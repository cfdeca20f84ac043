package review

import (
	"fmt"
	"io"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/change"
	"github.com/mlauth/mlauth-compile/internal/diag"
)

// Longest is the most that GitHub takes in one comment. It counts characters;
// bytes are never fewer.
const Longest = 65_536

// Marker is the first line of a comment, by which a bot finds the one that it
// wrote before.
const Marker = "<!-- mlauth-compile -->"

// closing is room for what says that something was left out.
const closing = 400

// longestFailure is how much of a failure is shown, in characters.
const longestFailure = 4000

// most is how many properties of one resource are listed.
const most = 30

var classMarks = map[change.Class]string{
	change.Impossible: "⛔", change.LosesUsers: "⛔", change.BreaksCallers: "🛑", change.WidensAccess: "⚠️", change.Other: "",
}

// WriteMarkdown writes the report as a comment on a pull request: a table of
// all stacks first, the details of each folded. It never is longer than
// Longest: what does not fit is counted, and is what matters least.
func (r Report) WriteMarkdown(w io.Writer) error {
	var b strings.Builder
	b.WriteString(Marker + "\n" + r.heading() + "\n")
	r.table(&b)
	full := func(s Stack) string { return r.details(s, false) }
	brief := func(s Stack) string { return r.details(s, true) }
	texts, left := r.fitting(Longest-closing-b.Len(), full, brief)
	b.WriteString(strings.Join(texts, ""))
	if left > 0 {
		fmt.Fprintf(&b, "\n_The details of %s do not fit into a comment: `mlauth-compile %s` shows them._\n", stacks(left), r.Command)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (r Report) heading() string {
	n := r.totals()
	what := "would change"
	if r.Command == "drift" {
		what = "drifted"
	}
	text := fmt.Sprintf("### mlauth-compile %s: %d of %s %s", r.Command, n.Changes+n.Stopped, stacks(n.Stacks), what)
	if n.Stopped > 0 && r.Command != "drift" {
		text += fmt.Sprintf(", %d stopped by the safety gate", n.Stopped)
	}
	if n.Failed > 0 {
		text += fmt.Sprintf(", %d failed", n.Failed)
	}
	return text
}

func stacks(n int) string {
	if n == 1 {
		return "1 stack"
	}
	return fmt.Sprintf("%d stacks", n)
}

// table has a row for each stack that is not as it was, and one for all others.
// Half of the comment is kept for the details.
func (r Report) table(b *strings.Builder) {
	b.WriteString("\n| stack | changes | matters most |\n|---|---|---|\n")
	rows, left := r.fitting(Longest/2-b.Len(), r.row)
	b.WriteString(strings.Join(rows, ""))
	if left > 0 {
		fmt.Fprintf(b, "| _%s more_ | | |\n", stacks(left))
	}
	if same := r.totals().Unchanged; same > 0 {
		fmt.Fprintf(b, "| _%s_ | %s | |\n", stacks(same), r.unchanged())
	}
}

func (r Report) row(s Stack) string {
	switch s.Outcome() {
	case Unchanged:
		return ""
	case Failed:
		return fmt.Sprintf("| %s | failed | %s |\n", code(s.Name), cell(cut(s.Failure, 200)))
	}
	return fmt.Sprintf("| %s | %s | %s |\n", code(s.Name), cell(r.Counted(s)), r.verdict(s))
}

// verdict says what of a stack's changes matters most.
func (r Report) verdict(s Stack) string {
	class := s.worst()
	text := strings.TrimSpace(classMarks[class] + " " + strings.ToLower(headings[class]))
	switch {
	case s.Outcome() == Stopped && r.Command != "drift":
		text = "**" + text + "**: stopped"
	case r.Command != "drift" && (class == change.LosesUsers || class == change.BreaksCallers):
		text += ", acknowledged"
	}
	return text
}

// details is a stack's folded part, "" where there is nothing to tell. The brief
// form leaves out which properties differ.
func (r Report) details(s Stack, brief bool) string {
	if s.Outcome() == Unchanged && len(s.Notes) == 0 {
		return ""
	}
	var b strings.Builder
	summary := r.Counted(s)
	if s.Failure != "" {
		summary = "failed"
	}
	fmt.Fprintf(&b, "\n<details><summary><code>%s</code>: %s</summary>\n\n", html(s.Name), html(summary))
	if s.File != "" {
		fmt.Fprintf(&b, "%s\n\n", code(s.File))
	}
	if s.Failure != "" {
		fmt.Fprintf(&b, "%s\n\n", fenced(cut(strings.TrimSpace(s.Failure+"\n"+s.Remedy), longestFailure)))
	}
	for _, g := range s.groups() {
		fmt.Fprintf(&b, "**%s**\n\n", strings.TrimSpace(classMarks[g.class]+" "+headings[g.class]))
		for _, e := range g.entries {
			r.markdownEntry(&b, e, brief)
		}
		b.WriteString("\n")
	}
	if brief && s.Failure == "" {
		fmt.Fprintf(&b, "_What differs of each does not fit into a comment: %s shows it._\n\n", code(strings.TrimSpace("mlauth-compile "+r.Command+" "+s.File)))
	}
	for _, note := range s.Notes {
		fmt.Fprintf(&b, "> %s\n\n", strings.ReplaceAll(cell(note), "\n", "\n> "))
	}
	b.WriteString("</details>\n")
	return b.String()
}

func (r Report) markdownEntry(b *strings.Builder, e entry, brief bool) {
	b.WriteString("- ")
	if e.step != nil {
		fmt.Fprintf(b, "%s ", r.verb(e.step.Op))
	}
	b.WriteString(code(e.resource))
	if e.step != nil && e.step.ID != "" {
		fmt.Fprintf(b, " (%s)", code(e.step.ID))
	}
	b.WriteString("\n")
	for _, effect := range e.told() {
		switch {
		case effect.Refused:
			fmt.Fprintf(b, "  - **stopped:** %s\n", cell(effect.Reason))
			if effect.Entry != "" {
				fmt.Fprintf(b, "  - where it is wanted, write under `lifecycle.acknowledge`: %s\n", code(effect.Entry))
			}
		case effect.Acknowledged:
			fmt.Fprintf(b, "  - acknowledged: %s\n", cell(effect.Reason))
		default:
			fmt.Fprintf(b, "  - %s\n", cell(effect.Reason))
		}
	}
	if e.step == nil || e.again || brief {
		return
	}
	shown := 0
	for i, d := range e.step.Changes {
		if shown >= most {
			fmt.Fprintf(b, "  - _and %d more properties_\n", len(e.step.Changes)-i)
			break
		}
		for _, line := range differences(d) {
			fmt.Fprintf(b, "  - %s\n", code(line))
			shown++
		}
	}
}

// code is text as a code span, whatever backticks it has.
// https://spec.commonmark.org/0.31.2/#code-spans
func code(text string) string {
	text = diag.SafeText(strings.Join(strings.Fields(text), " "))
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		text = " " + text + " "
	}
	return fence + text + fence
}

// fenced is text as a block of its own.
func fenced(text string) string {
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = diag.SafeText(line)
	}
	return fence + "text\n" + strings.Join(lines, "\n") + "\n" + fence
}

// markdownEscapes keep names from being read as marks, mentions or links.
var markdownEscapes = strings.NewReplacer(
	"\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]", "<", "&lt;", ">", "&gt;", "|", "\\|", "#", "\\#",
	"@", "@<!-- -->", "~", "\\~",
)

// cell is plain text on one line, as a table's cell or a list's item takes it.
func cell(text string) string {
	return markdownEscapes.Replace(diag.SafeText(strings.Join(strings.Fields(text), " ")))
}

var htmlEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func html(text string) string { return htmlEscapes.Replace(diag.SafeText(text)) }

func cut(text string, width int) string {
	if runes := []rune(text); len(runes) > width {
		return string(runes[:width-1]) + "…"
	}
	return text
}
