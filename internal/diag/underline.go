package diag

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

const (
	tabStop     = 4   // how wide a tab is shown
	lineWindow  = 120 // cells of a long line that are shown, where there is room
	leastWindow = 34  // and where there is none
)

// lineIndex finds lines by number, and characters in them. Findings come
// sorted: the lines of the file that was last asked for are kept, and the last
// place in its last line, from which the next is found without counting anew.
type lineIndex struct {
	sources Sources
	file    string
	lines   [][]byte

	number, column, offset int
}

// line is the text of a line without its end; ok is false for files and lines
// that are not there. Lines end as editors see them, in LF or CR LF.
func (x *lineIndex) line(file string, number int) (text []byte, ok bool) {
	if x.lines == nil || x.file != file {
		data, known := x.sources[file]
		if !known {
			return nil, false
		}
		data = bytes.TrimPrefix(data, []byte("\uFEFF"))
		x.file, x.lines, x.number = file, bytes.Split(data, []byte("\n")), 0
	}
	if number < 1 || number > len(x.lines) {
		return nil, false
	}
	if x.number != number {
		x.number, x.column, x.offset = number, 1, 0
	}
	return bytes.TrimSuffix(x.lines[number-1], []byte("\r")), true
}

// seek is the offset of a column in the line that was last asked for.
func (x *lineIndex) seek(text []byte, column int) int {
	if column < x.column {
		x.column, x.offset = 1, 0
	}
	x.offset = skipRunes(text, x.offset, column-x.column)
	x.column = column
	return x.offset
}

// excerpt is a line for display, with the range in it: of a very long line the
// part around the range, with all that window may need.
func (x *lineIndex) excerpt(r Range) (text string, in Range, cut, ok bool) {
	const most = 4 * lineWindow
	line, ok := x.line(r.File, r.Start.Line)
	if !ok || len(line) <= 4*most {
		return string(line), r, false, ok
	}
	drop := max(0, r.Start.Column-1-most)
	start := x.seek(line, 1+drop)
	r.Start.Column -= drop
	r.End.Column -= drop
	return string(line[start:skipRunes(line, start, 2*most)]), r, start > 0, true
}

// skipRunes is the place n characters after a place.
func skipRunes(text []byte, at, n int) int {
	for ; n > 0 && at < len(text); n-- {
		_, size := utf8.DecodeRune(text[at:])
		at += size
	}
	return at
}

// cell is one character as it is shown.
type cell struct {
	text   string
	width  int
	marked bool
}

// underline is the source line as a terminal can show it, and below it the
// marks: ^ at the first character of the range, ~ at the others. A range that
// goes on over the line is marked to the end of the line; one that has no
// character of its own gets the mark alone. A range beyond the end of the line
// (its end was masked) gets no mark. With cutLeft the text is not all of the line, of
// which wide cells are shown.
func underline(text string, r Range, cutLeft bool, wide int) (source, marks string) {
	if strings.TrimSpace(text) == "" {
		return "", ""
	}
	cells := layOut(text, r)
	cells, before, cutRight := window(cells, wide)
	cutLeft = cutLeft || before
	var s, m strings.Builder
	if cutLeft {
		s.WriteString("…")
		m.WriteString(" ")
	}
	first := true
	for _, c := range cells {
		s.WriteString(c.text)
		mark := " "
		if c.marked && first {
			mark, first = "^", false
			m.WriteString(mark + strings.Repeat("~", max(0, c.width-1)))
			continue
		} else if c.marked {
			mark = "~"
		}
		m.WriteString(strings.Repeat(mark, c.width))
	}
	if cutRight {
		s.WriteString("…")
	}
	return strings.TrimRight(s.String(), " "), strings.TrimRight(m.String(), " ")
}

// layOut turns the line into cells, tabs into spaces, and what a terminal
// would obey into the replacement character, one for one. What has no width is part
// of the cell before it.
func layOut(text string, r Range) []cell {
	endColumn := r.End.Column
	if r.End.Line > r.Start.Line {
		endColumn = utf8.RuneCountInString(text) + 1
	}
	endColumn = max(endColumn, r.Start.Column+1)
	cells := make([]cell, 0, len(text)+1)
	column, at := 0, 0
	for _, c := range text {
		column++
		shown := cell{string(c), runeWidth(c), column >= r.Start.Column && column < endColumn}
		switch {
		case c == '\t':
			shown.width = tabStop - at%tabStop
			shown.text = strings.Repeat(" ", shown.width)
		case unsafeRune(c):
			shown.text, shown.width = "\uFFFD", 1
		}
		if last := len(cells) - 1; shown.width == 0 && last >= 0 {
			cells[last].text += shown.text
			cells[last].marked = cells[last].marked || shown.marked
			continue
		}
		at += shown.width
		cells = append(cells, shown)
	}
	if column+1 == r.Start.Column { // a place just after the line: "something is missing here"
		cells = append(cells, cell{" ", 1, true})
	}
	return cells
}

// window cuts a long line to what is around its marks, a third of it before them.
func window(cells []cell, wide int) (cut []cell, left, right bool) {
	start, at := 0, 0
	for i, c := range cells {
		if c.marked {
			for start = i; start > 0 && at < wide/3; start-- {
				at += cells[start-1].width
			}
			break
		}
	}
	if total(cells) <= wide {
		return cells, false, false
	}
	end := start
	for end < len(cells) && wide >= cells[end].width {
		wide -= cells[end].width
		end++
	}
	return cells[start:end], start > 0, end < len(cells)
}

func total(cells []cell) int {
	n := 0
	for _, c := range cells {
		n += c.width
	}
	return n
}
