package accept

import (
	"regexp"
	"slices"
	"strconv"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// A property is often put together of several fields: the subject of a trust of
// owner, repository and environment, a URL of a host and a path. What differs in
// it are pieces, and the field is the one that has such a piece.

// piece is a word of a property, before and after.
type piece struct{ old, new string }

var word = regexp.MustCompile(`[\pL\pN_.*?-]+`)

// pieces are the words that differ between texts that are alike otherwise.
func pieces(d Difference) []piece {
	var all []piece
	was, is := apart(texts(d.Old), texts(d.New))
	for _, text := range was {
		at := slices.IndexFunc(is, func(other string) bool { return alike(text, other) })
		if at < 0 {
			continue
		}
		newer := word.FindAllString(is[at], -1)
		for i, w := range word.FindAllString(text, -1) {
			if p := (piece{w, newer[i]}); w != newer[i] && !slices.Contains(all, p) {
				all = append(all, p)
			}
		}
		is = slices.Delete(is, at, at+1)
	}
	return all
}

// alike reports that two texts have the same between as many words.
func alike(a, b string) bool { return slices.Equal(word.Split(a, -1), word.Split(b, -1)) }

// apart are what only one of two lists has.
func apart(a, b []string) (onlyA, onlyB []string) {
	for _, text := range a {
		if !slices.Contains(b, text) {
			onlyA = append(onlyA, text)
		}
	}
	for _, text := range b {
		if !slices.Contains(a, text) {
			onlyB = append(onlyB, text)
		}
	}
	return onlyA, onlyB
}

func texts(v any) []string {
	var all []string
	for _, leaf := range leaves(v) {
		if text, ok := leaf.(string); ok {
			all = append(all, text)
		}
	}
	return all
}

// respelled are the edits of values that have the words that differ: of each
// alone, and of all at once.
func respelled(fit []target, d Difference) []edit {
	all := pieces(d)
	if len(all) == 0 {
		return nil
	}
	var edits []edit
	together := edit{rank: 4 * unlikely}
	for _, t := range fit {
		values := respell(t.node, all)
		for _, value := range values {
			edits = append(edits, set1(t.path, value, t.far))
		}
		if len(values) > 0 {
			together.places = append(together.places, place{t.path, values[0]})
		}
	}
	if len(together.places) > 1 {
		edits = append(edits, together)
	}
	return edits
}

// respell are the values of a node with other words: of a list, with all items
// respelled, and with each alone.
func respell(n *spec.Node, all []piece) []any {
	if n == nil || n.Kind == spec.Map {
		return nil
	}
	if n.Kind == spec.Scalar {
		if value := respellText(n, all); value != nil {
			return []any{value}
		}
		return nil
	}
	var was, is []any
	for _, item := range n.Items() {
		if item.Kind != spec.Scalar {
			return nil
		}
		value := respellText(item, all)
		if value == nil {
			value = item.Text
		}
		was, is = append(was, item.Text), append(is, value)
	}
	return variants(was, is)
}

// variants are a list as it becomes as a whole, and with one item changed.
func variants(was, is []any) []any {
	var all []any
	for i := range was {
		if was[i] != is[i] {
			one := slices.Clone(was)
			one[i] = is[i]
			all = append(all, one)
		}
	}
	if len(all) > 1 {
		all = slices.Insert(all, 0, any(is))
	}
	return all
}

// respellText is a scalar with other words; nil where it has none of them.
func respellText(n *spec.Node, all []piece) any {
	text := word.ReplaceAllStringFunc(n.Text, func(w string) string {
		if at := slices.IndexFunc(all, func(p piece) bool { return p.old == w }); at >= 0 {
			return all[at].new
		}
		return w
	})
	switch number, err := strconv.Atoi(text); {
	case text == n.Text:
		return nil
	case err == nil && !n.IsString():
		return number
	}
	return text
}
