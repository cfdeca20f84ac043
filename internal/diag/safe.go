package diag

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// unsafeRune tells whether a terminal would obey the character instead of
// showing it: control characters (C0, DEL, C1), the bidirectional controls
// with which a line can be made to read as another (CVE-2021-42574), the line
// separators that break a one-line message in two, and what is not seen at all, so
// that a name reads as another. The joiner of emoji is let through.
func unsafeRune(r rune) bool {
	switch {
	case unicode.IsControl(r):
		return true
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
		return true
	case r == 0x200E, r == 0x200F, r == 0x061C, r == 0x2028, r == 0x2029, r == 0xFEFF:
		return true
	case r == 0x00AD, r == 0x180E, r == 0x200B, r == 0x200C, r >= 0x2060 && r <= 0x2064:
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

// runeWidth is the number of terminal cells of a character: none for what joins
// the one before it, two for East Asian wide ones and emoji, else one. Terminals
// differ in what they make of emoji that are made of several.
func runeWidth(r rune) int {
	const joiner = 0x200D
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me), r == joiner, r >= 0x1160 && r <= 0x11FF: // the last: parts of a Hangul syllable
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}
