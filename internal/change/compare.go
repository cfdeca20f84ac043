package change

import (
	"maps"
	"reflect"
	"slices"
	"strings"
)

// Resource is a resource as a program asks for it, recorded without an engine.
// A value that only AWS knows reads ${RESOURCE.property}.
type Resource struct {
	Name, Type string
	Properties map[string]any
	References map[string][]string // property: resources that it is taken from
	Protected  bool
	// DeletedFirst is set when a replacement takes the old one away first: what
	// refers to it has to go before it.
	DeletedFirst bool
	Ignored      []string // properties that may differ
	Adopted      bool     // taken over when it is not in the stack yet
}

// engineTypes begin the types of the engine's own.
const engineTypes = "pulumi:"

// Compare says what the engine would do to come from one recording to another,
// the resources that stay included. It knows no ids. A property that sticks
// (see Sticky) when it is left out is noted, as in a plan.
func Compare(before, after []Resource, sticky []Sticky) []Step {
	c := comparison{older: byName(before), newer: byName(after), anew: map[string]bool{}}
	for c.settle() {
	}
	names := maps.Clone(c.older)
	maps.Copy(names, c.newer)
	steps := []Step{}
	for _, name := range sortedKeys(names) {
		step := c.step(name)
		if step.Op == OpUpdate || step.Op == OpSame {
			step.Dropped = Dropped(sticky, step.Type, step.Old, c.newer[name].Properties) // what is not known is said
		}
		steps = append(steps, step)
	}
	return steps
}

// byName holds each type of a name apart: one that changes its type is another
// resource.
func byName(resources []Resource) map[string]Resource {
	m := map[string]Resource{}
	for _, r := range resources {
		if !strings.HasPrefix(r.Type, engineTypes) {
			m[r.Name+" "+r.Type] = r
		}
	}
	return m
}

type comparison struct {
	older, newer map[string]Resource
	anew         map[string]bool // logical names of what is created or replaced
}

// settle finds what else has to be replaced because something that it refers to
// is made anew; false when there is nothing left to find.
func (c *comparison) settle() bool {
	found := false
	for key, r := range c.newer {
		old, there := c.older[key]
		if !c.anew[r.Name] && (!there || c.replaced(old, r)) {
			c.anew[r.Name] = true
			found = true
		}
	}
	return found
}

func (c *comparison) replaced(older, newer Resource) bool {
	for _, property := range replacing[newer.Type] {
		if !slices.Contains(newer.Ignored, property) && (c.differs(older, newer, property) || c.deletedUnder(newer, property)) {
			return true
		}
	}
	return newer.Type == domainType && certificateComes(older.Properties, newer.Properties)
}

// certificateComes reports whether a domain gets or loses its certificate: one
// for another is in place.
func certificateComes(older, newer map[string]any) bool {
	return (text(older, "certificateArn") == "") != (text(newer, "certificateArn") == "")
}

// differs compares a property. A hidden value that is taken from what is made
// anew becomes another. A list that is empty is no other than one that is left
// out.
func (c *comparison) differs(older, newer Resource, property string) bool {
	if empty(older.Properties[property]) && empty(newer.Properties[property]) {
		return false
	}
	is := c.known(newer.Properties[property])
	if !reflect.DeepEqual(older.Properties[property], is) {
		return true
	}
	return is == hidden && c.refers(newer, property, func(string) bool { return true })
}

func empty(value any) bool {
	list, isList := value.([]any)
	return value == nil || isList && len(list) == 0
}

// hidden stands for a secret in recordings and plans.
const hidden = "[secret]"

// deletedUnder reports whether a property names something that is deleted
// before it is made anew.
func (c *comparison) deletedUnder(r Resource, property string) bool {
	return c.refers(r, property, func(name string) bool {
		for _, other := range c.older {
			if other.Name == name && other.DeletedFirst {
				return true
			}
		}
		return false
	})
}

// refers reports whether a property is taken from something made anew.
func (c *comparison) refers(r Resource, property string, which func(name string) bool) bool {
	return slices.ContainsFunc(r.References[property], func(name string) bool { return c.anew[name] && which(name) })
}

// known is a value with nil for what is not known before a deployment.
func (c *comparison) known(v any) any {
	switch v := v.(type) {
	case string:
		if c.unknown(v) {
			return nil
		}
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = c.known(item)
		}
		return list
	case map[string]any:
		m := make(map[string]any, len(v))
		for key, item := range v {
			m[key] = c.known(item)
		}
		return m
	}
	return v
}

func (c *comparison) unknown(text string) bool {
	for rest := text; ; {
		_, after, ok := strings.Cut(rest, "${")
		if !ok {
			return false
		}
		inner, _, _ := strings.Cut(after, "}")
		if name, _, ok := cutLast(inner, "."); ok && c.anew[name] {
			return true
		}
		rest = after
	}
}

// step is what happens to the resource of a key.
func (c *comparison) step(key string) Step {
	older, was := c.older[key]
	newer, is := c.newer[key]
	s := Step{Resource: newer.Name, Type: newer.Type, Op: OpCreate, New: known(c, newer)}
	switch {
	case !is:
		return Step{Resource: older.Name, Type: older.Type, Op: OpDelete, Protected: older.Protected, Old: older.Properties}
	case !was && newer.Adopted:
		s.Op, s.Adopted = OpAdopt, true
		return s
	case !was:
		return s
	}
	s.Old, s.Protected = older.Properties, older.Protected
	s.Changes = c.differences(older, newer)
	switch {
	case c.anew[newer.Name]:
		s.Op = OpReplace
	case len(s.Changes) > 0:
		s.Op = OpUpdate
	default:
		s.Op = OpSame
	}
	return s
}

func known(c *comparison, r Resource) map[string]any {
	m, _ := c.known(r.Properties).(map[string]any)
	return m
}

// differences are those between the properties, as a plan has them.
func (c *comparison) differences(older, newer Resource) []Difference {
	all := maps.Clone(older.Properties)
	maps.Copy(all, newer.Properties)
	var list []Difference
	for _, property := range sortedKeys(all) {
		_, said := newer.Properties[property]
		if slices.Contains(newer.Ignored, property) || !c.differs(older, newer, property) || !said && silent[newer.Type] == property {
			continue
		}
		d := part(Difference{Kind: Updated}, property, older.Properties[property], c.known(newer.Properties[property]))
		d.Replaces = slices.Contains(replacing[newer.Type], property)
		if newer.Type == domainType && property == "certificateArn" {
			d.Replaces = certificateComes(older.Properties, newer.Properties)
		}
		if said {
			d.Kind = Updated // what is not known is not gone
		}
		if _, said := older.Properties[property]; !said {
			d.Kind = Added
		}
		if parts := Narrow(d); len(parts) > 0 {
			list = append(list, parts...)
		} else {
			list = append(list, d)
		}
	}
	slices.SortFunc(list, func(a, b Difference) int { return strings.Compare(a.Path, b.Path) })
	return list
}
