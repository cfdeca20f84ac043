package spec

import (
	"bytes"
	"sort"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

// document is the text of one file, without its byte-order mark. It turns
// offsets into positions and back, in a time that does not grow with the
// length of the line: a file may be one line of a megabyte.
type document struct {
	file   string
	text   []byte
	lines  []int // the offset at which each line begins
	counts []int // where some line is long: the characters before every countStep-th byte

	usedAt *diag.Range // in a merged tree: where the spec brings this file in
}

const countStep = 1 << 10

func newDocument(file string, text []byte) *document {
	d := &document{file: file, text: text, lines: make([]int, 1, 2+bytes.Count(text, []byte{'\n'}))}
	longest, start := 0, 0
	for at := bytes.IndexByte(text, '\n'); at >= 0; at = bytes.IndexByte(text[start:], '\n') {
		start += at + 1
		longest = max(longest, at)
		d.lines = append(d.lines, start)
	}
	if max(longest, len(text)-start) > countStep {
		d.count()
	}
	return d
}

func (d *document) count() {
	d.counts = make([]int, 1, 1+len(d.text)/countStep)
	for i := countStep; i <= len(d.text); i += countStep {
		d.counts = append(d.counts, d.counts[len(d.counts)-1]+characters(d.text[i-countStep:i]))
	}
}

// characters is how many begin in a text.
func characters(text []byte) int {
	n := 0
	for _, c := range text {
		if !continues(c) {
			n++
		}
	}
	return n
}

// continues is true for the bytes of a character after its first.
func continues(c byte) bool { return c&0xC0 == 0x80 }

// before is how many characters begin between the beginning of a line (from 0) and
// an offset in it.
func (d *document) before(line, offset int) int {
	start := d.lines[line]
	first, last := start/countStep+1, offset/countStep
	if d.counts == nil || last < first {
		return characters(d.text[start:offset])
	}
	return characters(d.text[start:first*countStep]) + d.counts[last] - d.counts[first] + characters(d.text[last*countStep:offset])
}

// offset is where a line and column stand in the text; beyond a line's end it
// is the line's end.
func (d *document) offset(p place) int {
	line := int(p.line) - 1
	if line < 0 {
		return 0
	}
	if line >= len(d.lines) {
		return len(d.text)
	}
	at, end := d.lines[line], d.lineEnd(line)
	column := max(int(p.column), 1)
	if d.counts != nil { // begin at the last step before the column
		first := at/countStep + 1
		steps := sort.Search(end/countStep-first+1, func(i int) bool { return d.before(line, (first+i)*countStep) >= column })
		if steps > 0 {
			at = (first + steps - 1) * countStep
			column -= d.before(line, at)
		}
	}
	for ; at < end; at++ {
		if !continues(d.text[at]) {
			if column--; column == 0 {
				return at
			}
		}
	}
	return end
}

// lineEnd is the offset of the end of a line (from 0), before its LF or CR LF.
func (d *document) lineEnd(line int) int {
	end := len(d.text)
	if line+1 < len(d.lines) {
		end = d.lines[line+1] - 1
	}
	if end > d.lines[line] && d.text[end-1] == '\r' {
		end--
	}
	return end
}

// lineText is a line (from 1) without its end; nil when there is none.
func (d *document) lineText(line int) []byte {
	if line < 1 || line > len(d.lines) {
		return nil
	}
	return d.text[d.lines[line-1]:d.lineEnd(line-1)]
}

func (d *document) pos(offset int) diag.Pos {
	offset = min(max(offset, 0), len(d.text))
	line := sort.SearchInts(d.lines, offset+1) - 1
	return diag.Pos{Line: line + 1, Column: d.before(line, offset) + 1}
}

func (d *document) between(start, end int) diag.Range {
	return diag.Range{File: d.file, Start: d.pos(start), End: d.pos(max(start, end))}
}

// wholeLine is the range of a line (from 1) from its first to its last
// character that is no space.
func (d *document) wholeLine(line int) diag.Range {
	line = min(max(line, 1), len(d.lines))
	start, end := d.lines[line-1], d.lineEnd(line-1)
	for start < end && isBlank(d.text[start]) {
		start++
	}
	for end > start && isBlank(d.text[end-1]) {
		end--
	}
	return d.between(start, end)
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

func isSpace(c byte) bool { return isBlank(c) || c == '\n' || c == '\r' }
