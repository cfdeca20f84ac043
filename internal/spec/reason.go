package spec

import (
	"slices"
	"strings"
	"unicode"
)

// noReasons are what people write who are to write why.
var noReasons = []string{
	"because", "fixme", "later", "none", "placeholder", "reason", "reason here", "tbd", "todo", "unknown", "why", "wip", "xxx", "your reason",
}

// SaysWhy tells whether a text can be a reason: one that is still to be filled
// in is none.
func SaysWhy(text string) bool {
	text = strings.TrimSpace(text)
	for _, pair := range []string{"<>", "[]", "{}"} {
		if len(text) > 1 && text[0] == pair[0] && text[len(text)-1] == pair[1] {
			return false
		}
	}
	letters := 0
	first, alike := rune(0), true
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			letters++
			if first == 0 {
				first = r
			}
			alike = alike && r == first
		}
	}
	bare := strings.ToLower(strings.TrimFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
	return letters > 2 && !alike && !slices.Contains(noReasons, bare)
}
