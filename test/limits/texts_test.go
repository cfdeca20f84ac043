package limits

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// characters are the ones that are tried in texts: all of ASCII that can be
// printed, blanks and line ends, and some of each kind beyond.
const characters = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCXYZ[\\]^_`abcxyz{|}~" +
	"\t\n\u007f\u00e9\u4e2d\u0301\u20ac\U0001f600\u00a0\u2028\u200b"

// texts tries a text at its limits, and every character in it. sample makes one
// of n characters that ends in some that stand for any.
func texts(sample func(n int) string) probes { return textsOf(sample, characters) }

// textsOf tries other characters: where a text has a form of its own, AWS's
// model says less of it than AWS does.
func textsOf(sample func(n int) string, characters string) probes {
	return func(l limits) []probe {
		found := lengths(l, sample)
		var fine strings.Builder
		for _, c := range characters {
			if v := inserted(sample(middling(l)), string(c)); l.takes(v) {
				fine.WriteRune(c)
			} else {
				found = append(found, probe{name: fmt.Sprintf("with %q", c), value: v})
			}
		}
		for _, part := range parts(fine.String(), max(l.max-middling(l), 1)) {
			v := inserted(sample(middling(l)), part)
			found = append(found, probe{name: fmt.Sprintf("with %q", part), value: v, taken: l.takes(v)})
		}
		return found
	}
}

func lengths(l limits, sample func(n int) string) []probe {
	shortest := sample(l.min)
	found := []probe{{name: "shortest", value: shortest, taken: l.takes(shortest)}}
	if l.min > 0 {
		found = append(found, probe{name: "too short", value: sample(l.min - 1)})
	}
	if l.max != unlimited {
		longest := sample(l.max)
		found = append(found, probe{name: "longest", value: longest, taken: l.takes(longest), shows: longest},
			probe{name: "too long", value: sample(l.max + 1)})
	}
	return found
}

// middling is a length that leaves room for more, and for the form of a text.
func middling(l limits) int { return max(l.min, min(l.max/2, 64)) }

// inserted puts a text before the last character of another.
func inserted(text, more string) string {
	_, last := utf8.DecodeLastRuneInString(text)
	return text[:len(text)-last] + more + text[len(text)-last:]
}

// parts divides a text into ones of n characters at most.
func parts(text string, n int) []string {
	var divided []string
	for runes := []rune(text); len(runes) > 0; {
		k := min(n, len(runes))
		divided, runes = append(divided, string(runes[:k])), runes[k:]
	}
	return divided
}

// arns are the texts of an ARN.
func arns(head string) probes { return texts(filled(head)) }

// short is a value in a few words.
func short(v any) string {
	text := fmt.Sprintf("%v", v)
	if len(text) > 40 {
		return fmt.Sprintf("%s… of %d", text[:40], len(text))
	}
	return text
}
