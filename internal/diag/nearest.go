package diag

import (
	"slices"
	"unicode"
)

// Nearest is the known name that was most likely meant, or "" when none is
// near enough to be worth naming. Case, hyphens and underscores do not count
// as differences: callback-urls is callbackUrls. Of equally near names the
// alphabetically first is taken, so that the order of known does not matter.
func Nearest(name string, known []string) string {
	const longest = 100 // an identifier; comparing longer texts only costs time
	if len(name) > longest {
		return ""
	}
	from := fold(name)
	best, bestDistance := "", allowedDistance(from)+1
	for _, candidate := range known {
		if candidate == name || len(candidate) > longest {
			continue
		}
		d := distance(from, fold(candidate), bestDistance)
		if d < bestDistance || d == bestDistance && best != "" && candidate < best {
			best, bestDistance = candidate, d
		}
	}
	if best == "" {
		return begunBy(from, known)
	}
	return best
}

// begunBy is the one known name that begins with a shorter one: phone is
// phone_number.
func begunBy(from []rune, known []string) string {
	const least = 4 // letters that say something
	only := ""
	for _, candidate := range known {
		if to := fold(candidate); len(from) < least || len(to) <= len(from) || !slices.Equal(to[:len(from)], from) {
			continue
		}
		if only != "" && only != candidate {
			return ""
		}
		only = candidate
	}
	return only
}

// allowedDistance grows with the name: one slip in a short one, three in a long one.
func allowedDistance(folded []rune) int {
	switch n := len(folded); {
	case n <= 2:
		return 0
	case n <= 5:
		return 1
	case n <= 9:
		return 2
	default:
		return 3
	}
}

// fold takes out what does not count.
func fold(s string) []rune {
	folded := make([]rune, 0, len(s))
	for _, r := range s {
		if r != '-' && r != '_' {
			folded = append(folded, unicode.ToLower(r))
		}
	}
	return folded
}

// distance is the optimal string alignment distance (Damerau-Levenshtein
// without repeated edits of one place): insertion, deletion, substitution and
// swap of neighbours cost one each. Anything beyond limit is returned as limit+1.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			substitute := 1
			if a[i-1] == b[j-1] {
				substitute = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+substitute)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], limit+1)
}
