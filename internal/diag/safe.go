package diag

import (
	"fmt"
	"strings"
	"unicode"
)

// unsafeRune tells whether a terminal would obey the character instead of
// showing it: control characters (C0, DEL, C1), the bidirectional controls
// with which a line can be made to read as another (CVE-2021-42574), and the
// line separators that break a one-line message in two.
func unsafeRune(r rune) bool {
	switch {
	case unicode.IsControl(r):
		return true
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
		return true
	case r == 0x200E, r == 0x200F, r == 0x061C, r == 0x2028, r == 0x2029, r == 0xFEFF:
		return true
	}
	return false
}

// SafeText is a message, file name or remedy on one line, with such characters
// written as escapes.
func SafeText(s string) string {
	if strings.IndexFunc(s, unsafeRune) < 0 && !strings.ContainsRune(s, '\uFFFD') {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if unsafeRune(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// runeWidth is the number of terminal cells of a character: none for
// combining marks, two for East Asian wide ones and emoji, else one. It is a
// coarse copy of Unicode's EastAsianWidth.txt; where it errs an underline is
// a cell off.
func runeWidth(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me) || r == 0x200B || r == 0x200D:
		return 0
	case r >= 0x1100 && r <= 0x115F, r >= 0x2E80 && r <= 0x303E, r >= 0x3041 && r <= 0xA4CF,
		r >= 0xAC00 && r <= 0xD7A3, r >= 0xF900 && r <= 0xFAFF, r >= 0xFE30 && r <= 0xFE6F,
		r >= 0xFF00 && r <= 0xFF60, r >= 0xFFE0 && r <= 0xFFE6,
		r >= 0x1F300 && r <= 0x1F64F, r >= 0x1F900 && r <= 0x1F9FF, r >= 0x20000 && r <= 0x3FFFD:
		return 2
	}
	return 1
}
