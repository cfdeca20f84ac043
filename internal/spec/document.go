package spec

import (
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
	counts []int // the characters before every countStep-th byte

	usedAt *diag.Range // in a merged tree: where the spec brings this file in
}

const countStep = 1 << 10

func newDocument(file string, text []byte) *document {
	d := &document{
		file: file, text: text,
		lines:  make([]int, 1, 1+len(text)/32),
		counts: make([]int, 0, 1+len(text)/countStep),
	}
	characters := 0
	for i, c := range text {
		if i%countStep == 0 {
			d.counts = append(d.counts, characters)
		}
		if !continues(c) {
			characters++
		}
		if c == '\n' {
			d.lines = append(d.lines, i+1)
		}
	}
	return d
}

// continues is true for the bytes of a character after its first.
func continues(c byte) bool { return c&0xC0 == 0x80 }

// characters is how many characters begin before an offset.
func (d *document) characters(offset int) int {
	if offset == 0 {
		return 0
	}
	step := (offset - 1) / countStep
	n := d.counts[step]
	for _, c := range d.text[step*countStep : offset] {
		if !continues(c) {
			n++
		}
	}
	return n
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
	start, end := d.lines[line], d.lineEnd(line)
	wanted := d.characters(start) + max(int(p.column), 1)
	step := max(sort.SearchInts(d.counts, wanted)-1, 0)
	at, n := step*countStep, 0
	if step < len(d.counts) {
		n = d.counts[step]
	}
	for ; at < end; at++ {
		if !continues(d.text[at]) {
			if n++; n == wanted {
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
	return diag.Pos{Line: line + 1, Column: d.characters(offset) - d.characters(d.lines[line]) + 1}
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
