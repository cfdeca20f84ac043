package change

import (
	"maps"
	"slices"
	"strings"
)

// plan is the steps of one stack, with what has to be looked up in them.
type plan struct {
	steps []Step
	ids   map[string]string // resource by physical id
	lost  map[string]Step   // pools that are replaced or deleted, by logical name
	fresh bool              // nothing of the stack is there yet
}

func newPlan(steps []Step) *plan {
	p := &plan{steps: steps, ids: map[string]string{}, lost: map[string]Step{}, fresh: true}
	for _, s := range steps {
		if s.ID != "" {
			p.ids[s.ID] = s.Resource
		}
		if (s.Op == OpReplace || s.Op == OpDelete) && (s.Type == userPoolType || s.Type == identityPoolType) {
			p.lost[s.Resource] = s
		}
		if s.Op != OpCreate && s.Op != OpRead {
			p.fresh = false
		}
	}
	return p
}

// name is the resource that an id is of, the id itself where it is of none of
// the stack's. A recording has ${RESOURCE.id} for an id.
func (p *plan) name(id string) string {
	if resource, _, ok := reference(id); ok {
		return resource
	}
	if resource, ok := p.ids[id]; ok {
		return resource
	}
	if _, name, ok := cutLast(id, "/"); ok && strings.Contains(id, ":role/") { // an ARN; a role's id is its name
		if resource, ok := p.ids[name]; ok {
			return resource
		}
	}
	return id
}

// reference takes a recording's word for a value of another resource apart.
func reference(text string) (resource, property string, ok bool) {
	inner, opened := strings.CutPrefix(text, "${")
	inner, closed := strings.CutSuffix(inner, "}")
	dot := strings.LastIndex(inner, ".")
	if !opened || !closed || dot < 0 {
		return "", "", false
	}
	return inner[:dot], inner[dot+1:], true
}

// under reports whether a path in the spec lies below another.
func under(path, parent string) bool { return strings.HasPrefix(path, parent+".") }

// scopeName is a scope as a spec writes it: with the resource server's key in
// the place of its identifier.
func (p *plan) scopeName(scope string) string {
	identifier, name, ok := cutLast(scope, "/")
	if !ok {
		return scope
	}
	for _, s := range p.steps {
		if s.Type == serverType && slices.Contains([]string{text(s.Old, "identifier"), text(s.New, "identifier")}, identifier) {
			return key(s) + "/" + name
		}
	}
	return scope
}

// key is the last part of a resource's path: its key in the spec's map.
func key(s Step) string {
	_, key, _ := strings.Cut(s.Resource, ".")
	return key
}

func cutLast(text, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(text, sep)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+len(sep):], true
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
