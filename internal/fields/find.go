package fields

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

// itemOf is the place of an item in a list, which a path may name or leave out.
var itemOf = regexp.MustCompile(`\[[0-9*]*\]`)

// Find is the field at a path: names with dots between. Where a map is keyed by
// name, the path may have any name, a star, or nothing there.
func Find(path string) (*Field, error) {
	f := Root()
	rest := strings.Trim(itemOf.ReplaceAllString(path, ""), ".")
	for rest != "" {
		next, after := f.step(rest)
		if next == nil {
			return nil, unknown(path, f, rest)
		}
		if near := next.misspelt(rest, after); near != "" {
			return nil, fmt.Errorf("there is no field %s; did you mean %s? For whatever is called %s: %s", path, strings.TrimSuffix(path, rest)+near, rest, next.Path)
		}
		f, rest = next, after
	}
	return f, nil
}

// step goes one name along a path. The names of some fields have dots in them;
// the longest that fits is meant.
func (f *Field) step(path string) (next *Field, rest string) {
	var best *Field
	for _, child := range f.Fields {
		if path == child.Name || strings.HasPrefix(path, child.Name+".") {
			if best == nil || len(child.Name) > len(best.Name) {
				best = child
			}
		}
	}
	if best != nil {
		return best, strings.TrimPrefix(strings.TrimPrefix(path, best.Name), ".")
	}
	each := f.Get(AnyName)
	if each == nil {
		return nil, ""
	}
	if next, rest := each.step(path); next != nil {
		return next, rest // the name was left out
	}
	_, rest, _ = strings.Cut(path, ".")
	return each, rest
}

// misspelt is the field that was meant, where the last name of a path was taken
// for the key of a map and is all but the name of a field.
func (f *Field) misspelt(name, rest string) string {
	if f.Name != AnyName || name == AnyName || rest != "" {
		return ""
	}
	var names []string
	for _, child := range f.Fields {
		names = append(names, child.Name)
	}
	near := diag.Nearest(name, names)
	if near != "" && !strings.EqualFold(near[:1], name[:1]) {
		return "" // a name of its own: few slips are in the first letter
	}
	return near
}

// unknown says what is wrong with a path, and which one was likely meant: the
// nearest as a whole, the nearest from where it goes wrong, or the fields of
// that name elsewhere.
func unknown(path string, at *Field, rest string) error {
	suggestion := diag.Nearest(itemOf.ReplaceAllString(path, ""), paths())
	name, _, _ := strings.Cut(rest, ".")
	var names []string
	for _, child := range at.Fields {
		names = append(names, child.Name)
	}
	if near := diag.Nearest(name, names); suggestion == "" && near != "" {
		suggestion = strings.TrimSuffix(path, rest) + near
	}
	if suggestion == "" {
		suggestion = elsewhere(rest)
	}
	err := fmt.Errorf("there is no field %s", path)
	switch {
	case suggestion != "":
		return fmt.Errorf("%w; did you mean %s?", err, suggestion)
	case len(names) > 0:
		return fmt.Errorf("%w; %s has %s", err, or(at.Path, "a spec"), strings.Join(names, ", "))
	}
	return fmt.Errorf("%w; %s has no fields of its own", err, at.Path)
}

func paths() []string {
	var all []string
	Root().Walk(func(f *Field) { all = append(all, f.Short()) })
	return all
}

// elsewhere lists the fields that end in a path.
func elsewhere(path string) string {
	const most = 4
	var found []string
	for _, known := range paths() {
		if strings.HasSuffix(known, "."+path) && !slices.Contains(found, known) {
			found = append(found, known)
		}
	}
	if len(found) > most {
		found = found[:most]
	}
	return joinWords(found, "or")
}
