package spec

import (
	"bytes"
	"errors"
	"regexp"
	"slices"
	"sort"
)

// locate works out the line of a syntax error, and the line where the
// construct begins that it breaks.
//
// The error of yaml.v3 names the place where the construct begins that was
// being read, without a line when that is the first, and counted from 0 by the
// parser but from 1 by the scanner. With a comment put before the text no
// place is on the first line any more, and the number is sure. Where the
// construct breaks it does not say: that is the end of the shortest run of
// lines that fails in the same way.
func locate(doc *document, text string, kind syntaxError) (line, begins int) {
	begins = 1
	shifted := append([]byte("#\n"), doc.text...)
	if n := reportedLine(readError(shifted)); n > 0 {
		begins = n - 1
		if kind.parser {
			begins = n
		}
	}
	begins = min(max(begins, 1), len(doc.lines))
	if !kind.parser && kind.text != "" {
		return begins, begins
	}
	return max(begins, breaks(doc, kind)), begins
}

func readError(text []byte) string {
	if _, _, err := readYAML(text); err != nil && !errors.Is(err, errInternal) {
		return err.Error()
	}
	return ""
}

// breaks is the line at which an error shows. Beyond some size the search
// would take longer than its answer is worth.
func breaks(doc *document, kind syntaxError) int {
	const searched = 64 << 10
	if len(doc.text) > searched {
		return 1
	}
	return 1 + sort.Search(len(doc.lines)-1, func(i int) bool {
		end := len(doc.text)
		if i+1 < len(doc.lines) {
			end = doc.lines[i+1]
		}
		text := readError(doc.text[:end])
		return text != "" && recognise(text).message == kind.message
	})
}

// The find functions look for the place of an error in its line (from 1);
// start equals end when there is none.

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
