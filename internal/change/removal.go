package change

import (
	"fmt"
	"slices"
)

// removed is what is taken away from a resource in place, and missed: a scope
// of an API or of a client, and the limit of what a role may be given.
func (p *plan) removed(s Step) []Effect {
	switch s.Type {
	case serverType:
		return removedScopes(s)
	case clientType:
		return p.lostScopes(s)
	case roleType:
		const path = "permissionsBoundary"
		if was := text(s.Old, path); was != "" && text(s.New, path) == "" {
			return []Effect{removal(s, path, fmt.Sprintf("%s no longer limits what the role may do", was))}
		}
	}
	return nil
}

func removedScopes(s Step) []Effect {
	var effects []Effect
	stay := scopesOf(s.New)
	for _, name := range scopesOf(s.Old) {
		if !slices.Contains(stay, name) {
			effects = append(effects, removal(s, "scopes."+name, "no client gets a token with it any more, and who asks for it gets none at all"))
		}
	}
	return effects
}

// scopesOf are the names of a resource server's scopes.
func scopesOf(server map[string]any) []string {
	var names []string
	for _, scope := range objects(value(server, "scopes")) {
		names = append(names, text(scope, "scopeName"))
	}
	return names
}

// lostScopes are the scopes that a client may no longer ask for. That a scope
// goes altogether is said once, of its server.
func (p *plan) lostScopes(s Step) []Effect {
	var effects []Effect
	for _, scope := range missing(value(s.Old, "allowedOauthScopes"), value(s.New, "allowedOauthScopes")) {
		if !p.scopeGoes(scope) {
			name := p.scopeName(scope)
			effects = append(effects, removal(s, "scopes."+name, "the client gets no token when it asks for it"))
		}
	}
	return effects
}

// scopeGoes reports whether the server of a scope, or the scope in it, goes or
// gets another name.
func (p *plan) scopeGoes(scope string) bool {
	identifier, name, _ := cutLast(scope, "/")
	for _, s := range p.steps {
		if s.Type == serverType && text(s.Old, "identifier") == identifier {
			return s.Op == OpDelete || s.Op == OpReplace || !slices.Contains(scopesOf(s.New), name)
		}
	}
	return false
}

// missing are the texts of the first list that the second has not.
func missing(list, from any) []string {
	there := texts(from)
	var gone []string
	for _, item := range texts(list) {
		if !slices.Contains(there, item) {
			gone = append(gone, item)
		}
	}
	return gone
}

func removal(s Step, field, reason string) Effect {
	path := s.Resource + "." + field
	return Effect{Class: BreaksCallers, Change: Removes, Resource: path, Property: field, Reason: path + " is taken away: " + reason}
}
