package review

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/change"
	"github.com/mlauth/mlauth-compile/internal/diag"
)

// differences tells a property's change, a line for each part that differs: of
// lists the items that come and go, of documents such as policies what differs
// in them, of long texts the stretch that does.
func differences(d change.Difference) []string {
	var lines []string
	for _, part := range parts(d) {
		for _, text := range told(part) {
			line := diag.SafeText(part.Path) + ": " + text
			if d.Replaces {
				line += "  (cannot be changed in place)"
			}
			lines = append(lines, line)
		}
	}
	return lines
}

func told(d change.Difference) []string {
	older, isOld := d.Old.([]any)
	newer, isNew := d.New.([]any)
	a, isText := d.Old.(string)
	b, isTextToo := d.New.(string)
	switch {
	case d.Kind == change.Added:
		return []string{Value(d.New)}
	case d.Kind == change.Removed:
		return []string{Value(d.Old) + " → nothing"}
	case isOld && isNew && (isLong(d.Old) || isLong(d.New)):
		return items(older, newer)
	case isText && isTextToo:
		a, b = stretch(a, b)
	default:
		return []string{Value(d.Old) + " → " + Value(d.New)}
	}
	return []string{Value(a) + " → " + Value(b)}
}

// parts takes a difference apart as far as that shows more.
func parts(d change.Difference) []change.Difference {
	d.Old, d.New = documents(d.Old, d.New)
	older, isOld := d.Old.(map[string]any)
	newer, isNew := d.New.(map[string]any)
	if isOld && isNew {
		return inside(d.Path, older, newer)
	}
	was, isOld := d.Old.([]any)
	is, isNew := d.New.([]any)
	if isOld && isNew {
		if pairs := paired(d.Path, was, is); len(pairs) > 0 {
			return pairs
		}
	}
	return []change.Difference{d}
}

func inside(path string, older, newer map[string]any) []change.Difference {
	keys := maps.Clone(older)
	maps.Copy(keys, newer)
	var all []change.Difference
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		d := change.Difference{Path: path + "." + key, Kind: change.Updated, Old: older[key], New: newer[key]}
		_, was := older[key]
		_, is := newer[key]
		switch {
		case was && is && reflect.DeepEqual(d.Old, d.New):
			continue
		case !was:
			d.Kind = change.Added
		case !is:
			d.Kind = change.Removed
		}
		all = append(all, parts(d)...)
	}
	return all
}

// paired are the differences between the maps of two lists that stand for each
// other, such as the statements of a policy, one of which is another now; nil
// where that is not to be seen.
func paired(path string, older, newer []any) []change.Difference {
	gone, come := apart(older, newer)
	if len(gone) != len(come) {
		return nil
	}
	var all []change.Difference
	for i := range gone {
		was, okWas := older[gone[i]].(map[string]any)
		is, okIs := newer[come[i]].(map[string]any)
		if !okWas || !okIs {
			return nil
		}
		all = append(all, inside(path+"["+strconv.Itoa(come[i])+"]", was, is)...)
	}
	return all
}

// apart are the places of what only one of two lists has.
func apart(older, newer []any) (gone, come []int) {
	stays := make([]bool, len(newer))
	for i, item := range older {
		at := slices.IndexFunc(newer, func(other any) bool { return reflect.DeepEqual(item, other) })
		for at >= 0 && stays[at] { // the same twice
			next := slices.IndexFunc(newer[at+1:], func(other any) bool { return reflect.DeepEqual(item, other) })
			if next < 0 {
				at = -1
				break
			}
			at += 1 + next
		}
		if at < 0 {
			gone = append(gone, i)
		} else {
			stays[at] = true
		}
	}
	for i := range newer {
		if !stays[i] {
			come = append(come, i)
		}
	}
	return gone, come
}

// items are those that a list loses and gains: on one line, if they fit.
func items(older, newer []any) []string {
	const most = 8
	gone, come := apart(older, newer)
	var all []string
	for _, i := range gone {
		all = append(all, "- "+Value(older[i]))
	}
	for _, i := range come {
		all = append(all, "+ "+Value(newer[i]))
	}
	switch more := len(all) - most; {
	case len(all) == 0:
		return []string{"in another order"}
	case more > 0:
		all = append(all[:most], fmt.Sprintf("and %d more", more))
	}
	if line := strings.Join(all, ", "); len(line) <= 2*valueWidth {
		return []string{line}
	}
	return all
}

// documents are two texts as what they say, where both are JSON objects.
func documents(older, newer any) (any, any) {
	was, okWas := object(older)
	is, okIs := object(newer)
	if okWas && okIs && !reflect.DeepEqual(was, is) {
		return was, is
	}
	return older, newer
}

func object(v any) (map[string]any, bool) {
	var o map[string]any
	text, ok := v.(string)
	return o, ok && strings.HasPrefix(text, "{") && json.Unmarshal([]byte(text), &o) == nil
}

// stretch leaves out of two long texts what both begin and end with, but for a
// few characters.
func stretch(a, b string) (string, string) {
	const around = 12
	older, newer := []rune(a), []rune(b)
	if len(older) <= valueWidth && len(newer) <= valueWidth {
		return a, b
	}
	shortest := min(len(older), len(newer))
	begin := 0
	for begin < shortest && older[begin] == newer[begin] {
		begin++
	}
	end := 0
	for end < shortest-begin && older[len(older)-1-end] == newer[len(newer)-1-end] {
		end++
	}
	window := func(text []rune) string {
		from, to := begin-around, len(text)-end+around
		before, after := "…", "…"
		if from <= 1 {
			from, before = 0, ""
		}
		if to >= len(text)-1 {
			to, after = len(text), ""
		}
		return before + string(text[from:to]) + after
	}
	return window(older), window(newer)
}
