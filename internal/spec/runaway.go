package spec

import "bytes"

// runawayQuote finds the quote that was forgotten to close: the text that it
// begins goes on to the next quote, lines below, which was meant to begin a
// text of its own. What the parser then complains of is further down still. A
// text of several lines that is meant has an end behind which nothing follows.
func runawayQuote(doc *document, line int) (start, end int) {
	text := doc.text
	if line < 1 || line > len(doc.lines) {
		return 0, 0
	}
	for i := 0; i < doc.lines[line-1]; {
		switch c := text[i]; {
		case c == '#' && (i == 0 || bytes.IndexByte([]byte(" \t\n"), text[i-1]) >= 0):
			i = lineEnd(text, i)
		case (c == '"' || c == '\'') && beginsText(text[:i]):
			close := closingQuote(text, i)
			if close < 0 {
				return 0, 0
			}
			if lineEnd(text, i) < close && !endsText(text[close+1:]) {
				return i, i + 1
			}
			i = close + 1
		default:
			i++
		}
	}
	return 0, 0
}

// lineEnd is where the line of a place ends.
func lineEnd(text []byte, at int) int {
	if n := bytes.IndexByte(text[at:], '\n'); n >= 0 {
		return at + n
	}
	return len(text)
}

// beginsText reports that a quote behind this would begin a text: elsewhere it
// is a character like any other.
func beginsText(before []byte) bool {
	trimmed := bytes.TrimRight(before, " \t")
	if len(trimmed) == 0 {
		return true
	}
	switch trimmed[len(trimmed)-1] {
	case '\n', '[', '{', ',':
		return true
	case ':', '-', '?':
		return len(trimmed) < len(before)
	}
	return false
}

// closingQuote is where the text ends that begins with a quote; -1 for nowhere.
func closingQuote(text []byte, open int) int {
	for i := open + 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && text[open] == '"':
			i++
		case text[i] == text[open] && text[open] == '\'' && i+1 < len(text) && text[i+1] == '\'':
			i++
		case text[i] == text[open]:
			return i
		}
	}
	return -1
}

// endsText reports that what stands behind a text lets it end there.
func endsText(after []byte) bool {
	trimmed := bytes.TrimLeft(after, " \t\r")
	return len(trimmed) == 0 || bytes.IndexByte([]byte(",]}:\n"), trimmed[0]) >= 0 || trimmed[0] == '#' && len(trimmed) < len(after)
}
