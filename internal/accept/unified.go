package accept

import (
	"fmt"
	"strings"
)

// Unified is the change of a file as a patch: patch -p0 applies it. It is ""
// where nothing changed.
func Unified(file string, before, after []byte) string {
	older, newer := lines(before), lines(after)
	script := compare(older, newer)
	var b strings.Builder
	for _, h := range hunks(script) {
		if b.Len() == 0 {
			fmt.Fprintf(&b, "--- %s\n+++ %s\n", file, file)
		}
		h.write(&b, script)
	}
	return b.String()
}

func lines(text []byte) []string {
	all := strings.SplitAfter(string(text), "\n")
	if last := len(all) - 1; all[last] == "" {
		all = all[:last]
	}
	return all
}

// line is one of a script: kept (' '), removed ('-') or added ('+').
type line struct {
	sign         byte
	text         string
	older, newer int // how many lines went before, on either side
}

// compare is the shortest script from one list of lines to another. What both
// begin and end with is set aside: an edit is small, and so is the rest.
func compare(older, newer []string) []line {
	begin := 0
	for begin < min(len(older), len(newer)) && older[begin] == newer[begin] {
		begin++
	}
	end := 0
	for end < min(len(older), len(newer))-begin && older[len(older)-1-end] == newer[len(newer)-1-end] {
		end++
	}
	a, b := older[begin:len(older)-end], newer[begin:len(newer)-end]
	common := table(a, b)
	var script []line
	i, j := 0, 0
	add := func(sign byte, text string) {
		script = append(script, line{sign, text, i, j})
		if sign != '+' {
			i++
		}
		if sign != '-' {
			j++
		}
	}
	for i < len(older) || j < len(newer) {
		x, y := i-begin, j-begin
		switch {
		case x < 0 || x >= len(a) && y >= len(b):
			add(' ', older[i])
		case x < len(a) && y < len(b) && a[x] == b[y]:
			add(' ', older[i])
		case x < len(a) && (y >= len(b) || common[x+1][y] >= common[x][y+1]):
			add('-', older[i])
		default:
			add('+', newer[j])
		}
	}
	return script
}

// table has how many lines are common to what follows two places.
func table(a, b []string) [][]int {
	t := make([][]int, len(a)+1)
	t[len(a)] = make([]int, len(b)+1)
	for i := len(a) - 1; i >= 0; i-- {
		t[i] = make([]int, len(b)+1)
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				t[i][j] = t[i+1][j+1] + 1
			} else {
				t[i][j] = max(t[i+1][j], t[i][j+1])
			}
		}
	}
	return t
}

// hunk is a stretch of a script that is shown.
type hunk struct{ from, to int }

func hunks(script []line) []hunk {
	const context = 3
	var all []hunk
	for i, l := range script {
		if l.sign == ' ' {
			continue
		}
		from, to := max(i-context, 0), min(i+context+1, len(script))
		if n := len(all); n > 0 && from <= all[n-1].to {
			all[n-1].to = to
		} else {
			all = append(all, hunk{from, to})
		}
	}
	return all
}

func (h hunk) write(b *strings.Builder, script []line) {
	var older, newer int
	for _, l := range script[h.from:h.to] {
		if l.sign != '+' {
			older++
		}
		if l.sign != '-' {
			newer++
		}
	}
	first := script[h.from]
	fmt.Fprintf(b, "@@ -%s +%s @@\n", extent(first.older, older), extent(first.newer, newer))
	for _, l := range script[h.from:h.to] {
		b.WriteByte(l.sign)
		b.WriteString(l.text)
		if !strings.HasSuffix(l.text, "\n") {
			b.WriteString("\n\\ No newline at end of file\n")
		}
	}
}

// extent is a place in a file: of nothing, the line before.
func extent(before, count int) string {
	if count > 0 {
		before++
	}
	return fmt.Sprintf("%d,%d", before, count)
}
