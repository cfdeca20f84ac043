package spec

import (
	"errors"
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
func locate(doc *document, kind syntaxError) (line, begins int) {
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
		return text != "" && recognise(text).text == kind.text
	})
}
