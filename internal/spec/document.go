package spec

import (
	"sort"
	"unicode/utf8"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

// document is the text of one file, without its byte-order mark. It turns
// offsets into positions and back.
type document struct {
	file  string
	text  []byte
	lines []int // the offset at which each line begins
}

func newDocument(file string, text []byte) *document {
	d := &document{file: file, text: text, lines: make([]int, 1, 1+len(text)/32)}
	for i, c := range text {
		if c == '\n' {
			d.lines = append(d.lines, i+1)
		}
	}
	return d
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
	for column := int32(1); column < p.column && at < end; column++ {
		_, size := utf8.DecodeRune(d.text[at:end])
		at += size
	}
	return at
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
	return diag.Pos{Line: line + 1, Column: utf8.RuneCount(d.text[d.lines[line]:offset]) + 1}
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
