package spec

import (
	"bytes"
	"regexp"
	"slices"
)

// finder looks for the place of an error in its line (from 1); start equals
// end when there is none.
type finder func(d *document, line int) (start, end int)

func findTab(d *document, line int) (start, end int) {
	text := d.lineText(line)
	if i := bytes.IndexByte(text, '\t'); i >= 0 {
		start = d.lines[line-1] + i
		return start, start + 1
	}
	return 0, 0
}

// inLine returns the place of a pattern's first group, or of all of it.
func inLine(d *document, line int, pattern *regexp.Regexp) (start, end int) {
	m := pattern.FindSubmatchIndex(d.lineText(line))
	if m == nil {
		return 0, 0
	}
	base := d.lines[line-1]
	if len(m) > 2 {
		return base + m[2], base + m[3]
	}
	return base + m[0], base + m[1]
}

var (
	secondColon = regexp.MustCompile(`:[ \t].*?(:)(?:[ \t]|$)`)
	reserved    = regexp.MustCompile("(?:^|[:,\\[{-])[ \t]+([@`%&*])")
	afterColon  = regexp.MustCompile(`:[ \t]+([-?|>].*)$`)
	badEscape   = regexp.MustCompile(`\\(?:[^\\]|$)`)
	tagText     = regexp.MustCompile(`(![^ \t,\]}]*)`)
	stray       = regexp.MustCompile(`([\]},])`)
	quotedValue = regexp.MustCompile(`(?:^|: |- )[ \t]*(["'\[{])`)
	aliasText   = regexp.MustCompile(`(?:^|[ \t\[{,])(\*[^ \t\r\n,\[\]{}]+)`)
	anchorText  = regexp.MustCompile(`(?:^|[ \t\[{,])&([^ \t\r\n,\[\]{}]+)`)
)

func findSecondColon(d *document, line int) (int, int) { return inLine(d, line, secondColon) }
func findReserved(d *document, line int) (int, int)    { return inLine(d, line, reserved) }
func findAfterColon(d *document, line int) (int, int)  { return inLine(d, line, afterColon) }
func findTag(d *document, line int) (int, int)         { return inLine(d, line, tagText) }
func findStray(d *document, line int) (int, int)       { return inLine(d, line, stray) }

// findEscape looks for an escape that YAML does not have (section 5.7).
func findEscape(d *document, line int) (int, int) {
	text := d.lineText(line)
	for i := 0; i+1 < len(text); i++ {
		if text[i] != '\\' {
			continue
		}
		if i++; !bytes.ContainsRune([]byte("0abtnvfre \"/\\N_LP\t"), rune(text[i])) {
			return d.lines[line-1] + i - 1, d.lines[line-1] + i + 1
		}
	}
	return inLine(d, line, badEscape)
}

// findOpenQuote looks for the quote that begins the last value of the line.
func findOpenQuote(d *document, line int) (int, int) {
	text := d.lineText(line)
	for i := len(text) - 1; i >= 0; i-- {
		if (text[i] == '"' || text[i] == '\'') && (i == 0 || isBlank(text[i-1]) || isFlowMark(text[i-1])) {
			return d.lines[line-1] + i, d.lines[line-1] + i + 1
		}
	}
	return 0, 0
}

// findOpenBracket looks for a bracket that is not closed in its line.
func findOpenBracket(d *document, line int) (start, end int) {
	var open []int
	for i, stop := d.lines[line-1], d.lineEnd(line-1); i < stop; i++ {
		switch d.text[i] {
		case '"', '\'':
			i = d.quotedEnd(i) - 1
		case '[', '{':
			open = append(open, i)
		case ']', '}':
			if n := len(open); n > 0 && d.text[open[n-1]]+2 == d.text[i] { // in ASCII each closes the one two before it
				open = open[:n-1]
			}
		}
	}
	if len(open) == 0 {
		return 0, 0
	}
	return open[len(open)-1], open[len(open)-1] + 1
}

// findAfterValue looks for text behind a value that is in quotes or brackets.
func findAfterValue(d *document, line int) (start, end int) {
	value, _ := inLine(d, line, quotedValue)
	if value == 0 {
		return 0, 0
	}
	start = d.skipFlowValue(value)
	for start < len(d.text) && isBlank(d.text[start]) {
		start++
	}
	if start >= d.lineEnd(line-1) || d.text[start] == '#' {
		return 0, 0
	}
	return start, d.lineEnd(line - 1)
}

// findLineWithoutColon looks at the line before: a line of text alone, begun
// in the same column, was meant as a field.
func findLineWithoutColon(d *document, line int) (start, end int) {
	text, before := d.lineText(line), d.lineText(line-1)
	indent := func(t []byte) int { return len(t) - len(bytes.TrimLeft(t, " ")) }
	if len(before) == 0 || indent(before) != indent(text) || bytes.ContainsAny(before, "#-[{\"'") || bytes.Contains(before, []byte(": ")) {
		return 0, 0
	}
	return d.lines[line-2] + indent(before), d.lineEnd(line - 2)
}

// findUnknownAlias looks in the whole text, since the error has no line.
func findUnknownAlias(d *document, _ int) (int, int) {
	var known []string
	for line := range d.lines {
		text := d.lineText(line + 1)
		for _, m := range aliasText.FindAllSubmatchIndex(text, -1) {
			for _, a := range anchorText.FindAllSubmatch(text[:m[0]], -1) {
				known = append(known, string(a[1]))
			}
			if !slices.Contains(known, string(text[m[2]+1:m[3]])) {
				return d.lines[line] + m[2], d.lines[line] + m[3]
			}
		}
		for _, a := range anchorText.FindAllSubmatch(text, -1) {
			known = append(known, string(a[1]))
		}
	}
	return 0, 0
}
