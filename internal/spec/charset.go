package spec

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

var byteOrderMark = []byte("\uFEFF")

// checkCharacters tells whether the text is what YAML and every editor agree
// on: UTF-8 of printable characters, with lines that end in LF or CR LF. YAML
// 1.1 also breaks lines at a lone CR, NEL, LS and PS, which editors do not:
// with these in the text every position after them would be wrong.
func checkCharacters(d *document) *diag.Diagnostic {
	if what := utf16(d.text); what != "" {
		return notText(d, 0, 0, "the file is "+what+", not UTF-8", "Save it as UTF-8.")
	}
	for i := 0; i < len(d.text); {
		c := d.text[i]
		if c >= ' ' && c < 0x7F || c == '\n' || c == '\t' {
			i++
			continue
		}
		if c == '\r' && i+1 < len(d.text) && d.text[i+1] == '\n' {
			i += 2
			continue
		}
		r, size := utf8.DecodeRune(d.text[i:])
		if why, remedy := refused(r, size); why != "" {
			return notText(d, i, i+size, why, remedy)
		}
		i += size
	}
	return nil
}

// refused says why a character cannot stand in a spec. Which ones YAML refuses
// is in its section 5.1 (c-printable).
func refused(r rune, size int) (why, remedy string) {
	switch {
	case r == 0:
		return "the file holds a NUL byte: it is not a text file", "Save it as UTF-8 text, or name another file."
	case r == utf8.RuneError && size == 1:
		return "the file is not UTF-8: this byte belongs to no character", "Save it as UTF-8."
	case r == '\r':
		return "a carriage return without a line feed", "Let every line end in a line feed."
	case r == 0x85, r == 0x2028, r == 0x2029:
		return fmt.Sprintf("the line separator U+%04X, which YAML and editors count differently", r),
			fmt.Sprintf(`Use a plain line end, or write "\u%04x" in double quotes.`, r)
	case r == 0xFEFF:
		return "a byte-order mark inside the text", "Remove it."
	case r < ' ', r >= 0x7F && r < 0xA0, r == 0xFFFE, r == 0xFFFF:
		return fmt.Sprintf("the control character U+%04X", r),
			fmt.Sprintf(`Remove it, or write "\u%04x" in double quotes.`, r)
	}
	return "", ""
}

// utf16 recognises UTF-16 and UTF-32 by their byte-order marks, and UTF-16
// without one by the zero half of an ASCII character at the start.
func utf16(text []byte) string {
	switch {
	case bytes.HasPrefix(text, []byte{0xFF, 0xFE, 0, 0}), bytes.HasPrefix(text, []byte{0, 0, 0xFE, 0xFF}):
		return "UTF-32"
	case bytes.HasPrefix(text, []byte{0xFF, 0xFE}), bytes.HasPrefix(text, []byte{0xFE, 0xFF}):
		return "UTF-16"
	case len(text) >= 4 && (text[0] == 0) != (text[1] == 0) && (text[0] == 0) == (text[2] == 0) && (text[1] == 0) == (text[3] == 0):
		return "UTF-16"
	}
	return ""
}

func notText(d *document, start, end int, message, remedy string) *diag.Diagnostic {
	return &diag.Diagnostic{
		Rule: RuleNotText, Range: d.between(start, end), Message: message, Remedy: remedy,
	}
}
