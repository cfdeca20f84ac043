package diag

import (
	"fmt"
	"io"
	"strings"
)

// Sources holds the text of each file by the name that ranges use. The text
// is shown to the user: secrets in it must have been masked.
type Sources map[string][]byte

// maxShown is how many findings of one file are shown to people: whoever has
// more of them mends the first ones and looks again.
const maxShown = 50

// Look is how a text is to look.
type Look struct {
	Color bool
	Width int // cells of the terminal's lines; 0 for no terminal
}

// window is how many cells of a source line are shown.
func (l Look) window() int {
	const around = 4 + 2 // the indent, and a sign on each side that more follows
	if l.Width == 0 {
		return lineWindow
	}
	return min(max(l.Width-around, leastWindow), lineWindow)
}

// WriteText writes the findings for people: place, severity, message, rule;
// the source line with the range underlined; the remedy; related places.
// Without a file's text the line is left out. Of one file with very many
// findings the worst are shown, and the others counted.
func WriteText(w io.Writer, l List, src Sources, look Look) error {
	paint := plainPaint
	if look.Color {
		paint = colorPaint
	}
	lines := lineIndex{sources: src}
	var b strings.Builder
	for _, found := range l.byFile() {
		shown := found.worst(maxShown)
		for _, d := range shown {
			writeFinding(&b, d, &lines, paint, look.window())
		}
		if more := len(found) - len(shown); more > 0 {
			fmt.Fprintf(&b, "%s: %s more findings; validate --format json lists all\n", SafeText(found[0].Range.File), paint(bold, fmt.Sprint(more)))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func writeFinding(b *strings.Builder, d Diagnostic, lines *lineIndex, paint painter, wide int) {
	tint := severityTint(d.Severity)
	fmt.Fprintf(b, "%s: %s: %s [%s]\n", paint(bold, place(d.Range)),
		paint(tint, d.Severity.String()), paint(bold, SafeText(d.Message)), d.Rule)
	if text, at, cut, ok := lines.excerpt(d.Range); ok {
		if source, marks := underline(text, at, cut, wide); source != "" {
			fmt.Fprintf(b, "    %s\n", source)
			if marks != "" {
				indent := len(marks) - len(strings.TrimLeft(marks, " "))
				fmt.Fprintf(b, "    %s%s\n", marks[:indent], paint(tint, marks[indent:]))
			}
		}
	}
	if d.Remedy != "" {
		fmt.Fprintf(b, "  %s %s\n", paint(cyan, "help:"), SafeText(d.Remedy))
	}
	for _, r := range d.Related {
		fmt.Fprintf(b, "  %s: %s %s\n", place(r.Range), paint(cyan, "note:"), SafeText(r.Message))
	}
}

func place(r Range) string {
	return fmt.Sprintf("%s:%d:%d", SafeText(r.File), r.Start.Line, r.Start.Column)
}

// painter wraps a text in a colour.
type painter func(code, text string) string

// ANSI "select graphic rendition" parameters (ECMA-48, 8.3.117).
const (
	bold   = "1"
	red    = "1;31"
	yellow = "1;33"
	blue   = "1;34"
	cyan   = "36"
)

func plainPaint(_, text string) string { return text }

func colorPaint(code, text string) string { return "\x1b[" + code + "m" + text + "\x1b[0m" }

func severityTint(s Severity) string {
	switch s {
	case Warning:
		return yellow
	case Info:
		return blue
	default:
		return red
	}
}
