package limits

import "strings"

// reach ties rows to the field that reaches them.
type reach struct {
	rows []string // OPERATION PATH
	// base is the spec of testdata/base that values are put into, and at the
	// place: steps with "/" between, of which one that begins with "@" is a key
	// that becomes the value.
	base, at string
	also     []string // further places for the same value
	near     string   // the JSON pointer of what a finding may stand at instead
	try      probes
	facts    []fact
}

// name is how a reach is called in tests.
func (r reach) name() string { return r.base + "/" + r.at }

// examples are the names in the bases that stand for any.
var examples = map[string]string{"app": "*", "corp-sso": "*", "api": "*", "other": "*", "many": "*", "trainer": "*", "analysts": "*", "partner": "*", "0": "[]", "1": "[]", "custom:team": "*"}

// field is the path of the field in the language.
func (r reach) field() string {
	var path string
	for step := range strings.SplitSeq(r.at, "/") {
		if any, is := examples[step]; is {
			step = any
		}
		if step == "[]" {
			path += step
			continue
		}
		if strings.HasPrefix(step, "@") {
			step = "*"
		}
		path += "." + step
	}
	return strings.NewReplacer("custom.team", "custom.*", "custom.score", "custom.*").Replace(path[1:])
}

// every joins each path of an operation with its name.
func every(operation string, paths ...string) []string {
	var names []string
	for _, path := range paths {
		names = append(names, operation+" "+path)
	}
	return names
}

// all joins lists of rows.
func all(lists ...[]string) []string {
	var joined []string
	for _, list := range lists {
		joined = append(joined, list...)
	}
	return joined
}

// to is a bound of a fact.
func to(n int) *int { return &n }

// probe is a value to put into a spec, and AWS's verdict on it.
type probe struct {
	name  string
	value any
	taken bool
	with  map[string]any // what else has to be there for it
	shows string         // what is to be found in what is rendered; "" for nothing
}

// probes makes the probes of a field out of its limits.
type probes func(l limits) []probe

// numbers tries the values at the limits and beyond; as writes a number as the
// spec does.
func numbers(as func(n int) any) probes {
	return func(l limits) []probe {
		found := []probe{{name: "smallest", value: as(l.min), taken: true}, {name: "below", value: as(l.min - 1)}}
		if l.max != unlimited {
			found = append(found, probe{name: "largest", value: as(l.max), taken: true}, probe{name: "above", value: as(l.max + 1)})
		}
		return found
	}
}

func plain(n int) any { return n }

// lists tries numbers of items.
func lists(item func(i int) any) probes {
	return counts(func(n int) any {
		list := make([]any, max(n, 0))
		for i := range list {
			list[i] = item(i)
		}
		return list
	})
}

// entries tries numbers of entries.
func entries(entry func(i int) (key string, value any)) probes {
	return counts(func(n int) any {
		m := map[string]any{}
		for i := range n {
			key, value := entry(i)
			m[key] = value
		}
		return m
	})
}

func counts(make func(n int) any) probes {
	return func(l limits) []probe {
		found := []probe{{name: "fewest", value: make(l.min), taken: true}}
		if l.min > 0 {
			found = append(found, probe{name: "too few", value: make(l.min - 1)})
		}
		if l.max != unlimited {
			found = append(found, probe{name: "most", value: make(l.max), taken: true}, probe{name: "too many", value: make(l.max + 1)})
		}
		return found
	}
}

// exactly tries values whose verdict is said: those that AWS takes and those
// that it does not.
func exactly(taken, refused []any) probes {
	return func(limits) []probe {
		var found []probe
		for _, v := range taken {
			found = append(found, probe{name: short(v), value: v, taken: true})
		}
		for _, v := range refused {
			found = append(found, probe{name: short(v), value: v})
		}
		return found
	}
}

// several tries what each of them tries.
func several(each ...probes) probes {
	return func(l limits) []probe {
		var found []probe
		for _, try := range each {
			found = append(found, try(l)...)
		}
		return found
	}
}

// filled makes a text of n characters that begins with a head.
func filled(head string) func(n int) string {
	return func(n int) string {
		if n <= len(head) {
			return head[:max(n, 0)]
		}
		return head + strings.Repeat("a", n-len(head))
	}
}
